import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { createGroups } from '../../../src/data-feed/symbols/groups.ts'
import { createSymbolBook, type Overrides } from '../../../src/data-feed/symbols/symbols.ts'
import { warnOnce } from '../../../src/data-feed/warn-once.ts'
import { readableLog } from '../../support/log-lines.ts'
import { aFeedInstrument } from '../../support/samples.ts'

const setUp = (overrides: Overrides = {}) => {
  const logs = readableLog()
  const options = {
    overrides,
    groups: createGroups('acme', []),
    daysOf: () => alwaysOpen,
    warn: warnOnce(logs.log),
  }
  const book = (...names: readonly string[]) =>
    createSymbolBook(
      names.map((name) => aFeedInstrument({ name })),
      options,
    )
  return { book, logs }
}

/** Symbols by name. */
async function symbolsOf(names: readonly string[]): Promise<Record<string, string>> {
  const { all } = await setUp().book(...names)
  return Object.fromEntries(all.map(({ instrument, symbol }) => [instrument.name, symbol]))
}

describe('the symbol of an instrument', () => {
  it.each(['EURUSD', '0700.HK', 'BRK.B', 'BRENT_OIL', 'EURUSD.PRO'])(
    'is its name where that is legal: %s',
    async (name) => {
      const [symbol] = (await setUp().book(name)).all
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
  ])('is spelled as closely as possible and marked: %s', async (name, expected) => {
    const [symbol] = (await setUp().book(name)).all
    expect(symbol?.symbol).toMatch(expected)
    expect(symbol).toMatchObject({ ticker: name, id: name })
  })

  it('has no ticker with a comma: then the symbol is asked for', async () => {
    const [symbol] = (await setUp().book('S&P,500')).all
    expect(symbol).toMatchObject({ ticker: undefined, id: symbol?.symbol })
  })

  it('is another one for names that are spelled alike', async () => {
    const symbols = Object.values(await symbolsOf(['DOW', 'DOW+', 'DOW-', 'dow', 'Dow', ' DOW']))
    expect(new Set(symbols).size).toBe(6)
  })

  it('never depends on which other instruments there are, nor on their order', async () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 0, max: 19 }), async (all, n) => {
        const name = all[n % all.length] ?? ''
        expect((await symbolsOf(all))[name]).toBe((await symbolsOf([name]))[name])
        expect(await symbolsOf(all.toReversed())).toEqual(await symbolsOf(all))
      }),
    )
  })

  it('is legal and unique, and so is what is asked for, whatever the names', async () => {
    const part = fc.constantFrom('us', 'US', ' ', '_', '/', '+', '30', ',', '.', 'ß', '')
    const name = fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('') || '-'),
      fc.string({ minLength: 1 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { maxLength: 40 }), async (names) => {
        const { all, find, named: byName } = await setUp().book(...names)
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

  it('gets longer when an instrument is called like the mark of another, which is logged once', async () => {
    const { 'US 30': symbol = '' } = await symbolsOf(['US 30'])
    const { book, logs } = setUp()
    for (let n = 0; n < 2; n += 1) {
      const { all } = await book(symbol, 'US 30')
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
  it('gives an instrument another symbol; its name stays what is asked for', async () => {
    const [symbol] = (await setUp({ 'US 30': { symbol: 'US30' } }).book('US 30')).all
    expect(symbol).toMatchObject({ symbol: 'US30', ticker: 'US 30', id: 'US 30' })
  })

  it('gives an instrument another ticker', async () => {
    const { all, find } = await setUp({ EURUSD: { ticker: 'eurusd' } }).book('EURUSD')
    expect(all[0]).toMatchObject({ symbol: 'EURUSD', ticker: 'eurusd', id: 'eurusd' })
    expect(find('eurusd')).toBe(all[0])
  })

  it('cannot give what belongs to another instrument, which is logged once', async () => {
    const { book, logs } = setUp({ 'US 30': { symbol: 'US30' }, EURUSD: { ticker: 'US 30' } })
    for (let n = 0; n < 2; n += 1) {
      const { all } = await book('US 30', 'US30', 'EURUSD')
      expect(all.map(({ symbol }) => symbol)).toEqual([
        (await symbolsOf(['US 30']))['US 30'],
        'US30',
        'EURUSD',
      ])
      expect(all.map(({ id }) => id)).toEqual(['US 30', 'US30', 'EURUSD'])
    }
    expect(logs.lines().map(({ message, instrument }) => [instrument, message])).toEqual([
      ['EURUSD', expect.stringContaining('The ticker that SYMBOLS_FILE gives')],
      ['US 30', expect.stringContaining('The symbol that SYMBOLS_FILE gives')],
    ])
  })
})
