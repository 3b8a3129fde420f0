import { BrokerError } from '../../../src/broker/errors.ts'
import type { BudgetKey, Budgets, Haste } from '../budgets/route-budgets.ts'
import type { AdapterEvents } from '../options.ts'
import type { SharedTokens } from '../tokens/shared-tokens.ts'
import type { Http, HttpRequest } from './http.ts'
import { ROUTES, type Route, type RouteName } from './routes.ts'
import { UpstreamError } from './upstream-error.ts'

/** What every call to TradeLocker needs; one per process. */
export interface Upstream {
  readonly http: Http
  readonly budgets: Budgets
  readonly events: Pick<AdapterEvents, 'upstreamCall'>
  /** Undefined where no store is shared. */
  readonly sharedTokens?: SharedTokens | undefined
  /** Unix milliseconds; for dates and the life of tokens. */
  readonly clock: () => number
  /** Milliseconds of a clock that never jumps; for deadlines and pauses. */
  readonly elapsed: () => number
}

/** Kept free for the request itself: a write that starts with no time left would end in an unknown outcome. */
const TIME_TO_ANSWER_MS = { read: 1_000, write: 4_000 } as const
/** A read that is not answered by then is better asked again. */
const LONGEST_ANSWER_MS = { read: 5_000, write: 10_000 } as const
/** How long the edge blocks an address, when it does not say. */
const EDGE_PAUSE_MS = 60_000

/** See CallRequest; `deadline` by `elapsed`. */
interface Limits extends Haste {
  readonly deadline: number
  /** Milliseconds until then when the call began, before its token and earlier tries took some. */
  readonly wholeMs?: number
  readonly mayLeave?: (() => boolean) | undefined
}

/**
 * Makes one request when the budget allows it.
 * @param limits.deadline by `elapsed`: everything is over by then
 * @param limits.mayLeave see CallRequest
 * @throws UpstreamError; `too_busy` when the budget does not allow it in time, `no_turn` when it may not leave
 */
export function callOnce(
  { http, budgets, events, elapsed }: Upstream,
  key: BudgetKey,
  request: HttpRequest,
  { deadline, wholeMs = 0, mayLeave, ...haste }: Limits,
): Promise<unknown> {
  const { route } = request
  const { kind } = ROUTES[route]
  const remaining = Math.max(0, deadline - elapsed())
  const reserved = reservedOf(kind, kind === 'write' ? Math.max(remaining, wholeMs) : remaining)
  const task = async (onLeft: () => void) => {
    if (mayLeave?.() === false) throw new UpstreamError('no_turn', { delivery: 'not_sent' })
    const startedAt = elapsed()
    const deadlineMs = Math.min(LONGEST_ANSWER_MS[kind], deadline - startedAt)
    let outcome = 'ok'
    try {
      const answer = await http.send({
        ...request,
        deadlineMs,
        isUrgent: haste.urgent?.aborted === true,
        onLeft,
      })
      budgets.edgePassed(startedAt)
      return answer
    } catch (error) {
      outcome = error instanceof BrokerError ? error.code : 'error'
      pauseAfter(error, budgets, key, route)
      throw error
    } finally {
      events.upstreamCall({ route, outcome, durationMs: elapsed() - startedAt })
    }
  }
  return budgets.run(key, route, task, { deadlineMs: remaining - reserved, ...haste })
}

/** Until when a call may wait; by the same clock as its deadline. A read that starts late only leaves less time for its answer. */
export function latestStart(
  route: RouteName,
  { deadline, wholeMs }: { readonly deadline: number; readonly wholeMs: number },
): number {
  return ROUTES[route].kind === 'write' ? deadline - reservedOf('write', wholeMs) : deadline
}

function reservedOf(kind: Route['kind'], ms: number): number {
  return Math.min(TIME_TO_ANSWER_MS[kind], ms / 2)
}

/** What the answer forbids for a while, nobody tries. */
function pauseAfter(error: unknown, budgets: Budgets, key: BudgetKey, route: RouteName): void {
  if (isBlock(route, error)) budgets.edgeBlocked(error.retryAfterMs ?? EDGE_PAUSE_MS)
  else if (isThrottled(error)) budgets.pause(key, route, error.retryAfterMs ?? 0)
}

/**
 * The edge shuts out this address. A 403 in place of a login says less: it may be what somebody typed as a password that
 * the edge dislikes, and that must not stop everybody else. A refresh holds nothing that anybody typed.
 */
function isBlock(route: RouteName, error: unknown): error is UpstreamError {
  if (!(error instanceof UpstreamError) || !error.edge) return false
  return error.status === 429 || route !== 'getJWTTokens'
}

/** TradeLocker itself refuses more calls of this kind. */
function isThrottled(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.status === 429 && !error.edge
}
