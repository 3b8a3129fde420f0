import type { OpenStretch } from '../../src/broker/market-data.ts'
import { sessionsOf } from '../../src/data-feed/trading-hours/session-hours.ts'
import { writeSessions } from '../../src/data-feed/trading-hours/session-text.ts'
import type { TradingDays } from '../../src/data-feed/trading-hours/trading-day.ts'

const MINUTES_PER_DAY = 1_440

/** The same hours on several weekdays, 0 being Sunday: minutes since their midnights. */
export const every = (days: readonly number[], from: number, to: number): OpenStretch[] =>
  days.map((day) => ({ from: day * MINUTES_PER_DAY + from, to: day * MINUTES_PER_DAY + to }))

/** @param timeZone one of TradingView's list */
export function daysOf(timeZone: string, stretches: readonly OpenStretch[]): TradingDays {
  const sessions = sessionsOf(stretches)
  return { timeZone, sessions, text: writeSessions(sessions) }
}
