import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { ann, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The most starts in any window of this length. */
function densest(times: readonly number[], intervalMs: number): number {
  return Math.max(0, ...times.map((from) => times.filter((t) => from <= t && t < from + intervalMs).length))
}

describe('with arrivals at random', () => {
  const routes: RouteName[] = ['closePosition', 'modifyPosition', 'closeAllPositions']
  const arrival = fc.record({
    after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 700 })),
    route: fc.constantFrom(...routes),
    deadlineMs: fc.integer({ min: 0, max: 4_000 }),
  })

  it('no window of any length holds more than the limit, no call starts late, none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arrival, { maxLength: 60 }),
        fc.constantFrom(0.5, 0.9, 1),
        async (plan, headroom) => {
          const { call, started, budgets } = setUp({ headroom })
          const epoch = Date.now()
          const outcomes: Promise<unknown>[] = []
          const deadlines = new Map<string, number>()
          for (const [index, { after, route, deadlineMs }] of plan.entries()) {
            await vi.advanceTimersByTimeAsync(after)
            deadlines.set(String(index), Date.now() - epoch + deadlineMs)
            outcomes.push(
              call(ann, route, String(index), deadlineMs).catch((error: { code: string }) => error.code),
            )
          }
          await vi.advanceTimersByTimeAsync(20_000)
          const settled = await Promise.all(outcomes)
          const times = started.map(({ at }) => at)
          expect(densest(times, 1_000 / headroom)).toBeLessThanOrEqual(5)
          for (const { label, at } of started) expect(at).toBeLessThanOrEqual(deadlines.get(label) ?? -1)
          expect(settled.filter((outcome) => outcome !== 'too_busy')).toHaveLength(started.length)
          budgets.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('uses the whole limit while calls are waiting', async () => {
    const { call, times } = setUp({ headroom: 0.9 })
    const calls = Array.from({ length: 150 }, () => call(ann, 'placeOrder'))
    await vi.advanceTimersByTimeAsync(40_000)
    await Promise.all(calls)
    // 150 calls at 5 per 1,112 ms take 29 windows after the first.
    expect(Math.max(...times())).toBe(29 * 1_112)
  })
})
