import type { Candle } from './candle-tree.ts'
import { DAY, FIRST_DAY, HOUR, MINUTE } from './prices.ts'
import { utcOffsets } from './session-hours.ts'

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

/** When days begin, and with them weeks and months: instants to the clock whose midnights those are, and back. */
export interface DayClock {
  toLocal(instant: number): number
  toInstant(local: number): number
}

export const UTC_DAYS: DayClock = { toLocal: (instant) => instant, toInstant: (local) => local }

/** Days from 17:00 to 17:00 in New York, which is when sessions of forex end. */
export function newYorkDays(): DayClock {
  const offset = utcOffsets('America/New_York')
  const ahead = 7 * HOUR
  return {
    toLocal: (instant) => instant + offset(instant) + ahead,
    toInstant(local) {
      const about = local - ahead + 5 * HOUR
      return local - ahead - offset(about)
    },
  }
}

/**
 * The bars that open within [from, to], oldest first; the last one may still be forming. `candle` answers one candle over
 * [start, end).
 */
export function listBars(
  resolution: Resolution,
  from: number,
  to: number,
  candle: (start: number, end: number) => Candle | undefined,
  days: DayClock = UTC_DAYS,
): TimedCandle[] {
  const bars: TimedCandle[] = []
  const first = Math.max(from, FIRST_DAY)
  let time = openingOf(resolution, first, days)
  if (time < first) time = nextOpening(resolution, time, days)
  while (time <= to) {
    const end = nextOpening(resolution, time, days)
    const bar = candle(time, end)
    if (bar) bars.push({ time, ...bar })
    time = end
  }
  return bars
}

/** The opening of the bar that holds an instant. */
export function openingOf(resolution: Resolution, instant: number, days: DayClock = UTC_DAYS): number {
  const { toLocal, toInstant } = clockOf(resolution, days)
  return toInstant(localOpening(resolution, toLocal(instant)))
}

/** Weeks begin on Monday. */
function localOpening(resolution: Resolution, local: number): number {
  if (resolution === '1M') {
    const date = new Date(local)
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
  }
  const length = resolutions[resolution]
  // 1970 began on a Thursday: weeks are counted from the Monday before.
  const origin = resolution === '1W' ? -3 * DAY : 0
  return Math.floor((local - origin) / length) * length + origin
}

function nextOpening(resolution: Resolution, opening: number, days: DayClock): number {
  const { toLocal, toInstant } = clockOf(resolution, days)
  const local = toLocal(opening)
  if (resolution !== '1M') return toInstant(local + resolutions[resolution])
  const date = new Date(local)
  return toInstant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1))
}

const clockOf = (resolution: Resolution, days: DayClock): DayClock =>
  resolutions[resolution] < DAY ? UTC_DAYS : days
