import type { OrderNote, OrderStatus } from '../../../src/broker/order.ts'
import type { OrderRecord } from './order-records.ts'

/** Status and, where the status alone does not explain itself, the reason. */
export interface StatusAndNote {
  readonly status: OrderStatus
  readonly note: OrderNote | undefined
}

/** Final spellings seen or documented, lower case. TradingView knows no `expired`: it is a cancellation with a reason. */
const FINAL: Readonly<Record<string, StatusAndNote>> = {
  filled: { status: 'filled', note: undefined },
  cancelled: { status: 'cancelled', note: undefined },
  canceled: { status: 'cancelled', note: undefined },
  removed: { status: 'cancelled', note: undefined },
  expired: { status: 'cancelled', note: 'note_expired' },
  refused: { status: 'rejected', note: 'note_refused_by_broker' },
  rejected: { status: 'rejected', note: 'note_refused_by_broker' },
  unplaced: { status: 'rejected', note: 'note_refused_by_broker' },
}

/**
 * Status of a row of /ordersHistory: always final, whatever upstream calls it. An unknown word counts as filled when
 * the whole quantity was filled, otherwise as cancelled.
 */
export function finalStatus(record: Pick<OrderRecord, 'status' | 'qty' | 'filledQty'>): StatusAndNote {
  const word = record.status.toLowerCase()
  const known = Object.hasOwn(FINAL, word) ? FINAL[word] : undefined
  if (known !== undefined) return known
  const complete = record.qty > 0 && record.filledQty >= record.qty
  return { status: complete ? 'filled' : 'cancelled', note: undefined }
}

/**
 * Status of a row of /orders: never final. `PendingNew`, however written, means that the market has not seen it yet; a
 * plain `Pending` is TradeLocker's other word for a resting order.
 */
export function workingStatus(record: Pick<OrderRecord, 'status'>): StatusAndNote {
  return { status: /pending[\s_-]?new/i.test(record.status) ? 'placing' : 'working', note: undefined }
}
