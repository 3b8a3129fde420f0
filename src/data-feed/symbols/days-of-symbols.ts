import type { FeedInstrument, TradingWeek } from '../../broker/market-data.ts'
import { createPacer } from '../pacer.ts'
import { sessionsOf } from '../trading-hours/session-hours.ts'
import { EVERY_DAY, readSessions, type Session, writeSessions } from '../trading-hours/session-text.ts'
import { type ListedTimeZone, listTimeZones } from '../trading-hours/time-zones.ts'
import type { TradingDays } from '../trading-hours/trading-day.ts'
import type { WarnOnce } from '../warn-once.ts'
import type { Overrides } from './symbols.ts'

export interface DaysOfSymbolsOptions {
  readonly overrides: Overrides
  /** Unix milliseconds. */
  readonly clock: () => number
  readonly warn: WarnOnce
}

/** Trading that never rests has no opening that a zone could date. So has what nobody knows, of which nothing is hidden. */
export const alwaysOpen: TradingDays = daysOf('Etc/UTC', EVERY_DAY)

/**
 * The trading days of instruments: as SYMBOLS_FILE tells them, else from the broker's hours, in a zone that TradingView knows.
 * List, history and stream all go by these.
 */
export async function daysOfSymbols(
  instruments: readonly FeedInstrument[],
  { overrides, clock, warn }: DaysOfSymbolsOptions,
): Promise<(instrument: FeedInstrument) => TradingDays> {
  const weeks = new Set(instruments.flatMap(({ tradingWeek }) => tradingWeek ?? []))
  const zones = await listTimeZones(
    [...weeks].map(({ timeZone }) => timeZone),
    clock(),
  )
  for (const [timeZone, { shifts }] of zones) {
    if (shifts.length === 1) continue
    warn(
      'TradingView knows no time zone like this one; hours in it are told in UTC, and longer than they are.',
      {
        timeZone,
      },
    )
  }
  const byWeek = new Map<TradingWeek, TradingDays>()
  const pace = createPacer()
  for (const week of weeks) {
    byWeek.set(week, daysOfWeek(week, zones.get(week.timeZone)))
    await pace()
  }
  return ({ name, tradingWeek }) => {
    const chosen = Object.hasOwn(overrides, name) ? daysOfFields(overrides[name]) : undefined
    return chosen ?? (tradingWeek && byWeek.get(tradingWeek)) ?? alwaysOpen
  }
}

function daysOfWeek({ stretches }: TradingWeek, zone: ListedTimeZone | undefined): TradingDays {
  if (zone === undefined) return alwaysOpen
  const sessions = sessionsOf(
    stretches.flatMap(({ from, to }) => zone.shifts.map((shift) => ({ from: from + shift, to: to + shift }))),
  )
  return sessions === EVERY_DAY ? alwaysOpen : daysOf(zone.name, sessions)
}

function daysOfFields(fields: Overrides[string] = {}): TradingDays | undefined {
  const { timezone, 'session-regular': text } = fields
  const sessions = typeof text === 'string' ? readSessions(text) : undefined
  return typeof timezone === 'string' && sessions ? daysOf(timezone, sessions) : undefined
}

function daysOf(timeZone: string, sessions: readonly Session[]): TradingDays {
  return { timeZone, sessions, text: writeSessions(sessions) }
}
