import type { Candle } from './candle-tree.ts'
import { DAY, FIRST_DAY, HOUR, MINUTE } from './prices.ts'

/** The resolutions of GET /trade/history with their nominal length, which the cap on the range counts in. */
export const resolutions = {
  '1m': MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1H': HOUR,
  '4H': 4 * HOUR,
  '1D': DAY,
  '1W': 7 * DAY,
  '1M': 30 * DAY,
} as const

export type Resolution = keyof typeof resolutions

/** A candle with its opening instant, epoch milliseconds. */
export interface TimedCandle extends Candle {
  readonly time: number
}

/**
 * The bars that open within [from, to], oldest first; the last one may still be forming. Days, weeks (from Monday)
 * and months are those of UTC. `candle` answers one candle over [start, end).
 */
export function listBars(
  resolution: Resolution,
  from: number,
  to: number,
  candle: (start: number, end: number) => Candle | undefined,
): TimedCandle[] {
  const bars: TimedCandle[] = []
  const first = Math.max(from, FIRST_DAY)
  let time = openingOf(resolution, first)
  if (time < first) time = nextOpening(resolution, time)
  while (time <= to) {
    const end = nextOpening(resolution, time)
    const bar = candle(time, end)
    if (bar) bars.push({ time, ...bar })
    time = end
  }
  return bars
}

/** The opening of the bar that holds an instant. */
export function openingOf(resolution: Resolution, instant: number): number {
  if (resolution === '1M') {
    const date = new Date(instant)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
  }
  const length = resolutions[resolution]
  // 1970 began on a Thursday: weeks are counted from the Monday before.
  const origin = resolution === '1W' ? -3 * DAY : 0
  return Math.floor((instant - origin) / length) * length + origin
}

function nextOpening(resolution: Resolution, opening: number): number {
  if (resolution !== '1M') return opening + resolutions[resolution]
  const date = new Date(opening)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}
