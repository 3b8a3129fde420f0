import { type Account, exitsOf } from './accounts.ts'
import { removeBracket, setStopLoss, setTakeProfit, trailStopLoss } from './brackets.ts'
import {
  checkMarketOpen,
  checkOffset,
  checkStopLoss,
  checkTakeProfit,
  checkTrailing,
} from './order-checks.ts'
import { lots, noBrackets, type Order, opposite, type Position } from './orders.ts'
import { type Body, numberOf } from './parameters.ts'
import { Refusal } from './problems.ts'
import { fillPrice, type Venue } from './venue.ts'

/** Sets, moves or (with null) removes the brackets of a position. Nothing changes unless everything is valid. */
export function modifyPosition(venue: Venue, account: Account, position: Position, body: Body): void {
  const stopLoss = numberOf(body, 'stopLoss')
  const takeProfit = numberOf(body, 'takeProfit')
  const trailing = numberOf(body, 'trailingOffset')
  if (stopLoss === undefined && takeProfit === undefined && trailing === undefined)
    throw new Refusal('Nothing to modify.')
  if (!account.tradingRules.supportBrackets) throw new Refusal('Brackets are not supported for the account.')
  const price = fillPrice(venue, position.instrument, opposite(position.side))
  if (typeof stopLoss === 'number') checkStopLoss(position.instrument, position.side, stopLoss, price)
  if (typeof takeProfit === 'number') checkTakeProfit(position.instrument, position.side, takeProfit, price)
  if (typeof trailing === 'number') {
    checkTrailing(account)
    checkOffset(trailing, 'SL')
  }

  changeStopLoss(venue, account, position, stopLoss, trailing)
  if (takeProfit === null) removeBracket(venue, account, position, 'takeProfit')
  else if (takeProfit !== undefined) setTakeProfit(venue, account, position, takeProfit)
}

type Change = number | null | undefined

function changeStopLoss(
  venue: Venue,
  account: Account,
  position: Position,
  level: Change,
  trailing: Change,
): void {
  const current = account.working.get(position.stopLossId ?? '')
  if (typeof trailing === 'number') trailStopLoss(venue, account, position, trailing, level ?? undefined)
  else if (typeof level === 'number') setStopLoss(venue, account, position, level)
  else if (level === null) removeBracket(venue, account, position, 'stopLoss')
  else if (trailing === null && current?.stopPrice) setStopLoss(venue, account, position, current.stopPrice)
}

/**
 * Places the order that closes `qty` lots of a position, 0 = all. It fills after the close delay; until then it is
 * a working order and the position is still there.
 */
export function closePosition(
  venue: Venue,
  account: Account,
  position: Position,
  qty: number,
  strategyId: string | null,
): Order {
  const open = lots(position.qty - closingQty(account, position))
  checkMarketOpen(venue, position.instrument)
  if (qty < 0) throw new Refusal('{qty=[must be greater than or equal to 0]}')
  if (open <= 0) throw new Refusal(`Position ${position.id} is already being closed.`)
  if (qty > open) throw new Refusal(`Quantity ${qty} is above the open quantity of ${open} lots.`)
  if (qty > 0 && qty < open) checkPartialClose(account, position, qty)
  return placeClosingOrder(venue, account, position, qty === 0 ? open : qty, strategyId)
}

/** Closes every position, or those of one instrument or strategy, as far as that has not been asked for already. */
export function closeAllPositions(
  venue: Venue,
  account: Account,
  filter: { readonly instrumentId?: number | undefined; readonly strategyId?: string | null },
): Position[] {
  const asked = [...account.positions.values()].filter(
    (position) =>
      (filter.instrumentId === undefined ||
        position.instrument.tradableInstrumentId === filter.instrumentId) &&
      (!filter.strategyId || position.strategyId === filter.strategyId) &&
      closingQty(account, position) < position.qty,
  )
  for (const position of asked) checkMarketOpen(venue, position.instrument)
  for (const position of asked) closePosition(venue, account, position, 0, null)
  return asked
}

function checkPartialClose(account: Account, { instrument }: Position, qty: number): void {
  if (!account.tradingRules.supportPartialClosePosition)
    throw new Refusal('Partial close of positions is not supported for the account.')
  const steps = qty / instrument.lotStep
  if (Math.abs(steps - Math.round(steps)) > 1e-6)
    throw new Refusal(`Quantity ${qty} is not a multiple of the lot step ${instrument.lotStep}.`)
}

/** Lots that closing orders on their way will take off the position. */
function closingQty(account: Account, position: Position): number {
  const closing = exitsOf(account, position.id).filter((order) => order.role === 'close')
  return lots(closing.reduce((sum, order) => sum + order.qty, 0))
}

function placeClosingOrder(
  venue: Venue,
  account: Account,
  position: Position,
  qty: number,
  strategyId: string | null,
): Order {
  const now = venue.clock.now()
  const order: Order = {
    ...noBrackets,
    id: venue.nextId(),
    instrument: position.instrument,
    routeId: position.routeId,
    role: 'close',
    side: opposite(position.side),
    type: 'market',
    strategyId,
    createdDate: now,
    status: 'New',
    qty,
    filledQty: 0,
    avgPrice: null,
    price: null,
    stopPrice: null,
    lastModified: now,
    positionId: position.id,
    dueAt: now + venue.closeDelay,
  }
  account.working.set(order.id, order)
  return order
}
