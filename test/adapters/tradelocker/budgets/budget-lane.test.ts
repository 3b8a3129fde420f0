import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Lane } from '../../../../adapters/tradelocker/budgets/budget-lane.ts'
import { HostGate } from '../../../../adapters/tradelocker/budgets/host-gate.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is idle only when nothing would be missed: no call of it waits, is under way or counts, and it does not pause', async () => {
  const elapsed = () => performance.now()
  const limit = { limit: 1, intervalMs: 1_000 }
  const gate = new HostGate({ maxRps: undefined, elapsed })
  const lane = new Lane({ limit: { published: limit, kept: limit }, owner: 'ann', gate, elapsed })
  const idleAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms)
    return lane.isIdle
  }
  const run = (task: (left: () => void) => Promise<void>) =>
    lane.run({ task, owner: 'ann', priority: 1, deadlineMs: 60_000 })
  expect(lane.isIdle).toBe(true)

  const answer = Promise.withResolvers<void>()
  const underWay = run((left) => {
    left()
    return answer.promise
  })
  expect(await idleAfter(1_500)).toBe(false)
  answer.resolve()
  await underWay
  expect(await idleAfter(999)).toBe(false)
  expect(await idleAfter(1)).toBe(true)

  lane.pause(500)
  expect(await idleAfter(499)).toBe(false)
  expect(await idleAfter(1)).toBe(true)

  lane.pause(5_000)
  const waiting = run(async () => {})
  expect(await idleAfter(4_999)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await waiting
  expect(await idleAfter(999)).toBe(false)
  expect(await idleAfter(1)).toBe(true)
})
