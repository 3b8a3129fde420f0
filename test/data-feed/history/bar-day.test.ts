import { describe, expect, it } from 'vitest'
import type { Bar } from '../../../src/broker/market-data.ts'
import { firstDayOf, joinDays } from '../../../src/data-feed/history/bar-day.ts'
import { alwaysOpen } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { tradingDayOf } from '../../../src/data-feed/trading-hours/trading-day.ts'
import { aFeedSymbol } from '../../support/samples.ts'
import { daysOf, every } from '../../support/trading-days.ts'

const DAY = 1_440
const WORKDAYS = [1, 2, 3, 4, 5]
/** Sunday 17:00 to Friday 17:00 in New York. */
const forex = daysOf('America/New_York', [
  ...every([1, 2, 3, 4], 0, DAY),
  ...every([5], 0, 17 * 60),
  ...every([0], 17 * 60, DAY),
])
/** 22:00 to 21:00 of the next day. */
const london = daysOf('Europe/London', [
  ...every([0, 1, 2, 3, 4], 22 * 60, DAY),
  ...every(WORKDAYS, 0, 21 * 60),
])
const newYork = daysOf('America/New_York', every(WORKDAYS, 570, 960))
const tokyo = daysOf('Asia/Tokyo', [...every(WORKDAYS, 540, 690), ...every(WORKDAYS, 750, 930)])
const sydney = daysOf('Australia/Sydney', every(WORKDAYS, 600, 960))

const tradingWeek = { timeZone: 'UTC', stretches: [], holidays: new Set(['2026-01-01']) }

const date = (ms: number) => new Date(ms).toISOString().replace('T00:00:00.000Z', '')

describe('the trading day of a bar', () => {
  it.each([
    // The broker's days begin with the session.
    ['forex on Monday evening', forex, '2026-01-12T22:00Z', '2026-01-13'],
    ['forex on Sunday evening', forex, '2026-01-11T22:00Z', '2026-01-12'],
    ['forex in summer', forex, '2026-07-13T21:00Z', '2026-07-14'],
    ['forex on the Sunday summer time begins', forex, '2026-03-08T21:00Z', '2026-03-09'],
    ['forex on the Sunday summer time ends', forex, '2026-11-01T22:00Z', '2026-11-02'],
    ['a session from Monday 22:00 to Tuesday 21:00', london, '2026-01-12T22:00Z', '2026-01-13'],
    ['the same in summer', london, '2026-07-13T21:00Z', '2026-07-14'],
    ['stocks in New York', newYork, '2026-01-13T14:30Z', '2026-01-13'],
    ['stocks in Tokyo', tokyo, '2026-01-13T00:00Z', '2026-01-13'],
    ['stocks in Sydney, on the day before of UTC', sydney, '2026-01-12T23:00Z', '2026-01-13'],
    // The broker's days are those of UTC.
    ['forex at midnight', forex, '2026-01-13T00:00Z', '2026-01-13'],
    ['forex at midnight in summer', forex, '2026-07-14T00:00Z', '2026-07-14'],
    ['forex on Sunday before it opens', forex, '2026-01-11T00:00Z', '2026-01-12'],
    ['forex on Saturday', forex, '2026-01-10T00:00Z', '2026-01-12'],
    ['stocks in New York at midnight', newYork, '2026-01-13T00:00Z', '2026-01-13'],
    ['stocks in New York on Monday', newYork, '2026-01-12T00:00Z', '2026-01-12'],
    ['stocks in Sydney after they opened', sydney, '2026-01-13T00:00Z', '2026-01-13'],
    ['what never rests', alwaysOpen, '2026-01-11T00:00Z', '2026-01-11'],
  ])('is found for %s', (_what, days, at, expected) => {
    expect(date(tradingDayOf(days, Date.parse(at)))).toBe(expected)
  })

  it.each([
    ['a month that begins on a holiday', forex, '2026-01-01T00:00Z', '2026-01-02'],
    ['a month that begins on a Sunday', newYork, '2026-02-01T00:00Z', '2026-02-02'],
    ['a month of stocks that begins on a holiday', newYork, '2026-01-01T00:00Z', '2026-01-02'],
    ['a week that begins in its first session', forex, '2026-01-11T22:00Z', '2026-01-12'],
    ['a week of UTC', forex, '2026-01-12T00:00Z', '2026-01-12'],
    ['a month of what never rests', alwaysOpen, '2026-02-01T00:00Z', '2026-02-01'],
  ])('is the first one of %s', (_what, days, at, expected) => {
    expect(date(firstDayOf(aFeedSymbol(days, { tradingWeek }), Date.parse(at)))).toBe(expected)
  })

  it('bars of the same one become one', () => {
    const bar = (time: number, figures: Partial<Bar>): Bar => ({
      time,
      open: 2,
      high: 3,
      low: 1,
      close: 2,
      volume: 5,
      ...figures,
    })
    const joined = joinDays([
      bar(1, { open: 1.5, high: 9 }),
      bar(1, { low: 0.5, close: 2.5 }),
      bar(2, { volume: undefined }),
    ])
    expect(joined).toEqual([
      { time: 1, open: 1.5, high: 9, low: 0.5, close: 2.5, volume: 10 },
      bar(2, { volume: undefined }),
    ])
  })
})
