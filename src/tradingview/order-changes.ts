import type { Request } from 'express'
import { BrokerError } from '../broker/errors.ts'
import { formOf } from '../http/form.ts'
import { checkConfirmId, confirmIdOfChange } from './confirm-id.ts'
import { type AccountCall, pathParameter } from './endpoint.ts'
import { isId } from './parse.ts'
import { changeOf } from './ticket.ts'

/** PUT /accounts/{accountId}/orders/{orderId}: changes an order, or moves a bracket. */
export async function modifyOrder({ account, query, request }: AccountCall) {
  const orderId = orderIdOf(request)
  const change = changeOf(formOf(request), orderId)
  checkConfirmId(query, confirmIdOfChange(account.account.id, orderId, change))
  await account.modifyOrder(orderId, change)
}

/** DELETE /accounts/{accountId}/orders/{orderId}: cancels an order, or removes a bracket. */
export async function cancelOrder({ account, request }: AccountCall) {
  await account.cancelOrder(orderIdOf(request))
}

function orderIdOf(request: Request): string {
  const orderId = pathParameter(request, 'orderId')
  if (!isId(orderId)) throw new BrokerError('order_not_found')
  return orderId
}
