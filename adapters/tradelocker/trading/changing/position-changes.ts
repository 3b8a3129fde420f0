import { BrokerError } from '../../../../src/broker/errors.ts'
import type { BracketLevels } from '../../../../src/broker/order.ts'
import { checkBrackets, checkQty, closingPrice } from '../../../../src/broker/order-rules.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountBook } from '../../book/account-book.ts'
import { trailingDistance } from '../../book/brackets.ts'
import type { OrderRecord, PositionRecord } from '../../book/order-records.ts'
import type { Parts } from '../../parts.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import { marketContext, needsPrice, rulesWhenUnreadable } from '../market-context.ts'
import { trailingTicks } from '../order-request.ts'
import { inTurn, turnKey } from './in-turn.ts'
import { sendOnce } from './single-send.ts'

/**
 * Sets or moves levels of an open position, after those that are being set already; an absent level stays.
 * @throws position_not_found, broken rules, refusals, outcome_unknown
 */
export function modifyPosition(
  parts: Parts,
  account: AccountContext,
  positionId: string,
  levels: BracketLevels,
): Promise<void> {
  return inTurn(parts.changeTurns, turnKey(account.key, 'position', positionId), JSON.stringify(levels), () =>
    setLevels(parts, account, positionId, levels),
  )
}

async function setLevels(
  parts: Parts,
  account: AccountContext,
  positionId: string,
  levels: BracketLevels,
): Promise<void> {
  const read = await parts.books.bookForAction(account)
  const position = openPosition(read, positionId)
  const names = await parts.instruments.names(account)
  const known = await parts.instruments.known(account, names.nameOf(position.instrumentId))
  const { contract } = known
  const { rules, quote } = await marketContext(parts, account, known, needsPrice(levels, known))
  const reference = closingPrice(position.side, quote)
  const ticksOf = (pips: number) => trailingTicks(pips, contract, reference ?? position.avgPrice)
  const stop = read.working.find(({ id }) => id === position.stopLossId)
  const changed = withoutStandingStop(levels, stop, ticksOf)
  const [broken] = checkBrackets(changed, position.side, reference, contract, rules)
  if (broken !== undefined) throw broken

  const { stopLoss, takeProfit, trailingStopPips } = changed
  const body = {
    ...(stopLoss !== undefined && { stopLoss }),
    ...(takeProfit !== undefined && { takeProfit }),
    ...(trailingStopPips !== undefined && { trailingOffset: ticksOf(trailingStopPips) }),
  }
  const carriedOut = (book: AccountBook) =>
    trailingStopPips === undefined && hasLevels(book, positionId, changed)
  await sendOnce(parts, account, 'modifyPosition', { path: { positionId }, body }, carriedOut)
}

/**
 * A stop that trails and comes along as it stands, when it is the take profit that moves, is left alone. Sent again, it would be
 * fixed at its price of the moment, or start anew at its distance, further from the market than it has come.
 */
function withoutStandingStop(
  levels: BracketLevels,
  stop: OrderRecord | undefined,
  ticksOf: (pips: number) => number,
): BracketLevels {
  const { stopLoss, takeProfit, trailingStopPips } = levels
  if (stop === undefined || takeProfit === undefined) return levels
  const distance = trailingDistance(stop)
  const trails = stop.trailing || distance !== undefined
  const stands =
    trailingStopPips === undefined
      ? trails && stopLoss === stop.stopPrice
      : stopLoss === undefined && ticksOf(trailingStopPips) === distance?.value
  return stands ? { takeProfit } : levels
}

/** Lots that differ by less are equal: subtraction leaves binary noise. */
const ROUNDING = 1e-9

/** What a position is compared with after a partial close must not have been read longer ago. */
const COMPARABLE_MS = 10_000

/**
 * Closes a position or a part of it. Closing is asynchronous upstream: success means that the closing order was placed.
 * What is known of the account already is enough: getting out must neither wait for reads nor fail with them. Only a part of
 * what a change before this one may have made smaller is read first, where it can be.
 * What is closed in full a second time does no harm and waits for nothing; a part is closed once over all replicas while it is
 * under way.
 * @param qty lots; undefined closes everything
 * @throws position_not_found, partial_close_unsupported, close_qty_above_position, qty_*, refusals, outcome_unknown
 */
