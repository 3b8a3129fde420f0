import type { AccountState, TradingRules } from '../../../src/broker/account.ts'
import { divide, shift, times } from '../../../src/broker/grid.ts'
import type { Instrument } from '../../../src/broker/instrument.ts'
import type { OrderTicket } from '../../../src/broker/order.ts'
import { checkTicket } from '../../../src/broker/order-rules.ts'
import type { OrderPreview, PreviewWarning } from '../../../src/broker/preview.ts'
import type { Quote } from '../../../src/broker/quote.ts'

export interface PreviewFacts {
  readonly contract: Instrument
  readonly rules: TradingRules
  readonly quote: Quote
  readonly state: AccountState
  /** 100 means 1:100; undefined when the broker does not tell. */
  readonly leverage: number | undefined
  /** Account currency per unit of the instrument's quote currency. */
  readonly rate: number
  /** False when the trading hours are known and closed. */
  readonly marketOpen: boolean | undefined
  readonly halted: boolean
}

/** What an order would cost and risk at the current prices. Pure arithmetic: nothing is sent. */
export function previewOrder(ticket: OrderTicket, facts: PreviewFacts): OrderPreview {
  const { contract, quote, rate, leverage, state } = facts
  const entry = entryPrice(ticket, quote)
  const units = times(ticket.qty, contract.lotSize)
  const worth = (priceMove: number) => times(priceMove, units, rate)
  const notional = worth(entry)
  const margin = leverage === undefined ? undefined : divide(notional, leverage)
  const profitAt = (level: number | undefined) =>
    level === undefined
      ? undefined
      : worth(ticket.side === 'buy' ? shift(level, -1, entry) : shift(entry, -1, level))
  return {
    margin,
    leverage,
    marginAvailable: state.marginAvailable,
    notional,
    pipValue: worth(contract.pipSize),
    spreadCost: worth(shift(quote.ask, -1, quote.bid)),
    plAtStopLoss: profitAt(stopLevel(ticket, entry, contract)),
    plAtTakeProfit: profitAt(ticket.takeProfit),
    warnings: warningsFor(facts, margin),
    errors: checkTicket(ticket, { instrument: contract, rules: facts.rules, quote }),
  }
}

/** Price the order is expected to fill at. */
export function entryPrice(ticket: OrderTicket, quote: Quote): number {
  const market = ticket.side === 'buy' ? quote.ask : quote.bid
  if (ticket.type === 'limit') return ticket.limitPrice ?? market
  return ticket.type === 'stop' ? (ticket.stopPrice ?? market) : market
}

/** A trailing stop starts at its distance from the entry. */
function stopLevel(ticket: OrderTicket, entry: number, { pipSize }: Instrument): number | undefined {
  if (ticket.trailingStopPips === undefined) return ticket.stopLoss
  return shift(entry, ticket.side === 'buy' ? -ticket.trailingStopPips : ticket.trailingStopPips, pipSize)
}

function warningsFor(
  { marketOpen, halted, state }: PreviewFacts,
  margin: number | undefined,
): PreviewWarning[] {
  const warnings: PreviewWarning[] = []
  if (halted) warnings.push('warning_trading_halted')
  else if (marketOpen === false) warnings.push('warning_market_closed')
  if (margin !== undefined && margin > state.marginAvailable) warnings.push('warning_margin_too_low')
  return warnings
}
