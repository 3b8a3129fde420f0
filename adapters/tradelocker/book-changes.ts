import type { Order } from '../../src/broker/order.ts'
import type { AccountBook, InstrumentNames } from './account-book.ts'
import { derivedBrackets } from './brackets.ts'
import type { OrderRecord, PositionRecord } from './order-records.ts'
import { bracketParents } from './orders.ts'

/** The live part of a book: what is read at every refresh. */
export type LiveBook = Pick<AccountBook, 'working' | 'positions'>

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

/** Brackets that resting orders carried before and do not any more, as cancelled orders. */
export function removedBrackets(
  before: LiveBook,
  now: LiveBook,
  names: InstrumentNames,
  at: number,
): Order[] {
  const alive = new Map(now.working.map((order) => [order.id, order]))
  const parents = bracketParents({ ...before, final: [] }, new Map())
  return before.working.flatMap((old) => {
    const current = alive.get(old.id)
    // The row of a trailing stop of a position may show its distance; that is no bracket of a resting order.
    return current === undefined || parents(old) !== undefined ? [] : missingLegs(old, current, names, at)
  })
}

function missingLegs(old: OrderRecord, current: OrderRecord, names: InstrumentNames, at: number): Order[] {
  const left = new Set(derivedBrackets(current, names, undefined).map((bracket) => bracket.id))
  return derivedBrackets(old, names, 'note_bracket_removed')
    .filter((bracket) => !left.has(bracket.id))
    .map((bracket) => ({ ...bracket, lastModified: at }))
}
