import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readInstrumentDetails } from '../../../../adapters/tradelocker/instruments/instrument-details.ts'
import { listedInstrument } from '../../../support/records.ts'

const listed = listedInstrument({ name: 'EURUSD.R', description: 'Euro (list)' })

/** A body as a real account answered it: nulls, empty texts, a leverage of text. */
const body = (changes: Readonly<Record<string, unknown>> = {}) => ({
  name: 'EURUSD',
  description: '',
  type: 'FOREX',
  baseCurrency: 'EUR',
  quotingCurrency: 'USD',
  lotSize: 100000,
  lotStep: 0.01,
  minLot: 0.01,
  maxLot: null,
  leverage: '30.00',
  symbolStatus: 'FULLY_OPEN',
  tradeSessionId: 1547,
  isin: '',
  margin_hedging_type: 'none',
  tickSize: [{ leftRangeLimit: null, tickSize: 0.00001 }],
  tickCost: [{ leftRangeLimit: null, tickCost: 0.0 }],
  ...changes,
})
const details = (changes: Readonly<Record<string, unknown>> = {}) =>
  readInstrumentDetails(body(changes), listed)
const contractOf = (changes: Readonly<Record<string, unknown>>) => details(changes)?.contract
const ticks = (...bands: (readonly [from: unknown, tick: unknown])[]) => ({
  tickSize: bands.map(([leftRangeLimit, tickSize]) => ({ leftRangeLimit, tickSize })),
})

describe('the details of an instrument', () => {
  it('are read into the contract all users share and what may differ', () => {
    expect(details()).toEqual({
      contract: {
        name: 'EURUSD.R',
        description: 'Euro (list)',
        kind: 'forex',
        wrapper: undefined,
        baseCurrency: 'EUR',
        quoteCurrency: 'USD',
        lotSize: 100000,
        lotStep: 0.01,
        minLot: 0.01,
        maxLot: undefined,
        tickBands: [{ from: 0, tick: 0.00001 }],
        pipSize: 0.0001,
        lastTradeDate: undefined,
      },
      leverage: 30,
      symbolStatus: 'FULLY_OPEN',
      tradeSessionId: '1547',
    })
  })

  it('are the same when all figures are texts', () => {
    const texts = { lotSize: '100000', lotStep: '0.01', minLot: '0.01', maxLot: '', leverage: 30 }
    expect(details({ ...texts, ...ticks(['', '0.00001']) })).toEqual(details())
  })

  it.each([
    ['tickSize', null],
    ['tickSize', []],
    ['tickSize', [{ leftRangeLimit: null, tickSize: 0 }]],
    ['tickSize', [{ leftRangeLimit: null, tickSize: null }]],
    ['lotSize', 0],
    ['lotSize', null],
    ['lotStep', ''],
    ['lotStep', -1],
    ['lotStep', ' '],
    ['quotingCurrency', ''],
    ['quotingCurrency', null],
  ])('with %s = %j are incomplete: such an instrument is not traded', (field, value) => {
    expect(details({ [field]: value })).toBeUndefined()
  })

  it.each([
    ['minLot', null, { minLot: 0.01 }],
    ['minLot', 0, { minLot: 0.01 }],
    ['maxLot', 0, { maxLot: undefined }],
    ['maxLot', '50', { maxLot: 50 }],
  ])('with %s = %j trade between %j', (field, value, limits) => {
    expect(contractOf({ [field]: value })).toMatchObject(limits)
  })

  it.each([
    ['2030-03-01', '2030-03-01'],
    ['2030-03-01T21:00:00.000Z', '2030-03-01'],
    ['2030-13-01', undefined],
    ['0000-00-00', undefined],
    ['01.03.2030', undefined],
    ['', undefined],
    [20300301, undefined],
    [null, undefined],
  ])('with lastTradeDate = %j end on %s', (lastTradeDate, expected) => {
    expect(contractOf({ lastTradeDate })?.lastTradeDate).toBe(expected)
  })

  it.each([null, '', '0', 'n/a'])('have no leverage where it is %j', (leverage) => {
    expect(details({ leverage })?.leverage).toBeUndefined()
  })

  it.each(['FULLY_OPEN', 'CLOSED', 'TRADING_HALT'])('know the status %s', (symbolStatus) => {
    expect(details({ symbolStatus })?.symbolStatus).toBe(symbolStatus)
  })

  it('know no other status', () => {
    expect(details({ symbolStatus: 'HOLIDAY' })?.symbolStatus).toBeUndefined()
  })

  it('are read, with a grid prices can lie on, or incomplete, whatever upstream sends', () => {
    const figure = fc.oneof(fc.double(), fc.integer().map(String), fc.jsonValue())
    const odd = fc
      .record({
        lotSize: figure,
        lotStep: figure,
        minLot: figure,
        maxLot: figure,
        leverage: figure,
        tickSize: fc.oneof(fc.array(fc.record({ leftRangeLimit: figure, tickSize: figure })), fc.jsonValue()),
      })
      .map(body)
    fc.assert(
      fc.property(fc.oneof(odd, fc.jsonValue()), (answer) => {
        const contract = readInstrumentDetails(answer, listed)?.contract
        if (contract === undefined) return
        const { tickBands, lotSize, lotStep, minLot, pipSize } = contract
        const all = [lotSize, lotStep, minLot, pipSize, ...tickBands.map(({ tick }) => tick)]
        for (const value of all) expect(value > 0 && Number.isFinite(value)).toBe(true)
        expect(tickBands[0].from).toBe(0)
        expect([...tickBands].sort((a, b) => a.from - b.from)).toEqual(tickBands)
      }),
    )
  })
})

