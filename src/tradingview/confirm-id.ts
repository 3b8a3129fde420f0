import { createHash } from 'node:crypto'
import type { OrderChange, OrderTicket } from '../broker/order.ts'
import type { FormFields } from '../http/form.ts'
import { RequestError } from '../http/request-error.ts'
import { isBlank } from './parse.ts'

/*
 * A confirmId is the fingerprint of what was previewed. It needs no memory: whichever replica receives the order can
 * tell whether it is still the one the trader confirmed.
 */

/** The confirmId of an order to be placed. */
export function confirmIdOfTicket(accountId: string, ticket: OrderTicket): string {
  const { instrument, side, type, qty, limitPrice, stopPrice, stopLoss, takeProfit, trailingStopPips } =
    ticket
  return fingerprint([
    ...[accountId, instrument, side, type],
    ...[qty, limitPrice, stopPrice, stopLoss, takeProfit, trailingStopPips],
  ])
}

/** The confirmId of a change of a working order. */
export function confirmIdOfChange(accountId: string, orderId: string, change: OrderChange): string {
  const { qty, limitPrice, stopPrice, stopLoss, takeProfit, trailingStopPips } = change
  return fingerprint([accountId, orderId, qty, limitPrice, stopPrice, stopLoss, takeProfit, trailingStopPips])
}

/** Traders may place without a preview; who sends a confirmId is held to it. @throws RequestError confirm_mismatch */
export function checkConfirmId(query: FormFields, expected: string): void {
  if (!isBlank(query, 'confirmId') && query.confirmId !== expected) throw new RequestError('confirm_mismatch')
}

/** 22 characters: 132 bits, beyond any chance of a collision. JSON keeps the values apart and in their order. */
function fingerprint(values: readonly (string | number | undefined)[]): string {
  const canonical = JSON.stringify(values.map((value) => value ?? null))
  return createHash('sha256').update(canonical).digest('base64url').slice(0, 22)
}
