import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BarRows,
  barsOf,
  joinRows,
  lastTimeOf,
  readBarRows,
  sliceRows,
} from '../../../../../adapters/tradelocker/feed/bars/bar-rows.ts'
import { NO_DATA } from '../../../../../adapters/tradelocker/transport/http.ts'

const bar = (t: unknown, changes: object = {}) => ({ t, o: 1, h: 3, l: 0.5, c: 2, v: 7, ...changes })
const WHOLE = { from: 0, before: 1_000 }
const read = (...barDetails: unknown[]) => readBarRows({ barDetails }, WHOLE)
const times = (rows: BarRows) => barsOf(rows).map(({ time }) => time)

describe('bars', () => {
  it('are read with their figures, be they numbers or texts', () => {
    expect(barsOf(read(bar(60), bar('120', { o: '1.5', v: null }), bar(180, { v: -7 })))).toEqual([
      { time: 60, open: 1, high: 3, low: 0.5, close: 2, volume: 7 },
      { time: 120, open: 1.5, high: 3, low: 0.5, close: 2, volume: undefined },
      { time: 180, open: 1, high: 3, low: 0.5, close: 2, volume: 0 },
    ])
  })

  it('are put in order, each time once, the last one told counts', () => {
    const rows = read(bar(180), bar(60), bar(120), bar(60, { c: 9 }))
    expect(times(rows)).toEqual([60, 120, 180])
    expect(barsOf(rows)[0]?.close).toBe(9)
    expect(lastTimeOf(rows)).toBe(180)
  })

  it('outside the range are not believed', () => {
    const rows = readBarRows(
      { barDetails: [bar(59), bar(60), bar(119), bar(120)] },
      { from: 60, before: 120 },
    )
    expect(times(rows)).toEqual([60, 119])
  })

  it.each([NO_DATA, undefined, null, { barDetails: [] }])('may be none: %o', (answer) => {
    expect(readBarRows(answer, WHOLE)).toHaveLength(0)
  })

  it('that lack a figure are left out', () => {
    expect(times(read(bar(60, { h: null }), bar('x'), bar(1.5), null, 'bar', bar(120)))).toEqual([120])
  })

  it.each([
    { barDetails: null },
    { bars: [] },
    'text',
    7,
    { barDetails: [[60, 1, 2, 3, 4, 5]] },
    { barDetails: [{ time: 60 }] },
  ])('of another shape are an error, not an empty history: %j', (answer) => {
    expect(() => readBarRows(answer, WHOLE)).toThrow('upstream_malformed')
  })

  it('are cut and joined as lists would be', () => {
    const ascending = fc
      .uniqueArray(fc.nat({ max: 999 }), { maxLength: 40 })
      .map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(ascending, fc.nat({ max: 999 }), fc.nat({ max: 999 }), (all, from, before) => {
        const rows = read(...all.map((t) => bar(t)))
        const wanted = all.filter((t) => t >= from && t < before)
        expect(times(sliceRows(rows, { from, before: Math.max(from, before) }))).toEqual(wanted)
        const parts = [sliceRows(rows, { from: 0, before }), sliceRows(rows, { from: before, before: 1_000 })]
        expect(times(joinRows(...parts))).toEqual(all)
      }),
    )
  })
})
