import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimit, RateLimitType } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { densest, excess, run, saturating, started, USERS } from './planned-calls.ts'

/** Budgets of which more is asked than there is, on a fake clock. */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('under saturation', () => {
  it.each([
    { limit: 1, intervalMs: 1_000, headroom: 0.9 },
    { limit: 5, intervalMs: 1_000, headroom: 0.9 },
    { limit: 4, intervalMs: 2_000, headroom: 0.7 },
    { limit: 60, intervalMs: 60_000, headroom: 1 },
  ])('of a limit at least 95 percent is used: %j', async ({ limit, intervalMs, headroom }) => {
    const limits = new Map<RateLimitType, RateLimit>([['GET_ORDERS', { limit, intervalMs }]])
    const plan = Array.from({ length: 190 }, () => saturating('ann', 'getOrders', 600_000))
    const calls = await run({ headroom, maxRps: undefined, limits }, plan)
    const times = started(calls)
    const span = Math.max(...times)
    const used = times.filter((at) => at < span).length
    expect(used).toBeGreaterThanOrEqual(0.95 * span * ((limit * headroom) / intervalMs))
  })

  it.each([
    { limit: 1, answerMs: 40 },
    { limit: 5, answerMs: 100 },
    { limit: 1, answerMs: 200 },
    { limit: 5, answerMs: 200 },
    { limit: 10, answerMs: 600 },
  ])(
    'also when answers take their time, as far as arrivals can be told: $limit, $answerMs ms',
    async (given) => {
      const { limit, answerMs } = given
      const limits = new Map<RateLimitType, RateLimit>([['GET_ORDERS', { limit, intervalMs: 1_000 }]])
      const there = answerMs / 2
      const plan = Array.from({ length: 190 }, () => ({
        ...saturating('ann', 'getOrders', 600_000),
        there,
        back: there,
      }))
      const times = started(await run({ headroom: 0.9, maxRps: undefined, limits }, plan))
      const span = Math.min(50_000, Math.max(...times))
      const intervalMs = Math.max(1_000 / 0.9, 1_000 + answerMs)
      expect(times.filter((at) => at < span).length).toBeGreaterThanOrEqual(
        (0.95 * span * limit) / intervalMs,
      )
    },
  )

  it('of whatever limit, as long as answers take no longer than its headroom', async () => {
    const limited = fc.record({
      limit: fc.integer({ min: 1, max: 20 }),
      intervalMs: fc.constantFrom(500, 1_000, 2_000, 5_000),
      headroom: fc.constantFrom(0.5, 0.7, 0.9, 1),
      /** Share of the headroom that answers take. */
      answers: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    await fc.assert(
      fc.asyncProperty(limited, async ({ limit, intervalMs, headroom, answers }) => {
        const way = Math.floor((answers * (intervalMs / headroom - intervalMs)) / 2)
        const plan = Array.from({ length: 190 }, () => ({
          ...saturating('ann', 'getOrders', 600_000),
          there: way,
          back: way,
        }))
        const limits = new Map<RateLimitType, RateLimit>([['GET_ORDERS', { limit, intervalMs }]])
        const times = started(await run({ headroom, maxRps: undefined, limits }, plan))
        const span = Math.max(...times)
        expect(span).toBeGreaterThan(0)
        expect(times.filter((at) => at < span).length).toBeGreaterThanOrEqual(
          (0.95 * span * limit * headroom) / intervalMs,
        )
        expect(excess(times, limit, intervalMs / headroom)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it.each([3, 10, 97, 200])(
    'of a ceiling of %i calls a second at least 95 percent is used',
    async (maxRps) => {
      const limits = new Map<RateLimitType, RateLimit>([
        ['GET_ORDERS', { limit: 1_000, intervalMs: 1_000 }],
        ['QUOTES', { limit: 1_000, intervalMs: 1_000 }],
      ])
      const routes: RouteName[] = ['getOrders', 'getQuotes']
      const plan = USERS.flatMap((user) =>
        routes.flatMap((route) => Array.from({ length: 190 }, () => saturating(user, route, 600_000))),
      )
      const times = started(await run({ headroom: 1, maxRps, limits }, plan))
      const span = Math.min(50_000, Math.max(...times))
      expect(times.filter((at) => at < span).length).toBeGreaterThanOrEqual(0.95 * (span / 1_000) * maxRps)
      expect(densest(times, 1_000)).toBeLessThanOrEqual(maxRps)
    },
  )

  it('users take turns, however many calls each of them has waiting', async () => {
    const limits = new Map<RateLimitType, RateLimit>([['QUOTES', { limit: 1_000, intervalMs: 1_000 }]])
    const greedy = Array.from({ length: 100 }, () => saturating('ann', 'getQuotes', 60_000))
    const modest = ['bob', 'cho', 'dan'].flatMap((user) =>
      Array.from({ length: 5 }, () => saturating(user, 'getQuotes', 60_000)),
    )
    const calls = await run({ headroom: 1, maxRps: 10, limits }, [...greedy, ...modest])
    const order = calls
      .filter(({ startedAt }) => startedAt !== undefined)
      .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
      .map(({ user }) => user)
    // Ann's first two had started before anybody else came.
    const rounds = [2, 6, 10, 14, 18].map((at) => new Set(order.slice(at, at + 4)))
    expect(rounds).toEqual(rounds.map(() => new Set(USERS)))
  })

  it('every kind of read gets its share of the ceiling, none starves', async () => {
    const limits = new Map<RateLimitType, RateLimit>(
      (['GET_ORDERS', 'QUOTES', 'QUOTES_HISTORY'] as const).map((type) => [
        type,
        { limit: 1_000, intervalMs: 1_000 },
      ]),
    )
    const routes: RouteName[] = ['getOrders', 'getQuotes', 'getHistory']
    const plan = routes.flatMap((route) =>
      Array.from({ length: 150 }, () => saturating('ann', route, 60_000)),
    )
    const calls = await run({ headroom: 1, maxRps: 10, limits }, plan)
    const inTime = calls.filter(({ startedAt }) => startedAt !== undefined && startedAt < 14_000)
    const counts = routes.map((route) => inTime.filter((call) => call.route === route).length)
    expect(inTime).toHaveLength(140)
    for (const [index, share] of [80, 40, 20].entries()) {
      expect(Math.abs((counts[index] ?? 0) - share)).toBeLessThanOrEqual(3)
    }
  })
})
