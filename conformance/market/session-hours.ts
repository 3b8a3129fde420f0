/** Minutes of a week, from Sunday 00:00 local time; an overnight session of Sunday begins before 0. */
interface Span {
  /** The trading day it belongs to: 1 = Sunday … 7 = Saturday. */
  readonly day: number
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

const DAY = 1440
const WEEK = 7 * DAY

/** Trading hours of a symbol, from a session string such as `1700-1700:23456` or `24x7`. */
export interface SessionHours {
  readonly text: string
  readonly isAlways: boolean
  /** Ascending by start. Empty for 24x7. */
  readonly spans: readonly Span[]
}

/** @returns a sentence when the text is no session string */
export function parseSession(text: string): SessionHours | string {
  if (text === '24x7') return { text, isAlways: true, spans: [] }
  const spans: Span[] = []
  for (const part of text.split('|')) {
    const [, from = '', to = '', days = '23456'] = /^(\d{4})-(\d{4})(?::([1-7]+))?$/.exec(part) ?? []
    if (from === '') return `"${part}" is not of the form HHMM-HHMM or HHMM-HHMM:days`
    const start = minutesOf(from)
    const end = minutesOf(to)
    if (start === undefined || end === undefined) return `"${part}" has a time that does not exist`
    for (const digit of days) spans.push(spanOf(Number(digit), start, end))
  }
  return { text, isAlways: false, spans: spans.toSorted((a, b) => a.start - b.start) }
}

function minutesOf(text: string): number | undefined {
  const hours = Number(text.slice(0, 2))
  const minutes = Number(text.slice(2))
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return undefined
  return hours * 60 + minutes
}

/** A start behind the end is the evening before; the same time twice is a whole day, which at midnight is the day itself. */
function spanOf(day: number, from: number, to: number): Span {
  const midnight = (day - 1) * DAY
  if (from < to) return { day, start: midnight + from, end: midnight + to }
  if (from === 0 && to === 0) return { day, start: midnight, end: midnight + DAY }
  return { day, start: midnight - DAY + from, end: midnight + to }
}

/** @returns a sentence when two spans overlap */
export function overlap({ spans }: SessionHours): string | undefined {
  const first = spans[0]
  if (first === undefined) return undefined
  const around = [...spans, { ...first, start: first.start + WEEK, end: first.end + WEEK }]
  for (const [index, span] of around.entries()) {
    const before = around[index - 1]
    if (before !== undefined && span.start < before.end)
      return `the hours of day ${span.day} begin before those of day ${before.day} have ended`
  }
  return undefined
}

/** @returns the first trading day that has a break, 1 = Sunday */
export function dayWithBreak({ spans }: SessionHours): number | undefined {
  return spans.find((span, index) => {
    const before = spans[index - 1]
    return before !== undefined && before.day === span.day && before.end < span.start
  })?.day
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds that local time is ahead of UTC. */
function offset(timezone: string, instant: number): number {
  let format = formats.get(timezone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timezone, format)
  }
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  )
  const local = Date.UTC(
    parts.year ?? 0,
    (parts.month ?? 1) - 1,
    parts.day ?? 1,
    parts.hour ?? 0,
    parts.minute ?? 0,
    parts.second ?? 0,
  )
  return local - Math.floor(instant / 1000) * 1000
}

/** Is the market open then? @param now Unix seconds */
export function isOpen(hours: SessionHours, timezone: string, now: number): boolean {
  if (hours.isAlways) return true
  const local = new Date(now * 1000 + offset(timezone, now * 1000))
  const minute = local.getUTCDay() * DAY + local.getUTCHours() * 60 + local.getUTCMinutes()
  return hours.spans.some(({ start, end }) =>
    [minute - WEEK, minute, minute + WEEK].some((one) => start <= one && one < end),
  )
}

/**
 * When the session of a trading day begins and ends.
 * @param day 00:00 UTC of the trading day's date, Unix seconds
 * @returns Unix seconds, the end exclusive; nothing when the day is none of trading
 */
export function sessionOfDay(
  hours: SessionHours,
  timezone: string,
  day: number,
): { start: number; end: number } | undefined {
  const number = new Date(day * 1000).getUTCDay() + 1
  const spans = hours.isAlways
    ? [{ day: number, start: (number - 1) * DAY, end: number * DAY }]
    : hours.spans.filter((span) => span.day === number)
  const first = spans[0]
  const last = spans.at(-1)
  if (first === undefined || last === undefined) return undefined
  const midnight = (number - 1) * DAY
  const utc = (minutes: number): number => {
    const local = (day + (minutes - midnight) * 60) * 1000
    const guess = local - offset(timezone, local)
    return (local - offset(timezone, guess)) / 1000
  }
  return { start: utc(first.start), end: utc(last.end) }
}

/** Does the trading day last a whole day? */
export const lastsAllDay = ({ isAlways, spans }: SessionHours): boolean =>
  isAlways || spans.some(({ start, end }) => end - start === DAY)
