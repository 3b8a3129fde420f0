import { formOf } from '../http/form.ts'
import { checkConfirmId, confirmIdOfTicket } from './confirm-id.ts'
import type { AccountCall } from './endpoint.ts'
import { invalid } from './parse.ts'
import { ticketOf } from './ticket.ts'

/**
 * POST /accounts/{accountId}/orders. The requestId is the key under which the order is placed once, however often the
 * request arrives.
 */
export async function placeOrder({ account, query, request }: AccountCall) {
  const ticket = ticketOf(formOf(request))
  const requestId = requestIdOf(query.requestId)
  checkConfirmId(query, confirmIdOfTicket(account.account.id, ticket))
  return { orderId: await account.placeOrder(ticket, requestId) }
}

/** @throws RequestError field_invalid: a key that cannot be kept as it is would not protect from a second order */
function requestIdOf(value: string | undefined): string | undefined {
  if (value === undefined || /^[\w-]{1,64}$/.test(value)) return value
  throw invalid('requestId', 'request_id')
}
