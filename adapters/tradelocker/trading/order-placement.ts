import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { BrokerError, type BrokerErrorCode } from '../../../src/broker/errors.ts'
import type { OrderTicket } from '../../../src/broker/order.ts'
import { checkTicket } from '../../../src/broker/order-rules.ts'
import type { AccountContext } from '../account/account-context.ts'
import type { AccountBook } from '../book/account-book.ts'
import type { AdapterLog } from '../options.ts'
import type { Parts } from '../parts.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import { marketContext } from './market-context.ts'
import { entryPrice } from './order-preview.ts'
import { type PlaceOrderBody, placeOrderBody } from './order-request.ts'
import type { PlacementLedger, PlacementOutcome, Verdict } from './placement-ledger.ts'
import { createAccountReader, findPlacement, isSameOrder, type Placement } from './placement-search.ts'
import { createPlacementWatch, outcomeOf, type WatchTimes } from './placement-watch.ts'
import { forgetAccount } from './read-your-writes.ts'
import { strategyIdOf } from './strategy-id.ts'

/** Places orders so that no order is ever sent twice. */
export interface OrderPlacement {
  /**
   * @returns the order id
   * @throws broken rules (nothing was sent), refusals, request_id_reused, outcome_unknown (nobody knows; never resent)
   */
  place(account: AccountContext, ticket: OrderTicket, requestId: string | undefined): Promise<string>
  /** Stops looking for lost orders. */
  close(): void
}

/** How long a repeat waits for the placement it repeats: as long as that may take. */
const WAIT_FOR_OTHERS_MS = 25_000

/** A repeat comes within minutes. A ledger older than this would know of it. */
const REPEATS_WITHIN_MS = 10 * 60_000

/** After this long an order that was being sent has been carried out or never will be. */
const UNDER_WAY_MS = 15_000

/** Answers TradeLocker gives before it looks at the order: only sending it again can place it. */
const BEFORE_LOOKING: ReadonlySet<BrokerErrorCode> = new Set(['rate_limited', 'session_expired'])

export function createOrderPlacement(
  parts: Parts,
  ledger: PlacementLedger,
  log: AdapterLog,
  times: WatchTimes,
): OrderPlacement {
  const { books, clock, directory } = parts
  const readAccount = createAccountReader(directory, clock)
  const watch = createPlacementWatch(parts, ledger, readAccount, log, times)

  /** Sends the order. Whatever happens, the ledger learns of it: settled, released, or left open while nobody knows. */
  const carryOut = async (account: AccountContext, ticket: OrderTicket, strategyId: string) => {
    const body = await prepare(parts, account, ticket, strategyId).catch(async (error) => {
      await ledger.release(strategyId)
      throw error
    })
    try {
      const orderId = await send(parts, account, body)
      void ledger.settle(strategyId, { orderId })
      return orderId
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error
      if (wasNotLookedAt(error)) {
        await ledger.release(strategyId)
        throw error
      }
      if (!(error instanceof UpstreamError) || error.delivery !== 'unknown') {
        books.refused(account, strategyId, String(error.params.reason ?? ''))
        void ledger.settle(strategyId, { refusal: error.code, params: error.params })
        throw error
      }
      return answer(await watch.search(account, strategyId, error))
    }
  }

  /** Before sending what may have been sent already, by a process before this one or by another replica. */
  const carryOutUnlessPlaced = async (
    account: AccountContext,
    ticket: OrderTicket,
    strategyId: string,
    look: () => Promise<Placement | undefined>,
  ): Promise<string> => {
    let placed: Placement | undefined
    try {
      placed = await look()
      if (placed !== undefined) await mustBeSame(parts, account, ticket, placed)
    } catch (error) {
      await ledger.release(strategyId)
      throw error
    }
    if (placed === undefined) return carryOut(account, ticket, strategyId)
    const outcome = outcomeOf(placed)
    void ledger.settle(strategyId, outcome)
    return answer(outcome)
  }

  /** @returns undefined when it was released: nothing was sent, so it may begin again */
  const outcomeElsewhere = async (
    account: AccountContext,
    strategyId: string,
    verdict: Extract<Verdict, { readonly kind: 'elsewhere' }>,
  ): Promise<string | undefined> => {
    if (watch.isLost(strategyId)) return answer(await watch.lookAgain(account, strategyId))
    const outcome = await verdict.outcome(clock() + WAIT_FOR_OTHERS_MS)
    if (outcome === 'released') return undefined
    return answer(outcome ?? (await watch.search(account, strategyId, 'another request is still open')))
  }

  const place = async (
    account: AccountContext,
    ticket: OrderTicket,
    requestId: string | undefined,
  ): Promise<string> => {
    const strategyId = strategyIdOf(account.key, requestId)
    const follow = async (verdict: Verdict): Promise<string> => {
      switch (verdict.kind) {
        case 'reused':
          throw new BrokerError('request_id_reused')
        case 'too-many-open':
          throw new UpstreamError('too_busy', { delivery: 'not_sent' })
        case 'settled':
          return answer(verdict.outcome)
        case 'elsewhere':
          return (await outcomeElsewhere(account, strategyId, verdict)) ?? place(account, ticket, requestId)
        case 'unsure': {
          await sleep(verdict.holdMs)
          const certain = await verdict.again()
          if (certain !== undefined) return follow(certain)
          const look = async () => findPlacement(await readAccount(account), strategyId)
          return carryOutUnlessPlaced(account, ticket, strategyId, look)
        }
        case 'mine': {
          const { since } = verdict
          const isNew = requestId === undefined || clock() - since > REPEATS_WITHIN_MS
          if (isNew) return carryOut(account, ticket, strategyId)
          const look = async () => findPlacement(await bookAfter(parts, account, since), strategyId)
          return carryOutUnlessPlaced(account, ticket, strategyId, look)
        }
      }
    }
    return follow(await ledger.begin(account.key, strategyId, JSON.stringify(ticket)))
  }

  return { place, close: watch.close }
}

