import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CallWindow } from '../../../../adapters/tradelocker/budgets/call-window.ts'
import type { RateLimit } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'

/*
 * Two replicas that count limits together, under one ceiling over all users.
 */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MAX_RPS = 40
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface Started {
  readonly user: string
  readonly route: RouteName
  readonly at: number
}

/** @param storeMs how long the store takes to answer */
function twoReplicas(storeMs: number, maxRps = MAX_RPS) {
  const elapsed = () => performance.now()
  const windows = new Map<string, CallWindow>()
  const permit = async (lane: string, limit: RateLimit): Promise<number> => {
    await pause(storeMs / 2)
    const window = windows.get(lane) ?? new CallWindow(limit)
    windows.set(lane, window)
    const waitMs = window.opensAt(elapsed()) - elapsed()
    if (waitMs <= 0) window.take(elapsed())
    await pause(storeMs / 2)
    return Math.max(0, waitMs)
  }
  const replicas = [0, 1].map((place) => {
    const ofTwo = () => ({ count: 2, place })
    return createBudgets({ scope: 'user', headroom: 0.9, maxRps, replicas: ofTwo, elapsed, permit })
  })
  const started: Started[] = []
  const call = (replica: number, user: string, route: RouteName) =>
    replicas[replica]?.run(
      { user },
      route,
      async (left) => {
        left()
        started.push({ user, route, at: elapsed() })
      },
      { deadlineMs: 10_000 },
    )
  /** Polls as fast as it may, in both replicas. */
  const poll = async (user: string, route: RouteName, until: number): Promise<void> => {
    const one = async (replica: number): Promise<void> => {
      while (elapsed() < until) await call(replica, user, route)?.catch(() => pause(100))
    }
    await Promise.all([one(0), one(1)])
  }
  return { started, call, poll, elapsed, close: () => replicas.forEach((each) => void each.close()) }
}

function densest(times: readonly number[], intervalMs: number): number {
  const end = intervalMs - 1e-6
  return Math.max(0, ...times.map((from) => times.filter((at) => from <= at && at < from + end).length))
}

it.each([2, 40])(
  'use at least 95 percent of it and never more, when the store takes %i ms',
  async (storeMs) => {
    const { started, call, poll, elapsed, close } = twoReplicas(storeMs)
    const from = elapsed()
    const until = from + 20_000
    const routes: RouteName[] = ['getOrders', 'getPositions', 'getState', 'getQuotes']
    const users = Array.from({ length: 30 }, (_, i) => `user ${i}`)
    for (const user of users) for (const route of routes) void poll(user, route, until)
    await vi.advanceTimersByTimeAsync(10_000)
    // However many wait, who wants to get out goes next.
    const closedAt = elapsed()
    await Promise.all([
      call(0, 'user 7', 'closePosition'),
      call(1, 'user 8', 'closePosition'),
      vi.advanceTimersByTimeAsync(500),
    ])
    const closes = started.filter(({ route }) => route === 'closePosition')
    expect(closes).toHaveLength(2)
    for (const { at } of closes) expect(at - closedAt).toBeLessThanOrEqual(100 + 2 * storeMs)
    await vi.advanceTimersByTimeAsync(9_500)
    const times = started.filter(({ at }) => at < until).map(({ at }) => at)
    expect(densest(times, 1_000)).toBeLessThanOrEqual(MAX_RPS)
    expect(times.length).toBeGreaterThanOrEqual(0.95 * MAX_RPS * 20)
    for (const user of users) {
      const orders = started.filter((one) => one.user === user && one.route === 'getOrders')
      // A permit is used within the time the store takes to tell it, and at once.
      expect(
        densest(
          orders.map(({ at }) => at),
          1_000 / 0.9 - storeMs,
        ),
      ).toBeLessThanOrEqual(1)
    }
    // Users take turns in each replica.
    const counts = users.map((user) => started.filter((one) => one.user === user).length)
    expect(Math.max(...counts)).toBeLessThanOrEqual(1.5 * Math.min(...counts))
    close()
    await vi.advanceTimersByTimeAsync(20_000)
  },
)

it.each([3, 5])(
  'use nearly all of one that they cannot divide evenly, and never more: %i a second',
  async (maxRps) => {
    const { started, poll, elapsed, close } = twoReplicas(2, maxRps)
    const until = elapsed() + 20_000
    for (const user of ['user 1', 'user 2', 'user 3', 'user 4', 'user 5', 'user 6', 'user 7'])
      void poll(user, 'getOrders', until)
    await vi.advanceTimersByTimeAsync(20_000)
    const times = started.filter(({ at }) => at < until).map(({ at }) => at)
    expect(densest(times, 1_000)).toBeLessThanOrEqual(maxRps)
    expect(times.length).toBeGreaterThanOrEqual(0.95 * maxRps * 20)
    close()
    await vi.advanceTimersByTimeAsync(20_000)
  },
)
