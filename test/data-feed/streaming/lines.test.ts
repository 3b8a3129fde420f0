import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedUpdate } from '../../../src/broker/market-data.ts'
import { dataContract } from '../../../src/data-feed/contract/index.ts'
import { createLines, heartbeat, type StreamSymbol } from '../../../src/data-feed/streaming/lines.ts'
import { aFeedInstrument } from '../../support/samples.ts'

type PriceUpdate = Extract<FeedUpdate, { kind: 'price' }>

const ID = 'EUR/USD'
const MINUTE = 60_000
/** Ten seconds into a minute. */
const NOW = 1_700_000_050_000

const aPrice = (changes: Partial<PriceUpdate> = {}): PriceUpdate => ({
  kind: 'price',
  name: 'EURUSD',
  bid: 1.0901,
  ask: 1.0902,
  bidSize: 3,
  askSize: 5,
  time: NOW,
  ...changes,
})

const aDay = (changes: object = {}): FeedUpdate => ({
  kind: 'day',
  name: 'EURUSD',
  open: 1.08,
  high: 1.1,
  low: 1.07,
  close: 1.09,
  volume: 1234,
  time: NOW,
  ...changes,
})

/** The texts of all lines that the updates make, one after the other. */
function textsOf(
  updates: readonly FeedUpdate[],
  instrument: Partial<StreamSymbol['instrument']> = {},
  id = ID,
): string[] {
  const known = { id, instrument: aFeedInstrument(instrument) }
  const linesOf = createLines((name) => (name === 'EURUSD' ? known : undefined))
  return updates.flatMap((update) => linesOf(update).map(({ text }) => text))
}

const parsed = (texts: readonly string[]) => texts.map((text) => JSON.parse(text))
const trades = (updates: readonly FeedUpdate[], id = ID) =>
  parsed(textsOf(updates, {}, id)).filter(({ f }) => f === 't')

describe('lines', () => {
  it.each([
    ['bid', { p: 1.0901, s: 3 }],
    ['ask', { p: 1.0902, s: 5 }],
    ['mid', { p: 1.09015, s: 3 }],
    // The broker tells no trades, whatever it builds its bars from.
    ['trade', { p: 1.0901, s: 3 }],
  ] as const)(
    'of a price whose bars are made from %s are a trade of that side and a quote',
    (barSource, side) => {
      const lines = parsed(textsOf([aPrice()], { barSource }))
      expect(lines).toEqual([
        { f: 't', id: 'EUR/USD', ...side, t: 1_700_000_050 },
        { f: 'q', id: 'EUR/USD', t: 1_700_000_050, ap: 1.0902, as: 5, bp: 1.0901, bs: 3 },
      ])
    },
  )

  it('are one JSON value each, in the form of the contract, and end with a line feed', () => {
    const texts = [...textsOf([aPrice(), aDay()]), heartbeat(NOW).text]
    expect(texts).toHaveLength(4)
    for (const text of texts) {
      expect(text.indexOf('\n')).toBe(text.length - 1)
      expect(dataContract['GET /streaming']?.safeParse(JSON.parse(text)).success).toBe(true)
    }
  })

  it('tell whole seconds', () => {
    expect(parsed(textsOf([aPrice({ time: NOW + 999 })])).map(({ t }) => t)).toEqual([
      1_700_000_050, 1_700_000_050,
    ])
    expect(heartbeat(NOW + 999).text).toBe('{"heartbeat":1700000050}\n')
  })

  it('never tell a trade of size 0, which would be a correction', () => {
    expect(trades([aPrice({ bidSize: 0 })])).toMatchObject([{ s: 1 }])
  })

  it('quote characters that JSON would take for its own', () => {
    expect(trades([aPrice()], 'A"\\B')).toMatchObject([{ id: 'A"\\B' }])
  })

  it('are not made for an instrument that is no symbol', () => {
    expect(textsOf([aPrice({ name: 'OTHER' }), aDay({ name: 'OTHER' })])).toEqual([])
  })

  it('are not made when nothing has changed', () => {
    expect(
      textsOf([aPrice(), aPrice({ time: NOW + 1_000 }), aDay(), aDay({ time: NOW + 1_000 })]),
    ).toHaveLength(3)
  })

  it('quote anew after a minute without a change: the symbol is alive', () => {
    const lines = parsed(textsOf([aPrice(), aPrice({ time: NOW + MINUTE })]))
    expect(lines.map(({ f }) => f)).toEqual(['t', 'q', 'q'])
  })

  it.each([
    ['only the other side has moved', { ask: 1.0903 }],
    ['only a size has changed', { bidSize: 7 }],
  ])('quote and do not trade when %s', (_what, changes) => {
    const lines = parsed(textsOf([aPrice(), aPrice({ time: NOW + 100, ...changes })]))
    expect(lines.map(({ f }) => f)).toEqual(['t', 'q', 'q'])
  })
})

