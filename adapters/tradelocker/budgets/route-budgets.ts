import { LRUCache } from 'lru-cache'
import type { AdapterLog, RateLimitScope } from '../options.ts'
import { CHANGED_PRIORITY, ROUTES, type RouteName, URGENT_PRIORITY } from '../transport/routes.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import type { LaneLimit } from './allowance.ts'
import { Lane } from './budget-lane.ts'
import { EdgeBackoff } from './edge-backoff.ts'
import { HostGate, type HostGateOptions } from './host-gate.ts'
import { Kept } from './kept.ts'
import {
  bothLimits,
  PUBLISHED_RATE_LIMITS,
  type RateLimit,
  type RateLimits,
  type RateLimitType,
  UNPUBLISHED_ROUTE_LIMIT,
} from './rate-limits.ts'

/** Who makes the call; which part counts depends on the configured scope. */
export interface BudgetKey {
  /** Unique over all servers. */
  readonly user: string
  readonly accNum?: string | undefined
}

/** How soon a read is wanted. */
export interface Haste {
  /** Aborted, now or later: somebody's order or change waits for the answer, so it goes as one. */
  readonly urgent?: AbortSignal | undefined
  /** It shows what somebody has just changed: it goes before what is only shown again. */
  readonly afterChange?: boolean | undefined
}

/** Of a read that an order or change waits for from the start. */
export const URGENT: Haste = { urgent: AbortSignal.abort() }

export interface BudgetOptions {
  readonly scope: RateLimitScope
  /** Share of the published limits that is used, e.g. 0.9. */
  readonly headroom: number
  /** Ceiling over all users, in requests per second. */
  readonly maxRps: number | undefined
  /** The processes that divide that ceiling among them; by default this one alone has it. */
  readonly replicas?: HostGateOptions['replicas']
  /** Milliseconds of a clock that never jumps: the one that calls are timed by. */
  readonly elapsed: () => number
  /** From 0 to 1; spreads pauses. */
  readonly random?: () => number
  readonly log?: AdapterLog
  /** A call was refused because it could not start in time. */
  readonly onRefused?: (route: RouteName) => void
  /** TradeLocker answered 429: the limits may have changed. */
  readonly onThrottled?: (key: BudgetKey) => void
  /**
   * Asked before a call, when other processes use the same limits.
   * @param lane the limit's name, the same in every process
   * @param isUrgent a user's action waits for it
   * @returns 0, or milliseconds until it may be asked again; it never rejects
   */
  readonly permit?: (lane: string, limit: RateLimit, isUrgent: boolean) => Promise<number>
}

export interface Budgets {
  /**
   * Runs `task` when the limits allow, more important routes first. One run stands for exactly one request; the task tells
   * when that leaves this process (`left`). Until it has left or ended, it takes a place of its limit.
   * @param limits.deadlineMs how long it may wait, in milliseconds from now
   * @throws UpstreamError `too_busy` (not sent) when it cannot start in time; the task then never runs
   */
  run<T>(
    key: BudgetKey,
    route: RouteName,
    task: (left: () => void) => Promise<T>,
    limits: Haste & { readonly deadlineMs: number },
  ): Promise<T>
  /** Counts a call that something else has kept for too long, like one the limits do not allow in time. @returns its error */
  refuse(key: BudgetKey, route: RouteName): UpstreamError
  /** How many calls of a route are made at most, headroom taken off. */
  paceOf(key: BudgetKey, route: RouteName): RateLimit
  /**
   * Takes over what /trade/config says for an account, also for calls that wait already. Where a user's accounts share limits,
   * all of theirs are kept; where all users do, the latest.
   */
  configure(key: BudgetKey, rateLimits: RateLimits): void
  /** TradeLocker answered 429: starts nothing on this route's queue for `ms`. */
  pause(key: BudgetKey, route: RouteName, ms: number): void
  /**
   * The edge blocks this address: starts nothing at all for `ms`, longer when it blocks again and again.
   */
  edgeBlocked(ms: number): void
  /** A call that started at `startedAt` (by `elapsed`) was not blocked. */
  edgePassed(startedAt: number): void
  close(): void
}

const UNPUBLISHED = withHeadroom(UNPUBLISHED_ROUTE_LIMIT, 1)

const SWEEP_MS = 30_000
const MAX_CONFIGURED = 50_000
/**
 * Changes one user may have under way where all users share a limit: more than a hand can ask for, and so few that who floods
 * a limit with orders leaves room for others, who may want to get out.
 */
const MOST_CHANGES_EACH = 10
const TOO_MANY_MS = 2_000

