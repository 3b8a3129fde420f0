import fc from 'fast-check'
import type { Account, AccountState, DetailColumn, TradingRules } from '../../src/broker/account.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import type { InstrumentKind, TickBand, TradableInstrument } from '../../src/broker/instrument.ts'
import type { Execution, Order, OrderNote } from '../../src/broker/order.ts'
import type { Position } from '../../src/broker/position.ts'
import type { OrderPreview } from '../../src/broker/preview.ts'
import type { Depth, QuoteAnswer } from '../../src/broker/quote.ts'

/*
 * Anything the port may hand out, odd but possible: names with every character, amounts of any size, prices far below
 * one, missing optional parts.
 */

const amount = fc.double({ min: -1e12, max: 1e12, noNaN: true })
const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
const lots = fc.double({ min: 0, max: 1e6, noNaN: true })
const name = fc.string({ minLength: 1, maxLength: 30 })
const id = fc.stringMatching(/^[A-Za-z0-9._-]{1,30}$/)
const side = fc.constantFrom('buy' as const, 'sell' as const)
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })

export const account: fc.Arbitrary<Account> = fc.record({
  id,
  name,
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'USDT', 'XAU', 'xyz', ''),
  type: fc.constantFrom('live' as const, 'demo' as const),
})

export const rules: fc.Arbitrary<TradingRules> = fc.record({
  brackets: fc.boolean(),
  trailingStop: fc.boolean(),
  partialClose: fc.boolean(),
})

/** Figures TradeLocker documents, others, and names that are traps in JavaScript. */
const columnId = fc.oneof(
  fc.constantFrom('balance', 'todayNet', 'ordersCount', 'stopOutLevel', 'openSwapTotal'),
  fc.constantFrom('constructor', '__proto__', 'toString'),
  fc.string({ maxLength: 20 }),
)

export const columns: fc.Arbitrary<DetailColumn[]> = fc.uniqueArray(
  fc.record({ id: columnId, description: maybe(fc.string()) }),
  { selector: (column) => column.id, maxLength: 30 },
)

export const state: fc.Arbitrary<AccountState> = fc.record({
  balance: amount,
  unrealizedPl: amount,
  equity: amount,
  marginAvailable: amount,
  details: fc.dictionary(columnId, amount),
})

const kinds: readonly InstrumentKind[] = [
  ...(['forex', 'stock', 'etf', 'index', 'commodity', 'crypto', 'futures', 'option', 'other'] as const),
]

/** Ascending bands, the first from zero. */
export const tickBands: fc.Arbitrary<readonly [TickBand, ...TickBand[]]> = fc
  .tuple(price, fc.array(fc.record({ from: price, tick: price }), { maxLength: 4 }))
  .map(([tick, higher]) => [{ from: 0, tick }, ...higher.sort((one, other) => one.from - other.from)])

export const instrument: fc.Arbitrary<TradableInstrument> = fc.record({
  name,
  description: fc.string(),
  kind: fc.constantFrom(...kinds),
  wrapper: maybe(fc.constantFrom('cfd' as const, 'spreadbet' as const)),
  baseCurrency: maybe(fc.constantFrom('BTC', 'EUR')),
  quoteCurrency: fc.constantFrom('USD', 'USDT'),
  lotSize: price,
  lotStep: price,
  minLot: price,
  maxLot: maybe(price),
  tickBands,
  pipSize: price,
  pipValue: price,
  lastTradeDate: maybe(fc.constantFrom('2030-03-01', '2027-12-18')),
})

const notes: readonly OrderNote[] = [
  ...(['note_refused_by_broker', 'note_expired', 'note_bracket_moved_to_position'] as const),
  ...(['note_bracket_removed', 'note_parent_ended'] as const),
]

export const order: fc.Arbitrary<Order> = fc.record({
  id,
  instrument: name,
  side,
  type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
  qty: lots,
  filledQty: lots,
  avgPrice: maybe(price),
  limitPrice: maybe(price),
  stopPrice: maybe(price),
  trailing: maybe(fc.record({ pips: maybe(fc.double({ min: 0, max: 1000, noNaN: true })) })),
  status: fc.constantFrom(
    ...(['placing', 'inactive', 'working', 'filled', 'cancelled', 'rejected'] as const),
  ),
  parent: maybe(fc.record({ type: fc.constantFrom('order' as const, 'position' as const), id })),
  validity: maybe(fc.constantFrom('GTC' as const, 'IOC' as const)),
  createdAt: instant,
  lastModified: instant,
  note: maybe(fc.constantFrom(...notes)),
})

export const position: fc.Arbitrary<Position> = fc.record({
  id,
  instrument: name,
  side,
  qty: lots,
  avgPrice: price,
  unrealizedPl: amount,
})

export const execution: fc.Arbitrary<Execution> = fc.record({
  id,
  instrument: name,
  price,
  time: instant,
  qty: lots,
  side,
  orderId: id,
  positionId: maybe(id),
  isClose: fc.boolean(),
})

const brokerError = fc
  .constantFrom(
    ...(['instrument_not_found', 'upstream_timeout', 'margin_too_low', 'qty_off_step', 'rejected'] as const),
  )
  .map((code) => new BrokerError(code, { params: { qty: 0.5, reason: 'no' } }))

const quote = fc.record({ ask: price, bid: price, askSize: lots, bidSize: lots })

export const quoteAnswer: fc.Arbitrary<QuoteAnswer> = fc.record({
  name,
  result: fc.oneof(
    fc.record({ quote, pipValue: maybe(price) }),
    brokerError.map((error) => ({ error })),
  ),
})

const levels = fc
  .array(fc.record({ price, size: lots }), { maxLength: 10 })
  .map((side) => side.sort((one, other) => one.price - other.price))

export const depth: fc.Arbitrary<Depth> = fc.record({ asks: levels, bids: levels })

export const preview: fc.Arbitrary<OrderPreview> = fc.record({
  margin: maybe(amount),
  leverage: maybe(price),
  marginAvailable: amount,
  notional: amount,
  pipValue: amount,
  spreadCost: amount,
  plAtStopLoss: maybe(amount),
  plAtTakeProfit: maybe(amount),
  warnings: fc.subarray([
    ...(['warning_market_closed', 'warning_margin_too_low', 'warning_trading_halted'] as const),
  ]),
  errors: fc.array(brokerError, { maxLength: 3 }),
})
