import type { Side } from '../../../src/broker/order.ts'
import type { OrderRecord, OrderRow, PositionRecord } from './order-records.ts'

/** Orders and positions of one account as they were read together: orders and positions first, then the history. */
export interface AccountBook {
  /** Rows of /orders. */
  readonly working: readonly OrderRecord[]
  /** Rows of /positions. */
  readonly positions: readonly PositionRecord[]
  /** Rows of /ordersHistory. */
  readonly final: readonly OrderRecord[]
  /** Rows without a side: nobody is shown them, but what is looked for by its tag may be one of them. */
  readonly unsided: readonly OrderRow[]
}

/** What the gateway must know of an account's instruments to speak of its orders. */
export interface InstrumentNames {
  /** The instrument's name; its id when it is on no list any more: an order must never be hidden. */
  nameOf(instrumentId: string): string
  /** Tick size at a price and pip size; undefined while the details are not loaded. */
  stepsOf(instrumentId: string, price: number): { readonly tick: number; readonly pip: number } | undefined
}

/** TradingView's trading session for forex and crypto, and how long an ended order or position is reported. */
export const SESSION_MS = 24 * 60 * 60 * 1000

/**
 * Side of every position that can be known: open ones; ones this replica saw close; and ended ones whose opening
 * order is in the history. Where fills of both sides carry the same position id, the earliest of them opened it.
 */
export function positionSides(
  book: Pick<AccountBook, 'positions' | 'final'>,
  closedBefore: ReadonlyMap<string, PositionRecord>,
): Map<string, Side> {
  const sides = new Map<string, Side>()
  for (const [id, fills] of fillsByPosition(book.final)) {
    const opening = fills[0]
    const bothSides = fills.some((fill) => fill.side !== opening?.side)
    if (opening !== undefined && bothSides) sides.set(id, opening.side)
  }
  for (const [id, position] of closedBefore) sides.set(id, position.side)
  for (const position of book.positions) sides.set(position.id, position.side)
  return sides
}

/** Filled orders of each position, oldest first. */
export function fillsByPosition(final: readonly OrderRecord[]): Map<string, OrderRecord[]> {
  const groups = new Map<string, OrderRecord[]>()
  for (const record of final) {
    if (record.positionId === undefined || record.filledQty <= 0) continue
    const group = groups.get(record.positionId)
    if (group === undefined) groups.set(record.positionId, [record])
    else group.push(record)
  }
  // A stop loss may have been created together with the order that opened the position, but it filled later.
  for (const group of groups.values()) {
    group.sort((a, b) => a.createdAt - b.createdAt || a.lastModified - b.lastModified)
  }
  return groups
}
