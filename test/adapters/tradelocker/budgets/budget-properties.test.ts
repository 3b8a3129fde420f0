import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimit, RateLimitType } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { READ_SHARES, ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { type Call, densest, excess, run, started, USERS } from './planned-calls.ts'

/** Budgets under arrivals at random, on a fake clock. */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

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
