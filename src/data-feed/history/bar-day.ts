import { dateOf } from '../../broker/local-time.ts'
import type { Bar, TradingWeek } from '../../broker/market-data.ts'
import { DAY_MS, isTradingDay, nextTradingDay } from '../trading-hours/trading-day.ts'

/** Days that are looked through for one that is no holiday. */
export const MOST_HOLIDAYS = 14

/**
 * The first trading day of a bar of a week or a month: that of the session open at the bar's opening, else of the next one,
 * and no holiday. @param at opening of the bar, in Unix milliseconds
 */
export function firstDayOf(week: TradingWeek | undefined, at: number): number {
  const day = nextTradingDay(week, at)
  if (week === undefined || !week.holidays.has(dateOf(day))) return day
  // From midnight on, where nobody trades that day: whatever is open next.
  for (let next = day + DAY_MS; next < day + MOST_HOLIDAYS * DAY_MS; next += DAY_MS) {
    if (!week.holidays.has(dateOf(next)) && isTradingDay(week, next)) return next
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
