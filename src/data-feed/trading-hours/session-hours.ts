import type { OpenStretch } from '../../broker/market-data.ts'

const DAY = 1_440
const WEEK = 7 * DAY

/** Shorter gaps are no breaks: brokers write 23:59 for the end of a day. In minutes. */
const LONGEST_BRIDGED_GAP = 1

/** From `from` (inclusive) to `to` (exclusive) in minutes since Sunday 00:00, which may lie before or after the week. */
export interface Span {
  from: number
  to: number
}

/**
 * Trading hours as TradingView reads them: `24x7`, or `HHMM-HHMM:days` joined by `|`, Sunday being day 1. A session whose
 * end is not after its start begins on the day before. There is one session per trading day, the day it ends on; breaks
 * within it cannot be told and count as open. Hours that nobody knows, or none at all, are `24x7`.
 */
export function sessionHours(stretches: readonly OpenStretch[]): string {
  const days = sessionsByDay(stretches)
  return days === undefined ? '24x7' : render(days)
}

/** The session of each trading day that has one, by the weekday it ends on; undefined where trading never rests, or nobody knows. */
export function sessionsByDay(stretches: readonly OpenStretch[]): ReadonlyMap<number, Span> | undefined {
  const open = merged(stretches)
  const [first] = open
  if (first === undefined || first.to - first.from >= WEEK - LONGEST_BRIDGED_GAP) return undefined
  return (
    sessionPerDay(open.flatMap(daysFromTheStart)) ??
    sessionPerDay(open.flatMap(daysFromTheEnd)) ??
    sessionPerDay(open.flatMap(calendarDays))
  )
}

/** Ascending and apart from each other, on the circle that the week is. */
function merged(stretches: readonly OpenStretch[]): Span[] {
  const sorted = stretches
    .map(({ from, to }) => {
      const shift = Math.floor(from / WEEK) * WEEK
      return { from: Math.floor(from - shift), to: Math.ceil(to - shift) }
    })
    .sort((one, other) => one.from - other.from)
  const apart: Span[] = []
  for (const { from, to } of sorted) {
    const last = apart.at(-1)
    if (last !== undefined && from - last.to <= LONGEST_BRIDGED_GAP) last.to = Math.max(last.to, to)
    else apart.push({ from, to })
  }
  // What runs on into the next week may reach its first stretches.
  for (;;) {
    const [first] = apart
    const last = apart.at(-1)
    if (first === undefined || last === undefined || first === last) return apart
    if (first.from + WEEK - last.to > LONGEST_BRIDGED_GAP) return apart
    last.to = Math.max(last.to, first.to + WEEK)
    apart.shift()
  }
}

/** Pieces of 24 hours that start when the stretch starts; what is left over comes last. */
function daysFromTheStart({ from, to }: Span): Span[] {
  const pieces: Span[] = []
  for (let start = from; start < to; start += DAY) pieces.push({ from: start, to: Math.min(to, start + DAY) })
  return pieces
}

/** Pieces of 24 hours that end when the stretch ends; what is left over comes first. */
function daysFromTheEnd({ from, to }: Span): Span[] {
  const pieces: Span[] = []
  for (let end = to; end > from; end -= DAY) pieces.push({ from: Math.max(from, end - DAY), to: end })
  return pieces
}

/** Pieces from midnight to midnight. */
function calendarDays({ from, to }: Span): Span[] {
  const pieces: Span[] = []
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / DAY) + 1) * DAY)
    pieces.push({ from: start, to: end })
    start = end
  }
  return pieces
}

/** One session for each day on which pieces end, from the first one's start; undefined when one is longer than a day. */
function sessionPerDay(pieces: readonly Span[]): Map<number, Span> | undefined {
  const days = new Map<number, Span>()
  for (const piece of pieces) {
    const shift = Math.floor((piece.to - 1) / WEEK) * WEEK
    const from = piece.from - shift
    const to = piece.to - shift
    const day = Math.ceil(to / DAY) - 1
    const known = days.get(day)
    days.set(day, {
      from: Math.min(from, known?.from ?? from),
      to: Math.max(to, known?.to ?? to),
    })
  }
  return [...days.values()].every(({ from, to }) => to - from <= DAY) ? days : undefined
}

/** Days with the same hours share one session. */
function render(days: ReadonlyMap<number, Span>): string {
  const daysByHours = new Map<string, string>()
  for (const [day, { from, to }] of [...days].sort(([one], [other]) => one - other)) {
    const hours = `${clock((from + DAY) % DAY)}-${clock(to - day * DAY)}`
    daysByHours.set(hours, (daysByHours.get(hours) ?? '') + (day + 1))
  }
  return [...daysByHours].map(([hours, numbers]) => `${hours}:${numbers}`).join('|')
}

/** `2400` is the end of a day: `0000` there would turn the session into one that begins the day before. */
function clock(minutes: number): string {
  return String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0')
}
