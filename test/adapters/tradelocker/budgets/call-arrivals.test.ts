import { describe, expect, it } from 'vitest'
import { CallArrivals } from '../../../../adapters/tradelocker/budgets/call-arrivals.ts'

describe('two calls in 100 ms', () => {
  const twoCalls = () => {
    const arrivals = new CallArrivals({ limit: 2, intervalMs: 100 })
    const calls = [arrivals.begin(), arrivals.begin()] as const
    calls[0].leftAt = 0
    calls[1].leftAt = 10
    return { arrivals, calls }
  }

  it('hold back the third while both are under way: they may arrive at any moment of the next two seconds', () => {
    const { arrivals } = twoCalls()
    expect(arrivals.opensAt(1_000)).toBe(2_100)
  })

  it('hold back the third for as long as they have not left, and two seconds more', () => {
    const { arrivals, calls } = twoCalls()
    for (const call of calls) call.leftAt = undefined
    expect(arrivals.opensAt(60_000)).toBe(Number.POSITIVE_INFINITY)
    expect(arrivals.isEmpty(60_000)).toBe(false)
    for (const call of calls) call.leftAt = 60_000
    expect(arrivals.opensAt(60_000)).toBe(62_100)
  })

  it('hold nobody back for ever when they are never answered', () => {
    const { arrivals } = twoCalls()
    expect(arrivals.opensAt(2_100)).toBe(2_100)
    expect(arrivals.isEmpty(2_110)).toBe(true)
  })

  it('let the third go 100 ms after the first answer, whichever of them that was', () => {
    const { arrivals, calls } = twoCalls()
    calls[1].endedAt = 30
    expect(arrivals.opensAt(40)).toBe(130)
    calls[0].endedAt = 70
    expect(arrivals.opensAt(80)).toBe(130)
    expect(arrivals.opensAt(130)).toBe(130)
  })

  it('count until both are answered and 100 ms old', () => {
    const { arrivals, calls } = twoCalls()
    for (const call of calls) call.endedAt = 50
    expect(arrivals.isEmpty(149)).toBe(false)
    expect(arrivals.isEmpty(150)).toBe(true)
  })

  it('hold back the next one longer when only one is allowed from now on', () => {
    const { arrivals, calls } = twoCalls()
    calls[0].endedAt = 30
    calls[1].endedAt = 70
    arrivals.setLimit({ limit: 1, intervalMs: 100 })
    expect(arrivals.opensAt(80)).toBe(170)
  })
})
