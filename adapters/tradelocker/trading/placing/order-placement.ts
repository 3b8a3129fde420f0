import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError, type BrokerErrorCode } from '../../../../src/broker/errors.ts'
import type { OrderTicket } from '../../../../src/broker/order.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AdapterLog } from '../../options.ts'
import type { Parts } from '../../parts.ts'
import { ROUTES } from '../../transport/routes.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import { forgetEverywhere } from '../read-your-writes.ts'
import { createEarlierOrders } from './earlier-orders.ts'
import { FREELY, type Leave } from './leave.ts'
import type { PlacementLedger, PlacementOutcome, Unsure, Verdict } from './placement-ledger.ts'
import { createAccountReader, isSameOrder, type Placement } from './placement-search.ts'
import { TO_SHOW_MS } from './placement-turns.ts'
import { createPlacementWatch, outcomeOf, outcomeUnknown, type WatchTimes } from './placement-watch.ts'
import { prepareOrder, sendOrder } from './send-order.ts'
import { strategyIdOf } from './strategy-id.ts'

/** Places orders so that no order is ever sent twice. */
export interface OrderPlacement {
  /**
   * @returns the order id
   * @throws broken rules and no_turn (nothing was sent), refusals, request_id_reused, outcome_unknown (nobody knows; never resent)
   */
  place(account: AccountContext, ticket: OrderTicket, requestId: string | undefined): Promise<string>
  /** Stops looking for lost orders. */
  close(): void
}

/** How long an order waits for its turn where replicas take turns, before it is refused unsent. */
const TURN_WITHIN_MS = 40_000

/** How long a repeat waits for the placement it repeats, which rarely takes longer; then it looks by itself. */
const WAIT_FOR_OTHERS_MS = TURN_WITHIN_MS + ROUTES.getOrders.deadlineMs + ROUTES.placeOrder.deadlineMs

/** Answers TradeLocker gives before it looks at the order: only sending it again can place it. */
const BEFORE_LOOKING: ReadonlySet<BrokerErrorCode> = new Set(['rate_limited', 'session_expired'])

interface PlacementTimes extends WatchTimes {
  /** After so many milliseconds an order that was being sent has been carried out or never will be. */
  readonly arrivesWithinMs: number
}

type Mine = Extract<Verdict, { readonly kind: 'mine' }>
type Elsewhere = Extract<Verdict, { readonly kind: 'elsewhere' }>

/** One request to place one order. */
interface Attempt {
  readonly account: AccountContext
  readonly ticket: OrderTicket
  /** Undefined: like no other request. */
  readonly requestId: string | undefined
  readonly strategyId: string
}

