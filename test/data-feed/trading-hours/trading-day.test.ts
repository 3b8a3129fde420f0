import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sessionHours } from '../../../src/data-feed/trading-hours/session-hours.ts'
import { readSessions } from '../../../src/data-feed/trading-hours/session-text.ts'
import { lastTradingDay, nextTradingDay } from '../../../src/data-feed/trading-hours/trading-day.ts'

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
/** Opens in the morning and ends in the night: on the day that `/symbol_info` gives its hours. */
const longDays = weekOf('Etc/UTC', every([1, 2, 3, 4, 5], 8 * 60, 26 * 60))
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
  ['stocks before they open', stocks, '2026-01-13T07:59:00Z', '2026-01-12'],
  ['stocks at the weekend', stocks, '2026-01-18T12:00:00Z', '2026-01-16'],
  ['a long day in the morning', longDays, '2026-01-13T08:00:00Z', '2026-01-14'],
  ['a long day in the night', longDays, '2026-01-14T01:59:00Z', '2026-01-14'],
  ['what never rests', always, '2026-01-13T23:30:00Z', '2026-01-13'],
  ['hours that nobody knows', undefined, '2026-01-13T23:30:00Z', '2026-01-13'],
])('the day that goes on is found for %s', (_what, week, at, day) => {
  expect(new Date(lastTradingDay(week, Date.parse(at))).toISOString()).toBe(`${day}T00:00:00.000Z`)
})

it('within a session, /history, /streaming and the hours of /symbol_info name the same day', () => {
  const sunday = Date.UTC(2026, 0, 11)
  const zones = fc.constantFrom(
    ['Etc/UTC', 0] as const,
    ['Asia/Tokyo', 9] as const,
    ['America/Phoenix', -7] as const,
  )
  const workdays = fc.subarray([1, 2, 3, 4, 5], { minLength: 1 })
  const minutes = fc.integer({ min: 0, max: DAY - 1 })
  fc.assert(
    fc.property(
      zones,
      workdays,
      minutes,
      fc.integer({ min: 1, max: DAY }),
      minutes,
      (zone, days, opening, length, later) => {
        const [timeZone, hoursAhead] = zone
        const stretches = every(days, opening, opening + length)
        const week = weekOf(timeZone, stretches)
        const minute = (days.at(-1) ?? 0) * DAY + opening + (later % length)
        const told = readSessions(sessionHours(stretches))?.find(
          ({ from, to }) => from <= minute && minute < to,
        )
        const day = sunday + (Math.ceil((told?.to ?? 0) / DAY) - 1) * DAY * 60_000
        const at = sunday + minute * 60_000 - hoursAhead * 3_600_000
        expect([nextTradingDay(week, at), lastTradingDay(week, at)]).toEqual([day, day])
      },
    ),
  )
})
