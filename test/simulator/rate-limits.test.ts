import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateLimiter, rateLimitsOf } from '../../simulator/rate-limits.ts'

describe('the sliding window', () => {
  it('never lets more calls through than the limit in any stretch of its length, and tells how long to wait', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 200 }), (pauses) => {
        let now = 1_000_000
        const limiter = createRateLimiter('published', { now: () => now, advance: () => now })
        const allowed: number[] = []
        for (const pause of pauses) {
          now += pause
          const wait = limiter.take('anna', 'GET_ACCOUNTS_STATE')
          if (wait === 0) allowed.push(now)
          else expect(wait).toBe((allowed.at(-4) ?? 0) + 2000 - now)
        }
        for (const [index, instant] of allowed.entries())
          expect((allowed[index + 4] ?? Number.POSITIVE_INFINITY) - instant).toBeGreaterThanOrEqual(2000)
      }),
    )
  })
})

describe('a factor on the published limits', () => {
  it.each([
    ['published', 1],
    [50, 50],
    [0.1, 1],
    ['off', 1_000_000],
  ] as const)('%s allows %d calls of GET_ORDERS a second', (mode, limit) => {
    expect(rateLimitsOf(mode).find((one) => one.rateLimitType === 'GET_ORDERS')?.limit).toBe(limit)
  })
})
