import type { TradingRules } from '../../../src/broker/account.ts'
import type { BracketLevels } from '../../../src/broker/order.ts'
import type { MarketContext } from '../../../src/broker/order-rules.ts'
import type { Quote } from '../../../src/broker/quote.ts'
import type { AccountContext } from '../account/account-context.ts'
import { URGENT } from '../budgets/route-budgets.ts'
import type { KnownInstrument } from '../instruments/instruments.ts'
import type { Parts } from '../parts.ts'
import { UpstreamError } from '../transport/upstream-error.ts'

/** A price that takes longer is done without: an order must not wait for somebody else's quotes. */
const QUOTE_WAIT_MS = 250

/** While the broker's rules cannot be read, the broker itself is left to say what is not allowed. */
const UNKNOWN_RULES: TradingRules = { brackets: true, trailingStop: true, partialClose: true }

/**
 * What an order or level is judged by before it is sent. What cannot be had in time is not judged by; only where the price
 * is `needed` it is waited for. @throws upstream errors while a price that is needed cannot be read
 */
export async function marketContext(
  { directory, quotes }: Pick<Parts, 'directory' | 'quotes'>,
  account: AccountContext,
  { listed, contract }: KnownInstrument,
  needed = false,
): Promise<MarketContext> {
  const price = Promise.resolve(quotes.quote(account, listed, URGENT))
  const [rules, quote] = await Promise.all([
    directory.rules(account).catch(rulesWhenUnreadable),
    needed ? price : inTime(price),
  ])
  return { instrument: contract, rules, quote }
}

/** A trailing distance is sent in ticks, and where their size depends on the price it means nothing without one. */
export function needsPrice({ trailingStopPips }: BracketLevels, { contract }: KnownInstrument): boolean {
  return trailingStopPips !== undefined && contract.tickBands.length > 1
}

/** What stands for rules that could not be read. @throws the same error where it is none of TradeLocker's, or the session has ended */
export function rulesWhenUnreadable(error: unknown): TradingRules {
  if (error instanceof UpstreamError && error.code !== 'session_expired') return UNKNOWN_RULES
  throw error
}

async function inTime(quote: Promise<Quote>): Promise<Quote | undefined> {
  const late = Promise.withResolvers<undefined>()
  // An aborted sleep would cost every order more than all the rest of this.
  const timer = setTimeout(late.resolve, QUOTE_WAIT_MS, undefined)
  try {
    return await Promise.race([quote.catch(() => undefined), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
