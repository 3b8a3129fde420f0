import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CallWindow } from '../../../../adapters/tradelocker/budgets/call-window.ts'
import type { RateLimit } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { createSharedPermit, type Permit } from '../../../../adapters/tradelocker/budgets/shared-budgets.ts'
import { QUICK_ANSWER_MS, type SharedStore } from '../../../../src/broker/shared-store.ts'

const START = 1_767_607_200_000
const SETTLE_MS = 5_000

/** A store and its replicas on one clock that the test moves; replicas notice a loss at different moments. */
function world(count: number) {
  let now = START
  const window = new Map<string, CallWindow>()
  let isUp = true
  /** Which connections are good: a loss cuts them all. */
  let connection = 0

  const replica = (place: number) => {
    /** Its clock differs from the others'; it knows by how much. */
    const skewMs = place * 137_000
    const seen = { connected: true, since: 0, lostAt: 0, connection: 0 }
    const clock = () => now + skewMs
    const status = (): SharedStore['status'] => ({
      connected: seen.connected,
      counts: seen.connected,
      hears: seen.connected,
      countedUntil: seen.lostAt,
      settled: seen.connected && (seen.lostAt === 0 || clock() - seen.since >= SETTLE_MS),
      detail: '',
      lostAt: seen.lostAt,
      returnedAt: undefined,
      rememberedMs: 0,
      turns: undefined,
      replicas: { count, place, clockOffsetMs: -skewMs },
    })
    const lose = (): void => {
      seen.connected = false
      seen.lostAt = clock()
    }
    const notice = (): void => {
      if (seen.connected && seen.connection !== connection) lose()
      else if (!seen.connected && isUp) Object.assign(seen, { connected: true, since: clock(), connection })
    }
    const store = {
      get status() {
        return status()
      },
      async take(key: string, limit: number, intervalMs: number) {
        if (seen.connection !== connection) {
          lose()
          throw new Error('cut off')
        }
        const shared = window.get(key) ?? new CallWindow({ limit, intervalMs })
        window.set(key, shared)
        const waitMs = shared.opensAt(now) - now
        if (waitMs <= 0) shared.take(now)
        return Math.max(0, waitMs)
      },
    }
    const permit = createSharedPermit({ store, elapsed: clock, random: () => 0 })
    return { permit, notice, askAt: 0 }
  }

  const replicas = Array.from({ length: count }, (_, place) => replica(place))
  const starts: number[] = []

  const ask = async (each: { permit: Permit; askAt: number }, limit: RateLimit, lanes: readonly string[]) => {
    if (now < each.askAt) return
    for (const lane of lanes) {
      const waitMs = await each.permit(lane, limit)
      if (waitMs === 0) starts.push(now)
      each.askAt = now + waitMs
    }
  }

  return {
    starts,
    permits: replicas.map(({ permit }) => permit),
    advance: (ms: number) => {
      now += ms
    },
    setUp: (value: boolean) => {
      isUp = value
      if (value) return
      connection += 1
      window.clear()
    },
    /** Every replica, or only one, asks as often as it may, for so long; a loss or return is noticed within `noticeMs`. */
    async run(
      ms: number,
      limit: RateLimit,
      { noticeMs = 10, lanes = ['lane'], only = -1 } = {},
    ): Promise<void> {
      const began = now
      for (; now < began + ms; now += 10) {
        for (const [place, each] of replicas.entries()) {
          if (now - began >= (noticeMs * (place + 1)) / count) each.notice()
          if (only < 0 || only % count === place) await ask(each, limit, lanes)
        }
      }
    },
  }
}

/** The most calls in any window of that length. */
function busiest(starts: readonly number[], intervalMs: number): number {
  const counts = starts.map((from) => starts.filter((at) => at >= from && at < from + intervalMs).length)
  return Math.max(0, ...counts)
}

const limits = fc.record({
  limit: fc.integer({ min: 1, max: 6 }),
  intervalMs: fc.constantFrom(1_000, 1_112, 2_223),
})

it('no window of any replicas together holds more than the limit: with the store, without it, and between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      limits,
      fc.array(fc.record({ ms: fc.integer({ min: 50, max: 9_000 }), only: fc.constantFrom(-1, -1, 0, 1) }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 10, max: 900 }),
      async (count, limit, phases, noticeMs) => {
        const { run, setUp, starts } = world(count)
        for (const [i, { ms, only }] of phases.entries()) {
          setUp(i % 2 === 0)
          await run(ms, limit, { noticeMs, only })
        }
        expect(busiest(starts, limit.intervalMs)).toBeLessThanOrEqual(limit.limit)
      },
    ),
    { numRuns: 60 },
  )
})

it.each([
  { count: 2, limit: 1, least: 4 },
  { count: 2, limit: 5, least: 30 },
  { count: 3, limit: 2, least: 10 },
])(
  '$count replicas without a store still make calls under a limit of $limit',
  async ({ count, limit, least }) => {
    const { run, setUp, starts } = world(count)
    setUp(false)
    await run(10_000, { limit, intervalMs: 1_000 })
    expect(starts.length).toBeGreaterThanOrEqual(least)
  },
)

it('uses the whole limit while the store answers', async () => {
  const { run, starts } = world(3)
  await run(10_000, { limit: 4, intervalMs: 1_000 })
  expect(starts.length).toBeGreaterThanOrEqual(38)
})

it('at a limit of one call, who had the last one lets the others ask first', async () => {
  const { permits, advance } = world(2)
  const [one, other] = permits
  const limit = { limit: 1, intervalMs: 1_112 }
  expect(await one?.('orders', limit)).toBe(0)
  expect(await other?.('orders', limit)).toBe(1_112 + 15)
  advance(1_112)
  expect(await one?.('orders', limit)).toBe(30)
  expect(await other?.('orders', limit)).toBe(0)
  advance(1_112)
  expect(await one?.('orders', limit)).toBe(0)
})

it('at a limit of one call, whom an order waits for asks before all others, turn or not', async () => {
  const { permits, advance } = world(2)
  const [one, other] = permits
  const limit = { limit: 1, intervalMs: 1_112 }
  expect(await one?.('orders', limit)).toBe(0)
  expect(await one?.('orders', limit, true)).toBe(1_112)
  expect(await other?.('orders', limit)).toBeGreaterThan(1_112)
  advance(1_112)
  expect(await one?.('orders', limit, true)).toBe(0)
})

it.each([
  { answerMs: QUICK_ANSWER_MS, waitMs: 0 },
  { answerMs: QUICK_ANSWER_MS + 1, waitMs: 1 },
])('a permit that took $answerMs ms: it may be used, or asked for again, in $waitMs ms', async (given) => {
  let now = START
  const status: SharedStore['status'] = {
    connected: true,
    counts: true,
    hears: true,
    countedUntil: 0,
    settled: true,
    detail: '',
    lostAt: 0,
    returnedAt: undefined,
    rememberedMs: 0,
    turns: undefined,
    replicas: undefined,
  }
  const take = async () => {
    now += given.answerMs
    return 0
  }
  const permit = createSharedPermit({ store: { status, take }, elapsed: () => now })
  expect(await permit('lane', { limit: 5, intervalMs: 1_000 })).toBe(given.waitMs)
})
