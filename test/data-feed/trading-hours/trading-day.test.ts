import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bar, FeedUpdate, TradingWeek } from '../../../src/broker/market-data.ts'
import { barsFor } from '../../../src/data-feed/history/history-bars.ts'
import { createDayOpenings } from '../../../src/data-feed/streaming/day-openings.ts'
import { createLines } from '../../../src/data-feed/streaming/lines.ts'
import { alwaysOpen, daysOfSymbols } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { readSessions } from '../../../src/data-feed/trading-hours/session-text.ts'
import { type TradingDays, tradingDayOf } from '../../../src/data-feed/trading-hours/trading-day.ts'
import { aFeedInstrument, aFeedSymbol } from '../../support/samples.ts'
import { daysOf, every } from '../../support/trading-days.ts'

const DAY = 1_440
const MINUTE_MS = 60_000
const DAY_MS = DAY * MINUTE_MS
/** Quarters of an hour. */
const SLOTS = 96
const STEP_MS = 15 * MINUTE_MS
const WORKDAYS = [1, 2, 3, 4, 5]
const date = (ms: number) => new Date(ms).toISOString().replace('T00:00:00.000Z', '')

describe('the day of a bar', () => {
  /** Sunday 17:05 to Friday 16:55, in one stretch: its sessions are cut at 17:05. */
  const lateForex = daysOf('America/New_York', [{ from: 17 * 60 + 5, to: 5 * DAY + 16 * 60 + 55 }])
  /** 10:00 to 01:00 of the next day. */
  const longDays = daysOf('Etc/UTC', every(WORKDAYS, 600, 1_500))
  /** All but two hours on Saturday. */
  const crypto = daysOf('Etc/UTC', [{ from: 6 * DAY + 600, to: 13 * DAY + 480 }])

  it.each([
    ['that begins minutes before its session', lateForex, '2026-01-12T22:00Z', '2026-01-13'],
    ['that begins minutes before the week', lateForex, '2026-01-11T22:00Z', '2026-01-12'],
    ['of UTC, of the same', lateForex, '2026-01-13T00:00Z', '2026-01-13'],
    ['that begins in the last hour of a session', longDays, '2026-01-13T00:00Z', '2026-01-14'],
    ['before it', longDays, '2026-01-12T00:00Z', '2026-01-13'],
    ['that has nothing but that hour', longDays, '2026-01-17T00:00Z', '2026-01-17'],
    ['of UTC, where trading rests once a week', crypto, '2026-01-13T00:00Z', '2026-01-13'],
    ['of the day on which it rests', crypto, '2026-01-17T00:00Z', '2026-01-17'],
    ['of UTC, where trading never rests', alwaysOpen, '2026-01-13T00:00Z', '2026-01-13'],
    ["of New York's evening, where trading never rests", alwaysOpen, '2026-01-12T22:00Z', '2026-01-13'],
    ["of Tokyo's midnight, where trading never rests", alwaysOpen, '2026-01-12T15:00Z', '2026-01-13'],
  ])('%s is that of the session open for most of it', (_what, days, opened, expected) => {
    expect(date(tradingDayOf(days, Date.parse(opened)))).toBe(expected)
  })
})

/** With the hours that it is ahead of UTC. The last ones are none of TradingView's list. */
const ZONES = [
  ['Etc/UTC', 0],
  ['Asia/Tokyo', 9],
  ['America/Phoenix', -7],
  ['Asia/Yangon', 6.5],
  ['Pacific/Pago_Pago', -11],
] as const

const stretch = fc.record({
  from: fc.integer({ min: 0, max: 7 * SLOTS - 1 }),
  length: fc.integer({ min: 1, max: 7 * SLOTS }),
})

const broker = fc.record({
  zone: fc.constantFrom(...ZONES),
  /** In quarters of an hour. */
  stretches: fc.oneof(
    fc.array(stretch, { maxLength: 4 }),
    fc
      .tuple(
        fc.subarray(WORKDAYS, { minLength: 1 }),
        fc.integer({ min: 0, max: SLOTS - 1 }),
        fc.integer({ min: 1, max: SLOTS }),
      )
      .map(([days, opening, length]) => days.map((day) => ({ from: day * SLOTS + opening, length }))),
  ),
  /** When its days begin, in quarters of an hour after midnight UTC. */
  boundary: fc.integer({ min: 0, max: SLOTS - 1 }),
})

type Broker = typeof broker extends fc.Arbitrary<infer T> ? T : never

const SUNDAY = Date.UTC(2026, 0, 11)
const NOW = SUNDAY + 21 * DAY_MS

function weekOf({ zone: [timeZone], stretches }: Broker): TradingWeek | undefined {
  if (stretches.length === 0) return undefined
  return {
    timeZone,
    stretches: stretches.map(({ from, length }) => ({ from: from * 15, to: (from + length) * 15 })),
    holidays: new Set(),
  }
}

