import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGroups } from '../../src/data-feed/groups.ts'
import { createSymbolBook, type Overrides } from '../../src/data-feed/symbols.ts'
import { warnOnce } from '../../src/data-feed/warn-once.ts'
import { readableLog } from '../support/log-lines.ts'
import { aFeedInstrument } from '../support/samples.ts'

const setUp = (overrides: Overrides = {}) => {
  const logs = readableLog()
  const options = { overrides, groups: createGroups('acme', []), warn: warnOnce(logs.log) }
  const book = (...names: readonly string[]) =>
    createSymbolBook(
      names.map((name) => aFeedInstrument({ name })),
      options,
    )
  return { book, logs }
}

const symbolsOf = (names: readonly string[], overrides?: Overrides) =>
  Object.fromEntries(
    setUp(overrides)
      .book(...names)
      .all.map(({ instrument, symbol }) => [instrument.name, symbol]),
  )

describe('the symbol of an instrument', () => {
  it.each(['EURUSD', '0700.HK', 'BRK.B', 'BRENT_OIL', 'EURUSD.PRO'])(
    'is its name where that is legal: %s',
    (name) => {
      const [symbol] = setUp().book(name).all
      expect(symbol).toMatchObject({ symbol: name, ticker: undefined, id: name })
    },
  )

  it.each([
    ['US 30', /^US_30_[0-9A-F]{4}$/],
    ['DOW+', /^DOW_[0-9A-F]{4}$/],
    ['BTC/USDT', /^BTC_USDT_[0-9A-F]{4}$/],
    ['nas100m', /^NAS100M_[0-9A-F]{4}$/],
    ['Ölpreis', /^LPREIS_[0-9A-F]{4}$/],
    ['黄金', /^[0-9A-F]{4}$/],
  ])('is spelled as closely as possible and marked: %s', (name, expected) => {
    const [symbol] = setUp().book(name).all
    expect(symbol?.symbol).toMatch(expected)
    expect(symbol).toMatchObject({ ticker: name, id: name })
  })

  it('has no ticker with a comma: then the symbol is asked for', () => {
    const [symbol] = setUp().book('S&P,500').all
    expect(symbol).toMatchObject({ ticker: undefined, id: symbol?.symbol })
  })

  it('is another one for names that are spelled alike', () => {
    const symbols = Object.values(symbolsOf(['DOW', 'DOW+', 'DOW-', 'dow', 'Dow', ' DOW']))
    expect(new Set(symbols).size).toBe(6)
  })

  it('never depends on which other instruments there are, nor on their order', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 19 }), (all, n) => {
        const name = all[n % all.length] ?? ''
        expect(symbolsOf(all)[name]).toBe(symbolsOf([name])[name])
        expect(symbolsOf(all.toReversed())).toEqual(symbolsOf(all))
      }),
    )
  })

  it('is legal and unique, and so is what is asked for, whatever the names', () => {
    const part = fc.constantFrom('us', 'US', ' ', '_', '/', '+', '30', ',', '.', 'ß', '')
    const name = fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('') || '-'),
      fc.string({ minLength: 1 }),
    )
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 40 }), (names) => {
        const { all, find, named: byName } = setUp().book(...names)
        expect(all).toHaveLength(names.length)
        expect(new Set(all.map(({ symbol }) => symbol)).size).toBe(names.length)
        expect(new Set(all.map(({ id }) => id)).size).toBe(names.length)
        for (const one of all) {
          expect(one.symbol).toMatch(/^[A-Z0-9._]+$/)
          expect(one.ticker ?? '').not.toContain(',')
          expect(find(one.id)).toBe(one)
          expect(find(one.symbol)).toBe(one)
          expect(byName(one.instrument.name)).toBe(one)
        }
      }),
    )
  })

  it('gets longer when an instrument is called like the mark of another, which is logged once', () => {
    const { 'US 30': symbol = '' } = symbolsOf(['US 30'])
    const { book, logs } = setUp()
    for (let n = 0; n < 2; n += 1) {
      const { all } = book(symbol, 'US 30')
      expect(all.map((one) => one.symbol)).toEqual([symbol, expect.stringMatching(/^US_30_[0-9A-F]{64}$/)])
    }
    expect(logs.lines()).toEqual([
      expect.objectContaining({
        level: 'warn',
        message: expect.stringContaining('longer'),
        instrument: 'US 30',
      }),
    ])
  })
})

describe('SYMBOLS_FILE', () => {
  it('gives an instrument another symbol; its name stays what is asked for', () => {
    const [symbol] = setUp({ 'US 30': { symbol: 'US30' } }).book('US 30').all
    expect(symbol).toMatchObject({ symbol: 'US30', ticker: 'US 30', id: 'US 30' })
  })

  it('gives an instrument another ticker', () => {
    const { all, find } = setUp({ EURUSD: { ticker: 'eurusd' } }).book('EURUSD')
    expect(all[0]).toMatchObject({ symbol: 'EURUSD', ticker: 'eurusd', id: 'eurusd' })
    expect(find('eurusd')).toBe(all[0])
  })

  it('cannot give what belongs to another instrument, which is logged once', () => {
    const { book, logs } = setUp({ 'US 30': { symbol: 'US30' }, EURUSD: { ticker: 'US 30' } })
    for (let n = 0; n < 2; n += 1) {
      const { all } = book('US 30', 'US30', 'EURUSD')
      expect(all.map(({ symbol }) => symbol)).toEqual([symbolsOf(['US 30'])['US 30'], 'US30', 'EURUSD'])
      expect(all.map(({ id }) => id)).toEqual(['US 30', 'US30', 'EURUSD'])
    }
    expect(logs.lines().map(({ message, instrument }) => [instrument, message])).toEqual([
      ['US 30', expect.stringContaining('The symbol that SYMBOLS_FILE gives')],
      ['EURUSD', expect.stringContaining('The ticker that SYMBOLS_FILE gives')],
    ])
  })
})
