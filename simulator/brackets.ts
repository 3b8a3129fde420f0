import { type Account, exitsOf, finish } from './accounts.ts'
import { direction, noBrackets, type Order, opposite, type Position } from './orders.ts'
import { fillPrice, movedByTicks, type Venue } from './venue.ts'

/** Turns the brackets an entry order asked for into child orders of its position. Offsets count from the fill price. */
export function attachBrackets(venue: Venue, account: Account, entry: Order, position: Position): void {
  const away = (ticks: number) =>
    movedByTicks(position.instrument, position.avgPrice, direction(position.side) * ticks)
  const { stopLoss, stopLossType, takeProfit, takeProfitType } = entry
  if (stopLoss !== null && stopLossType === 'trailingOffset')
    trailStopLoss(venue, account, position, stopLoss, undefined)
  else if (stopLoss !== null)
    setStopLoss(venue, account, position, stopLossType === 'offset' ? away(-stopLoss) : stopLoss)
  if (takeProfit !== null)
    setTakeProfit(venue, account, position, takeProfitType === 'offset' ? away(takeProfit) : takeProfit)
}

/** Sets or moves the stop loss; the child order keeps its id. A trailing stop becomes a fixed one. */
export function setStopLoss(venue: Venue, account: Account, position: Position, stopPrice: number): Order {
  const order = child(venue, account, position, 'stopLoss')
  order.stopPrice = stopPrice
  order.stopLoss = null
  order.stopLossType = null
  order.lastModified = venue.clock.now()
  return order
}

/**
 * Makes the stop loss follow the price at a distance in ticks, from `start` on or else from the price of the moment.
 * The child row then shows the distance in its stopLoss and stopLossType columns.
 */
export function trailStopLoss(
  venue: Venue,
  account: Account,
  position: Position,
  ticks: number,
  start: number | undefined,
): void {
  const order = setStopLoss(venue, account, position, start ?? trailedLevel(venue, position, ticks))
  order.stopLoss = ticks
  order.stopLossType = 'trailingOffset'
}

export function setTakeProfit(venue: Venue, account: Account, position: Position, price: number): void {
  const order = child(venue, account, position, 'takeProfit')
  order.price = price
  order.lastModified = venue.clock.now()
}

export function removeBracket(
  venue: Venue,
  account: Account,
  position: Position,
  role: 'stopLoss' | 'takeProfit',
): void {
  const id = role === 'stopLoss' ? position.stopLossId : position.takeProfitId
  const order = account.working.get(id ?? '')
  if (order) finish(account, order, 'Cancelled', venue.clock.now())
  if (role === 'stopLoss') position.stopLossId = null
  else position.takeProfitId = null
}

/** Gives the bracket orders the quantity the position has now. */
export function resizeBrackets(venue: Venue, account: Account, position: Position): void {
  for (const order of exitsOf(account, position.id)) {
    if (order.role === 'close' || order.qty === position.qty) continue
    order.qty = position.qty
    order.lastModified = venue.clock.now()
  }
}

/** Moves a trailing stop after the price; it never moves back. */
export function trail(venue: Venue, order: Order, position: Position): void {
  if (order.stopLossType !== 'trailingOffset' || order.stopLoss === null || order.stopPrice === null) return
  const level = trailedLevel(venue, position, order.stopLoss)
  if ((level - order.stopPrice) * direction(position.side) <= 0) return
  order.stopPrice = level
  order.lastModified = venue.clock.now()
}

function trailedLevel(venue: Venue, position: Position, ticks: number): number {
  const price = fillPrice(venue, position.instrument, opposite(position.side))
  return movedByTicks(position.instrument, price, -direction(position.side) * ticks)
}

function child(venue: Venue, account: Account, position: Position, role: 'stopLoss' | 'takeProfit'): Order {
  const known = account.working.get((role === 'stopLoss' ? position.stopLossId : position.takeProfitId) ?? '')
  if (known) return known
  const now = venue.clock.now()
  const order: Order = {
    ...noBrackets,
    id: venue.nextId(),
    instrument: position.instrument,
    routeId: position.routeId,
    role,
    side: opposite(position.side),
    type: role === 'stopLoss' ? 'stop' : 'limit',
    strategyId: null,
    createdDate: now,
    status: 'New',
    qty: position.qty,
    filledQty: 0,
    avgPrice: null,
    price: null,
    stopPrice: null,
    lastModified: now,
    positionId: position.id,
    dueAt: now,
  }
  account.working.set(order.id, order)
  if (role === 'stopLoss') position.stopLossId = order.id
  else position.takeProfitId = order.id
  return order
}
