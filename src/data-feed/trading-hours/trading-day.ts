import { localTime, weekdayOf } from '../../broker/local-time.ts'
import type { OpenStretch, TradingWeek } from '../../broker/market-data.ts'
import { type Span, sessionsByDay } from './session-hours.ts'

const MINUTES_PER_DAY = 1_440
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
export const DAY_MS = 86_400_000

/*
 * Trading days are those of the sessions that `/symbol_info` tells: the day a session ends on. Where trading never rests, or
 * nobody knows when it does, days are those of UTC. All of them are 00:00 UTC of the day, in Unix milliseconds.
 */

/** The trading day of the session that is open, else of the next one: of what begins at that moment. */
export function nextTradingDay(week: TradingWeek | undefined, at: number): number {
  const days = daysAround(week, at)
  if (days === undefined) return Math.floor(at / DAY_MS) * DAY_MS
  const next = days.sessions.filter(({ to }) => to > days.minute).map(({ to }) => to)
  return days.dayOf(Math.min(...next))
}

/** The trading day of the session that is open, else of the last one: of what has been going on until that moment. */
export function lastTradingDay(week: TradingWeek | undefined, at: number): number {
  const days = daysAround(week, at)
  if (days === undefined) return Math.floor(at / DAY_MS) * DAY_MS
  const begun = days.sessions.filter(({ from }) => from <= days.minute).map(({ to }) => to)
  return days.dayOf(Math.max(...begun))
}

/** Is there a session on the weekday of that day? */
export function isTradingDay(week: TradingWeek, day: number): boolean {
  const sessions = sessionsOf(week.stretches)
  return sessions === undefined || sessions.has(weekdayOf(day))
}

/** The sessions of three weeks, the middle one being that of `at`, in minutes since its Sunday 00:00. */
function daysAround(week: TradingWeek | undefined, at: number) {
  const byDay = week && sessionsOf(week.stretches)
  if (week === undefined || byDay === undefined) return undefined
  const { day, minute } = localTime(week.timeZone, at)
  const weekday = weekdayOf(day)
  return {
    minute: weekday * MINUTES_PER_DAY + minute,
    sessions: [-MINUTES_PER_WEEK, 0, MINUTES_PER_WEEK].flatMap((shift) =>
      [...byDay.values()].map(({ from, to }) => ({ from: from + shift, to: to + shift })),
    ),
    dayOf: (to: number): number => day + (Math.ceil(to / MINUTES_PER_DAY) - 1 - weekday) * DAY_MS,
  }
}

const known = new WeakMap<readonly OpenStretch[], { readonly days: ReadonlyMap<number, Span> | undefined }>()

function sessionsOf(stretches: readonly OpenStretch[]): ReadonlyMap<number, Span> | undefined {
  const found = known.get(stretches) ?? { days: sessionsByDay(stretches) }
  known.set(stretches, found)
  return found.days
}
