import { BrokerError } from '../../src/broker/errors.ts'
import type { Http, HttpRequest } from './http.ts'
import type { AdapterEvents } from './options.ts'
import type { BudgetKey, Budgets } from './route-budgets.ts'
import { ROUTES } from './routes.ts'

/** What every call to TradeLocker needs; one per process. */
export interface Upstream {
  readonly http: Http
  readonly budgets: Budgets
  readonly events: Pick<AdapterEvents, 'upstreamCall'>
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Kept free for the request itself: a write that starts with no time left would end in an unknown outcome. */
const TIME_TO_ANSWER_MS = { read: 1_000, write: 4_000 } as const

/**
 * Makes one request when the budget allows it.
 * @param deadline Unix milliseconds by which everything is over
 * @throws UpstreamError; `too_busy` when the budget does not allow it in time
 */
export function callOnce(
  { http, budgets, events, clock }: Upstream,
  key: BudgetKey,
  request: HttpRequest,
  deadline: number,
): Promise<unknown> {
  const remaining = Math.max(0, deadline - clock())
  const reserved = Math.min(TIME_TO_ANSWER_MS[ROUTES[request.route].kind], remaining / 2)
  const task = async () => {
    const startedAt = clock()
    let outcome = 'ok'
    try {
      return await http.send({ ...request, deadlineMs: deadline - startedAt })
    } catch (error) {
      outcome = error instanceof BrokerError ? error.code : 'error'
      throw error
    } finally {
      events.upstreamCall({ route: request.route, outcome, durationMs: clock() - startedAt })
    }
  }
  return budgets.run(key, request.route, task, { deadlineMs: remaining - reserved })
}