describe('trades', () => {
  it('open a minute with the price that stood when it began', () => {
    const next = NOW + MINUTE
    const lines = trades([aPrice(), aPrice({ time: next }), aPrice({ time: next + 3_000, bid: 1.0899 })])
    expect(lines.slice(1)).toMatchObject([
      { p: 1.0901, t: 1_700_000_113 },
      { p: 1.0899, t: 1_700_000_113 },
    ])
  })

  it('open a minute with the first price that is read in it', () => {
    const lines = trades([aPrice(), aPrice({ time: NOW + MINUTE, bid: 1.0899 })])
    expect(lines).toMatchObject([{ p: 1.0901 }, { p: 1.0899, t: 1_700_000_110 }])
  })

  it.each([
    ['the other side moves', { ask: 1.0903 }],
    ['a size changes', { bidSize: 7 }],
  ])(
    'tell a price that stands once in a minute in which %s: the broker has a bar of it',
    (_what, changes) => {
      const next = NOW + MINUTE
      const lines = trades([
        aPrice(),
        aPrice({ time: next }),
        aPrice({ time: next + 2_000, ...changes }),
        aPrice({ time: next + 4_000 }),
        aPrice({ time: next + 6_000, bid: 1.0899 }),
        aPrice({ time: next + MINUTE, bid: 1.0899 }),
      ])
      expect(lines.slice(1)).toMatchObject([
        { p: 1.0901, t: 1_700_000_112 },
        { p: 1.0899, t: 1_700_000_116 },
      ])
    },
  )

  it('are not repeated within a minute', () => {
    const lines = trades([
      aPrice(),
      aPrice({ time: NOW + 1_000 }),
      aPrice({ time: NOW + 2_000, bid: 1.09 }),
      aPrice({ time: NOW + 3_000, bid: 1.09 }),
      aPrice({ time: NOW + 4_000, bid: 1.08 }),
    ])
    expect(lines.map(({ p }) => p)).toEqual([1.0901, 1.09, 1.08])
  })

  it('make no bar of a minute in which nothing moves', () => {
    expect(
      trades([aPrice(), aPrice({ time: NOW + MINUTE }), aPrice({ time: NOW + 2 * MINUTE })]),
    ).toHaveLength(1)
  })

  it('build the same bars as all prices that were read, minutes without movement left out', () => {
    const reading = fc.record({
      afterMs: fc.integer({ min: 1, max: 40_000 }),
      bid: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 60 }), (readings) => {
        let time = NOW
        const updates = readings.map(({ afterMs, bid }) => {
          time += afterMs
          return aPrice({ time, bid })
        })
        const all = barsOf(updates.map((update) => ({ p: update.bid, t: Math.floor(update.time / 1_000) })))
        const built = barsOf(trades(updates))
        // The first price that is read at all is news, although nothing may have moved.
        const [first] = built.keys()
        const moving = [...all].filter(
          ([minute, [o, h, l]], n) => minute === first || h !== l || o !== previousClose(all, n),
        )
        expect([...built]).toEqual(moving)
      }),
    )
  })
})

type Bars = Map<number, [open: number, high: number, low: number, close: number]>

