const DAY_MS = 86_400_000

/** A moment on the clocks of a time zone. */
export interface LocalTime {
  /** Midnight of the local date as if it were UTC, in Unix milliseconds. */
  readonly day: number
  /** Since local midnight. */
  readonly minute: number
}

/**
 * @param timeZone IANA name of a zone that there is
 * @param at Unix milliseconds
 */
export function localTime(timeZone: string, at: number): LocalTime {
  const parts = formatterOf(timeZone).formatToParts(at)
  const { year, month, day, hour, minute } = Object.fromEntries(
    parts.map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>
  return { day: Date.UTC(year, month - 1, day), minute: hour * 60 + minute }
}

/** Is there a time zone of that name? */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

/** The weekday of a local date: 0 is Sunday; 1970 began on a Thursday. */
export const weekdayOf = (day: number): number => (((day / DAY_MS + 4) % 7) + 7) % 7

/** A local date as `YYYY-MM-DD`. */
export const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10)

/** Making one is costly, and few zones are in use. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  formatters.set(timeZone, formatter)
  return formatter
}
