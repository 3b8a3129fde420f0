import type { SessionClient } from '../transport/session-client.ts'
import { userKeyOf } from '../transport/user-key.ts'
import type { AccountRow } from './accounts.ts'

/** One account of one login: whom to ask, and under which keys the answers are shared. */
export interface AccountContext {
  readonly client: SessionClient
  readonly id: string
  readonly accNum: string
  readonly name: string
  readonly currency: string
  /** Unique over all servers; shared by all logins of the same user. */
  readonly userKey: string
  /** Unique over all servers; shared by all logins that own the account. */
  readonly key: string
}

export function accountContext(client: SessionClient, row: AccountRow): AccountContext {
  const { id, accNum, name, currency } = row
  return { client, id, accNum, name, currency, userKey: userKeyOf(client), key: `${client.server}|${id}` }
}
