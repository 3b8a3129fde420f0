import type { OrderChange } from '../../../../src/broker/order.ts'
import { checkBrackets, checkOrderPrice, checkQty } from '../../../../src/broker/order-rules.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountBook } from '../../book/account-book.ts'
import { parseBracketId } from '../../book/brackets.ts'
import type { OrderRecord } from '../../book/order-records.ts'
import { finalStatus } from '../../book/order-status.ts'
import type { KnownInstrument } from '../../instruments/instruments.ts'
import type { Parts } from '../../parts.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import { marketContext } from '../market-context.ts'
import { moveBracket } from './bracket-moves.ts'
import { inTurn, turnKey } from './in-turn.ts'
import { entryOf, orderPatch, removalPatch } from './order-patch.ts'
import { findOrderTarget, type OrderTarget, tryFindOrderTarget } from './order-target.ts'
import { patchOrder } from './patch-order.ts'
import { sendOnce } from './single-send.ts'

/**
 * Changes a live order or moves a bracket, after what is being changed of it already.
 * @throws order_not_found, order_already_final, broken rules, refusals, outcome_unknown
 */
export async function modifyOrder(
  parts: Parts,
  account: AccountContext,
  orderId: string,
  change: OrderChange,
): Promise<void> {
  const known = lastKnownTarget(parts, account, orderId)
  const target = known ?? findOrderTarget(await parts.books.bookForAction(account), orderId)
  return inTurn(parts.changeTurns, turnOf(account, target), JSON.stringify([orderId, change]), () =>
    carryOut(parts, account, orderId, change),
  )
}

/** A level is in turn with whatever else changes what it protects. */
function turnOf({ key }: AccountContext, target: OrderTarget): string {
  return target.kind === 'position-bracket'
    ? turnKey(key, 'position', target.position.id)
    : turnKey(key, 'order', target.record.id)
}

function lastKnownTarget(
  { books }: Parts,
  account: AccountContext,
  orderId: string,
): OrderTarget | undefined {
  const known = books.lastKnown(account)
  return known && tryFindOrderTarget(known.book, orderId)
}

async function carryOut(
  parts: Parts,
  account: AccountContext,
  orderId: string,
  change: OrderChange,
): Promise<void> {
  const target = findOrderTarget(await parts.books.bookForAction(account), orderId)
  const names = await parts.instruments.names(account)
  const known = await parts.instruments.known(account, names.nameOf(target.record.instrumentId))
  if (target.kind !== 'order') return moveBracket(parts, account, target, known, change)
  if (await modifyResting(parts, account, target.record, known, change)) return
  // "Nothing to change" must not rest on what was read a second ago: somebody may have changed the order meanwhile.
  parts.books.changed(account)
  const again = findOrderTarget(await parts.books.bookForAction(account), orderId)
  if (again.kind === 'order') await modifyResting(parts, account, again.record, known, change)
}

/**
 * Cancels a live order or takes a bracket off. What is known of the account already is enough: getting out must neither
 * wait for reads nor fail with them. A bracket comes off after the change that is under way of what it protects, which
 * might put it back. @throws like modifyOrder; bracket_not_removed
 */
export async function cancelOrder(parts: Parts, account: AccountContext, orderId: string): Promise<void> {
  const target = await targetToCancel(parts, account, orderId)
  if (target?.kind === 'order-bracket') {
    const { record, leg } = target
    return inTurn(parts.changeTurns, turnOf(account, target), `off ${orderId}`, () =>
      patchOrder(parts, account, record, removalPatch(leg)),
    )
  }
  // An order that ended by filling was not cancelled by us.
  const filledBefore = target?.record.filledQty ?? 0
  const isCancelled = ({ final }: AccountBook) =>
    final.some(
      (order) =>
        order.id === orderId && order.filledQty === filledBefore && finalStatus(order).status !== 'filled',
    )
  const cancel = () => sendOnce(parts, account, 'cancelOrder', { path: { orderId } }, isCancelled)
  if (target?.kind !== 'position-bracket') return cancel()
  return inTurn(parts.changeTurns, turnOf(account, target), `off ${orderId}`, cancel)
}

/** @returns undefined for an order that only TradeLocker can tell about, because it cannot be read now */
async function targetToCancel(
  parts: Parts,
  account: AccountContext,
  orderId: string,
): Promise<OrderTarget | undefined> {
  const target = lastKnownTarget(parts, account, orderId)
  if (target !== undefined) return target
  try {
    return findOrderTarget(await parts.books.bookForAction(account), orderId)
  } catch (error) {
    const unreadable = error instanceof UpstreamError && error.code !== 'session_expired'
    if (unreadable && parseBracketId(orderId) === undefined) return undefined
    throw error
  }
}

/** @returns false when the order already is as it should be, so that nothing was sent */
async function modifyResting(
  parts: Parts,
  account: AccountContext,
  record: OrderRecord,
  known: KnownInstrument,
  change: OrderChange,
): Promise<boolean> {
  const { contract } = known
  const patch = orderPatch(record, change, contract, await parts.instruments.names(account))
  if (Object.keys(patch).length === 0) return false
  const { rules, quote } = await marketContext(parts, account, known)
  const entry = entryOf(record, change)
  const moves = patch.price !== undefined || patch.stopPrice !== undefined
  const prices = { type: record.type, side: record.side, limitPrice: entry, stopPrice: entry }
  // What stays as it is was accepted before and is not judged again.
  const [broken] = [
    ...(patch.qty === undefined ? [] : checkQty(change.qty, contract)),
    ...(moves ? checkOrderPrice(prices, contract, quote) : []),
    ...checkBrackets(change, record.side, entry, contract, rules),
  ]
  if (broken !== undefined) throw broken
  await patchOrder(parts, account, record, patch)
  return true
}
