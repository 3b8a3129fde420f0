import type { AccountContext } from '../account/account-context.ts'
import type { Parts } from '../parts.ts'

/** After a change every snapshot of the account is dropped: who asks here from now on sees it. */
export function forgetAccount(
  { books, reads }: Pick<Parts, 'books' | 'reads'>,
  account: AccountContext,
): void {
  books.changed(account)
  reads.changed(account.key)
}

/** The same, and at other replicas before this resolves, as far as they can be told in time. Never rejects. */
export async function forgetEverywhere(
  parts: Pick<Parts, 'books' | 'reads' | 'tellOthers'>,
  account: AccountContext,
): Promise<void> {
  forgetAccount(parts, account)
  await parts.tellOthers(account.key)
}
