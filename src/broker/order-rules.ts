import type { TradingRules } from './account.ts'
import { BrokerError, type BrokerErrorCode, type MessageParams } from './errors.ts'
import {
  divide,
  downToGrid,
  isOnGrid,
  isPriceOnGrid,
  nearestOnGrid,
  nearestPrice,
  tickAt,
  upToGrid,
} from './grid.ts'
import type { Instrument } from './instrument.ts'
import type { BracketLevels, OrderTicket, Side } from './order.ts'
import type { Quote } from './quote.ts'

/*
 * Rules that can be checked before an order is sent. Each check answers the broken rules in the order a trader would
 * fix them; none of them throws. An empty list is permission to send, not a promise that the broker accepts.
 */

export interface MarketContext {
  readonly instrument: Instrument
  readonly rules: TradingRules
  /** Undefined when no price could be had: then nothing is judged against the market. */
  readonly quote: Quote | undefined
}

type Field = 'limitPrice' | 'stopPrice' | 'stopLoss' | 'takeProfit'

/** Everything wrong with an order somebody wants to place. */
export function checkTicket(ticket: OrderTicket, market: MarketContext): BrokerError[] {
  const { instrument, rules, quote } = market
  return [
    ...checkQty(ticket.qty, instrument),
    ...checkOrderPrice(ticket, instrument, quote),
    ...checkBrackets(ticket, ticket.side, bracketReference(ticket, quote), instrument, rules),
  ]
}

/** Quantity in lots: positive, within the limits, on the lot step. */
export function checkQty(qty: number, instrument: Instrument): BrokerError[] {
  const { minLot, maxLot, lotStep } = instrument
  if (!(qty > 0)) return [broken('qty_not_positive', { qty })]
  const { least, most } = tradableLots(instrument)
  if (qty < minLot) return [broken('qty_below_min', { qty, min: least })]
  if (maxLot !== undefined && qty > maxLot) return [broken('qty_above_max', { qty, max: most })]
  if (!isOnGrid(qty, lotStep)) {
    return [broken('qty_off_step', { qty, step: lotStep, nearest: nearestQty(qty, instrument) })]
  }
  return []
}

/** The valid quantity closest to `qty`, within the instrument's limits. */
export function nearestQty(qty: number, instrument: Instrument): number {
  const { least, most } = tradableLots(instrument)
  return Math.max(least, Math.min(most, nearestOnGrid(qty, instrument.lotStep)))
}

/** The limits as quantities that can be traded: as the broker gives them they need not lie on the lot step. */
function tradableLots({ minLot, maxLot, lotStep }: Instrument): { least: number; most: number } {
  return {
    least: upToGrid(minLot, lotStep),
    most: maxLot === undefined ? Number.POSITIVE_INFINITY : downToGrid(maxLot, lotStep),
  }
}

/** The price an order of this type must carry, on the tick grid; a stop must lie beyond the market. */
export function checkOrderPrice(
  order: Pick<OrderTicket, 'type' | 'side' | 'limitPrice' | 'stopPrice'>,
  instrument: Instrument,
  quote: Quote | undefined,
): BrokerError[] {
  if (order.type === 'market') return []
  if (order.type === 'limit') {
    if (order.limitPrice === undefined) return [broken('limit_price_missing')]
    return checkPrice('limitPrice', order.limitPrice, instrument)
  }
  if (order.stopPrice === undefined) return [broken('stop_price_missing')]
  const offGrid = checkPrice('stopPrice', order.stopPrice, instrument)
  return offGrid.length > 0 ? offGrid : checkStopSide(order.side, order.stopPrice, quote)
}

function checkStopSide(side: Side, price: number, quote: Quote | undefined): BrokerError[] {
  if (quote === undefined) return []
  const market = side === 'buy' ? quote.ask : quote.bid
  const beyond = side === 'buy' ? price > market : price < market
  return beyond ? [] : [broken('stop_price_wrong_side', { side, price, market })]
}

/**
 * Price that stop loss and take profit must enclose: the order's own price, for market orders the price at which the
 * position could be closed at once.
 */
function bracketReference(ticket: OrderTicket, quote: Quote | undefined): number | undefined {
  if (ticket.type === 'limit') return ticket.limitPrice
  if (ticket.type === 'stop') return ticket.stopPrice
  return closingPrice(ticket.side, quote)
}

/** Longs are closed at the bid, shorts at the ask. */
export function closingPrice(side: Side, quote: Quote | undefined): number | undefined {
  return side === 'buy' ? quote?.bid : quote?.ask
}

/**
 * Stop loss and take profit of a position (or order) of `side`.
 * @param reference price they must enclose; undefined when unknown
 */
export function checkBrackets(
  levels: BracketLevels,
  side: Side,
  reference: number | undefined,
  instrument: Instrument,
  rules: TradingRules,
): BrokerError[] {
  const { stopLoss, takeProfit, trailingStopPips } = levels
  if (stopLoss === undefined && takeProfit === undefined && trailingStopPips === undefined) return []
  if (!rules.brackets) return [broken('brackets_unsupported')]
  return [
    ...checkTrailing(levels, reference, instrument, rules),
    ...checkLevel('stopLoss', stopLoss, side === 'buy' ? 'below' : 'above', side, reference, instrument),
    ...checkLevel('takeProfit', takeProfit, side === 'buy' ? 'above' : 'below', side, reference, instrument),
  ]
}

/** A trailing distance is sent in whole ticks, so it must be some. */
function checkTrailing(
  { trailingStopPips, stopLoss }: BracketLevels,
  reference: number | undefined,
  { tickBands, pipSize }: Instrument,
  rules: TradingRules,
): BrokerError[] {
  if (trailingStopPips === undefined) return []
  if (!rules.trailingStop) return [broken('trailing_stop_unsupported')]
  if (!(trailingStopPips > 0)) return [broken('trailing_stop_not_positive')]
  if (stopLoss !== undefined) return [broken('trailing_stop_with_stop_loss')]
  const step = divide(tickAt(tickBands, reference ?? 0), pipSize)
  if (isOnGrid(trailingStopPips, step)) return []
  const nearest = Math.max(step, nearestOnGrid(trailingStopPips, step))
  return [broken('trailing_stop_off_step', { pips: trailingStopPips, step, nearest })]
}

const WRONG_SIDE = { stopLoss: 'stop_loss_wrong_side', takeProfit: 'take_profit_wrong_side' } as const

function checkLevel(
  field: 'stopLoss' | 'takeProfit',
  price: number | undefined,
  where: 'above' | 'below',
  side: Side,
  reference: number | undefined,
  instrument: Instrument,
): BrokerError[] {
  if (price === undefined) return []
  const offGrid = checkPrice(field, price, instrument)
  if (offGrid.length > 0 || reference === undefined) return offGrid
  const right = where === 'above' ? price > reference : price < reference
  return right ? [] : [broken(WRONG_SIDE[field], { side, price, reference })]
}

function checkPrice(field: Field, price: number, instrument: Instrument): BrokerError[] {
  const { tickBands } = instrument
  if (!(price > 0)) return [broken('price_not_positive', { field })]
  if (isPriceOnGrid(tickBands, price)) return []
  const tick = tickAt(tickBands, price)
  return [broken('price_off_tick', { field, price, tick, nearest: nearestPrice(tickBands, price) })]
}

function broken(code: BrokerErrorCode, params: MessageParams = {}): BrokerError {
  return new BrokerError(code, { params })
}
