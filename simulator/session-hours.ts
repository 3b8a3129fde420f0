import { DAY, HOUR, MINUTE } from './prices.ts'
import { type TradingSession, weekdays } from './sessions.ts'

const MINUTES_PER_DAY = 24 * 60

/** How much of [start, start + span) allows trading; epoch ms, by default one minute. */
export type OpenHours = (start: number, span?: number) => 'all' | 'some' | 'none'

/** Compiles the calendar of a session into a fast question. Its time zone must be whole hours from UTC. */
export function compileSession(session: TradingSession): OpenHours {
  const openBefore = countOpenMinutes(session)
  const holidays = new Set(session.holidays.map(({ date }) => Date.parse(date) / DAY))
  const offset = utcOffsets(session.timeZone)

  const openWithinHour = (start: number, span: number): ReturnType<OpenHours> => {
    const local = start + offset(start)
    const day = Math.floor(local / DAY)
    if (holidays.has(day)) return 'none'
    // Day 0 was a Thursday, the fourth weekday of the list.
    const minute = ((day + 3) % 7) * MINUTES_PER_DAY + Math.floor((local % DAY) / MINUTE)
    const count = Math.ceil(span / MINUTE)
    const open = (openBefore[minute + count] ?? 0) - (openBefore[minute] ?? 0)
    if (open === 0) return 'none'
    return open === count ? 'all' : 'some'
  }

  return (start, span = MINUTE) => {
    const end = start + span
    const first = openWithinHour(start, Math.min(HOUR, span))
    for (let at = start + HOUR; at < end; at += HOUR)
      if (openWithinHour(at, Math.min(HOUR, end - at)) !== first) return 'some'
    return first
  }
}

/** For every minute of the local week, from Monday 00:00 on: how many minutes before it allow trading. */
function countOpenMinutes(session: TradingSession): Uint16Array {
  const isOpen = new Uint8Array(7 * MINUTES_PER_DAY)
  for (const [index, weekday] of weekdays.entries())
    for (const { open, close } of session.week[weekday])
      isOpen.fill(1, index * MINUTES_PER_DAY + minuteOf(open), index * MINUTES_PER_DAY + minuteOf(close))
  const before = new Uint16Array(isOpen.length + 1)
  for (const [minute, open] of isOpen.entries()) before[minute + 1] = (before[minute] ?? 0) + open
  return before
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Local time minus UTC in milliseconds. Zones change on whole hours, so each hour is worked out once. */
export function utcOffsets(timeZone: string): (instant: number) => number {
  if (timeZone === 'UTC') return () => 0
  // The Swedish locale writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const known = new Map<number, number>()
  return (instant) => {
    const hour = Math.floor(instant / HOUR)
    let offset = known.get(hour)
    if (offset === undefined) {
      const local = format.format(hour * HOUR).replace(' ', 'T')
      offset = Date.parse(`${local}Z`) - hour * HOUR
      known.set(hour, offset)
    }
    return offset
  }
}
