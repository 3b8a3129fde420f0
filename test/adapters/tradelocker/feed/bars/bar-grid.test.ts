import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CLOCK_ERROR_MS,
  chunksOf,
  GRIDS,
  runsOf,
  SETTLE_MS,
  settledBefore,
  settlingMs,
  splitRange,
} from '../../../../../adapters/tradelocker/feed/bars/bar-grid.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOON = Date.UTC(2026, 0, 15, 12)
const grids = Object.values(GRIDS)

describe('ranges', () => {
  it('that fit stay one call', () => {
    const day = { from: NOON, before: NOON + DAY }
    expect(splitRange(day, GRIDS['1m'], 20_000)).toEqual([day])
    expect(splitRange(day, GRIDS['1m'], 1_440)).toEqual([day])
    expect(splitRange(day, GRIDS['1m'], 1_439)).toHaveLength(2)
    expect(splitRange({ from: NOON, before: NOON }, GRIDS['1m'], 10)).toEqual([])
  })

  it('are cut without gaps or overlaps, and no part spans more than the cap', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: NOON }), fc.integer({ min: 1, max: 3_000 * DAY }))
    fc.assert(
      fc.property(
        span,
        fc.constantFrom(...grids),
        fc.integer({ min: 500, max: 20_000 }),
        ([from, length], grid, cap) => {
          const parts = splitRange({ from, before: from + length }, grid, cap)
          expect(parts[0]?.from).toBe(from)
          expect(parts.at(-1)?.before).toBe(from + length)
          for (const [index, part] of parts.entries()) {
            expect(part.before).toBeGreaterThan(part.from)
            expect((part.before - part.from) / grid.nominalMs).toBeLessThanOrEqual(cap)
            if (index > 0) expect(part.from).toBe(parts[index - 1]?.before)
          }
        },
      ),
    )
  })

  it('touch the chunks that hold them', () => {
    expect(chunksOf(GRIDS['1m'], NOON, NOON + DAY)).toEqual([NOON - 12 * HOUR, NOON + 12 * HOUR])
    expect(chunksOf(GRIDS['1m'], NOON - 12 * HOUR, NOON + 12 * HOUR - 1)).toEqual([NOON - 12 * HOUR])
    expect(chunksOf(GRIDS['1m'], NOON, NOON - DAY)).toEqual([])
  })

  it('run on while chunks are neighbours, up to the cap', () => {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 5].map((day) => day * DAY)
    expect(runsOf([a, b, c, d], GRIDS['1m'], 13)).toEqual([[a, b, c], [d]])
    expect(runsOf([a, b, c, d], GRIDS['1m'], 2)).toEqual([[a, b], [c], [d]])
    expect(runsOf([], GRIDS['1m'], 2)).toEqual([])
  })
})

describe('closing', () => {
  it.each([
    ['1m', NOON, SETTLE_MS],
    ['1m', NOON + 1, SETTLE_MS - 1],
    ['1m', NOON + SETTLE_MS, 0],
    ['1m', NOON + MINUTE - 1, 0],
    ['5m', NOON + MINUTE, 0],
    ['4h', NOON + 30 * MINUTE + 1_000, SETTLE_MS - 1_000],
    ['1d', NOON + HOUR + 500, SETTLE_MS - 500],
    ['1w', NOON + 15 * MINUTE, 0],
  ] as const)('%s at %i has %i ms to settle', (resolution, now, expected) => {
    expect(settlingMs(GRIDS[resolution], now)).toBe(expected)
  })

  it('makes a bar final when its successor has been seen, or after a margin: our clock may be wrong', () => {
    const grid = GRIDS['1m']
    // The bar of 11:59 closed at noon.
    expect(settledBefore(grid, NOON + CLOCK_ERROR_MS - 1, NOON - MINUTE)).toBe(NOON - MINUTE)
    expect(settledBefore(grid, NOON + CLOCK_ERROR_MS, NOON - MINUTE)).toBe(NOON - MINUTE + 1)
    expect(settledBefore(grid, NOON + SETTLE_MS - 1, NOON)).toBeLessThan(NOON - MINUTE)
    expect(settledBefore(grid, NOON + SETTLE_MS, NOON)).toBe(NOON)
    // A day that began two hours ago may last 23 more, but yesterday's is over.
    const today = NOON - 2 * HOUR
    expect(settledBefore(GRIDS['1d'], NOON + MINUTE, today)).toBe(today)
    // Not while its end may still be settling.
    expect(settledBefore(GRIDS['1d'], NOON + 1_000, NOON)).toBeLessThan(today - DAY + 2 * HOUR + 1_001)
  })

  it('never makes final what is open, whatever the resolution', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 10 ** 10 }), fc.nat({ max: 10 ** 10 }))
    fc.assert(
      fc.property(fc.constantFrom(...grids), times, (grid, [opening, age]) => {
        fc.pre(age < grid.longestMs + CLOCK_ERROR_MS)
        expect(settledBefore(grid, opening + age, undefined)).toBeLessThanOrEqual(opening)
      }),
    )
  })
})
