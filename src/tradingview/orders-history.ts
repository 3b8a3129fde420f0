import type { Order } from '../broker/order.ts'
import type { AccountCall } from './endpoint.ts'
import { renderOrder } from './orders.ts'
import { maxCountOf } from './parse.ts'

/** GET /accounts/{accountId}/ordersHistory: orders that will not change any more, newest first. */
export async function readOrdersHistory({ account, locale, query }: AccountCall) {
  const orders = await account.ordersHistory(maxCountOf(query))
  return orders.filter(isFinal).map((order) => renderOrder(order, locale))
}

/** The contract knows only final statuses here; a live order among them would make the whole list invalid. */
export const isFinal = ({ status }: Order): boolean =>
  status === 'filled' || status === 'cancelled' || status === 'rejected'
