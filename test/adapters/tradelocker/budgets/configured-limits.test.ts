import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RateLimits } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { ann, bob, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('limits of /trade/config', () => {
  const orders = (limit: number, intervalMs: number): RateLimits =>
    new Map([['GET_ORDERS', { limit, intervalMs }]])

  it('hold for their user', async () => {
    const { budgets, call, times } = setUp()
    budgets.configure(ann, orders(3, 2_000))
    const calls = [ann, ann, ann, ann, bob, bob].map((key) => call(key, 'getOrders'))
    await vi.advanceTimersByTimeAsync(3_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 0, 0, 0, 1_000, 2_000])
  })

  it.each([
    ['wider', orders(2, 500), [0, 0, 500, 500, 1_000, 1_000]],
    ['narrower', orders(1, 3_000), [0, 3_000, 6_000, 9_000, 12_000, 15_000]],
  ] as const)('that get %s count the calls made before', async (_, limits, expected) => {
    const { budgets, call, times } = setUp()
    const before = [call(ann, 'getOrders'), call(ann, 'getOrders')]
    budgets.configure(ann, limits)
    const after = Array.from({ length: 4 }, () => call(ann, 'getOrders'))
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all([...before, ...after])
    expect(times()).toEqual(expected)
  })

  it('that get narrower hold for calls that wait already', async () => {
    const { budgets, call, times } = setUp()
    budgets.configure(ann, orders(2, 1_000))
    const calls = Array.from({ length: 5 }, () => call(ann, 'getOrders'))
    await vi.advanceTimersByTimeAsync(500)
    budgets.configure(ann, orders(1, 3_000))
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 0, 3_000, 6_000, 9_000])
  })

  it('that get narrower hold for a call that is asking other replicas just now', async () => {
    const permit = () => new Promise<number>((told) => setTimeout(told, 10, 0))
    const { budgets, call, times } = setUp({ permit })
    budgets.configure(ann, orders(2, 1_000))
    const calls = [call(ann, 'getOrders')]
    await vi.advanceTimersByTimeAsync(100)
    calls.push(call(ann, 'getOrders'))
    budgets.configure(ann, orders(1, 3_000))
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all(calls)
    expect(times()).toEqual([10, 3_020])
  })

  const other = { ...ann, accNum: '2' }

  it('of two accounts are both kept where they share one, whichever was read last', async () => {
    for (const first of [ann, other]) {
      const { budgets, call, times } = setUp()
      budgets.configure(first, orders(1, 3_000))
      budgets.configure(first === ann ? other : ann, orders(5, 1_000))
      const calls = [ann, other, ann].map((key) => call(key, 'getOrders'))
      await vi.advanceTimersByTimeAsync(20_000)
      await Promise.all(calls)
      expect(times()).toEqual([0, 3_000, 6_000])
      budgets.close()
    }
  })

  it('of two accounts are each kept where each has its own', async () => {
    const { budgets, call, started } = setUp({ scope: 'account' })
    budgets.configure(ann, orders(1, 3_000))
    budgets.configure(other, orders(2, 1_000))
    const calls = [ann, ann, other, other].map((key) => call(key, 'getOrders', key.accNum))
    await vi.advanceTimersByTimeAsync(20_000)
    await Promise.all(calls)
    expect(started).toEqual([
      { label: '1', at: 0 },
      { label: '2', at: 0 },
      { label: '2', at: 0 },
      { label: '1', at: 3_000 },
    ])
  })

  it('that were forgotten for those of 50,000 others still hold where they are in use', async () => {
    const { budgets, call, times } = setUp()
    budgets.configure(ann, orders(1, 3_000))
    const calls = [call(ann, 'getOrders'), call(ann, 'getOrders')]
    for (let i = 0; i < 50_000; i += 1) budgets.configure({ user: `user ${i}` }, orders(5, 1_000))
    calls.push(call(ann, 'getOrders'))
    await vi.advanceTimersByTimeAsync(10_000)
    await Promise.all(calls)
    expect(times()).toEqual([0, 3_000, 6_000])
  })

  it('are in doubt after a 429', () => {
    const onThrottled = vi.fn()
    const { budgets } = setUp({ onThrottled })
    budgets.pause(ann, 'getQuotes', 1_000)
    expect(onThrottled).toHaveBeenCalledWith(ann)
    budgets.close()
  })
})
