import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedUpdate } from '../../../src/broker/market-data.ts'
import { dataContract } from '../../../src/data-feed/contract/index.ts'
import type { DayOpenings } from '../../../src/data-feed/streaming/day-openings.ts'
import { createLines, heartbeat } from '../../../src/data-feed/streaming/lines.ts'
import type { StreamSymbol } from '../../../src/data-feed/streaming/stream-symbols.ts'
import { alwaysOpen } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { aFeedSymbol } from '../../support/samples.ts'
import { daysOf, every } from '../../support/trading-days.ts'

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

const HOUR = 60 * MINUTE
const DAY_MS = 24 * HOUR

/** Of a broker whose days begin so many hours after midnight UTC. */
const beginAt = (hours: number): DayOpenings => ({
  of(_symbol, at, since) {
    const opened = at - ((at - hours * HOUR) % DAY_MS)
    return opened > since ? opened : undefined
  },
})

/** The texts of all lines that the updates make, one after the other. */
function textsOf(
  updates: readonly FeedUpdate[],
  instrument: Partial<StreamSymbol['instrument']> = {},
  { id = ID, days = alwaysOpen, openings = beginAt(0) } = {},
): string[] {
  const known = { ...aFeedSymbol(days, instrument), id }
  const linesOf = createLines((name) => (name === 'EURUSD' ? known : undefined), openings)
  return updates.flatMap((update) => linesOf(update).map(({ text }) => text))
}

const parsed = (texts: readonly string[]) => texts.map((text) => JSON.parse(text))
const trades = (updates: readonly FeedUpdate[], id = ID) =>
  parsed(textsOf(updates, {}, { id })).filter(({ f }) => f === 't')

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
  const setUp = (instrument: Partial<StreamSymbol['instrument']> = {}, days = alwaysOpen) => {
    let symbol: StreamSymbol | undefined = { ...aFeedSymbol(days, instrument), id: ID }
    const linesOf = createLines(() => symbol, beginAt(0))
    return {
      read: (...updates: FeedUpdate[]) =>
        parsed(updates.flatMap((update) => linesOf(update).map(({ text }) => text))),
      renew: (changes: Partial<StreamSymbol['instrument']> = {}, id = ID, nextDays = days) => {
        symbol = { ...aFeedSymbol(nextDays, { ...instrument, ...changes }), id }
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
    const hours = (timeZone: string) => daysOf(timeZone, every([1, 2, 3, 4, 5], 540, 1_020))
    const { read, renew } = setUp({}, hours('Asia/Tokyo'))
    const morning = Date.UTC(2023, 10, 14, 3)
    const [first] = read(aDay({ time: morning }))
    renew({}, ID, daysOf('Pacific/Honolulu', every([0, 1, 2, 3, 4], 780, 1_320)))
    const [second] = read(aDay({ time: morning + 1_000, high: 1.09 }))
    expect(first.t).toBe(Date.UTC(2023, 10, 14) / 1_000)
    expect(second.t).toBe(first.t)
  })
})