export function closePosition(
  parts: Parts,
  account: AccountContext,
  positionId: string,
  qty: number | undefined,
): Promise<void> {
  const { books, sharedCloses } = parts
  const close = () => closeHere(parts, account, positionId, qty)
  if (qty === undefined || sharedCloses === undefined) return close()
  const known = books.lastKnown(account)?.book.positions.find(({ id }) => id === positionId)
  // All that is left may still be the half that is being closed already, asked for once more.
  return sharedCloses.once(JSON.stringify([account.key, positionId, qty]), qty !== known?.qty, close)
}

async function closeHere(
  parts: Parts,
  account: AccountContext,
  positionId: string,
  qty: number | undefined,
): Promise<void> {
  const position = await positionToClose(parts, account, positionId, qty)
  const closing = await qtyToSend(parts, account, position, qty)
  const openBefore = closing === 0 ? undefined : openForCertain(parts, account, positionId)
  const isClosed = ({ positions }: AccountBook) => {
    const now = positions.find(({ id }) => id === positionId)
    if (now === undefined || openBefore === undefined) return now === undefined
    return Math.abs(openBefore - closing - now.qty) <= ROUNDING
  }
  await sendOnce(parts, account, 'closePosition', { path: { positionId }, body: { qty: closing } }, isClosed)
}

/**
 * @returns undefined when nobody can tell: the account may show an earlier close only after this one, which would be taken for
 * it then
 */
function openForCertain(
  { books, elapsed }: Parts,
  account: AccountContext,
  positionId: string,
): number | undefined {
  const known = books.lastKnown(account)
  if (known === undefined || !known.isSettled || elapsed() - known.liveAt > COMPARABLE_MS) return undefined
  return known.book.positions.find(({ id }) => id === positionId)?.qty
}

/**
 * The position as last known, if that is no reason to refuse and no change may have made it smaller than the part that is to
 * be closed; otherwise as it is now.
 * @returns undefined for a position that only TradeLocker can tell about, because it cannot be read now
 * @throws position_not_found
 */
async function positionToClose(
  { books }: Parts,
  account: AccountContext,
  positionId: string,
  qty = 0,
): Promise<PositionRecord | undefined> {
  const last = books.lastKnown(account)
  const known = last?.book.positions.find(({ id }) => id === positionId)
  if (known !== undefined && (qty === 0 || (last?.isSettled && qty <= known.qty))) return known
  try {
    return openPosition(await books.bookForAction(account), positionId)
  } catch (error) {
    if (error instanceof UpstreamError && error.code !== 'session_expired') return known
    throw error
  }
}

/**
 * What closePosition is told: 0 for everything that is left, otherwise exactly what the trader asked for, even when that
 * is all of it, since a position whose order is still filling may have grown.
 */
async function qtyToSend(
  parts: Parts,
  account: AccountContext,
  position: PositionRecord | undefined,
  qty: number | undefined,
): Promise<number> {
  if (qty === undefined) return 0
  const { partialClose } = await parts.directory.rules(account).catch(rulesWhenUnreadable)
  if (position === undefined) return qty
  if (qty === position.qty) return partialClose ? qty : 0
  const names = await parts.instruments.names(account)
  const { contract } = await parts.instruments.known(account, names.nameOf(position.instrumentId))
  const [broken] = checkQty(qty, contract)
  if (broken !== undefined) throw broken
  if (qty > position.qty) {
    throw new BrokerError('close_qty_above_position', { params: { qty, open: position.qty } })
  }
  if (!partialClose) throw new BrokerError('partial_close_unsupported')
  return qty
}

function openPosition(book: AccountBook, positionId: string): PositionRecord {
  const position = book.positions.find(({ id }) => id === positionId)
  if (position === undefined) throw new BrokerError('position_not_found', { params: { positionId } })
  return position
}

/** Do the position's linked orders carry the wanted prices? */
function hasLevels(book: AccountBook, positionId: string, { stopLoss, takeProfit }: BracketLevels): boolean {
  const position = book.positions.find(({ id }) => id === positionId)
  const order = (id: string | undefined) => book.working.find((record) => record.id === id)
  return (
    position !== undefined &&
    (stopLoss === undefined || order(position.stopLossId)?.stopPrice === stopLoss) &&
    (takeProfit === undefined || order(position.takeProfitId)?.price === takeProfit)
  )
}
