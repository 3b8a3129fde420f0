import type { Bar } from '../../../../src/broker/market-data.ts'
import { toNumber } from '../../account/rows.ts'
import { NO_DATA } from '../../transport/http.ts'
import { malformed } from '../../transport/upstream-error.ts'
import type { Range } from './bar-grid.ts'

/** Bars as they are kept: time, open, high, low, close and volume (NaN: not told) one after the other; ascending by time. */
export type BarRows = Float64Array

const WIDTH = 6

export const NO_ROWS: BarRows = new Float64Array()

/** Opening of the last bar. */
export const lastTimeOf = (rows: BarRows): number | undefined => rows.at(-WIDTH)

/**
 * Reads the answer of /trade/history: bars that open within the range, ascending, each time once. TradeLocker's own
 * order and whether its range is inclusive are not relied on. A bar without usable figures is left out.
 */
export function readBarRows(answer: unknown, range: Range): BarRows {
  if (answer === NO_DATA || answer === undefined || answer === null) return NO_ROWS
  const details = typeof answer === 'object' && 'barDetails' in answer ? answer.barDetails : undefined
  if (!Array.isArray(details)) throw malformed('the bars are not readable')
  const byTime = new Map<number, readonly number[]>()
  for (const detail of details) {
    const bar = figuresOf(detail)
    const [time = Number.NaN] = bar ?? []
    if (bar !== undefined && time >= range.from && time < range.before) byTime.set(time, bar)
  }
  if (byTime.size === 0 && details.length > 0 && details.every((detail) => figuresOf(detail) === undefined)) {
    throw malformed('none of the bars is readable')
  }
  const sorted = [...byTime.values()].sort(([a = 0], [b = 0]) => a - b)
  return Float64Array.from(sorted.flat())
}

function figuresOf(detail: unknown): number[] | undefined {
  if (typeof detail !== 'object' || detail === null) return undefined
  const { t, o, h, l, c, v } = detail as Readonly<Record<string, unknown>>
  const figures = [t, o, h, l, c].map((figure) => toNumber(figure) ?? Number.NaN)
  const isComplete = figures.every(Number.isFinite) && Number.isInteger(figures[0])
  const volume = toNumber(v)
  return isComplete ? [...figures, volume === undefined ? Number.NaN : Math.max(0, volume)] : undefined
}

/** The rows that open within the range; shares memory with `rows`. */
export function sliceRows(rows: BarRows, { from, before }: Range): BarRows {
  return rows.subarray(indexOf(rows, from) * WIDTH, indexOf(rows, before) * WIDTH)
}

/** How many bars open before `time`. */
function indexOf(rows: BarRows, time: number): number {
  let low = 0
  let high = rows.length / WIDTH
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle * WIDTH] ?? 0) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** One after the other; what follows must be later. */
export function joinRows(...parts: readonly BarRows[]): BarRows {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export function barsOf(rows: BarRows): Bar[] {
  return Array.from({ length: rows.length / WIDTH }, (_, index) => {
    const at = index * WIDTH
    const figure = (offset: number) => rows[at + offset] ?? Number.NaN
    const volume = figure(5)
    return {
      time: figure(0),
      open: figure(1),
      high: figure(2),
      low: figure(3),
      close: figure(4),
      volume: Number.isNaN(volume) ? undefined : volume,
    }
  })
}
