import type { OpenStretch } from '../../broker/market-data.ts'
import {
  MINUTES_PER_DAY as DAY,
  EVERY_DAY,
  type Session,
  MINUTES_PER_WEEK as WEEK,
  weekdayOfSession,
} from './session-text.ts'

/** Shorter gaps are no breaks: brokers write 23:59 for the end of a day. In minutes. */
const LONGEST_BRIDGED_GAP = 1

/**
 * The sessions of a week as TradingView can be told them: one per trading day, the day it ends on. Breaks within it cannot be
 * told and count as open. Trading that goes on for longer than a day is cut where it begins, else where it ends, so that each
 * day is as long; where it goes on nearly all week nobody's day begins after the break, and it is cut at midnight. Trading that
 * never rests, and hours that nobody knows, are `EVERY_DAY`.
 */
export function sessionsOf(stretches: readonly OpenStretch[]): readonly Session[] {
  const open = merged(stretches.filter(({ from, to }) => to > from))
  const longest = Math.max(0, ...open.map(lengthOf))
  if (open.length === 0 || longest >= WEEK - LONGEST_BRIDGED_GAP) return EVERY_DAY
  const all = open.reduce((sum, span) => sum + lengthOf(span), 0)
  const isNearlyAlways = longest > DAY && all > WEEK - DAY
  for (const cut of isNearlyAlways ? [] : [daysFromTheStart, daysFromTheEnd]) {
    const sessions = sessionPerDay(open.flatMap(cut))
    if (sessions.every((session) => lengthOf(session) <= DAY)) return sessions
  }
  return sessionPerDay(open.flatMap(calendarDays))
}

const lengthOf = ({ from, to }: OpenStretch): number => to - from

/** Ascending and apart from each other, on the circle that the week is. */
function merged(stretches: readonly OpenStretch[]): OpenStretch[] {
  const sorted = stretches
    .map(({ from, to }) => {
      const shift = Math.floor(from / WEEK) * WEEK
      return { from: Math.floor(from - shift), to: Math.ceil(to - shift) }
    })
    .sort((one, other) => one.from - other.from)
  const apart: { from: number; to: number }[] = []
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
function daysFromTheStart({ from, to }: OpenStretch): OpenStretch[] {
  const pieces: OpenStretch[] = []
  for (let start = from; start < to; start += DAY) pieces.push({ from: start, to: Math.min(to, start + DAY) })
  return pieces
}

/** Pieces of 24 hours that end when the stretch ends; what is left over comes first. */
function daysFromTheEnd({ from, to }: OpenStretch): OpenStretch[] {
  const pieces: OpenStretch[] = []
  for (let end = to; end > from; end -= DAY) pieces.push({ from: Math.max(from, end - DAY), to: end })
  return pieces
}

/** Pieces from midnight to midnight. */
function calendarDays({ from, to }: OpenStretch): OpenStretch[] {
  const pieces: OpenStretch[] = []
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / DAY) + 1) * DAY)
    pieces.push({ from: start, to: end })
    start = end
  }
  return pieces
}

/** One session for each day on which pieces end, from the first one's start. */
function sessionPerDay(pieces: readonly OpenStretch[]): readonly Session[] {
  const days = new Map<number, Session>()
  for (const piece of pieces) {
    const shift = Math.floor((piece.to - 1) / WEEK) * WEEK
    const from = piece.from - shift
    const to = piece.to - shift
    const day = weekdayOfSession({ from, to })
    const known = days.get(day)
    days.set(day, {
      from: Math.min(from, known?.from ?? from),
      to: Math.max(to, known?.to ?? to),
    })
  }
  return [...days.values()]
}
