import { accountFigures } from './account-state.ts'
import { type Account, finish } from './accounts.ts'
import { removeBracket, setStopLoss, setTakeProfit } from './brackets.ts'
import type { Instrument } from './instruments.ts'
import {
  checkBrackets,
  checkPrices,
  checkQuantity,
  checkStopLoss,
  checkTakeProfit,
  checkTradingAllowed,
  checkValidity,
  expectedPrice,
} from './order-checks.ts'
import { type OrderRequest, readBrackets } from './order-request.ts'
import { type Order, opposite, type Position } from './orders.ts'
import { type Body, numberOf, textOf } from './parameters.ts'
import { Refusal } from './problems.ts'
import { fillPrice, type Venue } from './venue.ts'

/** Takes an order on; a market order fills at the next matching. Throws a Refusal when it is not accepted. */
export function placeOrder(
  venue: Venue,
  account: Account,
  instrument: Instrument,
  request: OrderRequest,
): Order {
  checkQuantity(instrument, request.qty)
  checkValidity(request.type, request.validity)
  checkTradingAllowed(venue, account, instrument, request.type)
  checkPrices(venue, instrument, request)
  checkBrackets(account, instrument, request.side, request, bracketReference(venue, instrument, request))

  const order = newOrder(venue, instrument, request)
  const needed = venue.money.margin(account, instrument, order.qty, expectedPrice(venue, instrument, order))
  if (needed > freeMargin(venue, account, order)) {
    finish(account, order, 'Refused', venue.clock.now())
    throw new Refusal(notEnoughMargin(venue, order))
  }
  account.working.set(order.id, order)
  return order
}

/** Changes a working order, which keeps its id: an entry order, or the level of a bracket order. */
export function modifyOrder(venue: Venue, account: Account, order: Order, body: Body): void {
  const position = account.positions.get(order.positionId ?? '')
  if (order.role === 'entry' && order.type !== 'market') modifyEntry(venue, account, order, body)
  else if (position && order.role === 'stopLoss') moveStopLoss(venue, account, order, position, body)
  else if (position && order.role === 'takeProfit') moveTakeProfit(venue, account, order, position, body)
  else throw new Refusal(`Order ${order.id} cannot be modified.`)
  order.lastModified = venue.clock.now()
}

/** Cancels a working order; a cancelled bracket order leaves its position without that level. */
export function cancelOrder(venue: Venue, account: Account, order: Order): void {
  const position = account.positions.get(order.positionId ?? '')
  const isBracket = order.role === 'stopLoss' || order.role === 'takeProfit'
  if (position && isBracket) removeBracket(venue, account, position, order.role)
  else finish(account, order, 'Cancelled', venue.clock.now())
}

/** Cancels every order that waits to open a position. Brackets stay: they protect what is open. */
export function cancelAllOrders(venue: Venue, account: Account, instrumentId: number | undefined): void {
  for (const order of [...account.working.values()]) {
    const isAsked = instrumentId === undefined || order.instrument.tradableInstrumentId === instrumentId
    if (order.role === 'entry' && isAsked) finish(account, order, 'Cancelled', venue.clock.now())
  }
}

function newOrder(venue: Venue, instrument: Instrument, request: OrderRequest): Order {
  const now = venue.clock.now()
  const { routeId, side, type, strategyId, qty, stopLoss, stopLossType, takeProfit, takeProfitType } = request
  return {
    id: venue.nextId(),
    instrument,
    routeId,
    role: 'entry',
    side,
    type,
    strategyId,
    createdDate: now,
    status: 'New',
    qty,
    filledQty: 0,
    avgPrice: null,
    price: type === 'limit' ? request.price : null,
    stopPrice: type === 'stop' ? request.stopPrice : null,
    stopLoss,
    stopLossType,
    takeProfit,
    takeProfitType,
    lastModified: now,
    positionId: null,
    dueAt: type === 'market' ? now + venue.fillDelay : now,
  }
}

/** Brackets of a market order are judged by the price the position could be closed at, the others by the entry price. */
function bracketReference(venue: Venue, instrument: Instrument, request: OrderRequest): number {
  return request.type === 'market'
    ? fillPrice(venue, instrument, opposite(request.side))
    : expectedPrice(venue, instrument, request)
}

/** Funds available if `order` did not exist. */
function freeMargin(venue: Venue, account: Account, order: Order): number {
  const without = { ...account, working: new Map(account.working) }
  without.working.delete(order.id)
  return accountFigures(without, venue.money, venue.clock.now()).availableFunds
}

function notEnoughMargin(venue: Venue, order: Order): string {
  const side = order.side === 'buy' ? 'Buy' : 'Sell'
  const price = order.instrument.grid.format(expectedPrice(venue, order.instrument, order))
  return `Not enough margin to create Order #${order.id} ${side}   ${order.qty} Price ${price} `
}

function modifyEntry(venue: Venue, account: Account, order: Order, body: Body): void {
  const changed = { ...order, ...entryChanges(order, body) }
  checkValidity(order.type, textOf(body, 'validity') ?? 'GTC')
  checkQuantity(order.instrument, changed.qty)
  if (changed.qty <= order.filledQty) throw new Refusal('Quantity must be above the filled quantity.')
  checkPrices(venue, order.instrument, changed)
  const price = expectedPrice(venue, order.instrument, changed)
  checkBrackets(account, order.instrument, order.side, changed, price)
  const needed = venue.money.margin(account, order.instrument, changed.qty - order.filledQty, price)
  if (needed > freeMargin(venue, account, order)) throw new Refusal(notEnoughMargin(venue, changed))
  Object.assign(order, changed)
}

/** Absent members stay as they are; null removes a bracket. */
function entryChanges(order: Order, body: Body): Partial<Order> {
  const { stopLoss, stopLossType, takeProfit, takeProfitType } = order
  const price = order.type === 'limit' ? (numberOf(body, 'price') ?? order.price) : order.price
  const stopPrice = order.type === 'stop' ? (numberOf(body, 'stopPrice') ?? order.stopPrice) : order.stopPrice
  const asked = readBrackets({ stopLoss, stopLossType, takeProfit, takeProfitType, ...body })
  return { price, stopPrice, qty: numberOf(body, 'qty') ?? order.qty, ...asked }
}

function moveStopLoss(venue: Venue, account: Account, order: Order, position: Position, body: Body): void {
  const level = numberOf(body, 'stopPrice') ?? numberOf(body, 'price')
  checkSameQuantity(order, body)
  if (!level) throw new Refusal('Stop price is not valid for the order. ')
  checkStopLoss(position.instrument, position.side, level, closingPrice(venue, position))
  setStopLoss(venue, account, position, level)
}

function moveTakeProfit(venue: Venue, account: Account, order: Order, position: Position, body: Body): void {
  const level = numberOf(body, 'price')
  checkSameQuantity(order, body)
  if (!level) throw new Refusal('Price is not valid for the order. ')
  checkTakeProfit(position.instrument, position.side, level, closingPrice(venue, position))
  setTakeProfit(venue, account, position, level)
}

/** A bracket order always covers its whole position. */
function checkSameQuantity(order: Order, body: Body): void {
  const qty = numberOf(body, 'qty')
  if (qty && qty !== order.qty) throw new Refusal('The quantity of a bracket order follows its position.')
}

function closingPrice(venue: Venue, position: Position): number {
  return fillPrice(venue, position.instrument, opposite(position.side))
}
