import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { BrokerError, type BrokerErrorCode } from '../../src/broker/errors.ts'
import type { OrderTicket } from '../../src/broker/order.ts'
import { checkTicket } from '../../src/broker/order-rules.ts'
import type { AccountContext } from './account-context.ts'
import { entryPrice } from './order-preview.ts'
import { type PlaceOrderBody, placeOrderBody } from './order-request.ts'
import { forgetAccount, type Parts } from './parts.ts'
import { findPlacement, type Placement } from './placement-search.ts'
import { strategyIdOf } from './strategy-id.ts'
import { UpstreamError } from './upstream-error.ts'

/** Places orders so that no order is ever sent twice. */
export interface OrderPlacement {
  /**
   * @returns the order id
   * @throws broken rules (nothing was sent), refusals, request_id_reused, outcome_unknown (nobody knows; never resent)
   */
  place(account: AccountContext, ticket: OrderTicket, requestId: string | undefined): Promise<string>
}

type PlacementParts = Pick<Parts, 'directory' | 'instruments' | 'quotes' | 'books' | 'reads' | 'clock'>

const MAX_REMEMBERED = 50_000
const REMEMBERED_MS = 60 * 60_000
/** How long an order whose outcome is unknown is looked for before the trader is told so. */
const SEARCH_MS = 10_000
const SEARCH_PAUSE_MS = 500

/** Answers TradeLocker gives before it looks at the order: it can only be sent again. */
const BEFORE_LOOKING: ReadonlySet<BrokerErrorCode> = new Set(['rate_limited', 'session_expired'])

interface Attempt {
  /** The ticket as first sent; another one under the same requestId is a mistake. */
  readonly ticket: string
  readonly outcome: Promise<string>
}

export function createOrderPlacement(parts: PlacementParts): OrderPlacement {
  const attempts = new LRUCache<string, Attempt>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS })

  const attempt = async (account: AccountContext, ticket: OrderTicket, strategyId: string) => {
    const forget = (error: unknown): never => {
      attempts.delete(strategyId)
      throw error
    }
    // Up to here nothing was sent, so the same request may be tried again.
    const body = await prepare(parts, account, ticket, strategyId).catch(forget)
    try {
      return await send(parts, account, body)
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      if (error.delivery === 'not_sent' || BEFORE_LOOKING.has(error.code)) return forget(error)
      if (error.delivery === 'answered') throw error
      return await search(parts, account, strategyId, error)
    }
  }

  return {
    place(account, ticket, requestId) {
      const strategyId = strategyIdOf(account.key, requestId)
      const description = JSON.stringify(ticket)
      const earlier = attempts.get(strategyId)
      if (earlier !== undefined) {
        if (earlier.ticket === description) return earlier.outcome
        return Promise.reject(new BrokerError('request_id_reused'))
      }
      const outcome = attempt(account, ticket, strategyId)
      attempts.set(strategyId, { ticket: description, outcome })
      return outcome
    },
  }
}

/** Checks the ticket against every rule that is known before sending. */
async function prepare(
  { directory, instruments, quotes }: PlacementParts,
  account: AccountContext,
  ticket: OrderTicket,
  strategyId: string,
): Promise<PlaceOrderBody> {
  const { listed, contract } = await instruments.known(account, ticket.instrument)
  const [rules, quote] = await Promise.all([
    directory.rules(account),
    // Without a price nothing is judged against the market; the broker will.
    quotes.quote(account, listed).catch(() => undefined),
  ])
  const [broken] = checkTicket(ticket, { instrument: contract, rules, quote })
  if (broken !== undefined) throw broken
  const entry = quote === undefined ? (ticket.limitPrice ?? ticket.stopPrice ?? 0) : entryPrice(ticket, quote)
  return placeOrderBody(ticket, listed, contract, entry, strategyId)
}

const answerSchema = z.object({ orderId: z.union([z.string().min(1), z.number()]).transform(String) })

async function send(parts: PlacementParts, account: AccountContext, body: PlaceOrderBody): Promise<string> {
  try {
    const request = { accNum: account.accNum, path: { accountId: account.id }, body }
    const answer = answerSchema.safeParse(await account.client.call('placeOrder', request))
    if (answer.success) return answer.data.orderId
    throw new UpstreamError('upstream_malformed', { delivery: 'unknown', cause: 'an order without an id' })
  } finally {
    forgetAccount(parts, account)
  }
}

/** Looks for an order nobody knows the outcome of, until it is found or the deadline has passed. */
async function search(
  parts: PlacementParts,
  account: AccountContext,
  strategyId: string,
  cause: unknown,
): Promise<string> {
  const deadline = parts.clock() + SEARCH_MS
  let found: Placement | undefined
  while (found?.orderId === undefined && parts.clock() < deadline) {
    await sleep(SEARCH_PAUSE_MS)
    // A search that fails proves nothing, so it only means to search again.
    const seen = await findPlacement(account, parts.directory, strategyId, parts.clock()).catch(
      () => undefined,
    )
    found = seen ?? found
  }
  forgetAccount(parts, account)
  if (found === undefined) throw new BrokerError('outcome_unknown', { cause })
  if (found.refusal !== undefined) throw new BrokerError('rejected', { params: { reason: found.refusal } })
  return found.orderId ?? found.positionId ?? strategyId
}
