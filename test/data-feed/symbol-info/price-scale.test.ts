import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstrumentKind, TickBand } from '../../../src/broker/instrument.ts'
import { priceScaleOf } from '../../../src/data-feed/symbol-info/price-scale.ts'

type Bands = readonly [TickBand, ...TickBand[]]

const single = (tick: number): Bands => [{ from: 0, tick }]

describe('the price scale', () => {
  it.each<[string, InstrumentKind, Bands, number, readonly [number, number, number]]>([
    ['fractional pips', 'forex', single(0.00001), 0.0001, [100_000, 1, 10]],
    ['fractional pips of yen', 'forex', single(0.001), 0.01, [1_000, 1, 10]],
    ['whole pips', 'forex', single(0.0001), 0.0001, [10_000, 1, 0]],
    ['half pips', 'forex', single(0.00005), 0.0001, [100_000, 5, 10]],
    ['a pip that is no power of ten', 'forex', single(0.00001), 0.00025, [100_000, 1, 0]],
    ['pips of anything but forex', 'index', single(0.1), 1, [10, 1, 0]],
    ['cents', 'stock', single(0.01), 0.01, [100, 1, 0]],
    ['quarters', 'futures', single(0.25), 0.25, [100, 25, 0]],
    ['whole points', 'index', single(1), 1, [1, 1, 0]],
    ['steps of five points', 'index', single(5), 5, [1, 5, 0]],
    ['steps of ten points', 'index', single(10), 10, [1, 10, 0]],
    ['a satoshi', 'crypto', single(0.00000001), 0.00000001, [100_000_000, 1, 0]],
    [
      'several bands: the greatest that fits all',
      'stock',
      [
        { from: 0, tick: 0.05 },
        { from: 100, tick: 0.1 },
        { from: 200, tick: 0.2 },
      ],
      0.05,
      [100, 5, 0],
    ],
    [
      'bands that are no multiples of each other',
      'stock',
      [
        { from: 0, tick: 0.2 },
        { from: 100, tick: 0.5 },
      ],
      0.2,
      [10, 1, 0],
    ],
  ])('of %s', (_what, kind, tickBands, pipSize, [pricescale, minmovement, minmovement2]) => {
    expect(priceScaleOf({ kind, tickBands, pipSize })).toEqual({ pricescale, minmovement, minmovement2 })
  })

  it('is whole, with a power of ten, and every tick of every band a multiple of its tick', () => {
    const tick = fc
      .tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: 8 }))
      .map(([n, decimals]) => ({ n, decimals }))
    fc.assert(
      fc.property(fc.array(tick, { minLength: 1, maxLength: 4 }), ([first, ...others]) => {
        if (first === undefined) return
        const value = ({ n, decimals }: typeof first) => Number(`${n}e-${decimals}`)
        const bands: Bands = [
          { from: 0, tick: value(first) },
          ...others.map((one, index) => ({ from: index + 1, tick: value(one) })),
        ]
        const { pricescale, minmovement } = priceScaleOf({ kind: 'stock', tickBands: bands, pipSize: 1 })
        expect(String(pricescale)).toMatch(/^10*$/)
        expect(Number.isInteger(minmovement) && minmovement > 0).toBe(true)
        for (const { n, decimals } of [first, ...others]) {
          // In integers, so that the test itself does not round.
          const units = (BigInt(n) * BigInt(pricescale) * 100_000_000n) / 10n ** BigInt(decimals)
          expect(units % (BigInt(minmovement) * 100_000_000n)).toBe(0n)
        }
      }),
    )
  })

  it('is whole even for ticks that no market has', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e5, noNaN: true }), (tick) => {
        const { pricescale, minmovement } = priceScaleOf({
          kind: 'forex',
          tickBands: single(tick),
          pipSize: tick * 10,
        })
        expect(Number.isSafeInteger(pricescale) && Number.isSafeInteger(minmovement) && minmovement > 0).toBe(
          true,
        )
      }),
    )
  })

  it('names no pip that is too many ticks to be held exactly', () => {
    const scale = priceScaleOf({ kind: 'forex', tickBands: single(1e-9), pipSize: 1e9 })
    expect(scale.minmovement2).toBe(0)
  })
})
