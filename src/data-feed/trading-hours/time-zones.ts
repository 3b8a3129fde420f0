import { createPacer } from '../pacer.ts'

/** The time zones that TradingView knows; where clocks agree, the first one stands for the others. */
export const timeZones = [
  'Etc/UTC',
  'America/New_York',
  'America/Los_Angeles',
  'America/Chicago',
  'America/Phoenix',
  'America/Toronto',
  'America/Vancouver',
  'America/Argentina/Buenos_Aires',
  'America/El_Salvador',
  'America/Sao_Paulo',
  'America/Bogota',
  'America/Mexico_City',
  'US/Mountain',
  'Europe/Moscow',
  'Europe/Athens',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Madrid',
  'Europe/Paris',
  'Europe/Warsaw',
  'Africa/Johannesburg',
  'Asia/Almaty',
  'Asia/Ashkhabad',
  'Asia/Bangkok',
  'Asia/Dubai',
  'Asia/Hong_Kong',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Seoul',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Taipei',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Australia/ACT',
  'Australia/Adelaide',
  'Australia/Brisbane',
  'Australia/Sydney',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Fakaofo',
  'Pacific/Honolulu',
] as const

type TimeZone = (typeof timeZones)[number]

export interface ListedTimeZone {
  readonly name: TimeZone
  /**
   * Minutes to add to local times of the zone that was asked for. Several where its clocks change and those of `name` do not:
   * by one each for a part of the year. None where nobody knows such a zone.
   */
  readonly shifts: readonly number[]
}

const WEEK_MS = 7 * 24 * 60 * 60_000
const WEEKS = 53

/**
 * The zones of TradingView's list that stand for others: by name, else one whose clocks agree all year long (looked at week by
 * week: a change of clocks some days earlier or later does not count), else UTC.
 * Pauses again and again, because formatting dates is slow.
 * @param from Unix milliseconds: the beginning of that year
 */
export async function listTimeZones(
  wanted: Iterable<string>,
  from: number,
): Promise<ReadonlyMap<string, ListedTimeZone>> {
  const listed = new Map<string, ListedTimeZone>()
  const byOffsets = new Map<string, TimeZone>()
  for (const zone of new Set(wanted)) {
    const sameName = timeZones.find((name) => name === zone)
    if (sameName === undefined && byOffsets.size === 0) await learn(byOffsets, from)
    listed.set(zone, sameName ? { name: sameName, shifts: [0] } : sameClocks(zone, from, byOffsets))
  }
  return listed
}

async function learn(byOffsets: Map<string, TimeZone>, from: number): Promise<void> {
  const pause = createPacer()
  for (const name of timeZones) {
    const offsets = String(offsetsOf(name, from))
    if (!byOffsets.has(offsets)) byOffsets.set(offsets, name)
    await pause()
  }
}

function sameClocks(zone: string, from: number, byOffsets: ReadonlyMap<string, TimeZone>): ListedTimeZone {
  const offsets = offsetsOf(zone, from)
  const name = byOffsets.get(String(offsets))
  if (name !== undefined) return { name, shifts: [0] }
  return { name: 'Etc/UTC', shifts: [...new Set(offsets)].map((offset) => 0 - offset) }
}

/** How many minutes a zone is ahead of UTC, week by week; none for a zone that nobody knows. */
function offsetsOf(timeZone: string, from: number): readonly number[] {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    return []
  }
  // Clocks change between Thursday night and Sunday: looked at before, it is the same on whichever weekday it is asked.
  const thursday = from - (from % WEEK_MS)
  return Array.from({ length: WEEKS }, (_, week) => {
    const text = format.format(thursday + week * WEEK_MS)
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
  })
}
