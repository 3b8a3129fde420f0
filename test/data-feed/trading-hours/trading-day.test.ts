import { expect, it } from 'vitest'
import { tradingDayOf } from '../../../src/data-feed/trading-hours/trading-day.ts'

const DAY = 1_440
const every = (days: readonly number[], from: number, to: number) =>
  days.map((day) => ({ from: day * DAY + from, to: day * DAY + to }))

const weekOf = (timeZone: string, stretches: readonly { from: number; to: number }[]) => ({
  timeZone,
  stretches,
  holidays: new Set<string>(),
})

/** Sunday 17:00 to Friday 17:00, told day by day and not in order. */
const forex = weekOf('America/New_York', [
  ...every([1, 2, 3, 4], 0, DAY),
  ...every([5], 0, 17 * 60),
  ...every([0], 17 * 60, DAY),
])
const withBreaks = weekOf('America/New_York', [
  ...every([0, 1, 2, 3, 4], 18 * 60, DAY),
  ...every([1, 2, 3, 4, 5], 0, 17 * 60),
])
const stocks = weekOf('Europe/Berlin', every([1, 2, 3, 4, 5], 9 * 60, 17 * 60 + 30))
const sydney = weekOf('Australia/Sydney', every([1, 2, 3, 4, 5], 10 * 60, 16 * 60))
const always = weekOf('America/New_York', every([0, 1, 2, 3, 4, 5, 6], 0, DAY))

it.each([
  ['forex in the afternoon', forex, '2026-01-13T20:00:00Z', '2026-01-13'],
  ['forex from its evening on', forex, '2026-01-13T22:00:00Z', '2026-01-14'],
  ['forex in summer', forex, '2026-07-13T21:00:00Z', '2026-07-14'],
  ['forex a minute before', forex, '2026-07-13T20:59:59Z', '2026-07-13'],
  ['forex on Sunday', forex, '2026-01-11T23:00:00Z', '2026-01-12'],
  ['an index after its break', withBreaks, '2026-01-13T23:00:00Z', '2026-01-14'],
  ['stocks', stocks, '2026-01-13T16:00:00Z', '2026-01-13'],
  ['stocks whose day begins on the day before of UTC', sydney, '2026-01-13T23:30:00Z', '2026-01-14'],
  ['what never rests', always, '2026-01-13T23:30:00Z', '2026-01-13'],
  ['hours that nobody knows', undefined, '2026-01-13T23:30:00Z', '2026-01-13'],
])('is found for %s', (_what, week, at, day) => {
  expect(new Date(tradingDayOf(week, Date.parse(at))).toISOString()).toBe(`${day}T00:00:00.000Z`)
})
