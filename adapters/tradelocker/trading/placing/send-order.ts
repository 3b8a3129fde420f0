import { z } from 'zod'
import type { OrderTicket } from '../../../../src/broker/order.ts'
import { checkTicket } from '../../../../src/broker/order-rules.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { Parts } from '../../parts.ts'
import { ROUTES } from '../../transport/routes.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import { marketContext, needsPrice } from '../market-context.ts'
import { entryPrice } from '../order-preview.ts'
import { type PlaceOrderBody, placeOrderBody } from '../order-request.ts'
import { forgetAccount } from '../read-your-writes.ts'

interface PreparedFor {
  readonly account: AccountContext
  readonly ticket: OrderTicket
  readonly strategyId: string
}

/** Checks the ticket against every rule that is known before sending. */
export async function prepareOrder(
  parts: Parts,
  { account, ticket, strategyId }: PreparedFor,
): Promise<PlaceOrderBody> {
  const known = await parts.instruments.known(account, ticket.instrument)
  const needed = ticket.type === 'market' && needsPrice(ticket, known)
  const market = await marketContext(parts, account, known, needed)
  const [broken] = checkTicket(ticket, market)
  if (broken !== undefined) throw broken
  const { quote } = market
  const entry = quote === undefined ? (ticket.limitPrice ?? ticket.stopPrice ?? 0) : entryPrice(ticket, quote)
  return placeOrderBody(ticket, known.listed, known.contract, entry, strategyId)
}

const answerSchema = z.object({ orderId: z.union([z.string().min(1), z.number()]).transform(String) })

/** @param limits see CallRequest; the route's deadline holds as well */
export async function sendOrder(
  parts: Parts,
  account: AccountContext,
  body: PlaceOrderBody,
  limits: { readonly mayLeave: () => boolean; readonly deadlineMs: number },
): Promise<string> {
  try {
    const deadlineMs = Math.min(ROUTES.placeOrder.deadlineMs, limits.deadlineMs)
    const { mayLeave } = limits
    const request = { accNum: account.accNum, path: { accountId: account.id }, body, mayLeave, deadlineMs }
    const placed = answerSchema.safeParse(await account.client.call('placeOrder', request))
    if (placed.success) return placed.data.orderId
    throw new UpstreamError('upstream_malformed', { delivery: 'unknown', cause: 'an order without an id' })
  } finally {
    forgetAccount(parts, account)
  }
}
