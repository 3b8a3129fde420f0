import { LRUCache } from 'lru-cache'
import { Lane } from './budget-lane.ts'
import type { AdapterLog, RateLimitScope } from './options.ts'
import {
  PUBLISHED_RATE_LIMITS,
  type RateLimit,
  type RateLimits,
  UNPUBLISHED_ROUTE_LIMIT,
} from './rate-limits.ts'
import { ROUTES, type RouteName } from './routes.ts'

/** Who makes the call; which part counts depends on the configured scope. */
export interface BudgetKey {
  /** Unique over all servers. */
  readonly user: string
  readonly accNum?: string | undefined
}

export interface BudgetOptions {
  readonly scope: RateLimitScope
  /** Share of the published limits that is used, e.g. 0.9. */
  readonly headroom: number
  /** Ceiling over all users, in requests per second. */
  readonly maxRps: number | undefined
  /** Unix milliseconds. */
  readonly clock: () => number
  readonly log?: AdapterLog
}

export interface Budgets {
  /**
   * Runs `task` when the limits allow, more important routes first. One run stands for exactly one request.
   * @param limits.deadlineMs how long it may wait, in milliseconds from now
   * @throws UpstreamError `too_busy` (not sent) when it cannot start in time; the task then never runs
   */
  run<T>(
    key: BudgetKey,
    route: RouteName,
    task: () => Promise<T>,
    limits: { readonly deadlineMs: number },
  ): Promise<T>
  /** Takes over what /trade/config says for a user. */
  configure(user: string, rateLimits: RateLimits): void
  /** Starts nothing on this route's queue for `ms`. */
  pause(key: BudgetKey, route: RouteName, ms: number): void
  /** Starts nothing at all for `ms`: the edge blocks by address, whoever the user is. */
  pauseHost(ms: number): void
  close(): void
}

const MAX_WAITING = 200
const MAX_WAITING_HOST = 5_000

/** Longer than any limit's window and any pause: a lane that rested for so long has nothing to remember. */
const IDLE_MS = 15 * 60_000
const SWEEP_MS = 60_000
const MAX_LANES = 50_000

/** TradeLocker's limits, kept before it has to enforce them. */
export function createBudgets({ scope, headroom, maxRps, clock, log }: BudgetOptions): Budgets {
  const hostLimit = maxRps === undefined ? undefined : { limit: maxRps, intervalMs: 1_000 }
  const host = new Lane({ limit: hostLimit, maxWaiting: MAX_WAITING_HOST, clock })
  const lanes = new LRUCache<string, Lane>({ max: MAX_LANES, ttl: IDLE_MS, updateAgeOnGet: true })
  const configured = new LRUCache<string, RateLimits>({ max: MAX_LANES })
  const sweep = setInterval(() => lanes.purgeStale(), SWEEP_MS).unref()

  const configKey = (user: string) => (scope === 'gateway' ? '' : user)

  const limitOf = (user: string, route: RouteName): RateLimit => {
    const type = ROUTES[route].rateLimitType
    if (type === undefined) return UNPUBLISHED_ROUTE_LIMIT
    const limits = configured.get(configKey(user)) ?? PUBLISHED_RATE_LIMITS
    return withHeadroom(limits.get(type) ?? UNPUBLISHED_ROUTE_LIMIT, headroom)
  }

  const laneOf = (key: BudgetKey, route: RouteName): Lane => {
    const limit = limitOf(key.user, route)
    const name = `${ownerOf(scope, key, route)}|${ROUTES[route].rateLimitType ?? route}`
    const known = lanes.get(name)
    if (known !== undefined) {
      known.setLimit(limit)
      return known
    }
    const lane = new Lane({ limit, maxWaiting: MAX_WAITING, clock })
    lanes.set(name, lane)
    return lane
  }

  return {
    run(key, route, task, { deadlineMs }) {
      const { priority } = ROUTES[route]
      const deadline = clock() + deadlineMs
      const enterLane = () =>
        laneOf(key, route).run({ task, priority, deadlineMs: Math.max(0, deadline - clock()) })
      return host.run({ task: enterLane, priority, deadlineMs })
    },
    configure(user, rateLimits) {
      configured.set(configKey(user), rateLimits)
    },
    pause(key, route, ms) {
      log?.warn('TradeLocker refuses more calls for now; the queue of this route pauses.', { route, ms })
      laneOf(key, route).pause(ms)
    },
    pauseHost(ms) {
      log?.warn('The edge network refuses more calls from this address; all calls pause.', { ms })
      host.pause(ms)
    },
    close() {
      clearInterval(sweep)
      host.close()
      for (const lane of lanes.values()) lane.close()
      lanes.clear()
    },
  }
}

/** Fewer calls by a longer window, not by a smaller count: 90 % of one call per second must not become none. */
function withHeadroom({ limit, intervalMs }: RateLimit, headroom: number): RateLimit {
  return { limit, intervalMs: Math.ceil(intervalMs / headroom) }
}

/** Routes without a published limit are always counted per user: the modest default is meant so. */
function ownerOf(scope: RateLimitScope, { user, accNum = '' }: BudgetKey, route: RouteName): string {
  if (scope === 'user' || ROUTES[route].rateLimitType === undefined) return JSON.stringify([user])
  return scope === 'account' ? JSON.stringify([user, accNum]) : ''
}
