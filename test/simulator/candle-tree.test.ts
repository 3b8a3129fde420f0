import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candle, joinCandles, splitIntoCandles, splitIntoTicks } from '../../simulator/candle-tree.ts'
import { PriceGrid } from '../../simulator/price-grid.ts'
import { randomFrom } from '../../simulator/random.ts'

const candles: fc.Arbitrary<Candle> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 4, maxLength: 4 }), fc.nat(100_000))
  .map(([prices, volume]) => {
    const [low = 1, open = 1, close = 1, high = 1] = prices.toSorted((left, right) => left - right)
    return volume % 2 ? { open, high, low, close, volume } : { open: close, high, low, close: open, volume }
  })

describe('a split candle', () => {
  it('joins to the candle it came from', () => {
    fc.assert(
      fc.property(candles, fc.constantFrom(24, 60), fc.nat(), (parent, count, seed) => {
        const parts = splitIntoCandles(parent, count, randomFrom(seed))
        expect(parts).toHaveLength(count)
        expect(parts.reduce<Candle | undefined>(joinCandles, undefined)).toEqual(parent)
      }),
    )
  })

  it('has no gaps, and parts whose high and low enclose open and close', () => {
    fc.assert(
      fc.property(candles, fc.nat(), (parent, seed) => {
        const parts = splitIntoCandles(parent, 60, randomFrom(seed))
        for (const [index, { open, high, low, close }] of parts.entries()) {
          expect(low).toBeLessThanOrEqual(Math.min(open, close))
          expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
          expect(parts[index + 1]?.open ?? close).toBe(close)
        }
      }),
    )
  })

  it('ends in ticks that begin at the open, end at the close and touch high and low', () => {
    fc.assert(
      fc.property(candles, fc.nat(), (parent, seed) => {
        const ticks = splitIntoTicks(parent, 240, randomFrom(seed))
        expect(ticks).toHaveLength(240)
        expect([ticks[0], ticks.at(-1)]).toEqual([parent.open, parent.close])
        expect([Math.max(...ticks), Math.min(...ticks)]).toEqual([parent.high, parent.low])
      }),
    )
  })
})

describe('a price grid with bands', () => {
  const grid = new PriceGrid([
    { leftRangeLimit: null, tickSize: 0.05 },
    { leftRangeLimit: 100, tickSize: 0.1 },
    { leftRangeLimit: 200, tickSize: 0.2 },
  ])

  it.each([
    [99.95, true],
    [100.05, false],
    [150.1, true],
    [200.1, false],
    [200.2, true],
  ])('has the price %d: %s', (price, expected) => {
    expect(grid.isOnGrid(price)).toBe(expected)
  })

  it('snaps without changing the order of prices', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (left, right) => {
        const [low, high] = [Math.min(left, right), Math.max(left, right)]
        expect(grid.snap(low)).toBeLessThanOrEqual(grid.snap(high))
        expect(grid.isOnGrid(grid.toPrice(grid.snap(low)))).toBe(true)
      }),
    )
  })
})
