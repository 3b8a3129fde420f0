import { localTime, weekdayOf } from '../../broker/local-time.ts'
import { MINUTES_PER_DAY, MINUTES_PER_WEEK, type Session, weekdayOfSession } from './session-text.ts'

export const DAY_MS = 86_400_000

/** The trading days of a symbol: what `/symbol_info` tells of its hours, and what every bar of a day is dated by. */
export interface TradingDays {
  /** `timezone`: IANA name, one of TradingView's list. */
  readonly timeZone: string
  /** `session-regular`. */
  readonly text: string
  /** The same, read: at least one, at most one for each day of the week, local to the zone. */
  readonly sessions: readonly Session[]
}

/**
 * The day of a bar, the same in `/history` and in the stream. To TradingView it is the trading day, written as its 00:00 UTC: the
 * date on which the session ends that `/symbol_info` tells, so Tuesday is from Monday 22:00 to Tuesday 21:00. The broker's days
 * may begin at any hour, with the session, some minutes beside it, or at midnight UTC. So a bar belongs to the session that is
 * open for most of its 24 hours. Where none is, it belongs to the next one: something has been traded that is no part of a day
 * that is over. Two bars of one day are one, such as a Sunday evening of its own and the Monday after it.
 * @param opened when the broker's bar of a day begins, in Unix milliseconds
 * @returns 00:00 UTC of the trading day, in Unix milliseconds
 */
export function tradingDayOf(days: TradingDays, opened: number): number {
  for (let from = opened; ; from += DAY_MS) {
    const day = tradedDay(days, from)
    if (day !== undefined) return day
  }
}

/** The trading day whose session is open for most of the 24 hours from `from` on; undefined where none is open at all. */
export function tradedDay({ timeZone, sessions }: TradingDays, from: number): number | undefined {
  const { day, minute } = localTime(timeZone, from)
  const weekday = weekdayOf(day)
  const opening = weekday * MINUTES_PER_DAY + minute
  let most = 0
  let found: number | undefined
  for (const shift of [-MINUTES_PER_WEEK, 0, MINUTES_PER_WEEK]) {
    for (const session of sessions) {
      const begin = Math.max(opening, session.from + shift)
      const end = Math.min(opening + MINUTES_PER_DAY, session.to + shift)
      if (end - begin <= most) continue
      most = end - begin
      found = day + (weekdayOfSession(session) - weekday) * DAY_MS + (shift / MINUTES_PER_DAY) * DAY_MS
    }
  }
  return found
}

/** Is there a session on the weekday of that day? */
export function isTradingDay({ sessions }: TradingDays, day: number): boolean {
  return sessions.some((session) => weekdayOfSession(session) === weekdayOf(day))
}
