import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Pump, startPump } from '../../../../../adapters/tradelocker/feed/prices/pump.ts'

/** How long the process has stood still, so far: no timer has fired meanwhile. */
let stoodStillMs = 0
beforeEach(() => {
  stoodStillMs = 0
  vi.useFakeTimers()
})
afterEach(() => {
  for (const pump of pumps.splice(0)) pump.stop()
  vi.useRealTimers()
})

const pumps: Pump[] = []
const elapsed = () => performance.now() + stoodStillMs

/** A pump of ten calls a second, unless told otherwise, each of which takes `callMs`. */
function start(callMs: number, isDue: () => boolean = () => true, limitNow: () => number = () => 10) {
  const startedAt = elapsed()
  const starts: number[] = []
  const counts = { underWay: 0, most: 0 }
  const pump = startPump({
    pace: () => ({ limit: limitNow(), intervalMs: 1_000 }),
    next() {
      if (!isDue()) return undefined
      starts.push(elapsed() - startedAt)
      counts.underWay += 1
      counts.most = Math.max(counts.most, counts.underWay)
      return new Promise((resolve) => setTimeout(resolve, callMs)).then(() => {
        counts.underWay -= 1
      })
    },
    elapsed,
  })
  pumps.push(pump)
  return { pump, starts, counts }
}

describe('a pump', () => {
  it('spreads what the limits allow evenly, and uses almost all of it', async () => {
    const { starts } = start(20)
    await vi.advanceTimersByTimeAsync(100_000)
    expect(starts.length).toBeGreaterThanOrEqual(980)
    expect(starts.length).toBeLessThanOrEqual(1_000)
    const gaps = starts.slice(1).map((at, n) => at - (starts[n] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(99)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(103)
  })

  it('does not wait for answers, but has no more than a second of calls under way', async () => {
    const { starts, counts } = start(500)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(starts.length).toBeGreaterThan(95)
    const slow = start(10_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(slow.counts.most).toBe(10)
    expect(counts.most).toBeLessThanOrEqual(6)
  })

  it('goes on as soon as one of them ends', async () => {
    const { starts } = start(5_000)
    await vi.advanceTimersByTimeAsync(50_000)
    expect(starts.length).toBeGreaterThanOrEqual(90)
  })

  it('goes on under a tighter limit than the one its calls began under', async () => {
    let limit = 10
    const { starts } = start(5_000, undefined, () => limit)
    // Eight calls are under way.
    await vi.advanceTimersByTimeAsync(750)
    limit = 4
    await vi.advanceTimersByTimeAsync(20_000)
    const before = starts.length
    await vi.advanceTimersByTimeAsync(20_000)
    expect(starts.length).toBeGreaterThan(before + 8)
  })

  it('looks again soon when nothing was due', async () => {
    let isDue = false
    const { starts } = start(10, () => isDue)
    await vi.advanceTimersByTimeAsync(5_000)
    isDue = true
    await vi.advanceTimersByTimeAsync(110)
    expect(starts).toHaveLength(1)
  })

  it('makes up for a little of what it missed, not for all', async () => {
    let isDue = true
    const { starts } = start(10, () => isDue)
    await vi.advanceTimersByTimeAsync(1_000)
    const before = starts.length
    isDue = false
    await vi.advanceTimersByTimeAsync(60_000)
    isDue = true
    await vi.advanceTimersByTimeAsync(1_000)
    expect(starts.length - before).toBeLessThanOrEqual(13)
  })

  it('goes on evenly after a standstill: calls that come together wait for the limits a second later', async () => {
    const { starts } = start(20)
    await vi.advanceTimersByTimeAsync(1_000)
    const before = starts.length
    stoodStillMs = 5_000
    await vi.advanceTimersByTimeAsync(10_000)
    const after = starts.slice(before)
    const gaps = after.slice(1).map((at, n) => at - (after[n] ?? 0))
    expect(after.length).toBeGreaterThanOrEqual(98)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(70)
  })

  it('begins nothing during a pause', async () => {
    const { pump, starts } = start(10)
    await vi.advanceTimersByTimeAsync(1_000)
    const before = starts.length
    pump.pause(5_000)
    await vi.advanceTimersByTimeAsync(4_900)
    expect(starts.length).toBe(before)
    await vi.advanceTimersByTimeAsync(1_100)
    expect(starts.length).toBeGreaterThan(before + 8)
  })

  it('begins nothing after its stop, whatever ends then', async () => {
    const { pump, starts } = start(3_000)
    await vi.advanceTimersByTimeAsync(2_000)
    pump.stop()
    const before = starts.length
    await vi.advanceTimersByTimeAsync(10_000)
    expect(starts.length).toBe(before)
  })
})
