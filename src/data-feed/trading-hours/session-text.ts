export const MINUTES_PER_DAY = 1_440
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY

/**
 * The hours of one trading day, from `from` (inclusive) to `to` (exclusive), in minutes since Sunday 00:00; `from` may lie in
 * the week before. Its trading day is the one that it ends on.
 */
export interface Session {
  readonly from: number
  readonly to: number
}

/** The weekday of a session's trading day; 0 is Sunday. */
export const weekdayOfSession = ({ to }: Session): number => Math.ceil(to / MINUTES_PER_DAY) - 1

/** Of trading that never rests. */
export const EVERY_DAY: readonly Session[] = Array.from({ length: 7 }, (_, day) => ({
  from: day * MINUTES_PER_DAY,
  to: (day + 1) * MINUTES_PER_DAY,
}))

const ALWAYS = '24x7'
const PART = /^([01]\d|2[0-3])([0-5]\d)-(?:([01]\d|2[0-3])([0-5]\d)|2400)(?::([1-7]+))?$/
const WORKING_DAYS = '23456'

/**
 * Reads hours as TradingView writes them, e.g. `1700-1600:23456|1700-1200:7`: `24x7`, or `HHMM-HHMM:days` joined by `|`, Sunday
 * being day 1. A session whose end is not after its start begins on the evening before.
 * @returns every session of the week; undefined for a text that is none, that has two sessions on one day, or sessions
 * that overlap
 */
export function readSessions(text: string): readonly Session[] | undefined {
  if (text === ALWAYS) return EVERY_DAY
  const sessions: Session[] = []
  for (const part of text.split('|')) {
    const match = PART.exec(part)
    if (match === null) return undefined
    const [, fromHours, fromMinutes, toHours, toMinutes, days = WORKING_DAYS] = match
    const open = minutesOf(fromHours, fromMinutes)
    const close = toHours === undefined ? MINUTES_PER_DAY : minutesOf(toHours, toMinutes)
    for (const day of days) {
      const midnight = (Number(day) - 1) * MINUTES_PER_DAY
      sessions.push({ from: midnight + (open < close ? open : open - MINUTES_PER_DAY), to: midnight + close })
    }
  }
  return areApart(sessions) ? sessions : undefined
}

function minutesOf(hours: string | undefined, minutes: string | undefined): number {
  return Number(hours) * 60 + Number(minutes)
}

function areApart(sessions: readonly Session[]): boolean {
  const sorted = sessions.toSorted((one, other) => one.from - other.from)
  return sorted.every((session, index) => {
    const next = sorted[index + 1]
    if (next === undefined) return session.to <= (sorted[0]?.from ?? 0) + MINUTES_PER_WEEK
    return session.to <= next.from && weekdayOfSession(session) !== weekdayOfSession(next)
  })
}

/** The text of sessions, at most one for each day of the week. Days with the same hours share one part. */
export function writeSessions(sessions: readonly Session[]): string {
  if (sessions === EVERY_DAY) return ALWAYS
  const daysByHours = new Map<string, string>()
  for (const { from, to } of sessions.toSorted((one, other) => one.to - other.to)) {
    const day = weekdayOfSession({ from, to })
    const hours = `${clock((from + MINUTES_PER_DAY) % MINUTES_PER_DAY)}-${clock(to - day * MINUTES_PER_DAY)}`
    daysByHours.set(hours, (daysByHours.get(hours) ?? '') + (day + 1))
  }
  return [...daysByHours].map(([hours, numbers]) => `${hours}:${numbers}`).join('|')
}

/** `2400` is the end of a day: `0000` there would turn the session into one that begins the day before. */
function clock(minutes: number): string {
  return String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0')
}
