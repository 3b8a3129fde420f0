import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstrumentKind } from '../../../src/broker/instrument.ts'
import type { FeedInstrument } from '../../../src/broker/market-data.ts'
import { symbolFields, symbolInfoAnswer } from '../../../src/data-feed/contract/symbol-info.ts'
import { createSymbolCatalogue } from '../../../src/data-feed/symbol-catalogue.ts'
import type { SymbolRules } from '../../../src/data-feed/symbols/rules-review.ts'
import { renderInstrument } from '../../../src/tradingview/instruments.ts'
import { instrument as anyInstrument } from '../../support/arbitraries.ts'
import { readableLog } from '../../support/log-lines.ts'
import { createMemoryMarketData } from '../../support/memory-market-data.ts'
import { aFeedInstrument, anInstrument } from '../../support/samples.ts'

type Answer = Record<string, unknown> & { symbol: string[] }

function setUp(list: readonly FeedInstrument[], rules: Partial<SymbolRules> = {}) {
  const logs = readableLog()
  const market = createMemoryMarketData(list)
  const { info } = createSymbolCatalogue({
    marketData: market,
    rules: { brokerId: 'acme', mapping: {}, groups: [], overrides: {}, ...rules },
    log: logs.log,
    clock: () => Date.UTC(2026, 5, 1),
  })
  const read = async (group?: string): Promise<Answer> => {
    const answer: Answer = JSON.parse(String(await info.body(group)))
    symbolInfoAnswer.parse(answer)
    return answer
  }
  return { read, info, market, logs }
}

const answerOf = (list: readonly FeedInstrument[], rules?: Partial<SymbolRules>) => setUp(list, rules).read()

/** Monday to Friday, a stretch a day, in the hours of a zone. */
const weekIn = (timeZone: string, open: number, close: number): FeedInstrument['tradingWeek'] => ({
  timeZone,
  stretches: [1, 2, 3, 4, 5].map((day) => ({ from: day * 1_440 + open * 60, to: day * 1_440 + close * 60 })),
  holidays: new Set(['2026-12-25']),
})

