import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CallWindow } from '../../../../adapters/tradelocker/budgets/call-window.ts'
import { bothLimits } from '../../../../adapters/tradelocker/budgets/rate-limits.ts'
import { densest } from './planned-calls.ts'

const limit = fc.record({
  limit: fc.integer({ min: 1, max: 20 }),
  intervalMs: fc.integer({ min: 1, max: 200 }),
})

it('whoever keeps the limit made of two keeps both, and one alone is left as it is', () => {
  fc.assert(
    fc.property(limit, limit, fc.array(fc.nat(30), { maxLength: 100 }), (a, b, pauses) => {
      const window = new CallWindow(bothLimits(a, b))
      let now = 0
      const starts = pauses.map((pause) => {
        now = window.opensAt(now + pause)
        window.take(now)
        return now
      })
      for (const each of [a, b]) expect(densest(starts, each.intervalMs)).toBeLessThanOrEqual(each.limit)
      expect(bothLimits(a, a)).toEqual(a)
    }),
  )
})
