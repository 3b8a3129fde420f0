import type { Order, OrderNote } from '../broker/order.ts'
import { type Soon, soon } from '../broker/soon.ts'
import type { WireBody } from '../http/wire-body.ts'
import { type Locale, translate } from '../i18n/translate.ts'
import type { PolledCall } from './endpoint.ts'
import { plain, seconds } from './numbers.ts'
import { bodyPerSnapshot } from './polled-body.ts'

/** GET /accounts/{accountId}/orders: the session's orders, brackets included. */
export function readOrders({ account, locale }: PolledCall): Soon<WireBody> {
  return soon(account.orders(), (orders) => ordersBody(orders, locale))
}

const ordersBody = bodyPerSnapshot((orders: readonly Order[], locale: Locale) =>
  orders.map((order) => renderOrder(order, locale)),
)

/** Fields that do not apply are left out rather than sent as zero: TradingView takes a zero for a price. */
export function renderOrder(order: Order, locale: Locale) {
  const { limitPrice, stopPrice } = order
  return {
    id: order.id,
    instrument: order.instrument,
    qty: plain(order.qty),
    side: order.side,
    type: order.type,
    status: order.status,
    filledQty: plain(order.filledQty),
    ...(order.filledQty > 0 && order.avgPrice !== undefined ? { avgPrice: plain(order.avgPrice) } : {}),
    ...(order.type === 'limit' && limitPrice !== undefined ? { limitPrice: plain(limitPrice) } : {}),
    ...(order.type === 'stop' && stopPrice !== undefined ? { stopPrice: plain(stopPrice) } : {}),
    ...renderTrailing(order),
    ...(order.parent ? { parentId: order.parent.id, parentType: order.parent.type } : {}),
    ...(order.validity ? { duration: { type: order.validity } } : {}),
    lastModified: seconds(order.lastModified),
    ...(order.note ? { message: renderNote(order.note, order.reason, locale) } : {}),
  }
}

/** The distance may be unknown while the order is known to trail. It must not appear on any other order, not even as 0. */
function renderTrailing({ type, trailing }: Order) {
  if (type !== 'stop' || trailing === undefined) return {}
  const { pips } = trailing
  const isTrailingStop = true
  return pips !== undefined && pips > 0
    ? { isTrailingStop, trailingStopPips: plain(pips) }
    : { isTrailingStop }
}

function renderNote(note: OrderNote, reason: string | undefined, locale: Locale) {
  const text = translate(locale, note, reason ? { reason } : {})
  return { text, type: note === 'note_refused_by_broker' ? 'error' : 'information' }
}