describe('a symbol', () => {
  it('of forex is told with all that TradingView needs, in one value each', async () => {
    expect(
      await answerOf([aFeedInstrument({ name: 'EURUSD', tradingWeek: weekIn('Europe/London', 8, 17) })]),
    ).toEqual({
      s: 'ok',
      symbol: ['EURUSD'],
      description: ['Euro against US Dollar'],
      currency: 'USD',
      'base-currency': 'EUR',
      'exchange-listed': 'ACME',
      'exchange-traded': 'ACME',
      type: 'forex',
      minmovement: 1,
      pricescale: 100_000,
      minmovement2: 10,
      timezone: 'Europe/London',
      'session-regular': '0800-1700:23456',
      'has-intraday': true,
      'has-daily': true,
      'has-no-volume': true,
      'bar-source': 'bid',
    })
  })

  it.each<[string, Partial<FeedInstrument>, object]>([
    [
      'a crypto CFD',
      { kind: 'crypto', wrapper: 'cfd', baseCurrency: 'BTC' },
      { type: 'spot', typespecs: 'crypto,cfd', 'base-currency': 'BTC' },
    ],
    ['crypto', { kind: 'crypto', wrapper: undefined }, { type: 'spot', typespecs: 'crypto' }],
    ['a CFD on a stock', { kind: 'stock', wrapper: 'cfd' }, { type: 'stock', typespecs: 'cfd' }],
    ['a bet', { kind: 'other', wrapper: 'spreadbet' }, { type: 'structured', typespecs: 'spreadbet' }],
    ['gold', { kind: 'commodity', baseCurrency: 'XAU' }, { type: 'commodity', 'base-currency': 'XAU' }],
    [
      'a future',
      { kind: 'futures', name: 'ESZ2030', description: 'Index', lotSize: 50, lastTradeDate: '2030-12-20' },
      { type: 'futures', root: 'ESZ2030', 'root-description': 'Index', pointvalue: 50 },
    ],
    [
      'a future whose last day the broker tells',
      { kind: 'futures', wrapper: 'cfd', lastTradeDate: '2030-03-01' },
      { type: 'futures', typespecs: 'cfd', expiration: 20300301 },
    ],
    ['bars of trades', { barSource: 'trade' }, { 'bar-source': 'trade' }],
    ['no bars', { hasDaily: false, hasIntraday: false }, { 'has-daily': false, 'has-intraday': false }],
    [
      'trading that never rests, whose days are those of UTC',
      {
        tradingWeek: {
          timeZone: 'America/New_York',
          stretches: [{ from: 0, to: 7 * 1440 }],
          holidays: new Set<string>(),
        },
      },
      { timezone: 'Etc/UTC', 'session-regular': '24x7' },
    ],
    ['hours nobody knows', { tradingWeek: undefined }, { timezone: 'Etc/UTC', 'session-regular': '24x7' }],
    [
      'a zone that TradingView calls otherwise',
      { tradingWeek: weekIn('EET', 9, 17) },
      { timezone: 'Europe/Athens', 'session-regular': '0900-1700:23456' },
    ],
    [
      'a zone that TradingView does not know, whose clocks never change',
      { tradingWeek: weekIn('Etc/GMT+11', 8, 18) },
      { timezone: 'Etc/UTC', 'session-regular': '1900-0500:34567' },
    ],
    ['no description', { name: 'EURUSD', description: ' ' }, { description: ['EURUSD'] }],
  ])('of %s', async (_what, changes, expected) => {
    expect(await answerOf([aFeedInstrument(changes)])).toMatchObject(expected)
  })

  it('has no base currency unless it is a pair, and no point value unless it is a real future', async () => {
    const stock = await answerOf([aFeedInstrument({ kind: 'stock', baseCurrency: 'USD' })])
    expect(stock).not.toHaveProperty('base-currency')
    const cfd = await answerOf([aFeedInstrument({ kind: 'futures', wrapper: 'cfd', lotSize: 50 })])
    expect(cfd).not.toHaveProperty('pointvalue')
    expect(cfd).not.toHaveProperty('expiration')
    expect(await answerOf([aFeedInstrument({ lastTradeDate: '2030-03-01' })])).not.toHaveProperty(
      'expiration',
    )
  })

  it('has the type and the specs that the trading half tells of it', async () => {
    const kinds: readonly InstrumentKind[] = [
      ...(['forex', 'stock', 'etf', 'index', 'commodity', 'crypto', 'futures', 'option', 'other'] as const),
    ]
    for (const kind of kinds) {
      for (const wrapper of ['cfd', 'spreadbet', undefined] as const) {
        const lastTradeDate = '2030-03-01'
        const { type, typespecs } = await answerOf([aFeedInstrument({ kind, wrapper, lastTradeDate })])
        const traded = renderInstrument(anInstrument({ kind, wrapper }), 'lots')
        expect({ type, typespecs }).toEqual({
          type: traded.type,
          typespecs: 'typespecs' in traded ? traded.typespecs : undefined,
        })
      }
    }
  })

  it('in a zone that changes its clocks as none of the list does is open in UTC by either, which is logged once', async () => {
    const { read, market, logs } = setUp([aFeedInstrument({ tradingWeek: weekIn('America/Halifax', 9, 17) })])
    expect(await read()).toMatchObject({ timezone: 'Etc/UTC', 'session-regular': '1200-2100:23456' })
    market.list = [...market.list]
    await read()
    expect(logs.lines()).toEqual([expect.objectContaining({ level: 'warn', timeZone: 'America/Halifax' })])
  })
})

/** All that TradingView demands of an instrument of its type is known. */
const isWhole = ({ kind, wrapper, baseCurrency, lastTradeDate }: FeedInstrument): boolean => {
  if (kind === 'forex' || kind === 'crypto') return baseCurrency !== undefined
  return kind !== 'futures' || wrapper !== undefined || lastTradeDate !== undefined
}

