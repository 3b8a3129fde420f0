import type { BarResolution } from '../../../../src/broker/market-data.ts'

/** How bars of one resolution are asked for, kept and closed. Milliseconds. */
export interface BarGrid {
  /** As TradeLocker spells it. */
  readonly wire: string
  /** What the cap on one request's range counts a bar as. */
  readonly nominalMs: number
  /** The longest a bar can be open; a day of 25 hours ends summer time. */
  readonly longestMs: number
  /** Bars open and close at multiples of this since 1970, some of which may be nobody's. */
  readonly closingMs: number
  /** Bars are kept in chunks of this length, counted from 1970. */
  readonly chunkMs: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Sessions, and so bars of hours and days, begin at half hours where not at whole ones. */
const HALF_HOUR = 30 * MINUTE

const minutes = (wire: string, count: number, chunkDays: number): BarGrid => ({
  wire,
  nominalMs: count * MINUTE,
  longestMs: count * MINUTE,
  closingMs: Math.min(count * MINUTE, HALF_HOUR),
  chunkMs: chunkDays * DAY,
})

const days = (wire: string, count: number, longestDays: number, chunkDays: number): BarGrid => ({
  wire,
  nominalMs: count * DAY,
  longestMs: longestDays * DAY + HOUR,
  closingMs: HALF_HOUR,
  chunkMs: chunkDays * DAY,
})

/** A chunk holds some 1,440 bars, as many as a day has minutes. */
export const GRIDS: Readonly<Record<BarResolution, BarGrid>> = {
  '1m': minutes('1m', 1, 1),
  '5m': minutes('5m', 5, 5),
  '15m': minutes('15m', 15, 15),
  '30m': minutes('30m', 30, 30),
  '1h': minutes('1H', 60, 60),
  '4h': minutes('4H', 240, 240),
  '1d': days('1D', 1, 1, 1_440),
  '1w': days('1W', 7, 7, 7 * 1_440),
  '1M': days('1M', 30, 31, 30 * 1_440),
}

/** TradeLocker may still correct a bar for a moment after it has closed. */
export const SETTLE_MS = 3_000

/** Milliseconds until what has closed by `now` has settled; 0 when it has. */
export function settlingMs({ closingMs }: BarGrid, now: number): number {
  const sinceClosing = now % closingMs
  return sinceClosing < SETTLE_MS ? SETTLE_MS - sinceClosing : 0
}

/** May a bar have closed between the two instants? */
export function mayCloseBetween({ closingMs }: BarGrid, from: number, to: number): boolean {
  return Math.floor(from / closingMs) !== Math.floor(to / closingMs)
}

/** How far our clock may be ahead of TradeLocker's before a bar is taken for closed that is still open. */
export const CLOCK_ERROR_MS = 60_000

/**
 * Up to where bars that were read at `readAt` are final: whatever opens before the answer has closed and settled. A bar has
 * closed when a later one is there; by our clock alone only after a margin, because that clock may be wrong.
 * @param lastTime opening of the last bar that was read
 */
export function settledBefore(grid: BarGrid, readAt: number, lastTime: number | undefined): number {
  const byAge = readAt - CLOCK_ERROR_MS - grid.longestMs + 1
  const bySuccessor = settlingMs(grid, readAt) === 0 ? (lastTime ?? 0) : 0
  return Math.max(byAge, bySuccessor)
}

/** Beginnings of the chunks that [from, to] touches, ascending. */
export function chunksOf({ chunkMs }: BarGrid, from: number, to: number): number[] {
  const first = Math.floor(from / chunkMs)
  const count = Math.floor(to / chunkMs) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * chunkMs)
}

export interface Range {
  readonly from: number
  /** Exclusive. */
  readonly before: number
}

/** Cuts a range into parts of at most `maxBars` each, ascending and without gaps. */
export function splitRange({ from, before }: Range, { nominalMs }: BarGrid, maxBars: number): Range[] {
  const step = maxBars * nominalMs
  const count = Math.max(0, Math.ceil((before - from) / step))
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * step,
    before: Math.min(before, from + (index + 1) * step),
  }))
}

/** Joins neighbours into runs of at most `most` chunks. @param starts ascending beginnings of chunks */
export function runsOf(starts: readonly number[], { chunkMs }: BarGrid, most: number): number[][] {
  const runs: number[][] = []
  for (const start of starts) {
    const run = runs.at(-1)
    const isNext = run !== undefined && run.length < most && run.at(-1) === start - chunkMs
    if (isNext) run.push(start)
    else runs.push([start])
  }
  return runs
}
