import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ann, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a read that an order waits for', () => {
  const urgent = AbortSignal.abort()

  it('goes before polls of its own limit, and before other reads at the ceiling', async () => {
    const { call, started } = setUp({ scope: 'gateway', maxRps: 10 })
    const polls = Array.from({ length: 30 }, (_, i) => call({ user: `user ${i}` }, 'getOrders', 'poll'))
    const quotes = Array.from({ length: 30 }, (_, i) => call({ user: `user ${i}` }, 'getQuotes', 'quotes'))
    await vi.advanceTimersByTimeAsync(500)
    const before = started.length
    const lookUp = call(ann, 'getOrders', 'look-up', 10_000, urgent)
    await vi.advanceTimersByTimeAsync(1_100)
    await expect(lookUp).resolves.toBe('look-up')
    expect(started.slice(before).filter(({ label }) => label === 'poll')).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    await Promise.all([...polls, ...quotes])
  })

  it('is raised where it waits already', async () => {
    const { call, started } = setUp()
    const haste = new AbortController()
    const [first, second] = [call(ann, 'getOrders', 'first'), call(ann, 'getOrders', 'second')]
    const raised = call(ann, 'getOrders', 'raised', 60_000, haste.signal)
    await vi.advanceTimersByTimeAsync(500)
    haste.abort()
    await vi.advanceTimersByTimeAsync(2_000)
    await Promise.all([first, second, raised])
    expect(started.map(({ label }) => label)).toEqual(['first', 'raised', 'second'])
  })

  it('asks other replicas at once, whatever they told somebody who refreshes what is shown', async () => {
    const asked: boolean[] = []
    const permit = async (_: string, __: object, isUrgent: boolean) => {
      asked.push(isUrgent)
      return isUrgent ? 0 : 800
    }
    const { call, times } = setUp({ permit })
    void call(ann, 'getOrders', 'poll').catch(() => undefined)
    await vi.advanceTimersByTimeAsync(100)
    await call(ann, 'getOrders', 'look-up', 10_000, urgent)
    expect(asked.slice(0, 2)).toEqual([false, true])
    expect(times()).toEqual([100])
  })
})