/** A book in which everything shows that was sent before `since`: what was under way then has long arrived. */
async function bookAfter({ books }: Parts, account: AccountContext, since: number): Promise<AccountBook> {
  const known = books.lastKnown(account)
  return known !== undefined && known.begunAt > since + UNDER_WAY_MS ? known.book : books.book(account)
}

function answer(outcome: PlacementOutcome): string {
  if ('orderId' in outcome) return outcome.orderId
  throw new BrokerError(outcome.refusal, { params: outcome.params })
}

function wasNotLookedAt(error: BrokerError): boolean {
  return BEFORE_LOOKING.has(error.code) || (error instanceof UpstreamError && error.delivery === 'not_sent')
}

/** @throws request_id_reused */
async function mustBeSame(
  { instruments }: Parts,
  account: AccountContext,
  ticket: OrderTicket,
  placed: Placement,
): Promise<void> {
  if (placed.kind !== 'order') return
  const { listed } = await instruments.known(account, ticket.instrument)
  if (!isSameOrder(placed.record, ticket, listed.id)) throw new BrokerError('request_id_reused')
}

/** Checks the ticket against every rule that is known before sending. */
async function prepare(
  parts: Parts,
  account: AccountContext,
  ticket: OrderTicket,
  strategyId: string,
): Promise<PlaceOrderBody> {
  const known = await parts.instruments.known(account, ticket.instrument)
  const market = await marketContext(parts, account, known)
  const [broken] = checkTicket(ticket, market)
  if (broken !== undefined) throw broken
  const { quote } = market
  const entry = quote === undefined ? (ticket.limitPrice ?? ticket.stopPrice ?? 0) : entryPrice(ticket, quote)
  return placeOrderBody(ticket, known.listed, known.contract, entry, strategyId)
}

const answerSchema = z.object({ orderId: z.union([z.string().min(1), z.number()]).transform(String) })

async function send(parts: Parts, account: AccountContext, body: PlaceOrderBody): Promise<string> {
  try {
    const request = { accNum: account.accNum, path: { accountId: account.id }, body }
    const placed = answerSchema.safeParse(await account.client.call('placeOrder', request))
    if (placed.success) return placed.data.orderId
    throw new UpstreamError('upstream_malformed', { delivery: 'unknown', cause: 'an order without an id' })
  } finally {
    forgetAccount(parts, account)
  }
}
