import { dateOf } from '../../broker/local-time.ts'
import type { Bar } from '../../broker/market-data.ts'
import type { FeedSymbol } from '../symbols/symbols.ts'
import { DAY_MS, isTradingDay, tradingDayOf } from '../trading-hours/trading-day.ts'

/** Days that are looked through for one that is no holiday. */
export const MOST_HOLIDAYS = 14

/** The first trading day of a bar of a week or a month, and no holiday. @param opened when the bar begins, in Unix milliseconds */
export function firstDayOf({ days, instrument }: FeedSymbol, opened: number): number {
  const day = tradingDayOf(days, opened)
  const holidays = instrument.tradingWeek?.holidays
  if (holidays === undefined || !holidays.has(dateOf(day))) return day
  // From midnight on, where nobody trades that day: whatever is open next.
  for (let next = day + DAY_MS; next < day + MOST_HOLIDAYS * DAY_MS; next += DAY_MS) {
    if (!holidays.has(dateOf(next)) && isTradingDay(days, next)) return next
  }
  return day
}

/** Bars of the same trading day become one: a broker's day may end within a session. */
export function joinDays(bars: readonly Bar[]): Bar[] {
  const joined: Bar[] = []
  for (const bar of bars) {
    const last = joined.at(-1)
    if (last?.time !== bar.time) joined.push(bar)
    else joined[joined.length - 1] = { time: bar.time, ...joinBars(last, bar) }
  }
  return joined
}

/** What a bar tells besides its time. */
export type Figures = Omit<Bar, 'time'>

/** One bar of two that follow each other. */
export function joinBars(earlier: Figures, later: Figures): Figures {
  const { volume } = earlier
  return {
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    close: later.close,
    volume: volume === undefined || later.volume === undefined ? undefined : volume + later.volume,
  }
}