describe('daily lines', () => {
  /** From Sunday 17:00 to Friday 17:00 in New York, where it is five hours before UTC then. */
  const forex = daysOf('America/New_York', [{ from: 1_020, to: 5 * 1_440 + 1_020 }])
  const UTC = beginAt(0)
  const SESSION = beginAt(22)
  const linesOf = (updates: readonly FeedUpdate[], openings: DayOpenings, days = forex) =>
    parsed(textsOf(updates, {}, { openings, days }))
      .filter(({ f }) => f === 'd')
      .map(({ t, ...line }) => ({ ...line, date: new Date(t * 1_000).toISOString().slice(0, 10) }))
  const datesOf = (...of: Parameters<typeof linesOf>) => linesOf(...of).map(({ date }) => date)
  const time = (text: string): number => Date.parse(`2026-01-${text}Z`)
  const at = (text: string, changes: object = {}) => aDay({ time: time(text), ...changes })

  it('of a broker whose days begin with the session have the date of the day the session ends on', () => {
    expect(
      datesOf(
        [
          at('13T21:59', { close: 1.08 }),
          at('13T22:01', { open: 1.09, high: 1.09, low: 1.09, volume: 1 }),
          at('13T23:59', { open: 1.09, high: 1.1, low: 1.09, volume: 50 }),
          at('14T00:01', { open: 1.09, high: 1.1, low: 1.08, volume: 60 }),
          at('14T21:59', { open: 1.09, high: 1.2, low: 1.08, volume: 900 }),
        ],
        SESSION,
      ),
    ).toEqual(['2026-01-13', '2026-01-14', '2026-01-14', '2026-01-14', '2026-01-14'])
  })

  it('of a broker whose days are those of UTC keep their date when the next session opens', () => {
    expect(
      datesOf(
        [
          at('13T21:59'),
          at('13T22:01', { high: 1.2, close: 1.2, volume: 1300 }),
          at('13T23:59', { high: 1.2, low: 1.01, close: 1.1, volume: 1400 }),
          at('14T00:01', { open: 1.1, high: 1.1, low: 1.1, close: 1.1, volume: 1 }),
        ],
        UTC,
      ),
    ).toEqual(['2026-01-13', '2026-01-13', '2026-01-13', '2026-01-14'])
  })

  it.each([
    ['UTC', UTC, '2026-01-14'],
    ['the session', SESSION, '2026-01-15'],
  ])('of a bar that nobody has seen begin are of the day of %s', (_what, openings, date) => {
    expect(datesOf([at('14T23:00')], openings)).toEqual([date])
    // After a day in which nothing was read.
    expect(datesOf([at('13T12:00'), at('14T23:00', { open: 1.09 })], openings)).toEqual(['2026-01-13', date])
  })

  it('come as soon as it is known when the bar began', () => {
    let known: DayOpenings | undefined
    const openings: DayOpenings = { of: (...asked) => known?.of(...asked) }
    const lines = createLines(() => aFeedSymbol(forex), openings)
    expect(lines(at('13T23:00'))).toEqual([])
    expect(lines(aPrice({ time: time('13T23:00') })).map(({ key }) => key.slice(0, 1))).toEqual(['t', 'q'])
    known = SESSION
    const texts = lines(aPrice({ time: time('13T23:01') })).map(({ text }) => text)
    expect(parsed(texts)).toMatchObject([{ f: 'q' }, { f: 'd', t: time('14T00:00') / 1_000 }])
    expect(lines(aPrice({ time: time('13T23:01') }))).toEqual([])
  })

  it('tell all of a day of which the broker has two bars', () => {
    const sunday = { open: 1, high: 1.2, low: 0.9, close: 1.1, volume: 10 }
    const monday = { open: 1.1, high: 1.15, low: 0.8, close: 0.9, volume: 3 }
    const lines = linesOf(
      [
        at('09T21:59', { open: 2 }),
        at('11T22:30', sunday),
        at('12T00:01', monday),
        at('12T00:02', { ...monday, close: 1, volume: 4 }),
        at('13T00:01', { open: 3, high: 3, low: 3, close: 3, volume: 1 }),
      ],
      UTC,
    )
    expect(lines.slice(1)).toMatchObject([
      { date: '2026-01-12', o: 1, h: 1.2, l: 0.9, c: 1.1, v: 10 },
      { date: '2026-01-12', o: 1, h: 1.2, l: 0.8, c: 0.9, v: 13 },
      { date: '2026-01-12', o: 1, h: 1.2, l: 0.8, c: 1, v: 14 },
      { date: '2026-01-13', o: 3, h: 3, l: 3, c: 3, v: 1 },
    ])
  })

  it('do not tell a half of it', () => {
    const tuesday = at('13T00:01', { open: 3, high: 3, low: 3, close: 3 })
    expect(datesOf([at('12T10:00'), at('12T11:00', { close: 1.07 }), tuesday], UTC)).toEqual(['2026-01-13'])
    // The evening before belongs to the same bar.
    expect(datesOf([at('12T10:00')], SESSION)).toEqual(['2026-01-12'])
  })

  it('wait for another answer where a bar begins at an hour at which no day does', () => {
    const evening = [at('13T12:00'), at('13T21:59', { high: 1.2 }), at('13T22:01', { open: 1.09 })]
    expect(datesOf(evening, UTC)).toEqual(['2026-01-13', '2026-01-13'])
  })

  it('of a bar that was put right are of the same day', () => {
    expect(datesOf([at('13T12:00'), at('13T12:01', { high: 1.09 })], UTC)).toEqual([
      '2026-01-13',
      '2026-01-13',
    ])
  })

  it.each([
    ['it opens elsewhere', { open: 1.081 }],
    ['its high is lower', { high: 1.09 }],
    ['its low is higher', { low: 1.08 }],
    ['its volume is smaller', { volume: 1233 }],
  ])('are of the next day when %s', (_what, changes) => {
    expect(datesOf([at('13T21:59'), at('13T22:01', changes)], SESSION)).toEqual(['2026-01-13', '2026-01-14'])
  })

  it('have the date of the day that is, however alike two days are', () => {
    const flat = { open: 1, high: 1, low: 1, close: 1, volume: 0 }
    expect(
      datesOf([at('13T21:00', flat), at('15T21:00', { ...flat, close: 0.9, low: 0.9 })], SESSION),
    ).toEqual(['2026-01-13', '2026-01-15'])
  })

  it('tell the bar of the trading day', () => {
    expect(linesOf([aDay()], UTC, alwaysOpen)).toEqual([
      { f: 'd', id: 'EUR/USD', o: 1.08, h: 1.1, l: 1.07, c: 1.09, v: 1234, date: '2023-11-14' },
    ])
  })

  it('are only for symbols that have daily bars', () => {
    expect(textsOf([aDay()], { hasDaily: false })).toEqual([])
  })
})
