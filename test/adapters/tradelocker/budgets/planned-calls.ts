import { vi } from 'vitest'
import type { RateLimit, RateLimitType } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'

/** Calls that arrive at budgets by a plan, on a fake clock. */

export interface Arrival {
  readonly after: number
  readonly user: string
  readonly route: RouteName
  readonly deadlineMs: number
  /**
   * Milliseconds from the start until the request leaves a process that may stand still, from then until TradeLocker counts
   * the call, and from then until its answer is here.
   */
  readonly away: number
  readonly there: number
  readonly back: number
}

export interface Call extends Arrival {
  readonly arrivedAt: number
  startedAt: number | undefined
  /** When TradeLocker counted it. */
  countedAt: number | undefined
  /** When it was refused. */
  refusedAt: number | undefined
}

interface Setting {
  readonly headroom: number
  readonly maxRps: number | undefined
  readonly limits: ReadonlyMap<RateLimitType, RateLimit>
}

export const USERS = ['ann', 'bob', 'cho', 'dan']

/** Not by node:timers/promises, whose clock is not the fake one. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets the calls arrive and waits until all of them are settled. */
export async function run({ headroom, maxRps, limits }: Setting, plan: readonly Arrival[]): Promise<Call[]> {
  const epoch = performance.now()
  const elapsed = () => performance.now() - epoch
  const budgets = createBudgets({ scope: 'user', headroom, maxRps, elapsed })
  for (const user of USERS) budgets.configure({ user }, limits)
  const calls: Call[] = []
  for (const arrival of plan) {
    await vi.advanceTimersByTimeAsync(arrival.after)
    const call: Call = {
      ...arrival,
      arrivedAt: elapsed(),
      startedAt: undefined,
      countedAt: undefined,
      refusedAt: undefined,
    }
    calls.push(call)
    const task = async (left: () => void) => {
      call.startedAt = elapsed()
      call.countedAt = elapsed() + call.away + call.there
      if (call.away > 0) await pause(call.away)
      left()
      if (call.there + call.back > 0) await pause(call.there + call.back)
    }
    const refused = () => {
      call.refusedAt = elapsed()
    }
    void budgets.run({ user: call.user }, call.route, task, call).catch(refused)
  }
  await vi.advanceTimersByTimeAsync(60_000)
  budgets.close()
  return calls
}

export const started = (calls: readonly Call[]) => calls.flatMap(({ startedAt }) => startedAt ?? [])

/** The most starts in any window of this length. */
export function densest(times: readonly number[], intervalMs: number): number {
  // Starts are at fractions of a millisecond that add up differently from their differences.
  const end = intervalMs - 1e-6
  return Math.max(0, ...times.map((from) => times.filter((t) => from <= t && t < from + end).length))
}

/** By how many calls some window, short or long, holds more than the limit for every interval it reaches into. */
export function excess(times: readonly number[], limit: number, intervalMs: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  const over = sorted.flatMap((from, first) =>
    sorted.slice(first).map((to, more) => {
      const intervals = 1 + Math.floor((to - from + 1e-6) / intervalMs)
      return more + 1 - limit * intervals
    }),
  )
  return Math.max(0, ...over)
}

export const saturating = (user: string, route: RouteName, deadlineMs: number): Arrival => ({
  after: 0,
  user,
  route,
  deadlineMs,
  away: 0,
  there: 0,
  back: 0,
})