/** @param ledger who places what, in this process or at all replicas */
export function createOrderPlacement(
  parts: Parts,
  ledger: PlacementLedger,
  log: AdapterLog,
  times: PlacementTimes,
): OrderPlacement {
  const { books, elapsed, directory, tellOthers } = parts
  const readAccount = createAccountReader(directory, parts)
  const readQuickly = createAccountReader(directory, parts, { isQuick: true })
  const watch = createPlacementWatch(parts, ledger, readAccount, log, times)
  const earlier = createEarlierOrders(parts, readAccount, times.arrivesWithinMs)

  /** Sends the order. Whatever happens, the ledger learns of it: settled, released, or left open while nobody knows. */
  const carryOut = async (
    attempt: Attempt,
    leave: Leave = FREELY,
    prepared = prepareOrder(parts, attempt),
  ): Promise<string> => {
    const { account, strategyId } = attempt
    const body = await prepared.catch(async (error) => {
      await ledger.release(strategyId)
      throw error
    })
    let instead: ReturnType<Leave['instead']>
    const mayLeave = (): boolean => {
      instead = leave.instead()
      return instead === undefined
    }
    try {
      const orderId = await sendOrder(parts, account, body, {
        mayLeave,
        deadlineMs: leave.endsAt - elapsed(),
      })
      await tellOthers(account.key)
      void ledger.settle(strategyId, { orderId })
      return orderId
    } catch (error) {
      return instead === undefined ? afterFailure(attempt, error) : instead()
    }
  }

  const afterFailure = async ({ account, strategyId }: Attempt, error: unknown): Promise<string> => {
    if (!(error instanceof BrokerError)) throw error
    if (wasNotLookedAt(error)) {
      await ledger.release(strategyId)
      throw error
    }
    if (!(error instanceof UpstreamError) || error.delivery !== 'unknown') {
      books.refused(account, strategyId, String(error.params.reason ?? ''))
      await tellOthers(account.key)
      void ledger.settle(strategyId, { refusal: error.code, params: error.params })
      throw error
    }
    const found = await watch.search(account, strategyId, error).catch((unknown: unknown) => {
      void ledger.lost(strategyId)
      throw unknown
    })
    return answer(found)
  }

  /**
   * Before sending what may have been sent already, by a process before this one or by another replica.
   * @param finding says whether it is there
   * @returns undefined when it certainly is not there @throws outcome_unknown when nobody can tell; request_id_reused
   */
  const lookUp = async (
    attempt: Attempt,
    finding: Promise<Placement | undefined>,
  ): Promise<PlacementOutcome | undefined> => {
    const { account, strategyId } = attempt
    try {
      const placed = await finding
      if (placed === undefined) return undefined
      await mustBeSame(parts, attempt, placed)
      const outcome = outcomeOf(placed)
      await forgetEverywhere(parts, account)
      void ledger.settle(strategyId, outcome)
      return outcome
    } catch (error) {
      await ledger.release(strategyId)
      throw isUnread(error) ? outcomeUnknown(strategyId, error) : error
    }
  }

  /** Looks and sends in one turn of this replica, so that nobody else sends it in between. */
  const carryOutInTurn = async (
    attempt: Attempt,
    unsure: Unsure,
    until = elapsed() + TURN_WITHIN_MS,
  ): Promise<string> => {
    const { account, strategyId } = attempt
    const { from, sendBy, holds } = unsure.nextTurn()
    if (from > until) {
      // It may be a repeat of what others have placed: that is not to be called unplaced.
      const now = readQuickly(account, elapsed())
      const there = await lookUp(attempt, earlier.findIn(account, strategyId, now))
      if (there !== undefined) return answer(there)
      await ledger.release(strategyId)
      throw new UpstreamError('no_turn', { delivery: 'not_sent', retryAfterMs: TURN_WITHIN_MS })
    }
    // Timers may be a millisecond early.
    await sleep(Math.max(0, Math.ceil(from - elapsed()) + 1))
    const prepared = prepareOrder(parts, attempt)
    prepared.catch(() => undefined)
    const reading = readQuickly(account, from)
    const found = await lookUp(attempt, earlier.findIn(account, strategyId, reading))
    if (found !== undefined) return answer(found)
    const nextTime = () => carryOutInTurn(attempt, unsure, until)
    const instead = () => (elapsed() <= sendBy && holds() ? undefined : nextTime)
    if (instead() !== undefined) return nextTime()
    const certain = await unsure.again()
    if (certain !== undefined) return follow(attempt, certain)
    return carryOut(attempt, { instead, endsAt: sendBy + TO_SHOW_MS }, prepared)
  }

  const leaveUnlessInDoubt = (attempt: Attempt, { doubt }: Mine): Leave => ({
    ...FREELY,
    instead() {
      const unsure = doubt()
      return unsure && (() => carryOutInTurn(attempt, unsure))
    },
  })

  /** Here somebody may be looking for it already. */
  const findLost = ({ account, strategyId }: Attempt): Promise<PlacementOutcome> =>
    watch.isLost(strategyId)
      ? watch.lookAgain(account, strategyId)
      : watch.search(account, strategyId, 'nobody knows what became of the order')

  const endElsewhere = async (attempt: Attempt, { outcome }: Elsewhere): Promise<string> => {
    const { account, strategyId } = attempt
    if (watch.isLost(strategyId)) return answer(await watch.lookAgain(account, strategyId))
    const deadline = elapsed() + WAIT_FOR_OTHERS_MS
    const end = await outcome(deadline)
    if (end === 'released') return begin(attempt)
    if (end === 'lost') return answer(await findLost(attempt))
    if (end !== undefined) return answer(end)
    // Whoever has claimed it cannot tell any more, and may have to wait for its turn.
    const patienceMs = elapsed() < deadline ? TURN_WITHIN_MS : undefined
    return answer(await watch.search(account, strategyId, 'another request is still open', patienceMs))
  }

  const follow = async (attempt: Attempt, verdict: Verdict): Promise<string> => {
    const { account, strategyId, requestId } = attempt
    switch (verdict.kind) {
      case 'reused':
        throw new BrokerError('request_id_reused')
      case 'too-many-open':
        throw new UpstreamError('too_busy', { delivery: 'not_sent' })
      case 'settled':
        return answer(verdict.outcome)
      case 'elsewhere':
        return endElsewhere(attempt, verdict)
      case 'unsure':
        return requestId === undefined ? carryOut(attempt) : carryOutInTurn(attempt, verdict)
      case 'mine': {
        if (requestId === undefined) return carryOut(attempt)
        const leave = leaveUnlessInDoubt(attempt, verdict)
        const found = await lookUp(attempt, earlier.find(account, strategyId, verdict))
        return found === undefined ? carryOut(attempt, leave) : answer(found)
      }
    }
  }

  const begin = async (attempt: Attempt): Promise<string> => {
    const { account, ticket, strategyId } = attempt
    return follow(attempt, await ledger.begin(account.key, strategyId, JSON.stringify(ticket)))
  }

  return {
    place: (account, ticket, requestId) =>
      begin({ account, ticket, requestId, strategyId: strategyIdOf(account.key, requestId) }),
    close: watch.close,
  }
}

/** An account that cannot be read tells nothing of the order. */
function isUnread(error: unknown): boolean {
  return error instanceof UpstreamError && error.code !== 'session_expired'
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
  { account, ticket }: Attempt,
  placed: Placement,
): Promise<void> {
  const known = await instruments.known(account, ticket.instrument)
  if (!isSameOrder(placed, ticket, known)) throw new BrokerError('request_id_reused')
}
