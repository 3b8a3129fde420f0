import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimit } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { Turns } from '../../../../adapters/tradelocker/budgets/turns.ts'
import { ROUTES } from '../../../../adapters/tradelocker/transport/routes.ts'
import { failureOf } from '../transport/loopback.ts'
import { ann, bob, setUp } from './fake-budgets.ts'
import { type Arrival, type Call, run, saturating } from './planned-calls.ts'

/** Calls that have their place in time, and lose it to more important ones. */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const REFUSED = { code: 'too_busy', delivery: 'not_sent', retry: 'after' }
/** Whether it still waits. */
const waits = async (call: Promise<unknown>) => (await Promise.race([call, 'waits'])) === 'waits'

describe('a call that others overtake', () => {
  it('is refused in the moment it has no place in time any more, not before, and counted', async () => {
    const { call, started, refused } = setUp()
    const first = Array.from({ length: 5 }, () => call(ann, 'modifyPosition', 'first'))
    const late = failureOf(call(ann, 'modifyPosition', 'late', 1_500))
    const patient = call(ann, 'modifyPosition', 'patient', 2_500)
    const closing = Array.from({ length: 4 }, () => call(ann, 'closePosition', 'close'))
    await vi.advanceTimersByTimeAsync(0)
    expect([await waits(late), refused]).toEqual([true, []])

    closing.push(call(ann, 'closePosition', 'close'))
    await vi.advanceTimersByTimeAsync(0)
    // Its turn would now be the one after closing.
    expect(await late).toMatchObject({ ...REFUSED, params: { seconds: 2 } })
    expect(refused).toEqual(['modifyPosition'])
    await vi.advanceTimersByTimeAsync(5_000)
    await Promise.all([...first, ...closing, patient])
    expect(started.slice(5).map(({ label, at }) => [label, at])).toEqual([
      ...Array(5).fill(['close', 1_000]),
      ['patient', 2_000],
    ])
  })

  it('leaves its place to those behind it, who are not refused for its sake', async () => {
    const { call, started } = setUp()
    const late = [call(ann, 'getOrders', 'first'), call(ann, 'getOrders', 'late', 1_500)][1]
    const behind = call(ann, 'getOrders', 'behind', 2_500)
    const lookUp = call(ann, 'getOrders', 'look-up', 5_000, { urgent: AbortSignal.abort() })
    expect(await failureOf(late ?? lookUp)).toMatchObject(REFUSED)
    await vi.advanceTimersByTimeAsync(3_000)
    await Promise.all([behind, lookUp])
    expect(started.map(({ label }) => label)).toEqual(['first', 'look-up', 'behind'])
  })

  it('is refused as well when the other has waited and becomes urgent', async () => {
    const { call, times } = setUp()
    const haste = new AbortController()
    const first = call(ann, 'getOrders', 'first')
    const late = failureOf(call(ann, 'getOrders', 'late', 1_500))
    const raised = call(ann, 'getOrders', 'raised', 5_000, { urgent: haste.signal })
    await vi.advanceTimersByTimeAsync(500)
    expect(await waits(late)).toBe(true)
    haste.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(await waits(late)).toBe(false)
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all([first, raised])
    expect(times()).toEqual([0, 1_000])
  })

  it('keeps its turn among the users of one queue', async () => {
    const { call, started, refused } = setUp({ scope: 'gateway' })
    const first = call(ann, 'getOrders', 'first')
    const polls = [1, 2, 3].map((n) => call(ann, 'getOrders', `ann ${n}`, 60_000))
    const other = call(bob, 'getOrders', 'bob', 3_500)
    const lookUp = call(ann, 'getOrders', 'look-up', 5_000, { urgent: AbortSignal.abort() })
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all([first, ...polls, other, lookUp])
    expect(refused).toEqual([])
    expect(started.map(({ label }) => label)).toEqual(['first', 'look-up', 'ann 1', 'bob', 'ann 2', 'ann 3'])
  })

  it('is not called refused once it has started, whatever happens meanwhile', async () => {
    let sleptMs = 0
    const { budgets, call, started } = setUp({ elapsed: () => performance.now() + sleptMs })
    const first = Array.from({ length: 5 }, () => call(ann, 'modifyPosition', 'first'))
    const overdue = failureOf(call(ann, 'modifyPosition', 'overdue', 1_000))
    const next = Array.from({ length: 5 }, () => call(ann, 'modifyPosition', 'next', 2_100))
    await vi.advanceTimersByTimeAsync(0)
    // No timer has spoken up yet: by the clock closing may start at once, and makes room for all others.
    sleptMs = 1_500
    const wider = new Map([['MODIFY_POSITION', { limit: 50, intervalMs: 1_000 }] as const])
    const closing = call(ann, 'closePosition', 'close', 5_000, {}, () => budgets.configure(ann, wider))
    const settled = Promise.allSettled(next)
    await vi.advanceTimersByTimeAsync(5_000)
    const outcomes = await settled
    expect(await overdue).toMatchObject(REFUSED)
    await Promise.all([...first, closing])
    expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'))
    expect(started.map(({ label }) => label)).not.toContain('overdue')
  })
})