describe('an instrument that TradingView would refuse the whole list for', () => {
  it.each<[string, Partial<FeedInstrument>, string]>([
    ['a pair without its first currency', { baseCurrency: undefined }, 'base-currency'],
    ['crypto without its first currency', { kind: 'crypto', baseCurrency: '' }, 'base-currency'],
    ['a future whose last day nobody tells', { kind: 'futures' }, 'expiration'],
    ['one without a currency', { quoteCurrency: '' }, 'currency'],
    [
      'a future that ends on a day that there is not',
      { kind: 'futures', lastTradeDate: '2030-02-30' },
      'expiration',
    ],
  ])('is left out, which is logged once: %s', async (_what, changes, field) => {
    const { read, market, logs } = setUp([
      aFeedInstrument({ name: 'GOOD' }),
      aFeedInstrument({ name: 'BAD', ...changes }),
    ])
    expect((await read()).symbol).toEqual(['GOOD'])
    market.list = [...market.list]
    expect((await read()).symbol).toEqual(['GOOD'])
    expect(logs.lines()).toEqual([expect.objectContaining({ level: 'warn', instrument: 'BAD' })])
    expect(JSON.stringify(logs.lines())).toContain(`"${field}: expected`)
  })

  it('is told with what SYMBOLS_FILE puts right', async () => {
    const overrides = { ES: { expiration: 20301220 } }
    const answer = await answerOf([aFeedInstrument({ name: 'ES', kind: 'futures' })], { overrides })
    expect(answer).toMatchObject({ symbol: ['ES'], expiration: 20301220 })
  })
})

describe('several symbols', () => {
  it('are told by columns; a field that one of them has, all have', async () => {
    const answer = await answerOf([
      aFeedInstrument({ name: 'EURUSD' }),
      aFeedInstrument({ name: 'US 30', kind: 'index', wrapper: 'cfd', tickBands: [{ from: 0, tick: 0.5 }] }),
    ])
    expect(answer).toMatchObject({
      ticker: ['EURUSD', 'US 30'],
      type: ['forex', 'index'],
      typespecs: [null, 'cfd'],
      'base-currency': ['EUR', null],
      minmovement: [1, 5],
      pricescale: [100_000, 10],
      minmovement2: [10, 0],
      currency: 'USD',
      'bar-source': 'bid',
    })
  })

  it('are a valid answer, with unique ids, whatever the instruments', async () => {
    const feed = fc
      .tuple(
        anyInstrument,
        fc.constantFrom('bid' as const, 'ask' as const, 'trade' as const),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([{ pipValue: _, ...contract }, barSource, hasIntraday, hasDaily]) => ({
        ...contract,
        barSource,
        hasIntraday,
        hasDaily,
        tradingWeek: hasDaily ? weekIn('Europe/Zurich', 1, 20) : undefined,
      }))
    const lists = fc.uniqueArray(feed, { selector: ({ name }) => name, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const { read } = setUp(list)
        const { symbol, ticker } = await read()
        const whole = list.filter(isWhole)
        expect(symbol).toHaveLength(whole.length)
        const ids = Array.isArray(ticker) ? ticker : symbol
        expect(new Set(ids).size).toBe(whole.length)
      }),
      { numRuns: 50 },
    )
  })

  it('of a declared group that holds nothing are none, and a valid answer', async () => {
    const { read } = setUp([aFeedInstrument()], { groups: [{ id: 'acme_empty' }] })
    expect((await read('acme_empty')).symbol).toEqual([])
    expect((await read('acme_other')).symbol).toHaveLength(1)
  })

  it('are serialised once per list, and again when the list has changed', async () => {
    const { info, market } = setUp([aFeedInstrument()])
    const body = await info.body(undefined)
    expect(await info.body(undefined)).toBe(body)
    market.list = [...market.list]
    expect(await info.body(undefined)).not.toBe(body)
  })

  it('let others take their turn while thousands are prepared', async () => {
    const week = weekIn('Europe/Zurich', 9, 17)
    const { info } = setUp(
      Array.from({ length: 5_000 }, (_, n) => aFeedInstrument({ name: `Symbol ${n}`, tradingWeek: week })),
    )
    let turns = 0
    let isDone = false
    const count = () => {
      turns += 1
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    const body = await info.body(undefined)
    isDone = true
    expect(JSON.parse(String(body)).symbol).toHaveLength(5_000)
    expect(turns).toBeGreaterThan(5)
  })
})