describe('the ticks of an instrument', () => {
  it('apply from the lower edge of their band, in whatever order upstream lists the bands', () => {
    const bands = contractOf(ticks([1000, 0.5], [null, 0.01], [100, 0.05]))?.tickBands
    expect(bands).toEqual([
      { from: 0, tick: 0.01 },
      { from: 100, tick: 0.05 },
      { from: 1000, tick: 0.5 },
    ])
  })

  it.each([
    ['in order', ticks([null, 0.5], [-100, 0.1], [50, 0.2])],
    ['out of order', ticks([50, 0.2], [-100, 0.1], [null, 0.5])],
  ])('leave out bands that end below zero (%s)', (_, given) => {
    expect(contractOf(given)?.tickBands).toEqual([
      { from: 0, tick: 0.1 },
      { from: 50, tick: 0.2 },
    ])
  })
})

describe('the pip of an instrument', () => {
  it.each([
    ['forex of five decimals', 'FOREX', 'EUR', 0.00001, 0.0001],
    ['forex of four decimals', 'FOREX', 'EUR', 0.0001, 0.0001],
    ['yen of three decimals', 'FOREX', 'USD', 0.001, 0.01],
    ['yen of two decimals', 'FOREX', 'USD', 0.01, 0.01],
    ['a CFD on a stock', 'EQUITY_CFD', 'NVDA', 0.01, 0.01],
    ['crypto of three decimals', 'CRYPTO', 'BTC', 0.001, 0.001],
    ['gold listed as forex', 'FOREX', 'XAU', 0.001, 0.001],
  ])('of %s', (_, type, baseCurrency, tick, pip) => {
    expect(contractOf({ type, baseCurrency, ...ticks([null, tick]) })?.pipSize).toBe(pip)
  })
})

describe('the kind of an instrument', () => {
  it.each([
    ['FOREX', 'EUR', 'forex', undefined],
    ['CRYPTO', 'BTC', 'crypto', 'cfd'],
    ['EQUITY', null, 'stock', undefined],
    ['EQUITY_CFD', null, 'stock', 'cfd'],
    ['EQUITY_CFD', 'XAU', 'commodity', 'cfd'],
    ['ETF', undefined, 'etf', undefined],
    ['INDICES', null, 'index', 'cfd'],
    ['FUTURES_CFD', null, 'futures', 'cfd'],
    ['OPTIONS', null, 'option', undefined],
    ['SPREADBET', null, 'other', 'spreadbet'],
    ['WEATHER', null, 'other', undefined],
    ['constructor', null, 'other', undefined],
  ])('%s with base %s is %s (%s)', (type, baseCurrency, kind, wrapper) => {
    const { kind: actual, wrapper: wrapped } = contractOf({ type, baseCurrency }) ?? {}
    expect([actual, wrapped]).toEqual([kind, wrapper])
  })
})
