import type { OpenStretch } from '../../../src/broker/market-data.ts'
import { MINUTES_PER_WEEK, readWeek } from './session-week.ts'

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

/** Flags of a session status; their order is documented nowhere, so nothing is concluded from single ones. */
export interface SessionStatus {
  readonly allowedOperations: readonly boolean[]
  readonly allowedOrderTypes: readonly boolean[]
}

type Json = Readonly<Record<string, unknown>>

/** TradeLocker documents only `blockTrading` and `holidays`; all else is recognised by its looks. Never throws. */
export function parseTradingSession(d: unknown): TradingSession {
  const answer = isObject(d) ? d : {}
  const { holidays, ...rest } = answer
  const named = nameOfTimeZone(rest, 0)
  const isKnown = named === undefined || formatterOf(named) !== undefined
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
  const { date, minuteOfWeek } = localTime(session.timeZone, atMs)
  if (session.holidays.has(date)) return false
  return session.week?.some(
    ({ from, to }) => (from <= minuteOfWeek && minuteOfWeek < to) || minuteOfWeek + MINUTES_PER_WEEK < to,
  )
}

export function parseSessionStatus(d: unknown): SessionStatus {
  const answer = isObject(d) ? d : {}
  return {
    allowedOperations: flags(answer.allowedOperations),
    allowedOrderTypes: flags(answer.allowedOrderTypes),
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isYes = (value: unknown): boolean => value === true || value === 1 || value === '1' || value === 'true'

const flags = (value: unknown): boolean[] => (Array.isArray(value) ? value.map(isYes) : [])

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

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function localTime(timeZone: string, atMs: number): { date: string; minuteOfWeek: number } {
  const parts = formatterOf(timeZone)?.formatToParts(atMs) ?? []
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  const minute = Number(part.hour) * 60 + Number(part.minute)
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    minuteOfWeek: WEEKDAYS.indexOf(part.weekday ?? '') * 1_440 + minute,
  }
}

/** Making a formatter is costly, and few zones are in use. Undefined for a zone nobody knows. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  try {
    const formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formatters.set(timeZone, formatter)
    return formatter
  } catch {
    return undefined
  }
}