/** Instants are multiples of ten milliseconds and deadlines lie between them, so that nothing hangs on which timer is first. */
const arrivals: fc.Arbitrary<Arrival[]> = fc.array(
  fc
    .record({
      after: fc.oneof(fc.constant(0), fc.nat(20)),
      route: fc.constantFrom('closePosition' as const, 'modifyPosition' as const, 'modifyPosition' as const),
      deadline: fc.integer({ min: 0, max: 400 }),
    })
    .map(({ after, route, deadline }) => ({
      ...saturating('ann', route, 10 * deadline + 5),
      after: 10 * after,
    })),
  { maxLength: 60 },
)
const limits = fc.record({ limit: fc.integer({ min: 1, max: 6 }), intervalMs: fc.constantFrom(500, 1_000) })

const NEVER = Number.POSITIVE_INFINITY
const endOf = ({ startedAt, refusedAt }: Call) => startedAt ?? refusedAt ?? NEVER
const startsUntil = (calls: readonly Call[], at: number) =>
  calls.flatMap(({ startedAt = NEVER }) => (startedAt < NEVER && startedAt <= at ? startedAt : []))

/** When one could have started that was refused, up to its deadline. */
function missed(
  { refusedAt = NEVER, arrivedAt, deadlineMs }: Call,
  calls: readonly Call[],
  limit: RateLimit,
) {
  const starts = startsUntil(calls, NEVER)
  const openings = [refusedAt, ...starts.map((at) => at + limit.intervalMs)]
  const inTime = openings.filter((at) => refusedAt <= at && at <= arrivedAt + deadlineMs)
  const inWindow = (end: number) => starts.filter((at) => end - limit.intervalMs < at && at <= end)
  return inTime.filter((at) => inWindow(at).length < limit.limit)
}

/** Who waits at that moment although too many wait before. */
function hopeless(calls: readonly Call[], now: number, { limit, intervalMs }: RateLimit) {
  const starts = startsUntil(calls, now).toSorted((a, b) => a - b)
  const waiting = calls.filter((call) => call.arrivedAt <= now && endOf(call) > now)
  const inOrder = waiting.toSorted((a, b) => ROUTES[b.route].priority - ROUTES[a.route].priority)
  return inOrder.filter(({ arrivedAt, deadlineMs }) => {
    const opensAt = Math.max(now, (starts.at(-limit) ?? -NEVER) + intervalMs)
    starts.push(opensAt)
    return opensAt > arrivedAt + deadlineMs
  })
}

it('who is refused could not have started in time, and nobody waits once that is certain', async () => {
  let overtaken = 0
  await fc.assert(
    fc.asyncProperty(limits, arrivals, async (limit, plan) => {
      const published = new Map([['MODIFY_POSITION', limit] as const])
      const calls = await run({ headroom: 1, maxRps: undefined, limits: published }, plan)
      expect(calls.flatMap((call) => missed(call, calls, limit))).toEqual([])
      expect(calls.flatMap(({ arrivedAt }) => hopeless(calls, arrivedAt, limit))).toEqual([])
      overtaken += calls.filter(({ refusedAt = 0, arrivedAt }) => refusedAt > arrivedAt).length
    }),
    { numRuns: 150 },
  )
  expect(overtaken).toBeGreaterThan(0)
})

it('whom turns name as late has no turn in time, and all others have', () => {
  const contender = fc.record({
    owner: fc.constantFrom('ann', 'bob', 'cho'),
    priority: fc.constantFrom(8, 6, 4, 3, 2, 1),
    /** So many may go before. */
    patience: fc.nat(15),
  })
  fc.assert(
    fc.property(fc.array(contender, { maxLength: 30 }), fc.nat(10), (all, played) => {
      /** Their places when these do not take part. */
      const placesWithout = (absent: readonly (typeof all)[number][]) => {
        const turns = turnsOf(all, played)
        for (const each of absent) turns.leave(each)
        return new Map(Array.from({ length: turns.size }, (_, place) => [turns.next(), place]))
      }
      const late = turnsOf(all, played).late(({ patience }, ahead) => ahead > patience)
      for (const [each, place] of placesWithout(late)) expect(place).toBeLessThanOrEqual(each?.patience ?? -1)
      for (const each of late) {
        const place = placesWithout(late.filter((other) => other !== each)).get(each)
        expect(place).toBeGreaterThan(each.patience)
      }
    }),
    { numRuns: 500 },
  )
})

/** Turns of all, of which some have been played: whose turn it is depends on that. */
function turnsOf<C extends { owner: string; priority: number }>(all: readonly C[], played: number): Turns<C> {
  const turns = new Turns<C>()
  for (const each of all) turns.join(each)
  for (let n = 0; n < played; n += 1) turns.next()
  return turns
}
