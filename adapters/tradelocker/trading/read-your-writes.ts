import type { AccountContext } from '../account/account-context.ts'
import type { Parts } from '../parts.ts'

/** After a change every snapshot of the account is dropped: who asks from now on sees it. */
export function forgetAccount(
  { books, reads }: Pick<Parts, 'books' | 'reads'>,
  account: AccountContext,
): void {
  books.changed(account)
  reads.changed(account)
}