function barsOf(lines: readonly { p: number; t: number }[]): Bars {
  const bars: Bars = new Map()
  for (const { p, t } of lines) {
    const minute = Math.floor(t / 60)
    const [open, high, low] = bars.get(minute) ?? [p, p, p]
    bars.set(minute, [open, Math.max(high, p), Math.min(low, p), p])
  }
  return bars
}

const previousClose = (bars: Bars, n: number) => [...bars.values()][n - 1]?.[3]

describe('when the list of symbols is another one', () => {
  const setUp = (instrument: Partial<StreamSymbol['instrument']> = {}) => {
    let symbol: StreamSymbol | undefined = { id: ID, instrument: aFeedInstrument(instrument) }
    const linesOf = createLines(() => symbol)
    return {
      read: (...updates: FeedUpdate[]) =>
        parsed(updates.flatMap((update) => linesOf(update).map(({ text }) => text))),
      renew: (changes: Partial<StreamSymbol['instrument']> = {}, id = ID) => {
        symbol = { id, instrument: aFeedInstrument({ ...instrument, ...changes }) }
      },
      lose: () => {
        symbol = undefined
      },
    }
  }

  it('nothing that has been told is told again', () => {
    const { read, renew, lose } = setUp()
    expect(read(aPrice(), aDay())).toHaveLength(3)
    renew()
    expect(read(aPrice({ time: NOW + 1_000 }), aDay({ time: NOW + 1_000 }))).toEqual([])
    lose()
    expect(read(aPrice({ time: NOW + 2_000, bid: 1 }))).toEqual([])
    renew()
    expect(read(aPrice({ time: NOW + 3_000 }), aDay({ time: NOW + 3_000 }))).toEqual([])
  })

  it('a minute still opens with the price that stood when it began', () => {
    const { read, renew } = setUp()
    read(aPrice(), aPrice({ time: NOW + MINUTE }))
    renew()
    const lines = read(aPrice({ time: NOW + MINUTE + 2_000, bid: 1.08 })).filter(({ f }) => f === 't')
    expect(lines.map(({ p }) => p)).toEqual([1.0901, 1.08])
  })

  it('prices of another side are told at once', () => {
    const { read, renew } = setUp({ barSource: 'bid' })
    read(aPrice())
    renew({ barSource: 'ask' })
    expect(read(aPrice({ time: NOW + 1_000 }))).toMatchObject([{ f: 't', p: 1.0902 }])
  })

  it('another id begins anew', () => {
    const { read, renew } = setUp()
    read(aPrice(), aDay())
    renew({}, 'EURUSD2')
    expect(read(aPrice(), aDay()).map(({ f, id }) => [f, id])).toEqual([
      ['t', 'EURUSD2'],
      ['q', 'EURUSD2'],
      ['d', 'EURUSD2'],
    ])
  })

  it('no day goes back, whatever the hours of trading are from now on', () => {
    const hours = (timeZone: string): StreamSymbol['instrument']['tradingWeek'] => ({
      timeZone,
      stretches: [1, 2, 3, 4, 5].map((day) => ({ from: day * 1_440 + 540, to: day * 1_440 + 1_020 })),
      holidays: new Set<string>(),
    })
    const { read, renew } = setUp({ tradingWeek: hours('Pacific/Auckland') })
    const morning = Date.UTC(2023, 10, 14, 3)
    const [first] = read(aDay({ time: morning }))
    renew({ tradingWeek: hours('America/Los_Angeles') })
    const [second] = read(aDay({ time: morning + 1_000, open: 1.5, high: 1.6 }))
    expect(first.t).toBe(Date.UTC(2023, 10, 14) / 1_000)
    expect(second.t).toBe(first.t)
  })
})

