import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
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
    const later = call(ann, 'placeOrder', 'ann', 10_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await later).toBe('ann')
  })
})