/** TradeLocker's limits, kept before it has to enforce them. */
export function createBudgets(options: BudgetOptions): Budgets {
  const { scope, headroom, maxRps, replicas, log, onRefused, onThrottled, permit } = options
  const { elapsed, random = Math.random } = options
  const gate = new HostGate({ maxRps, replicas, elapsed })
  const edge = new EdgeBackoff(random)
  const lanes = new Kept<Lane>((lane) => lane.isIdle)
  /** By whose limits they are, then by account. */
  const configured = new LRUCache<string, Map<string, RateLimits>>({ max: MAX_CONFIGURED })
  const sweep = setInterval(() => lanes.dropIdle(), SWEEP_MS).unref()

  const published = (key: BudgetKey, type: RateLimitType): LaneLimit => {
    const all = configured.get(ownerOf(scope, key))?.values() ?? []
    const told = [...all].flatMap((limits) => limits.get(type) ?? [])
    const limit = told.length > 0 ? told.reduce(bothLimits) : PUBLISHED_RATE_LIMITS.get(type)
    return withHeadroom(limit ?? UNPUBLISHED_ROUTE_LIMIT, headroom)
  }

  const limitOf = (key: BudgetKey, route: RouteName): LaneLimit => {
    const type = ROUTES[route].rateLimitType
    return type === undefined ? UNPUBLISHED : published(key, type)
  }

  const laneOf = (key: BudgetKey, route: RouteName): Lane => {
    const type = ROUTES[route].rateLimitType
    // Routes without a published limit are always counted per user: the modest default is meant so.
    const name = `${ownerOf(type === undefined ? 'user' : scope, key)}|${type ?? route}`
    const known = lanes.get(name)
    if (known !== undefined) return known
    const owner = scope === 'gateway' ? name : key.user
    const lane = new Lane({
      limit: limitOf(key, route),
      owner,
      gate,
      elapsed,
      permit: permit && ((now, isUrgent) => permit(name, now, isUrgent)),
    })
    lanes.set(name, lane)
    return lane
  }

  const changes = new Map<string, number>()

  /** Counts a change of a user's while all share its limit. @throws UpstreamError too_busy */
  const inShare = async <T>({ user }: BudgetKey, route: RouteName, work: () => Promise<T>): Promise<T> => {
    const { kind, rateLimitType } = ROUTES[route]
    if (scope !== 'gateway' || kind === 'read' || rateLimitType === undefined) return work()
    const name = JSON.stringify([user, rateLimitType])
    const count = changes.get(name) ?? 0
    if (count >= MOST_CHANGES_EACH) throw tooManyOwn()
    changes.set(name, count + 1)
    try {
      return await work()
    } finally {
      const left = (changes.get(name) ?? 1) - 1
      if (left > 0) changes.set(name, left)
      else changes.delete(name)
    }
  }

  return {
    async run(key, route, task, { deadlineMs, urgent, afterChange = false }) {
      const usual = ROUTES[route].priority
      const priority = afterChange ? Math.max(usual, CHANGED_PRIORITY) : usual
      const raised = urgent && { by: urgent, to: Math.max(priority, URGENT_PRIORITY) }
      const job = { task, owner: key.user, priority, deadlineMs, raised }
      try {
        return await inShare(key, route, () => laneOf(key, route).run(job))
      } catch (error) {
        if (error instanceof UpstreamError && error.code === 'too_busy') onRefused?.(route)
        throw error
      }
    },
    refuse(key, route) {
      onRefused?.(route)
      return laneOf(key, route).tooBusy(ROUTES[route].priority, key.user)
    },
    paceOf: (key, route) => limitOf(key, route).kept,
    configure(key, rateLimits) {
      const owner = ownerOf(scope, key)
      const all = configured.get(owner) ?? new Map<string, RateLimits>()
      configured.set(owner, all.set(scope === 'gateway' ? '' : (key.accNum ?? ''), rateLimits))
      for (const type of rateLimits.keys()) lanes.get(`${owner}|${type}`)?.setLimit(published(key, type))
    },
    pause(key, route, ms) {
      log?.warn('TradeLocker refuses more calls for now; the queue of this route pauses.', { route, ms })
      laneOf(key, route).pause(ms)
      onThrottled?.(key)
    },
    edgeBlocked(ms) {
      const pauseMs = Math.round(edge.blocked(elapsed(), ms))
      log?.warn('The edge network refuses more calls from this address; all calls pause.', { ms: pauseMs })
      gate.pause(pauseMs)
    },
    edgePassed: (startedAt) => edge.passed(startedAt),
    close() {
      clearInterval(sweep)
      gate.close()
      for (const lane of lanes.values()) lane.close()
      lanes.clear()
    },
  }
}

function tooManyOwn(): UpstreamError {
  return new UpstreamError('too_busy', {
    delivery: 'not_sent',
    params: { seconds: TOO_MANY_MS / 1_000 },
    retry: 'after',
    retryAfterMs: TOO_MANY_MS,
  })
}

/** Fewer calls by a longer window, not by a smaller count: 90 % of one call per second must not become none. */
function withHeadroom(published: RateLimit, headroom: number): LaneLimit {
  const { limit, intervalMs } = published
  return { published, kept: { limit, intervalMs: Math.ceil(intervalMs / headroom) } }
}

function ownerOf(scope: RateLimitScope, { user, accNum = '' }: BudgetKey): string {
  if (scope === 'user') return JSON.stringify([user])
  return scope === 'account' ? JSON.stringify([user, accNum]) : ''
}
