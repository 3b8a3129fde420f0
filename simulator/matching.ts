import { type Account, exitsOf, finish } from './accounts.ts'
import { attachBrackets, resizeBrackets, trail } from './brackets.ts'
import { lots, type Order, type Position } from './orders.ts'
import { DAY } from './prices.ts'
import { fillPrice, type Venue } from './venue.ts'

/** On a thin market the rest of a limit order waits this long after the first part, in milliseconds. */
const THIN_FILL_GAP = 400

/** Fills every working order of an account whose time and price have come. */
export function matchOrders(venue: Venue, account: Account): void {
  for (const order of [...account.working.values()]) {
    // An order filled earlier in this round may have cancelled this one.
    if (!account.working.has(order.id) || order.dueAt > venue.clock.now()) continue
    if (mayFill(venue, order)) matchOrder(venue, account, order)
  }
}

function mayFill({ market }: Venue, order: Order): boolean {
  const state = market.state(order.instrument)
  return state === 'open' || (state === 'closeOnly' && order.role !== 'entry')
}

function matchOrder(venue: Venue, account: Account, order: Order): void {
  const position = account.positions.get(order.positionId ?? '')
  if (order.role === 'stopLoss' && position) trail(venue, order, position)
  const price = fillPrice(venue, order.instrument, order.side)
  if (!isTriggered(order, price)) return
  if (order.role === 'entry') fillEntry(venue, account, order, price)
  else if (position) fillExit(venue, account, order, position, price)
  else finish(account, order, 'Cancelled', venue.clock.now())
}

function isTriggered({ type, side, price, stopPrice }: Order, fill: number): boolean {
  if (type === 'market') return true
  const isCheap = type === 'limit' ? fill <= (price ?? 0) : fill <= (stopPrice ?? 0)
  const isDear = type === 'limit' ? fill >= (price ?? 0) : fill >= (stopPrice ?? 0)
  return (type === 'limit') === (side === 'buy') ? isCheap : isDear
}

function fillEntry(venue: Venue, account: Account, order: Order, price: number): void {
  const now = venue.clock.now()
  const qty = fillableQty(order)
  const known = account.positions.get(order.positionId ?? '')
  const position = known ?? openPosition(venue, account, order)
  position.avgPrice = averaged(position.avgPrice, position.qty, price, qty)
  position.qty = lots(position.qty + qty)
  recordFill(venue, account, order, position, price, qty)
  if (known) resizeBrackets(venue, account, position)
  else attachBrackets(venue, account, order, position)
  if (order.filledQty >= order.qty) finish(account, order, 'Filled', now)
  else order.dueAt = now + THIN_FILL_GAP
}

function openPosition(venue: Venue, account: Account, order: Order): Position {
  const position: Position = {
    id: venue.nextId(),
    instrument: order.instrument,
    routeId: order.routeId,
    side: order.side,
    strategyId: order.strategyId,
    openDate: venue.clock.now(),
    qty: 0,
    avgPrice: 0,
    stopLossId: null,
    takeProfitId: null,
  }
  account.positions.set(position.id, position)
  return position
}

/** All that is left, or the first half where liquidity is thin. */
function fillableQty({ instrument, type, qty, filledQty }: Order): number {
  if (!instrument.thin || type !== 'limit' || filledQty > 0) return lots(qty - filledQty)
  const half = lots(Math.floor(qty / 2 / instrument.lotStep + 1e-9) * instrument.lotStep)
  return half >= instrument.minLot ? half : qty
}

function fillExit(venue: Venue, account: Account, order: Order, position: Position, price: number): void {
  const now = venue.clock.now()
  const qty = Math.min(order.qty, position.qty)
  const result = venue.money.result(account, { ...position, qty, price })
  account.balance = Math.round((account.balance + result) * 100) / 100
  position.qty = lots(position.qty - qty)
  recordFill(venue, account, order, position, price, qty)
  account.statistics.gross += result
  finish(account, order, 'Filled', now)
  if (position.qty > 0) resizeBrackets(venue, account, position)
  else closePosition(venue, account, position)
}

/** What still waits to close a closed position is cancelled: one cancels the other. */
function closePosition(venue: Venue, account: Account, position: Position): void {
  account.positions.delete(position.id)
  for (const order of exitsOf(account, position.id)) finish(account, order, 'Cancelled', venue.clock.now())
}

function recordFill(
  venue: Venue,
  account: Account,
  order: Order,
  position: Position,
  price: number,
  qty: number,
): void {
  const now = venue.clock.now()
  order.avgPrice = averaged(order.avgPrice ?? 0, order.filledQty, price, qty)
  order.filledQty = lots(order.filledQty + qty)
  order.positionId = position.id
  order.lastModified = now
  account.executions.push({
    id: venue.nextId(),
    orderId: order.id,
    positionId: position.id,
    instrument: order.instrument,
    side: order.side,
    price,
    qty,
    createdDate: now,
  })
  countTrade(account, qty, now)
}

function countTrade(account: Account, qty: number, now: number): void {
  const day = Math.floor(now / DAY)
  if (account.statistics.day !== day) account.statistics = { day, gross: 0, volume: 0, trades: 0 }
  account.statistics.volume = lots(account.statistics.volume + qty)
  account.statistics.trades += 1
}

function averaged(oldPrice: number, oldQty: number, price: number, qty: number): number {
  if (oldQty === 0) return price
  return (oldPrice * oldQty + price * qty) / (oldQty + qty)
}
