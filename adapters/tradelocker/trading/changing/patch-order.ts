import { BrokerError } from '../../../../src/broker/errors.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountBook } from '../../book/account-book.ts'
import type { OrderRecord } from '../../book/order-records.ts'
import type { Parts } from '../../parts.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import { isPatched, type OrderPatch } from './order-patch.ts'
import { sendOnce } from './single-send.ts'

/**
 * Sends a patch once. A level that was to be taken off must be gone afterwards, also from the position that the order may have
 * opened meanwhile: upstream does not promise that `null` removes it. @throws refusals, outcome_unknown, bracket_not_removed
 */
export async function patchOrder(
  parts: Parts,
  account: AccountContext,
  { id }: OrderRecord,
  patch: OrderPatch,
): Promise<void> {
  const current = (book: AccountBook) => book.working.find((order) => order.id === id)
  const carriedOut = (book: AccountBook) => {
    const order = current(book)
    return order !== undefined && isPatched(order, patch)
  }
  await sendOnce(parts, account, 'modifyOrder', { path: { orderId: id }, body: patch }, carriedOut)
  if (patch.stopLoss !== null && patch.takeProfit !== null) return
  const book = await Promise.resolve(parts.books.bookForAction(account)).catch((cause: unknown) => {
    // The patch was taken: to say that it failed would be as wrong as to say that the level is gone.
    throw cause instanceof UpstreamError ? new BrokerError('outcome_unknown', { cause }) : cause
  })
  const live = current(book)
  const ended = book.final.find((order) => order.id === id)
  if (live === undefined && ended === undefined) throw new BrokerError('outcome_unknown')
  const opened = ended && book.positions.find((position) => position.id === ended.positionId)
  const stays =
    (patch.stopLoss === null && (live?.stopLoss ?? opened?.stopLossId) !== undefined) ||
    (patch.takeProfit === null && (live?.takeProfit ?? opened?.takeProfitId) !== undefined)
  if (stays) throw new BrokerError('bracket_not_removed')
}
