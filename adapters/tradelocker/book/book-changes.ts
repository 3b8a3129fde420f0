import type { Order, OrderNote } from '../../../src/broker/order.ts'
import type { AccountBook, InstrumentNames } from './account-book.ts'
import { derivedBrackets } from './brackets.ts'
import type { LiveBook } from './live-book.ts'
import type { OrderRecord, PositionRecord } from './order-records.ts'
import { finalStatus } from './order-status.ts'
import { bracketParents } from './orders.ts'

/**
 * Did anything happen that the order history tells more about: an order gone or partly filled, a position new, gone or
 * of another size?
 */
export function hasStirred(before: LiveBook, now: LiveBook): boolean {
  const orders = new Map(now.working.map((order) => [order.id, order.filledQty]))
  const positions = new Map(now.positions.map((position) => [position.id, position.qty]))
  return (
    now.positions.length !== before.positions.length ||
    before.working.some((order) => orders.get(order.id) !== order.filledQty) ||
    before.positions.some((position) => positions.get(position.id) !== position.qty)
  )
}

/** Positions that were open before and are not any more. */
export function vanishedPositions(before: LiveBook, now: LiveBook): PositionRecord[] {
  const open = new Set(now.positions.map((position) => position.id))
  return before.positions.filter((position) => !open.has(position.id))
}

/**
 * Brackets that resting orders carried before and do not any more, as cancelled orders: taken off, or ended with their
 * order. Of the latter the history usually keeps the levels, but nobody promises that.
 */
export function removedBrackets(
  before: LiveBook,
  now: AccountBook,
  names: InstrumentNames,
  at: number,
): Order[] {
  const alive = new Map(now.working.map((order) => [order.id, order]))
  const ended = new Map(now.final.map((order) => [order.id, order]))
  const parents = bracketParents({ ...before, final: [] }, new Map())
  return before.working.flatMap((old) => {
    // The row of a trailing stop of a position may show its distance; that is no bracket of a resting order.
    if (parents(old) !== undefined) return []
    const current = alive.get(old.id)
    const legs =
      current === undefined
        ? derivedBrackets(old, names, whyBracketsEnded(ended.get(old.id)))
        : missingLegs(old, current, names)
    return legs.map((bracket) => ({ ...bracket, lastModified: at }))
  })
}

function missingLegs(old: OrderRecord, current: OrderRecord, names: InstrumentNames): Order[] {
  const left = new Set(derivedBrackets(current, names, undefined).map((bracket) => bracket.id))
  return derivedBrackets(old, names, 'note_bracket_removed').filter((bracket) => !left.has(bracket.id))
}

function whyBracketsEnded(parent: OrderRecord | undefined): OrderNote {
  const isFilled = parent !== undefined && finalStatus(parent).status === 'filled'
  return isFilled ? 'note_bracket_moved_to_position' : 'note_parent_ended'
}
