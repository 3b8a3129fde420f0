import { z } from 'zod'
import { parseJson } from './clients.ts'

/** The service accounts of the data half besides the first one, which has variables of its own. */

const text = z.string('a text').min(1, 'a text that is not empty')

const furtherAccount = z
  .strictObject(
    { email: text, password: text, server: text.optional(), account_id: text.optional() },
    'an object {email, password, server, account_id}, the last two optional',
  )
  .transform(({ email, password, server, account_id: accountId }) => ({ email, password, server, accountId }))

export const furtherAccounts = z.string().transform(parseJson).pipe(z.array(furtherAccount, 'a JSON array'))

/** A TradeLocker login through which the data half reads. */
export interface ServiceAccount {
  readonly email: string
  readonly password: string
  readonly server: string
  /** Undefined: the login's first active account. */
  readonly accountId: string | undefined
}

/** Two entries with the same key would log in against each other. */
export function loginKey(email: string, accountId: string | undefined): string {
  return JSON.stringify([email.trim().toLowerCase(), accountId ?? ''])
}