describe('daily lines', () => {
  /** From Sunday 17:00 to Friday 17:00 in New York, where it is five hours before UTC then. */
  const tradingWeek: StreamSymbol['instrument']['tradingWeek'] = {
    timeZone: 'America/New_York',
    stretches: [0, 1, 2, 3, 4].map((day) => ({ from: day * 1_440 + 1_020, to: (day + 1) * 1_440 + 1_020 })),
    holidays: new Set<string>(),
  }
  const datesOf = (updates: readonly FeedUpdate[]) =>
    parsed(textsOf(updates, { tradingWeek })).map(({ t }) => new Date(t * 1_000).toISOString().slice(0, 10))
  const at = (time: string, changes: object = {}) =>
    aDay({ time: Date.parse(`2026-01-${time}Z`), ...changes })

  it('of a broker whose days begin with the session have the date of the day the session ends on', () => {
    expect(
      datesOf([
        at('13T21:59', { close: 1.08 }),
        at('13T22:01', { open: 1.09, high: 1.09, low: 1.09, volume: 1 }),
        at('13T23:59', { open: 1.09, high: 1.1, low: 1.09, volume: 50 }),
        at('14T00:01', { open: 1.09, high: 1.1, low: 1.08, volume: 60 }),
        at('14T21:59', { open: 1.09, high: 1.2, low: 1.08, volume: 900 }),
      ]),
    ).toEqual(['2026-01-13', '2026-01-14', '2026-01-14', '2026-01-14', '2026-01-14'])
  })

  it('of a broker whose days are those of UTC keep their date when the next session opens', () => {
    expect(
      datesOf([
        at('13T21:59'),
        at('13T22:01', { high: 1.2, close: 1.2, volume: 1300 }),
        at('13T23:59', { high: 1.2, low: 1.01, close: 1.1, volume: 1400 }),
        at('14T00:01', { open: 1.1, high: 1.1, low: 1.1, close: 1.1, volume: 1 }),
      ]),
    ).toEqual(['2026-01-13', '2026-01-13', '2026-01-13', '2026-01-14'])
  })

  it('wait for midnight UTC where nobody knows yet whose bar goes on after the session has opened', () => {
    const late = [at('13T22:30'), at('13T23:59', { high: 1.2, volume: 1300 })]
    expect(datesOf(late)).toEqual([])
    // Days that begin with the session: the same bar goes on.
    expect(datesOf([...late, at('14T00:01', { high: 1.2, volume: 1310 })])).toEqual(['2026-01-14'])
    expect(datesOf([...late, at('14T00:01', { high: 1.2, volume: 1300 })])).toEqual(['2026-01-14'])
    // Days of UTC: midnight brings another one.
    expect(datesOf([...late, at('14T00:01', { open: 1.09, volume: 1 })])).toEqual(['2026-01-14'])
  })

  it('do not wait for a bar that has begun before our eyes', () => {
    expect(datesOf([at('13T22:00'), at('13T22:01', { open: 1.09, volume: 1 })])).toEqual(['2026-01-14'])
  })

  it.each([
    ['it opens elsewhere', { open: 1.081 }],
    ['its high is lower', { high: 1.09 }],
    ['its low is higher', { low: 1.08 }],
    ['its volume is smaller', { volume: 1233 }],
  ])('are of the next day when %s', (_what, changes) => {
    expect(datesOf([at('13T21:59'), at('13T22:01', changes)])).toEqual(['2026-01-13', '2026-01-14'])
  })

  it('have the date of the day that is, however alike two days are', () => {
    const flat = { open: 1, high: 1, low: 1, close: 1, volume: 0 }
    expect(datesOf([at('13T21:00', flat), at('15T21:00', { ...flat, close: 0.9, low: 0.9 })])).toEqual([
      '2026-01-13',
      '2026-01-15',
    ])
  })

  it('tell the bar of the trading day', () => {
    expect(parsed(textsOf([aDay()]))).toEqual([
      {
        f: 'd',
        id: 'EUR/USD',
        o: 1.08,
        h: 1.1,
        l: 1.07,
        c: 1.09,
        v: 1234,
        t: Date.UTC(2023, 10, 14) / 1_000,
      },
    ])
  })

  it('are only for symbols that have daily bars', () => {
    expect(textsOf([aDay()], { hasDaily: false })).toEqual([])
  })
})
