import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digits, fixed, plain, seconds } from '../../src/tradingview/numbers.ts'

describe('numbers in answers', () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [0.0001 * 1.09234, 0.000109234],
    [3 * 1.1, 3.3],
    [1e-9, 1e-9],
    [123456789012, 123456789012],
    [999999999999.99, 999999999999.99],
  ])('%d carries no noise', (noisy, clean) => expect(plain(noisy)).toBe(clean))

  it('an exact number with up to fifteen digits stays as it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
        fc.nat(15),
        (whole, decimals) => {
          const value = Number(`${whole}e-${decimals}`)
          expect(plain(value)).toBe(value)
        },
      ),
    )
  })

  it.each([
    [1e-7, '0.0000001'],
    [0.1 + 0.2, '0.3'],
    [1000, '1000'],
    [1e21, '1000000000000000000000'],
  ])('%d is written %s', (value, text) => expect(digits(value)).toBe(text))

  it.each([
    [1234.5, 2, '1234.50'],
    [-3, 2, '-3.00'],
    [-0.001, 2, '0.00'],
    [0.1 + 0.2, 2, '0.30'],
    [7, 0, '7'],
    [undefined, 2, ''],
    [Number.NaN, 2, ''],
    [Number.POSITIVE_INFINITY, 2, ''],
  ])('%s with %d decimals is %j', (value, decimals, text) => expect(fixed(value, decimals)).toBe(text))

  it('time is in whole seconds and never ahead of itself', () => {
    expect(seconds(1_700_000_001_999)).toBe(1_700_000_001)
  })
})
