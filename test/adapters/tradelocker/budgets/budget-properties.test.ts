import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimit, RateLimitType } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import { READ_SHARES, ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'

/** Budgets under arrivals at random, on a fake clock. */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Arrival {
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

interface Call extends Arrival {
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

const USERS = ['ann', 'bob', 'cho', 'dan']
const TOKEN_ROUTES = new Set<RouteName>(['getJWTTokens', 'getJWTRefreshTokens'])
const ALL_ROUTES = (Object.keys(ROUTES) as RouteName[]).filter((route) => !TOKEN_ROUTES.has(route))
const isRead = (route: RouteName) => READ_SHARES.has(ROUTES[route].priority)

/** How long calls are on their way: hardly at all, or as unpredictably as in a process that is busy. */
const AT_ONCE: fc.Arbitrary<number> = fc.constant(0)
const LATE = fc.oneof(fc.constant(0), fc.nat(60), fc.nat(1_500))

/** A process that may have to connect first, or stand still. */
const STUCK = fc.oneof(fc.constant(0), fc.integer({ min: 2_500, max: 6_000 }))

const arrivals = (routes: readonly RouteName[], delay = AT_ONCE, away = AT_ONCE) =>
  fc.array(
    fc.record({
      after: fc.oneof(fc.constant(0), fc.nat(300)),
      user: fc.constantFrom(...USERS),
      route: fc.constantFrom(...routes),
      deadlineMs: fc.integer({ min: 0, max: 6_000 }),
      away,
      there: delay,
      back: delay,
    }),
    { maxLength: 120 },
  )

const settings = fc.record({
  headroom: fc.constantFrom(0.5, 0.9, 1),
  maxRps: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 40 })),
  limits: fc
    .tuple(
      fc.constantFrom<RateLimitType>(
        'MODIFY_POSITION',
        'MODIFY_ORDER',
        'GET_ORDERS',
        'QUOTES',
        'GET_POSITIONS',
      ),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom(500, 1_000, 2_000),
    )
    .map(([type, limit, intervalMs]) => new Map([[type, { limit, intervalMs }]])),
})

/** Not by node:timers/promises, whose clock is not the fake one. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets the calls arrive and waits until all of them are settled. */
async function run({ headroom, maxRps, limits }: Setting, plan: readonly Arrival[]): Promise<Call[]> {
  const epoch = performance.now()
  const elapsed = () => performance.now() - epoch
  const budgets = createBudgets({ scope: 'user', headroom, maxRps, elapsed })
  for (const user of USERS) budgets.configure(user, limits)
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

const started = (calls: readonly Call[]) => calls.flatMap(({ startedAt }) => startedAt ?? [])

/** The most starts in any window of this length. */
function densest(times: readonly number[], intervalMs: number): number {
  // Starts are at fractions of a millisecond that add up differently from their differences.
  const end = intervalMs - 1e-6
  return Math.max(0, ...times.map((from) => times.filter((t) => from <= t && t < from + end).length))
}

/** By how many calls some window, short or long, holds more than the limit for every interval it reaches into. */
function excess(times: readonly number[], limit: number, intervalMs: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  const over = sorted.flatMap((from, first) =>
    sorted.slice(first).map((to, more) => {
      const intervals = 1 + Math.floor((to - from + 1e-6) / intervalMs)
      return more + 1 - limit * intervals
    }),
  )
  return Math.max(0, ...over)
}

const laneOf = ({ user, route }: Call) => `${user}|${ROUTES[route].rateLimitType ?? route}`

/** When the call was in the row: from its arrival until it started or was refused. */
const waitedAt = (call: Call, at: number) =>
  call.arrivedAt < at &&
  at < Math.min(call.startedAt ?? Number.POSITIVE_INFINITY, call.refusedAt ?? Number.POSITIVE_INFINITY)

describe('with arrivals at random', () => {
  it('no window of any length exceeds its limit or the ceiling; nothing starts late; who is refused never runs', async () => {
    await fc.assert(
      fc.asyncProperty(settings, arrivals(ALL_ROUTES), async (setting, plan) => {
        const calls = await run(setting, plan)
        for (const call of calls) {
          expect([call.startedAt, call.refusedAt].filter((at) => at !== undefined)).toHaveLength(1)
          expect((call.startedAt ?? 0) - call.arrivedAt).toBeLessThanOrEqual(call.deadlineMs)
        }
        if (setting.maxRps !== undefined) {
          expect(densest(started(calls), 1_000)).toBeLessThanOrEqual(setting.maxRps)
          expect(excess(started(calls), setting.maxRps, 1_000)).toBe(0)
        }
        for (const [type, { limit, intervalMs }] of setting.limits) {
          for (const user of USERS) {
            const own = calls.filter(
              (call) => call.user === user && ROUTES[call.route].rateLimitType === type,
            )
            expect(densest(started(own), intervalMs / setting.headroom)).toBeLessThanOrEqual(limit)
            expect(excess(started(own), limit, intervalMs / setting.headroom)).toBe(0)
          }
        }
      }),
      { numRuns: 80 },
    )
  })

  it('no window in which TradeLocker counts exceeds its limit, however late calls and answers arrive', async () => {
    const limit = fc.record({
      limit: fc.integer({ min: 1, max: 4 }),
      intervalMs: fc.constantFrom(500, 1_000),
    })
    await fc.assert(
      fc.asyncProperty(
        limit,
        arrivals(['closePosition', 'modifyPosition'], LATE, STUCK),
        async (published, plan) => {
          const limits = new Map([['MODIFY_POSITION', published] as const])
          const calls = await run({ headroom: 0.9, maxRps: undefined, limits }, plan)
          for (const user of USERS) {
            const counted = calls
              .filter((call) => call.user === user)
              .flatMap(({ countedAt }) => countedAt ?? [])
            expect(densest(counted, published.intervalMs)).toBeLessThanOrEqual(published.limit)
          }
        },
      ),
      { numRuns: 80 },
    )
  })

  it('the more important never waits behind the less important: in one queue, and users before reads at the ceiling', async () => {
    const lanes: RouteName[] = [
      'closePosition',
      'modifyPosition',
      'cancelOrder',
      'modifyOrder',
      'getOrders',
      'getQuotes',
    ]
    await fc.assert(
      fc.asyncProperty(settings, arrivals(lanes), async (setting, plan) => {
        const calls = await run(setting, plan)
        for (const call of calls) {
          const { startedAt } = call
          if (startedAt === undefined) continue
          const passedOver = calls.filter(
            (other) =>
              laneOf(other) === laneOf(call) &&
              ROUTES[other.route].priority > ROUTES[call.route].priority &&
              waitedAt(other, startedAt),
          )
          expect(passedOver).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('at the ceiling a read never starts while the action of a user could', async () => {
    const limits = new Map<RateLimitType, RateLimit>([['PLACE_ORDER', { limit: 1_000, intervalMs: 1_000 }]])
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        arrivals(['placeOrder', 'getOrders', 'getPositions', 'getQuotes', 'getHistory']),
        async (maxRps, plan) => {
          const calls = await run({ headroom: 1, maxRps, limits }, plan)
          const actions = calls.filter(({ route }) => !isRead(route))
          for (const { route, startedAt } of calls) {
            if (startedAt === undefined || !isRead(route)) continue
            expect(actions.filter((action) => waitedAt(action, startedAt))).toEqual([])
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

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

const saturating = (user: string, route: RouteName, deadlineMs: number): Arrival => ({
  after: 0,
  user,
  route,
  deadlineMs,
  away: 0,
  there: 0,
  back: 0,
})
