import { dateOf, localTime, weekdayOf } from '../../broker/local-time.ts'
import type { Bar, TradingWeek } from '../../broker/market-data.ts'
import { DAY_MS, MINUTES_PER_DAY, MINUTES_PER_WEEK, openingOf } from '../trading-hours/trading-day.ts'

/**
 * The trading day a bar of a day belongs to, whatever the broker lets its days begin with: the session that is open at
 * the bar's opening, else the next one.
 * @param at opening of the bar, in Unix milliseconds @returns 00:00 UTC of the day, in Unix milliseconds
 */
export function barDayOf(week: TradingWeek | undefined, at: number): number {
  const opening = week && openingOf(week.stretches)
  if (week === undefined || opening === undefined) return Math.floor(at / DAY_MS) * DAY_MS
  const { day, minute } = localTime(week.timeZone, at)
  const midnight = weekdayOf(day) * MINUTES_PER_DAY
  const open = openFrom(week, midnight + minute)
  const opensInTheEvening = opening >= MINUTES_PER_DAY / 2 && open % MINUTES_PER_DAY >= opening
  const daysAhead = Math.floor((open - midnight) / MINUTES_PER_DAY) + (opensInTheEvening ? 1 : 0)
  return day + daysAhead * DAY_MS
}

/** The first trading day of a bar of a week or a month: as `barDayOf`, and no holiday. */
export function firstDayOf(week: TradingWeek | undefined, at: number): number {
  const day = barDayOf(week, at)
  if (week === undefined || !week.holidays.has(dateOf(day))) return day
  // From midnight on, where nobody trades that day: whatever is open next.
  for (let next = day + DAY_MS; next < day + 14 * DAY_MS; next += DAY_MS) {
    if (!week.holidays.has(dateOf(next)) && isTradingWeekday(week, next)) return next
  }
  return day
}

/** Bars of the same trading day become one: a broker's day may end within a session. */
export function joinDays(bars: readonly Bar[]): Bar[] {
  const joined: Bar[] = []
  for (const bar of bars) {
    const last = joined.at(-1)
    if (last?.time !== bar.time) joined.push(bar)
    else joined[joined.length - 1] = together(last, bar)
  }
  return joined
}

function together(earlier: Bar, later: Bar): Bar {
  const { volume } = earlier
  return {
    time: earlier.time,
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    close: later.close,
    volume: volume === undefined || later.volume === undefined ? undefined : volume + later.volume,
  }
}

/** The minute itself where trading is open then, else that of the next opening. In minutes since Sunday 00:00. */
function openFrom({ stretches }: TradingWeek, minute: number): number {
  const isOpen = stretches.some(
    ({ from, to }) => (from <= minute && minute < to) || minute + MINUTES_PER_WEEK < to,
  )
  if (isOpen) return minute
  const waits = stretches.map(({ from }) => (from - minute + MINUTES_PER_WEEK) % MINUTES_PER_WEEK)
  return minute + Math.min(...waits)
}

function isTradingWeekday(week: TradingWeek, day: number): boolean {
  const weekday = weekdayOf(day)
  return week.stretches.some(({ to }) => Math.floor((to - 1) / MINUTES_PER_DAY) % 7 === weekday)
}