describe('SYMBOLS_FILE', () => {
  it('replaces any field of one symbol', async () => {
    const values: Record<string, unknown> = {
      symbol: 'GOLD',
      description: 'Gold',
      ticker: 'gold',
      currency: 'EUR',
      'base-currency': 'XAU',
      'exchange-listed': 'LBMA',
      'exchange-traded': 'OTC',
      type: 'commodity',
      typespecs: 'cfd',
      minmovement: 25,
      pricescale: 128,
      minmovement2: 4,
      fractional: true,
      pointvalue: 10,
      timezone: 'Asia/Tokyo',
      'session-regular': '0900-1500',
      'session-extended': '0800-1600',
      'session-premarket': '0800-0900',
      'session-postmarket': '1500-1600',
      'has-intraday': false,
      'has-daily': false,
      'has-weekly-and-monthly': true,
      'has-no-volume': false,
      'volume-type': 'contract',
      'bar-source': 'mid',
      'bar-transform': 'openprev',
      'bar-fillgaps': true,
      root: 'GC',
      'root-description': 'Gold future',
      expiration: 20301231,
      isin: 'XX0000000000',
      wkn: '000000',
      'is-cfd': true,
    }
    expect(Object.keys(values).sort()).toEqual(Object.keys(symbolFields).sort())
    const answer = await answerOf(
      [aFeedInstrument({ name: 'XAUUSD' }), aFeedInstrument({ name: 'EURUSD' })],
      {
        overrides: { XAUUSD: values },
      },
    )
    for (const [field, value] of Object.entries(values)) {
      const column = answer[field]
      expect(Array.isArray(column) ? column[0] : column, field).toBe(value)
    }
    expect(answer.currency).toEqual(['EUR', 'USD'])
  })

  it('with real volume of crypto tells its unit', async () => {
    const crypto = aFeedInstrument({ name: 'BTCUSD', kind: 'crypto' })
    const answer = await answerOf([crypto], { overrides: { BTCUSD: { 'has-no-volume': false } } })
    expect(answer).toMatchObject({ 'volume-type': 'tick' })
    expect(answer).not.toHaveProperty('has-no-volume')
  })

  it('is compared with what the broker lists, and what does not fit is logged once', async () => {
    const { read, market, logs } = setUp(
      [aFeedInstrument({ name: 'EURUSD' }), aFeedInstrument({ name: 'AAPL' })],
      {
        mapping: { AAPL: 'NASDAQ:AAPL', 'aapl.x': 'NASDAQ:AAPL' },
        overrides: { eurusd: { description: 'Euro' } },
        groups: [{ id: 'acme_stocks', symbols: ['AAPL', 'MSFT'] }],
      },
    )
    for (let n = 0; n < 2; n += 1) {
      await read()
      market.list = [...market.list]
    }
    expect(logs.lines()).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('does not list'),
        names: ['aapl.x', 'eurusd', 'MSFT'],
      }),
      expect.objectContaining({ message: expect.stringContaining('all of them mapped'), names: ['EURUSD'] }),
    ])
  })
})

describe('groups', () => {
  const list = [
    aFeedInstrument({ name: 'EURUSD' }),
    aFeedInstrument({ name: 'AAPL', kind: 'stock' }),
    aFeedInstrument({ name: 'AAPL.CFD', kind: 'stock', wrapper: 'cfd' }),
    aFeedInstrument({ name: 'BTCUSD', kind: 'crypto' }),
  ]

  it('are by type unless they are declared; CFDs on stocks are by themselves', async () => {
    const { read } = setUp(list)
    expect((await read('acme_stocks')).symbol).toEqual(['AAPL'])
    expect((await read('acme_stock_cfds')).symbol).toEqual(['AAPL.CFD'])
  })

  it('that are declared take types, and names whatever their type; the rest goes to one of its own', async () => {
    const { read } = setUp(list, {
      groups: [
        { id: 'acme_shares', types: ['stock', 'stock_cfd'] },
        { id: 'acme_special', symbols: ['AAPL.CFD', 'EURUSD'] },
      ],
    })
    expect((await read('acme_shares')).symbol).toEqual(['AAPL'])
    expect((await read('acme_special')).symbol).toEqual(['EURUSD', 'AAPL.CFD'])
    expect((await read('acme_other')).symbol).toEqual(['BTCUSD'])
    expect((await read()).symbol).toHaveLength(4)
  })
})
