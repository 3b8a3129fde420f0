import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOnGrid, isPriceOnGrid, nearestOnGrid, nearestPrice, shift, tickAt } from '../../src/broker/grid.ts'
import type { TickBand } from '../../src/broker/instrument.ts'

const bands: readonly [TickBand, ...TickBand[]] = [
  { from: 0, tick: 0.01 },
  { from: 100, tick: 0.05 },
  { from: 1000, tick: 0.5 },
]

const tick = fc.constantFrom(0.00001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5)

const anyBands = fc
  .tuple(tick, fc.array(fc.record({ step: fc.integer({ min: 1, max: 100_000 }), tick }), { maxLength: 3 }))
  .map(([first, more]): readonly [TickBand, ...TickBand[]] => {
    let from = 0
    const rest = more.map((band) => {
      from += band.step / 100
      return { from: Math.round(from * 100) / 100, tick: band.tick }
    })
    return [{ from: 0, tick: first }, ...rest]
  })

describe('tick bands', () => {
  it.each([
    [0.5, 0.01],
    [99.99, 0.01],
    [100, 0.05],
    [999.99, 0.05],
    [1000, 0.5],
    [25_000, 0.5],
  ])('at %d the tick is %d', (price, expected) => {
    expect(tickAt(bands, price)).toBe(expected)
  })

  it('judges a price by the band it falls into', () => {
    expect(isPriceOnGrid(bands, 99.99)).toBe(true)
    expect(isPriceOnGrid(bands, 100.01)).toBe(false)
    expect(isPriceOnGrid(bands, 1000.25)).toBe(false)
  })

  it('is not fooled by binary fractions', () => {
    expect(isOnGrid(0.1 + 0.2, 0.1)).toBe(false)
    expect(isOnGrid(1.08013, 0.00001)).toBe(true)
    expect(shift(1.1, 3, 0.1)).toBe(1.4)
  })
})

describe('rounding', () => {
  it.each([
    [100.02, 100],
    [100.03, 100.05],
    [999.98, 1000],
    [1000.2, 1000],
    [1000.25, 1000.5],
    [0.001, 0.01],
  ])('brings %d to %d', (price, expected) => {
    expect(nearestPrice(bands, price)).toBe(expected)
  })

  it('never leaves the grid, whatever the bands', () => {
    fc.assert(
      fc.property(anyBands, fc.double({ min: 1e-5, max: 1e6, noNaN: true }), (someBands, price) => {
        const nearest = nearestPrice(someBands, price)
        expect(nearest).toBeGreaterThan(0)
        expect(isPriceOnGrid(someBands, nearest)).toBe(true)
      }),
    )
  })

  it.each([
    [99.99, 0.05, 100],
    [99.95, 0.05, 100],
    [99.94, 0.05, 99.9],
    [103, 7, 105],
    [101, 7, 99.9],
  ])(
    'brings %d to a neighbour where a band of ticks of %d begins off the grid: %d',
    (price, tick, expected) => {
      const uneven = [
        { from: 0, tick: 0.3 },
        { from: 100, tick },
      ] as const
      expect(nearestPrice(uneven, price)).toBe(expected)
    },
  )

  it('finds no valid price that is closer', () => {
    const near = fc.double({ min: -100, max: 100, noNaN: true })
    fc.assert(
      fc.property(
        anyBands,
        fc.double({ min: 1e-5, max: 2_000, noNaN: true }),
        near,
        (someBands, price, by) => {
          const other = nearestOnGrid(price + by, tickAt(someBands, price + by))
          fc.pre(other > 0 && isPriceOnGrid(someBands, other))
          const distance = Math.abs(nearestPrice(someBands, price) - price)
          expect(distance).toBeLessThanOrEqual(Math.abs(other - price) + 1e-9)
        },
      ),
    )
  })

  it('keeps a valid price as it is', () => {
    fc.assert(
      fc.property(anyBands, fc.double({ min: 1e-5, max: 1e6, noNaN: true }), (someBands, price) => {
        const valid = nearestPrice(someBands, price)
        expect(nearestPrice(someBands, valid)).toBe(valid)
      }),
    )
  })

  it('brings a quantity to a multiple of the lot step', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), tick, (qty, step) => {
        const nearest = nearestOnGrid(qty, step)
        expect(isOnGrid(nearest, step)).toBe(true)
        expect(Math.abs(nearest - qty)).toBeLessThanOrEqual(step * 0.5000001)
      }),
    )
  })
})
