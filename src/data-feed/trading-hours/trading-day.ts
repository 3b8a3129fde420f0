import { localTime } from '../../broker/local-time.ts'
import type { OpenStretch, TradingWeek } from '../../broker/market-data.ts'

export const MINUTES_PER_DAY = 1_440
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
export const DAY_MS = 86_400_000

/**
 * The trading day an instant belongs to: a session that opens in the evening is the next day's. Where trading never
 * rests, or nobody knows when it does, days are those of UTC.
 * @param at Unix milliseconds @returns 00:00 UTC of the day, in Unix milliseconds
 */
export function tradingDayOf(week: TradingWeek | undefined, at: number): number {
  const opening = week && openingOf(week.stretches)
  if (week === undefined || opening === undefined) return at - (at % DAY_MS)
  const { day, minute } = localTime(week.timeZone, at)
  const opensInTheEvening = opening >= MINUTES_PER_DAY / 2
  return opensInTheEvening && minute >= opening ? day + DAY_MS : day
}

/** The minute of the day at which trading begins after the longest rest of the week; undefined when it never rests. */
export function openingOf(stretches: readonly OpenStretch[]): number | undefined {
  const inOrder = stretches.toSorted((a, b) => a.from - b.from)
  const [first] = inOrder
  if (first === undefined) return undefined
  let longest = 0
  let opening: number | undefined
  let openUntil = first.to
  for (const { from, to } of [...inOrder.slice(1), { from: first.from + MINUTES_PER_WEEK, to: first.to }]) {
    if (from - openUntil > longest) {
      longest = from - openUntil
      opening = from % MINUTES_PER_DAY
    }
    openUntil = Math.max(openUntil, to)
  }
  return opening
}