/** Is there trading? Where nobody knows the hours, there always is. */
function isOpen({ zone: [, ahead], stretches }: Broker, at: number): boolean {
  const week = 7 * SLOTS
  const now = ((((at - SUNDAY + ahead * 3_600_000) / STEP_MS) % week) + week) % week
  return (
    stretches.length === 0 ||
    stretches.some(({ from, length }) => [now, now + week].some((one) => from <= one && one < from + length))
  )
}

interface Reading extends Bar {
  readonly at: number
  readonly volume: number
}

/** Every quarter of an hour of trading of two weeks, as the bar of the broker's day that has come about by then. */
function readings(of: Broker): Reading[] {
  const made: Reading[] = []
  const first = SUNDAY + of.boundary * STEP_MS
  for (let at = first; at < first + 14 * DAY_MS; at += STEP_MS) {
    if (!isOpen(of, at)) continue
    const time = at - ((at - first) % DAY_MS)
    const price = 100 + made.length + ((made.length * 7) % 50)
    const last = made.at(-1)
    const open = last?.time === time ? last : { open: price, high: price, low: price, volume: 0 }
    made.push({
      at,
      time,
      open: open.open,
      high: Math.max(open.high, price),
      low: Math.min(open.low, price),
      close: price,
      volume: open.volume + 1,
    })
  }
  return made
}

/** The broker's bars of days by `now`. */
const barsOf = (all: readonly Reading[], now: number): Bar[] => [
  ...new Map(all.filter(({ at }) => at <= now).map(({ at: _, ...bar }) => [bar.time, bar])).values(),
]

/** How many minutes of [opened, opened + a day) each day has by the hours that the list tells. */
function minutesByDay(text: string, ahead: number, opened: number): Map<number, number> {
  const minutes = new Map<number, number>()
  for (const week of [-1, 0, 1, 2, 3]) {
    for (const { from, to } of readSessions(text) ?? []) {
      const start = SUNDAY + (week * 7 * DAY + from - ahead * 60) * MINUTE_MS
      const end = SUNDAY + (week * 7 * DAY + to - ahead * 60) * MINUTE_MS
      const open = (Math.min(end, opened + DAY_MS) - Math.max(start, opened)) / MINUTE_MS
      const day = SUNDAY + (week * 7 + Math.ceil(to / DAY) - 1) * DAY_MS
      if (open > 0) minutes.set(day, open)
    }
  }
  return minutes
}

/** What the stream tells when it begins with some reading, and knows of the broker's bars what has come about by then. */
async function* streamed(days: TradingDays, all: readonly Reading[], from: number) {
  let now = 0
  const openings = createDayOpenings({ bars: async () => barsOf(all, now) }, () => now)
  const lines = createLines(() => aFeedSymbol(days), openings)
  for (const { at, time: _, ...figures } of all.slice(from)) {
    now = at
    const update: FeedUpdate = { kind: 'day', name: 'EURUSD', ...figures, time: at }
    const made = lines(update)
    if (made.length === 0) {
      // Whatever was asked behind has been answered.
      await nextTurn()
      made.push(...lines(update))
    }
    for (const { text } of made) yield { at, line: JSON.parse(text) }
  }
}

it('list, history and stream agree on the day of every bar, whenever days begin and whatever the hours', async () => {
  await fc.assert(
    fc.asyncProperty(broker, fc.nat(), async (of, seed) => {
      const instrument = aFeedInstrument({ name: 'EURUSD', tradingWeek: weekOf(of) })
      const find = await daysOfSymbols([instrument], { overrides: {}, clock: () => NOW, warn() {} })
      const days = find(instrument)
      const all = readings(of)

      const ahead = days.timeZone === of.zone[0] ? of.zone[1] : 0
      for (const { time } of barsOf(all, NOW)) {
        const minutes = minutesByDay(days.text, ahead, time)
        expect(minutes.get(tradingDayOf(days, time)), date(time)).toBe(Math.max(...minutes.values()))
      }

      const from = seed % all.length
      const inHistory = (now: number) =>
        barsFor({ bars: async () => barsOf(all, now) }, aFeedSymbol(days), '1d')(0, NOW)
      let told = 0
      let last = 0
      for await (const { at, line } of streamed(days, all, from)) {
        told += 1
        if (line.t === last && told % 20 > 0) continue
        last = line.t
        const bar = (await inHistory(at)).find(({ time }) => time === line.t * 1_000)
        expect(bar).toMatchObject({ open: line.o, high: line.h, low: line.l, close: line.c, volume: line.v })
      }
      // At the most the first day is not told, for want of its beginning.
      const second = (all[from]?.at ?? 0) + 2 * DAY_MS
      expect(told).toBeGreaterThanOrEqual(all.slice(from).filter(({ at }) => at >= second).length)
    }),
    { numRuns: 60 },
  )
})
