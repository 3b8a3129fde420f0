import type { OrderChange } from '../../src/broker/order.ts'
import { checkBrackets, checkOrderPrice, checkQty } from '../../src/broker/order-rules.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountContext } from './account-context.ts'
import { moveBracket } from './bracket-moves.ts'
import type { KnownInstrument } from './instruments.ts'
import { entryOf, orderPatch, removalPatch } from './order-patch.ts'
import type { OrderRecord } from './order-records.ts'
import { findOrderTarget } from './order-target.ts'
import type { Parts } from './parts.ts'
import { patchOrder } from './patch-order.ts'
import { sendOnce } from './single-send.ts'

/**
 * Changes a live order or moves a bracket.
 * @throws order_not_found, order_already_final, broken rules, refusals, outcome_unknown
 */
export async function modifyOrder(
  parts: Parts,
  account: AccountContext,
  orderId: string,
  change: OrderChange,
): Promise<void> {
  const target = findOrderTarget(await parts.books.book(account), orderId)
  const names = await parts.instruments.names(account)
  const known = await parts.instruments.known(account, names.nameOf(target.record.instrumentId))
  if (target.kind === 'order') return modifyResting(parts, account, target.record, known, change)
  return moveBracket(parts, account, target, known, change)
}

/** Cancels a live order or takes a bracket off. @throws like modifyOrder; bracket_not_removed */
export async function cancelOrder(parts: Parts, account: AccountContext, orderId: string): Promise<void> {
  const target = findOrderTarget(await parts.books.book(account), orderId)
  const { record } = target
  if (target.kind === 'order-bracket') return patchOrder(parts, account, record, removalPatch(target.leg))
  // An order that ended by filling was not cancelled by us.
  const isCancelled = ({ final }: AccountBook) =>
    final.some((order) => order.id === record.id && order.filledQty === record.filledQty)
  return sendOnce(parts, account, 'cancelOrder', { path: { orderId: record.id } }, isCancelled)
}

async function modifyResting(
  parts: Parts,
  account: AccountContext,
  record: OrderRecord,
  { contract, listed }: KnownInstrument,
  change: OrderChange,
): Promise<void> {
  const patch = orderPatch(record, change, contract, await parts.instruments.names(account))
  if (Object.keys(patch).length === 0) return
  const [rules, quote] = await Promise.all([
    parts.directory.rules(account),
    parts.quotes.quote(account, listed).catch(() => undefined),
  ])
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
}
