import { BrokerError } from '../../../../src/broker/errors.ts'
import type { AccountBook } from '../../book/account-book.ts'
import { type BracketLeg, parseBracketId } from '../../book/brackets.ts'
import type { OrderRecord, PositionRecord } from '../../book/order-records.ts'

/** What an order id given by TradingView stands for upstream. */
export type OrderTarget =
  | { readonly kind: 'order'; readonly record: OrderRecord }
  /** A leg of a resting order: a column of that order, not an order of its own. */
  | { readonly kind: 'order-bracket'; readonly record: OrderRecord; readonly leg: BracketLeg }
  /** A leg of a position: an order of its own. */
  | {
      readonly kind: 'position-bracket'
      readonly record: OrderRecord
      readonly leg: BracketLeg
      readonly position: PositionRecord
    }

/** @throws order_not_found; order_already_final */
export function findOrderTarget(book: AccountBook, orderId: string): OrderTarget {
  const derived = parseBracketId(orderId)
  const record = liveOrder(book, derived?.orderId ?? orderId, orderId)
  if (derived === undefined) return positionBracket(book, record) ?? { kind: 'order', record }
  const level = derived.leg === 'SL' ? record.stopLoss : record.takeProfit
  if (level === undefined) throw new BrokerError('order_already_final', { params: { orderId } })
  return { kind: 'order-bracket', record, leg: derived.leg }
}

/** Undefined where `findOrderTarget` throws: the order is not live in this book. */
export function tryFindOrderTarget(book: AccountBook, orderId: string): OrderTarget | undefined {
  try {
    return findOrderTarget(book, orderId)
  } catch {
    return undefined
  }
}

function liveOrder(book: AccountBook, id: string, askedFor: string): OrderRecord {
  const record = book.working.find((order) => order.id === id)
  if (record !== undefined) return record
  const ended = book.final.some((order) => order.id === id)
  throw new BrokerError(ended ? 'order_already_final' : 'order_not_found', { params: { orderId: askedFor } })
}

/** Linked by the position, or only by the order itself: as the list of orders shows it. */
function positionBracket(book: AccountBook, record: OrderRecord): OrderTarget | undefined {
  const linked = book.positions.find(
    ({ stopLossId, takeProfitId }) => stopLossId === record.id || takeProfitId === record.id,
  )
  if (linked !== undefined) {
    const leg = linked.stopLossId === record.id ? 'SL' : 'TP'
    return { kind: 'position-bracket', record, leg, position: linked }
  }
  if (record.type === 'market' || record.filledQty > 0) return undefined
  const position = book.positions.find(({ id }) => id === record.positionId)
  return position && { kind: 'position-bracket', record, leg: record.type === 'stop' ? 'SL' : 'TP', position }
}
