import { accountKeyOf } from './account/account-context.ts'
import type { Parts } from './parts.ts'
import { type User, userKeyOf } from './transport/user-key.ts'

/**
 * Lets go of what was read for a user none of whose logins is open any more. It is read anew should he come back. What limits
 * his calls stays: it counts calls that were made, whoever made them.
 */
export function forgetUser(
  { directory, instruments, books, reads }: Pick<Parts, 'directory' | 'instruments' | 'books' | 'reads'>,
  user: User,
): void {
  for (const { id, accNum } of directory.forget(user)) {
    const key = accountKeyOf(user.server, id)
    instruments.forget(userKeyOf(user), accNum)
    books.forget(key)
    reads.forget(key)
  }
}
