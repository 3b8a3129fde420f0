import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../../../src/broker/errors.ts'
import type { MarketData } from '../../../../src/broker/market-data.ts'
import type { ListedInstrument } from '../../instruments/instrument-list.ts'
import { type BarSeries, createBarChunks } from './bar-chunks.ts'
import { type BarGrid, GRIDS } from './bar-grid.ts'
import { type BarReaderParts, createBarReader } from './bar-reader.ts'
import { barsOf } from './bar-rows.ts'

export interface BarsParts extends BarReaderParts {
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Bars in memory, of all instruments: some 1.3 million. */
const MAX_BYTES = 64 * 1024 * 1024
/** What one answer may span: more would hold up everybody else while it is being made. A month of minutes fits. */
const MOST_BARS = 50_000
/** Calls that one answer may cost where the broker's cap is low. */
const MOST_CALLS = 10

export function createBars(parts: BarsParts): MarketData['bars'] {
  const { services, instruments, clock } = parts
  const reader = createBarReader(parts)
  const chunks = createBarChunks({
    clock,
    sleep: async (ms) => {
      if (ms > 0) await sleep(ms)
    },
    maxBytes: MAX_BYTES,
  })
  /** Those that were asked for a time without bars: it may lie before their first one. */
  const searched = new Set<string>()

  const listedAs = async (name: string): Promise<ListedInstrument> => {
    const listed = await services.read(async (lead) => (await instruments.index(lead)).byName.get(name))
    if (listed === undefined) throw new BrokerError('instrument_not_found', { params: { instrument: name } })
    return listed
  }

  const span = async (listed: ListedInstrument, grid: BarGrid, from: number, to: number) => {
    const maxBars = await reader.maxBars()
    const most = Math.min(MOST_BARS, maxBars * MOST_CALLS)
    const isTooLong = (first: number) => (to - first) / grid.nominalMs > most
    const isWorthKnowing = searched.has(listed.id) || isTooLong(from)
    const firstTime = isWorthKnowing ? await reader.firstTime(listed, clock()) : 0
    const first = Math.max(from, firstTime)
    if (isTooLong(first)) throw new BrokerError('history_range_too_long', { params: { bars: most } })
    const chunksPerCall = Math.max(1, Math.floor((maxBars * grid.nominalMs) / grid.chunkMs))
    return { first, firstTime, chunksPerCall }
  }

  return async (name, resolution, from, to) => {
    const listed = await listedAs(name)
    const grid = GRIDS[resolution]
    const last = Math.min(to, clock())
    // The range is told to be wrong before it is found empty.
    const { first, firstTime, chunksPerCall } = await span(listed, grid, Math.max(0, from), last)
    if (first > last) return []
    const series: BarSeries = {
      key: `${listed.id}|${resolution}`,
      grid,
      firstTime,
      chunksPerCall,
      read: (range) => reader.read(listed, grid, range),
    }
    const rows = await chunks.bars(series, first, last)
    if (rows.length === 0) searched.add(listed.id)
    return barsOf(rows)
  }
}
