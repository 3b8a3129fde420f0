import { dateOf, isTimeZone, localTime, weekdayOf } from '../../../src/broker/local-time.ts'
import type { OpenStretch } from '../../../src/broker/market-data.ts'
import { MINUTES_PER_DAY, MINUTES_PER_WEEK, readWeek } from './session-week.ts'

/** When an instrument trades, as far as TradeLocker's answer could be understood. */
export interface TradingSession {
  /** The broker has switched trading off altogether. */
  readonly blockTrading: boolean
  /** IANA name; the session's hours and dates are local to it. */
  readonly timeZone: string
  /** Local dates `YYYY-MM-DD` without trading. */
  readonly holidays: ReadonlySet<string>
  /** Undefined: the hours were not understood. */
  readonly week: readonly OpenStretch[] | undefined
}

type Json = Readonly<Record<string, unknown>>

/** TradeLocker documents only `blockTrading` and `holidays`; all else is recognised by its looks. Never throws. */
export function parseTradingSession(d: unknown): TradingSession {
  const answer = isObject(d) ? d : {}
  const { holidays, ...rest } = answer
  const named = nameOfTimeZone(rest, 0)
  const isKnown = named === undefined || isTimeZone(named)
  return {
    blockTrading: isYes(answer.blockTrading),
    timeZone: (isKnown ? named : undefined) ?? 'UTC',
    holidays: new Set(Array.isArray(holidays) ? holidays.flatMap(holidayDate) : []),
    // Hours in a zone that nobody knows say nothing.
    week: isKnown ? readWeek(rest) : undefined,
  }
}

/** Is the session open at `atMs` (Unix milliseconds)? undefined: the hours were not understood. */
export function isOpen(session: TradingSession, atMs: number): boolean | undefined {
  if (session.blockTrading) return false
  const { day, minute } = localTime(session.timeZone, atMs)
  if (session.holidays.has(dateOf(day))) return false
  const minuteOfWeek = weekdayOf(day) * MINUTES_PER_DAY + minute
  return session.week?.some(
    ({ from, to }) => (from <= minuteOfWeek && minuteOfWeek < to) || minuteOfWeek + MINUTES_PER_WEEK < to,
  )
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isYes = (value: unknown): boolean => value === true || value === 1 || value === '1' || value === 'true'

function holidayDate(entry: unknown): string[] {
  const date = isObject(entry) ? entry.date : undefined
  return typeof date === 'string' && /^\d{4}-\d{2}-\d{2}/.test(date) ? [date.slice(0, 10)] : []
}

/** The text of the first member whose name speaks of a time zone, at most three levels down. */
function nameOfTimeZone(value: Json, depth: number): string | undefined {
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'string' && /zone|tz/i.test(key)) return member
    const found = isObject(member) && depth < 3 ? nameOfTimeZone(member, depth + 1) : undefined
    if (found !== undefined) return found
  }
  return undefined
}
