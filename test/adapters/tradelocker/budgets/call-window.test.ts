import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallWindow } from '../../../../adapters/tradelocker/budgets/call-window.ts'

describe('a window of two calls in 100 ms', () => {
  const window = () => new CallWindow({ limit: 2, intervalMs: 100 })

  it('opens for the third when the first is 100 ms old', () => {
    const calls = window()
    calls.take(0)
    calls.take(30)
    expect(calls.opensAt(40)).toBe(100)
    expect(calls.opensAt(100)).toBe(100)
  })

  it('tells when a call can start that waits behind others', () => {
    const calls = window()
    calls.take(0)
    expect([0, 1, 2, 3].map((ahead) => calls.opensAt(10, ahead))).toEqual([10, 100, 110, 200])
  })

  it('remembers nothing when its last call is out of it', () => {
    const calls = window()
    calls.take(0)
    expect(calls.isEmpty(99)).toBe(false)
    expect(calls.isEmpty(100)).toBe(true)
  })

  it('takes the worst for calls it has forgotten when its limit grows', () => {
    const calls = window()
    for (const at of [0, 30, 100]) calls.take(at)
    expect(calls.setLimit({ limit: 4, intervalMs: 1_000 })).toBe(true)
    // Three calls were made, two are remembered: the third is put at the older one of them.
    expect([0, 1, 2].map((ahead) => calls.opensAt(200, ahead))).toEqual([200, 1_030, 1_030])
  })
})

it('whatever it says, calls made then never exceed the limit, and the prediction comes true', () => {
  const limits = fc.record({
    limit: fc.integer({ min: 1, max: 6 }),
    intervalMs: fc.integer({ min: 1, max: 300 }),
  })
  fc.assert(
    fc.property(limits, fc.array(fc.nat(200), { maxLength: 60 }), (limit, gaps) => {
      const window = new CallWindow(limit)
      const starts: number[] = []
      let now = 0
      for (const gap of gaps) {
        now = window.opensAt(now + gap)
        window.take(now)
        starts.push(now)
      }
      for (const from of starts) {
        const inside = starts.filter((at) => from <= at && at < from + limit.intervalMs)
        expect(inside.length).toBeLessThanOrEqual(limit.limit)
      }
      const predicted = Array.from({ length: 10 }, (_, ahead) => window.opensAt(now, ahead))
      for (const at of predicted) {
        expect(window.opensAt(now)).toBe(at)
        now = at
        window.take(at)
      }
    }),
  )
})
