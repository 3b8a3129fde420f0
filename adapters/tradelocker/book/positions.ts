import type { Side } from '../../../src/broker/order.ts'
import type { Position } from '../../../src/broker/position.ts'
import { type AccountBook, fillsByPosition, type InstrumentNames, SESSION_MS } from './account-book.ts'
import type { OrderRecord, PositionRecord } from './order-records.ts'
import type { AccountMemory } from './orders.ts'

/**
 * Open positions, and with qty 0 those closed in this session. A position counts as closed when it is not listed any
 * more and this replica saw it open, or the history holds the fills that closed it; a position that has only just been
 * opened is in neither, so it is never reported closed by mistake.
 */
export function joinPositions(
  book: AccountBook,
  memory: AccountMemory,
  names: InstrumentNames,
  now: number,
): Position[] {
  const byId = new Map<string, Position>()
  for (const [id, fills] of fillsByPosition(book.final)) {
    const closed = closedByFills(id, fills, names, now)
    if (closed !== undefined) byId.set(id, closed)
  }
  for (const position of memory.closedPositions.values())
    byId.set(position.id, closedPosition(position, names))
  for (const position of book.positions) byId.set(position.id, openPosition(position, names))
  return [...byId.values()]
}

function openPosition(record: PositionRecord, names: InstrumentNames): Position {
  const { id, side, qty, avgPrice, unrealizedPl } = record
  return { id, instrument: names.nameOf(record.instrumentId), side, qty, avgPrice, unrealizedPl }
}

function closedPosition(record: PositionRecord, names: InstrumentNames): Position {
  return { ...openPosition(record, names), qty: 0, unrealizedPl: 0 }
}

/** @param fills of one position, oldest first */
function closedByFills(
  id: string,
  fills: readonly OrderRecord[],
  names: InstrumentNames,
  now: number,
): Position | undefined {
  const opening = fills[0]
  const lastFilled = Math.max(...fills.map((fill) => fill.lastModified))
  if (opening === undefined || lastFilled < now - SESSION_MS) return undefined
  if (netQty(fills, opening.side) > 0) return undefined
  return {
    id,
    instrument: names.nameOf(opening.instrumentId),
    side: opening.side,
    qty: 0,
    avgPrice: opening.avgPrice ?? 0,
    unrealizedPl: 0,
  }
}

/** Lots opened minus lots closed; more than a rounding error above zero means that something is left. */
function netQty(fills: readonly OrderRecord[], side: Side): number {
  const net = fills.reduce((sum, fill) => sum + (fill.side === side ? fill.filledQty : -fill.filledQty), 0)
  return net > 1e-9 ? net : 0
}
