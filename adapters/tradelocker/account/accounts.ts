import { z } from 'zod'
import type { TradingRules } from '../../../src/broker/account.ts'
import { malformed } from '../transport/upstream-error.ts'

/** One account of the login. Paths carry `id`, the header of every /trade call carries `accNum`. */
export interface AccountRow {
  readonly id: string
  readonly accNum: string
  readonly name: string
  readonly currency: string
  /** Only ACTIVE accounts can be traded. */
  readonly active: boolean
}

const idText = z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(/^\d+$/))

const accountSchema = z.object({
  id: idText,
  accNum: idText,
  name: z.string().nullish(),
  currency: z.string().min(1),
  status: z.union([z.string(), z.number()]).nullish(),
})

const answerSchema = z.object({ accounts: z.array(accountSchema) })

/** Reads /auth/jwt/all-accounts; figures may come as text or number. */
export function readAccounts(answer: unknown): AccountRow[] {
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw malformed('the list of accounts is not readable')
  return parsed.data.accounts.map((account) => ({
    id: account.id,
    accNum: account.accNum,
    name: account.name || account.id,
    currency: account.currency,
    active: account.status === undefined || account.status === null || isActive(account.status),
  }))
}

function isActive(status: string | number): boolean {
  return typeof status === 'number' || status.toUpperCase() === 'ACTIVE'
}

const rulesSchema = z.array(
  z.object({
    id: idText.optional(),
    tradingRules: z
      .object({
        supportBrackets: z.unknown().optional(),
        supportTrailingStop: z.unknown().optional(),
        supportPartialClosePosition: z.unknown().optional(),
      })
      .nullish(),
  }),
)

/**
 * Reads /trade/accounts: an array holding the one account chosen by accNum. A wrong accNum may silently select another
 * account, so the id is compared. A rule that is not granted in so many words counts as denied.
 */
export function readTradingRules(answer: unknown, accountId: string): TradingRules {
  const parsed = rulesSchema.safeParse(answer)
  if (!parsed.success) throw malformed('the trading rules of the account are not readable')
  const [account] = parsed.data
  if (account === undefined || (account.id !== undefined && account.id !== accountId)) {
    throw malformed('the trading rules are those of another account')
  }
  const rules = account.tradingRules
  return {
    brackets: rules?.supportBrackets === true,
    trailingStop: rules?.supportTrailingStop === true,
    partialClose: rules?.supportPartialClosePosition === true,
  }
}
