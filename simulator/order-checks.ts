import type { Account } from './accounts.ts'
import type { Instrument } from './instruments.ts'
import { type Brackets, direction, type OrderType, type Side } from './orders.ts'
import { Refusal } from './problems.ts'
import { fillPrice, type Venue } from './venue.ts'

/** The prices of an order that has them: a limit order its price, a stop order its trigger. */
export interface OrderPrices {
  readonly type: OrderType
  readonly side: Side
  readonly price: number | null
  readonly stopPrice: number | null
}

export function checkQuantity(instrument: Instrument, qty: number): void {
  const { minLot, maxLot, lotStep } = instrument
  if (qty <= 0) throw new Refusal('{qty=[must be greater than 0]}')
  if (qty < minLot - 1e-9) throw new Refusal(`Quantity ${qty} is below the minimum of ${minLot} lots.`)
  if (maxLot !== null && qty > maxLot + 1e-9)
    throw new Refusal(`Quantity ${qty} is above the maximum of ${maxLot} lots.`)
  const steps = qty / lotStep
  if (Math.abs(steps - Math.round(steps)) > 1e-6)
    throw new Refusal(`Quantity ${qty} is not a multiple of the lot step ${lotStep}.`)
}

/** Market orders are immediate or cancel, the others stay until cancelled. */
export function checkValidity(type: OrderType, validity: string): void {
  const expected = type === 'market' ? 'IOC' : 'GTC'
  if (validity !== expected) throw new Refusal(`TIF ${validity} is not allowed for order type ${type}.`)
}

export function checkTradingAllowed(
  venue: Venue,
  account: Account,
  instrument: Instrument,
  type: OrderType,
): void {
  if (account.status !== 'ACTIVE')
    throw new Refusal('Order cannot be created. Trading is not allowed for the account.')
  checkMarketOpen(venue, instrument)
  if (venue.market.state(instrument) === 'closeOnly')
    throw new Refusal('Order cannot be created. Only positions closing is allowed')
  if (instrument.noStopOrders && type === 'stop')
    throw new Refusal('Order cannot be created since order type is not allowed for current session.')
}

export function checkMarketOpen({ market }: Venue, instrument: Instrument): void {
  if (market.state(instrument) === 'closed')
    throw new Refusal('Order cannot be created since trading out of session is forbidden.')
}

/** A limit order needs a price, a stop order a trigger that the market has not passed; both on the tick grid. */
export function checkPrices(venue: Venue, instrument: Instrument, order: OrderPrices): void {
  if (order.type === 'limit') checkLevel(instrument, order.price, 'Price')
  if (order.type !== 'stop') return
  const trigger = checkLevel(instrument, order.stopPrice, 'Stop price')
  if ((trigger - fillPrice(venue, instrument, order.side)) * direction(order.side) <= 0)
    throw new Refusal('Stop price is not valid for the order. ')
}

/** The price an entry order is expected to fill at. */
export function expectedPrice(venue: Venue, instrument: Instrument, order: OrderPrices): number {
  const waitsFor = order.type === 'limit' ? order.price : order.stopPrice
  return order.type === 'market' || waitsFor === null ? fillPrice(venue, instrument, order.side) : waitsFor
}

/** Checks the brackets of an entry order against the price its position will be opened at. */
export function checkBrackets(
  account: Account,
  instrument: Instrument,
  side: Side,
  brackets: Brackets,
  entryPrice: number,
): void {
  const { stopLoss, stopLossType, takeProfit, takeProfitType } = brackets
  if (stopLoss === null && takeProfit === null) return
  if (!account.tradingRules.supportBrackets) throw new Refusal('Brackets are not supported for the account.')
  if (stopLossType === 'trailingOffset') checkTrailing(account)
  if (stopLoss !== null && stopLossType === 'absolute') checkStopLoss(instrument, side, stopLoss, entryPrice)
  else checkOffset(stopLoss, 'SL')
  if (takeProfit !== null && takeProfitType === 'absolute')
    checkTakeProfit(instrument, side, takeProfit, entryPrice)
  else checkOffset(takeProfit, 'TP')
}

/** The stop loss lies on the losing side of the reference price. */
export function checkStopLoss(instrument: Instrument, side: Side, level: number, reference: number): void {
  if (!isLevel(instrument, level) || (reference - level) * direction(side) <= 0)
    throw new Refusal('SL price is not valid for the order. ')
}

/** The take profit lies on the winning side of the reference price. */
export function checkTakeProfit(instrument: Instrument, side: Side, level: number, reference: number): void {
  if (!isLevel(instrument, level) || (level - reference) * direction(side) <= 0)
    throw new Refusal('TP price is not valid for the order. ')
}

export function checkTrailing(account: Account): void {
  if (!account.tradingRules.supportTrailingStop)
    throw new Refusal('Trailing stop is not supported for the account.')
}

/** Offsets are whole ticks. */
export function checkOffset(ticks: number | null, leg: 'SL' | 'TP'): void {
  if (ticks !== null && (ticks <= 0 || !Number.isInteger(ticks)))
    throw new Refusal(`${leg} offset must be a whole number of ticks above 0.`)
}

function checkLevel(instrument: Instrument, level: number | null, name: string): number {
  if (level === null || !isLevel(instrument, level)) throw new Refusal(`${name} is not valid for the order. `)
  return level
}

function isLevel({ grid }: Instrument, price: number): boolean {
  return price > 0 && grid.isOnGrid(price)
}
