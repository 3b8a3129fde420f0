import type { Execution, Side } from '../../../src/broker/order.ts'
import { oppositeSide } from './brackets.ts'
import type { ExecutionRecord } from './order-records.ts'

/**
 * Fills of one instrument, newest first. A fill closes when it goes against its position's side; where that is unknown,
 * the earliest fill of a position is the one that opened it.
 */
export function joinExecutions(
  records: readonly ExecutionRecord[],
  instrument: { readonly id: string; readonly name: string },
  sides: ReadonlyMap<string, Side>,
): Execution[] {
  const openingSides = new Map([...earliestSides(records), ...sides])
  return records
    .filter((record) => record.instrumentId === instrument.id)
    .sort((a, b) => b.time - a.time)
    .map((record) => ({
      id: record.id,
      instrument: instrument.name,
      price: record.price,
      time: record.time,
      qty: record.qty,
      side: record.side,
      orderId: record.orderId,
      positionId: record.positionId,
      isClose: isClose(record, openingSides),
    }))
}

function isClose(record: ExecutionRecord, openingSides: ReadonlyMap<string, Side>): boolean {
  const side = record.positionId === undefined ? undefined : openingSides.get(record.positionId)
  return side !== undefined && record.side === oppositeSide(side)
}

function earliestSides(records: readonly ExecutionRecord[]): Map<string, Side> {
  const sides = new Map<string, Side>()
  for (const record of [...records].sort((a, b) => b.time - a.time)) {
    if (record.positionId !== undefined) sides.set(record.positionId, record.side)
  }
  return sides
}
