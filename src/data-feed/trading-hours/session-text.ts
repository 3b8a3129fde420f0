const DAY = 1_440
const WEEK = 7 * DAY

/** From `from` (inclusive) to `to` (exclusive), in minutes since Sunday 00:00; `from` may lie in the week before. */
interface Session {
  readonly from: number
  readonly to: number
}

const PART = /^([01]\d|2[0-3])([0-5]\d)-(?:([01]\d|2[0-3])([0-5]\d)|2400)(?::([1-7]+))?$/
const WORKING_DAYS = '23456'

/**
 * Reads hours as TradingView writes them, e.g. `1700-1600:23456|1700-1200:7`.
 * @returns every session of the week; undefined for a text that is none, that has two sessions on one day, or sessions
 * that overlap
 */
export function readSessions(text: string): readonly Session[] | undefined {
  if (text === '24x7') return [{ from: 0, to: WEEK }]
  const sessions: Session[] = []
  for (const part of text.split('|')) {
    const match = PART.exec(part)
    if (match === null) return undefined
    const [, fromHours, fromMinutes, toHours, toMinutes, days = WORKING_DAYS] = match
    const open = minutesOf(fromHours, fromMinutes)
    const close = toHours === undefined ? DAY : minutesOf(toHours, toMinutes)
    for (const day of days) {
      const midnight = (Number(day) - 1) * DAY
      // A session that does not end after its start begins on the evening before.
      sessions.push({ from: midnight + (open < close ? open : open - DAY), to: midnight + close })
    }
  }
  return areApart(sessions) ? sessions : undefined
}

function minutesOf(hours: string | undefined, minutes: string | undefined): number {
  return Number(hours) * 60 + Number(minutes)
}

function areApart(sessions: readonly Session[]): boolean {
  const sorted = sessions.toSorted((one, other) => one.from - other.from)
  return sorted.every(({ to }, index) => {
    const next = sorted[index + 1]
    if (next !== undefined) return to <= next.from && dayOf(to) !== dayOf(next.to)
    return to <= (sorted[0]?.from ?? 0) + WEEK
  })
}

/** The day a session ends on is its trading day. */
const dayOf = (to: number): number => Math.ceil(to / DAY)
