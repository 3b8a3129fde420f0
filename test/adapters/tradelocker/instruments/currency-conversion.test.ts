import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conversionPath } from '../../../../adapters/tradelocker/instruments/currency-conversion.ts'
import type { Instrument } from '../../../../src/broker/instrument.ts'
import { contract } from '../../../support/records.ts'

const pair = (baseCurrency: string, quoteCurrency: string, changes: Partial<Instrument> = {}) =>
  contract({ name: `${baseCurrency}${quoteCurrency}.R`, baseCurrency, quoteCurrency, ...changes })

const majors = [pair('EUR', 'USD'), pair('USD', 'JPY'), pair('GBP', 'USD'), pair('USD', 'CHF')]

describe('money is converted', () => {
  it('by nothing when the currencies are the same', () => {
    expect(conversionPath('USD', 'USD', [])).toEqual([])
  })

  it('by the price of the market, or its inverse', () => {
    expect(conversionPath('EUR', 'USD', majors)).toEqual([{ instrument: 'EURUSD.R', invert: false }])
    expect(conversionPath('USD', 'EUR', majors)).toEqual([{ instrument: 'EURUSD.R', invert: true }])
  })

  it('through a third currency', () => {
    expect(conversionPath('JPY', 'EUR', majors)).toEqual([
      { instrument: 'USDJPY.R', invert: true },
      { instrument: 'EURUSD.R', invert: true },
    ])
  })

  it('by the shortest chain', () => {
    expect(conversionPath('JPY', 'EUR', [...majors, pair('EUR', 'JPY')])).toEqual([
      { instrument: 'EURJPY.R', invert: true },
    ])
  })

  it('by the shortest chain also where a longer one reaches a currency later', () => {
    const list = [pair('EUR', 'GBP'), pair('EUR', 'USD'), pair('GBP', 'USD'), pair('USD', 'JPY')]
    expect(conversionPath('EUR', 'JPY', list)?.map(({ instrument }) => instrument)).toEqual([
      'EURUSD.R',
      'USDJPY.R',
    ])
  })

  it('not at all when no market connects the two', () => {
    expect(conversionPath('JPY', 'ZAR', majors)).toBeUndefined()
    expect(conversionPath('JPY', 'USD', [])).toBeUndefined()
  })

  it('through crypto markets where forex does not reach, such as USDT', () => {
    const tether = pair('USDT', 'USD', { kind: 'crypto' })
    expect(conversionPath('USDT', 'EUR', [...majors, tether])).toEqual([
      { instrument: 'USDTUSD.R', invert: false },
      { instrument: 'EURUSD.R', invert: true },
    ])
  })

  it('never through crypto where forex does it', () => {
    const bitcoin = [pair('BTC', 'JPY', { kind: 'crypto' }), pair('BTC', 'EUR', { kind: 'crypto' })]
    expect(
      conversionPath('JPY', 'EUR', [...bitcoin, ...majors])?.map(({ instrument }) => instrument),
    ).toEqual(['USDJPY.R', 'EURUSD.R'])
  })

  it('by currencies alone: gold and stocks are no money', () => {
    const odd = [
      pair('XAU', 'USD', { kind: 'commodity' }),
      pair('XAU', 'EUR', { kind: 'commodity' }),
      contract({ kind: 'forex', baseCurrency: undefined, quoteCurrency: 'USD' }),
    ]
    expect(conversionPath('EUR', 'USD', odd)).toBeUndefined()
  })
})

describe('any chain', () => {
  const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'GBP', 'CHF', 'ZAR')
  const markets = fc.uniqueArray(fc.tuple(currency, currency), { selector: (two) => two.join('') })

  /** What reaches what, told in the plainest way. */
  function reachable(from: string, pairs: readonly (readonly [string, string])[]): Set<string> {
    const reached = new Set<string>([from])
    for (let round = 0; round < pairs.length; round++) {
      for (const [base, quote] of pairs) {
        if (reached.has(base)) reached.add(quote)
        else if (reached.has(quote)) reached.add(base)
      }
    }
    return reached
  }

  it('leads step by step from the one currency to the other, through none twice, and is found if there is one', () => {
    fc.assert(
      fc.property(currency, currency, markets, (from, to, pairs) => {
        const path = conversionPath(
          from,
          to,
          pairs.map(([base, quote]) => pair(base, quote)),
        )
        expect(path !== undefined).toBe(reachable(from, pairs).has(to))
        const passed: string[] = [from]
        for (const { instrument, invert } of path ?? []) {
          const [base, quote] = [instrument.slice(0, 3), instrument.slice(3, 6)]
          expect(passed.at(-1)).toBe(invert ? quote : base)
          passed.push(invert ? base : quote)
        }
        expect(new Set(passed).size).toBe(passed.length)
        if (path !== undefined) expect(passed.at(-1)).toBe(to)
      }),
    )
  })
})
