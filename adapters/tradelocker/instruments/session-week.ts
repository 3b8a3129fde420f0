import type { OpenStretch } from '../../../src/broker/market-data.ts'

export const MINUTES_PER_DAY = 1_440
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY

type Entry = readonly [key: string, value: unknown]

interface Reading {
  readonly stretches: OpenStretch[]
  /** Something that looks like trading hours could not be read: then nothing is concluded at all. */
  isUnclear: boolean
}

/** Deeper than any sensible answer; ends a hostile one. */
const DEEPEST = 8

/**
 * Finds the weekly trading hours in an answer of unknown shape: days by name or number (0 or 7 is Sunday), as a member's
 * name or value; hours as two members or as "09:00-17:30", in any nesting.
 * @returns undefined when there are none, or any that cannot be read with certainty
 */
export function readWeek(answer: unknown): readonly OpenStretch[] | undefined {
  const reading: Reading = { stretches: [], isUnclear: false }
  walk(answer, undefined, reading, 0)
  return reading.isUnclear || reading.stretches.length === 0 ? undefined : reading.stretches
}

function walk(value: unknown, day: number | undefined, reading: Reading, depth: number): void {
  if (depth > DEEPEST) {
    reading.isUnclear = true
  } else if (typeof value === 'string') {
    readRange(value, day, reading)
  } else if (Array.isArray(value)) {
    for (const item of value) walk(item, day, reading, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    walkObject(Object.entries(value), day, reading, depth)
  }
}

function walkObject(
  entries: readonly Entry[],
  day: number | undefined,
  reading: Reading,
  depth: number,
): void {
  const days = daysIn(entries)
  const from = days?.from ?? day
  const times = entries.filter(([, value]) => minutesOf(value) !== undefined)
  const hours = pair(times)
  if (hours !== undefined) {
    addStretch(reading, {
      day: from,
      open: minutesOf(hours.open),
      close: minutesOf(hours.close),
      closeDay: days?.to,
    })
  } else if (times.length > 0 && from !== undefined) {
    reading.isUnclear = true
  } else {
    for (const [key, value] of entries) walk(value, dayNamed(key) ?? from, reading, depth + 1)
  }
}

const RANGE = /^\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*[-–]\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*$/

function readRange(text: string, day: number | undefined, reading: Reading): void {
  const [, open, close] = RANGE.exec(text) ?? []
  if (open === undefined) return
  addStretch(reading, { day, open: minutesOf(open), close: minutesOf(close), closeDay: undefined })
}

function addStretch(
  reading: Reading,
  { day, open, close, closeDay }: Record<'day' | 'open' | 'close' | 'closeDay', number | undefined>,
): void {
  if (day === undefined || open === undefined || close === undefined) {
    reading.isUnclear = true
    return
  }
  const from = day * MINUTES_PER_DAY + open
  const to = (closeDay ?? day) * MINUTES_PER_DAY + close
  // Closing not after opening means the next day, or with a day of its own the next week.
  const wrap = closeDay === undefined ? MINUTES_PER_DAY : MINUTES_PER_WEEK
  reading.stretches.push({ from, to: to > from ? to : to + wrap })
}

const OPENING = /open|start|from|begin/i
const CLOSING = /close|end|to|finish/i

/** The opening and the closing one of several members. */
function pair(entries: readonly Entry[]): { open: unknown; close: unknown } | undefined {
  const open = entries.find(([key]) => OPENING.test(key))
  const close = entries.find((entry) => entry !== open && CLOSING.test(entry[0]))
  return open === undefined || close === undefined ? undefined : { open: open[1], close: close[1] }
}

/** The day an object speaks of: `{day: "MONDAY"}`, `{dayOfWeek: 1}`, `{startDay: "SUNDAY", endDay: "FRIDAY"}`. */
function daysIn(entries: readonly Entry[]): { from: number | undefined; to: number | undefined } | undefined {
  const days = entries.filter((entry) => dayValue(entry) !== undefined)
  const [first] = days
  if (first === undefined) return undefined
  const both = pair(days)
  if (both === undefined) return { from: dayValue(first), to: undefined }
  return { from: dayValue(['day', both.open]), to: dayValue(['day', both.close]) }
}

function dayValue([key, value]: Entry): number | undefined {
  if (typeof value === 'number') return /day/i.test(key) ? dayNamed(String(value)) : undefined
  if (typeof value !== 'string') return undefined
  return /^\d$/.test(value) && !/day/i.test(key) ? undefined : dayNamed(value)
}

const DAYS = [
  /^(sun(day)?|[07])$/i,
  /^(mon(day)?|1)$/i,
  /^(tue(s(day)?)?|2)$/i,
  /^(wed(nesday)?|3)$/i,
  /^(thu(r(s(day)?)?)?|4)$/i,
  /^(fri(day)?|5)$/i,
  /^(sat(urday)?|6)$/i,
]

/** 0 is Sunday. */
function dayNamed(text: string): number | undefined {
  const index = DAYS.findIndex((pattern) => pattern.test(text.trim()))
  return index === -1 ? undefined : index
}

/** Minutes since midnight of "9:30", "24:00" or "23:59:59". */
function minutesOf(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/.exec(value.trim()) : null
  if (match === null) return undefined
  const minutes = Number(match[1]) * 60 + Number(match[2]) + Number(match[3] ?? 0) / 60
  return minutes <= MINUTES_PER_DAY ? minutes : undefined
}
