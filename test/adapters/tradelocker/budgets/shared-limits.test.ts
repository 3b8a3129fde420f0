import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimit } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { failureOf } from '../transport/loopback.ts'
import { ann, bob, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a limit that all users share', () => {
  it('is not used up by one user who floods it with orders: others get theirs in soon after', async () => {
    const { call, started, refused } = setUp({ scope: 'gateway' })
    const flood = Promise.allSettled(
      Array.from({ length: 500 }, () => call(ann, 'placeOrder', 'ann', 10_000)),
    )
    const others = [call(bob, 'placeOrder', 'bob', 10_000), call(bob, 'closePosition', 'bob', 10_000)]
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await Promise.all(others)).toEqual(['bob', 'bob'])
    expect((await flood).filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(refused).toHaveLength(490)
    expect(Math.max(...started.filter(({ label }) => label === 'bob').map(({ at }) => at))).toBeLessThan(
      3_000,
    )
    // What has ended does not count any more.
    const later = Promise.all(Array.from({ length: 10 }, () => call(ann, 'placeOrder', 'ann', 15_000)))
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await later).toHaveLength(10)
  })

  it('is had in turns, however many symbols one user reads', async () => {
    const { call, started } = setUp({ scope: 'gateway' })
    const many = Array.from({ length: 60 }, () => call(ann, 'getQuotes', 'ann'))
    const few = Array.from({ length: 3 }, () => call(bob, 'getQuotes', 'bob'))
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all([...many, ...few])
    // The first ten were under way when bob came.
    expect(started.slice(10, 16).map(({ label }) => label)).toEqual([
      'ann',
      'bob',
      'ann',
      'bob',
      'ann',
      'bob',
    ])
  })

  it('has room for everybody who waits: who has most of it waiting gives way, and nobody who would have as much', async () => {
    const { call, refused, budgets } = setUp({ scope: 'gateway' })
    const hour = 3_600_000
    const ended = (error: { code: string }) => error.code
    const many = Array.from({ length: 201 }, () => call(ann, 'getOrders', 'ann', hour).catch(ended))
    const few = Array.from({ length: 2 }, () => call(bob, 'getOrders', 'bob', hour))
    expect(await Promise.all(many.slice(-2))).toEqual(['too_busy', 'too_busy'])
    expect(await failureOf(call(ann, 'getOrders', 'ann', hour))).toMatchObject({ code: 'too_busy' })
    await vi.advanceTimersByTimeAsync(4_000)
    expect(await Promise.all(few)).toEqual(['bob', 'bob'])
    expect(refused).toHaveLength(3)
    budgets.close()
    await Promise.all(many)
  })

  it('lets nobody wait for a turn that comes too late, and refuses nobody whose turn comes in time', async () => {
    const { call, started } = setUp({ scope: 'gateway' })
    const many = Array.from({ length: 20 }, () => call(ann, 'getOrders', 'ann', 60_000))
    const bobs = [call(bob, 'getOrders', 'bob', 2_100), call(bob, 'getOrders', 'bob', 4_100)]
    const late = failureOf(call(bob, 'getOrders', 'late', 5_900))
    expect(await late).toMatchObject({ code: 'too_busy', params: { seconds: 6 } })
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all([...many, ...bobs])
    expect(started.filter(({ label }) => label === 'bob').map(({ at }) => at)).toEqual([2_000, 4_000])
  })
})

interface Arrival {
  readonly after: number
  readonly user: string
  readonly route: RouteName
}

interface Call extends Arrival {
  readonly arrivedAt: number
  startedAt: number
}

const priorityOf = ({ route }: Arrival) => ROUTES[route].priority

const USERS = ['ann', 'bob', 'cho', 'dan']
/** Users who ask for different amounts: half of all calls are one's own. */
const arrivals = (routes: readonly RouteName[]) =>
  fc.array(
    fc.record({
      after: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(400)),
      user: fc.oneof(fc.constant('ann'), fc.constantFrom(...USERS)),
      route: fc.constantFrom(...routes),
    }),
    { minLength: 1, maxLength: 60 },
  )

/** Lets the calls arrive at one shared limit and waits until all have started. @returns them in the order of their starts */
async function run(routes: readonly RouteName[], published: RateLimit, plan: readonly Arrival[]) {
  const { budgets, call } = setUp({ scope: 'gateway' })
  const types = routes.flatMap((route) => ROUTES[route].rateLimitType ?? [])
  budgets.configure({ user: '' }, new Map(types.map((type) => [type, published])))
  const calls: Call[] = []
  const order: Call[] = []
  for (const arrival of plan) {
    await vi.advanceTimersByTimeAsync(arrival.after)
    const one: Call = { ...arrival, arrivedAt: performance.now(), startedAt: Number.POSITIVE_INFINITY }
    calls.push(one)
    void call({ user: one.user }, one.route, one.user, 600_000, undefined, () => {
      one.startedAt = performance.now()
      order.push(one)
    })
  }
  await vi.advanceTimersByTimeAsync(200_000)
  budgets.close()
  expect(order).toHaveLength(plan.length)
  return { calls, order }
}

describe('with arrivals at random at a limit that all users share', () => {
  const limits = fc.record({ limit: fc.integer({ min: 1, max: 4 }), intervalMs: fc.constantFrom(500, 1_000) })
  /** Those who waited all the time between two starts. */
  const waiting = (calls: readonly Call[], from: number, to: number) =>
    calls.filter(({ arrivedAt, startedAt }) => arrivedAt < from && to < startedAt)

  it.each([[['getQuotes']], [['getOrders']], [['closePosition', 'modifyPosition']]] as const)(
    'nobody has two turns while another waits for one; the more important goes first: %j',
    async (routes) => {
      await fc.assert(
        fc.asyncProperty(limits, arrivals(routes), async (published, plan) => {
          const { calls, order } = await run(routes, published, plan)
          for (const [index, second] of order.entries()) {
            const { startedAt } = second
            const more = waiting(calls, startedAt, startedAt).filter(
              (other) => priorityOf(other) > priorityOf(second),
            )
            expect(more).toEqual([])
            const isTurn = (one: Call) => one.user === second.user && priorityOf(one) === priorityOf(second)
            const before = order.slice(0, index).findLastIndex(isTurn)
            const first = order[before]
            if (first === undefined) continue
            const served = new Set(order.slice(before + 1, index).map(({ user }) => user))
            const passedOver = waiting(calls, first.startedAt, startedAt).filter(
              (other) =>
                priorityOf(other) === priorityOf(second) &&
                other.user !== second.user &&
                !served.has(other.user),
            )
            expect(passedOver).toEqual([])
          }
        }),
        { numRuns: 60 },
      )
    },
  )

  it('no turn is lost: the limit is used up while anybody waits', async () => {
    await fc.assert(
      fc.asyncProperty(limits, arrivals(['getQuotes']), async (published, plan) => {
        const routes = ['getQuotes'] as const
        const together = plan.map((arrival) => ({ ...arrival, after: 0 }))
        const { order } = await run(routes, published, together)
        const { limit, intervalMs } = published
        const epoch = order[0]?.startedAt ?? 0
        const expected = order.map((_, index) => Math.floor(index / limit) * intervalMs)
        expect(order.map(({ startedAt }) => Math.round(startedAt - epoch))).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})
