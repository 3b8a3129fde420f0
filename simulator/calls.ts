import type { Account } from './accounts.ts'
import type { Body } from './parameters.ts'
import type { User } from './users.ts'

/** One request to an operation, its parameters read. */
export interface Call {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Body
}

/** A request of a logged-in user. */
export interface UserCall extends Call {
  readonly user: User
}

/** A request about one account of the user, chosen by the accNum header. */
export interface AccountCall extends UserCall {
  readonly account: Account
}
