import type { Order, OrderNote, Side } from '../../../src/broker/order.ts'
import { type AccountBook, type InstrumentNames, positionSides, SESSION_MS } from './account-book.ts'
import { derivedBrackets, levelPips, oppositeSide, trailingDistance } from './brackets.ts'
import { uniqueById } from './order-history.ts'
import type { OrderRecord, PositionRecord } from './order-records.ts'
import { finalStatus, type StatusAndNote, workingStatus } from './order-status.ts'

/** Facts about the account that upstream keeps no trace of. */
export interface AccountMemory {
  /** Brackets taken off resting orders, as they are to be reported, by id. */
  readonly removedBrackets: ReadonlyMap<string, Order>
  /** Positions this replica saw open and then gone, by id, as last seen. */
  readonly closedPositions: ReadonlyMap<string, PositionRecord>
  /** The broker's words for orders it refused, by strategyId. */
  readonly refusals: Pick<ReadonlyMap<string, string>, 'get'>
}

/**
 * All orders of the session: live ones, and those that ended within 24 h, with brackets as orders of their own. Every
 * id appears exactly once; an order found both live and ended has ended.
 */
export function joinOrders(
  book: AccountBook,
  memory: AccountMemory,
  names: InstrumentNames,
  now: number,
): Order[] {
  const parents = bracketParents(book, memory.closedPositions)
  const ended = new Map<string, StatusAndNote>()
  const final = book.final.filter((record) => record.lastModified >= now - SESSION_MS)
  for (const record of final) ended.set(record.id, finalStatus(record))

  const byId = new Map<string, Order>()
  const add = (order: Order) => byId.set(order.id, order)
  for (const bracket of memory.removedBrackets.values()) add(bracket)
  for (const record of book.working) {
    const status = ended.get(record.id) ?? workingStatus(record)
    withBrackets(record, status, parents(record), names, memory).forEach(add)
  }
  for (const record of final)
    withBrackets(record, finalStatus(record), parents(record), names, memory).forEach(add)
  return [...byId.values()]
}

/** Final orders as the History tab shows them, newest first. */
export function joinHistory(
  ended: readonly OrderRecord[],
  book: AccountBook,
  memory: AccountMemory,
  names: InstrumentNames,
): Order[] {
  // Either may have been read later.
  const final = uniqueById([...ended, ...book.final].sort((a, b) => a.lastModified - b.lastModified))
  const parents = bracketParents({ ...book, final }, memory.closedPositions)
  const orders = new Map<string, Order>()
  for (const record of final) {
    for (const order of withBrackets(record, finalStatus(record), parents(record), names, memory)) {
      orders.set(order.id, order)
    }
  }
  return [...orders.values()].sort((a, b) => b.lastModified - a.lastModified)
}

/** The order and the brackets it carries; what protects a position carries none. */
function withBrackets(
  record: OrderRecord,
  status: StatusAndNote,
  parent: Order['parent'],
  names: InstrumentNames,
  { refusals }: Pick<AccountMemory, 'refusals'>,
): Order[] {
  const reason = record.strategyId === undefined ? undefined : refusals.get(record.strategyId)
  const order = { ...toOrder(record, status, parent, names), reason }
  return parent === undefined ? [order, ...derivedBrackets(record, names, whyBracketsEnded(status))] : [order]
}

/** Undefined as long as the order that carries them is live. */
function whyBracketsEnded({ status }: StatusAndNote): OrderNote | undefined {
  if (status === 'working' || status === 'placing') return undefined
  return status === 'filled' ? 'note_bracket_moved_to_position' : 'note_parent_ended'
}

/**
 * Tells which position a row protects. Live brackets are linked by the position's own columns; ended ones, and ones
 * whose position was read too early to be seen, are the stop and limit orders against the side of their position.
 */
export function bracketParents(
  book: Pick<AccountBook, 'positions' | 'final'>,
  closedPositions: ReadonlyMap<string, PositionRecord>,
): (record: OrderRecord) => Order['parent'] {
  const linked = new Map<string, string>()
  for (const position of book.positions) {
    if (position.stopLossId !== undefined) linked.set(position.stopLossId, position.id)
    if (position.takeProfitId !== undefined) linked.set(position.takeProfitId, position.id)
  }
  const sides = positionSides(book, closedPositions)
  return (record) => {
    const positionId = linked.get(record.id) ?? unlinkedParent(record, sides)
    return positionId === undefined ? undefined : { type: 'position', id: positionId }
  }
}

function unlinkedParent(record: OrderRecord, sides: ReadonlyMap<string, Side>): string | undefined {
  if (record.positionId === undefined || record.type === 'market') return undefined
  // An order that never filled opened nothing, so it can only have been made for the position.
  if (record.filledQty === 0) return record.positionId
  const side = sides.get(record.positionId)
  return side !== undefined && record.side === oppositeSide(side) ? record.positionId : undefined
}

/** The row of a stop that protects a position may show that it trails, and at what distance. */
function trailingOf(record: OrderRecord, parent: Order['parent'], names: InstrumentNames): Order['trailing'] {
  const distance = parent?.type === 'position' ? trailingDistance(record) : undefined
  if (distance !== undefined) return { pips: levelPips(record, distance, names) }
  return record.trailing ? { pips: undefined } : undefined
}

function toOrder(
  record: OrderRecord,
  { status, note }: StatusAndNote,
  parent: Order['parent'],
  names: InstrumentNames,
): Order {
  return {
    id: record.id,
    instrument: names.nameOf(record.instrumentId),
    side: record.side,
    type: record.type,
    qty: record.qty,
    filledQty: record.filledQty,
    avgPrice: record.avgPrice,
    limitPrice: record.type === 'limit' ? record.price : undefined,
    stopPrice: record.type === 'stop' ? record.stopPrice : undefined,
    trailing: trailingOf(record, parent, names),
    status,
    parent,
    validity: record.validity,
    createdAt: record.createdAt,
    lastModified: record.lastModified,
    note,
  }
}
