import { LRUCache } from 'lru-cache'
import {
  type BarGrid,
  chunksOf,
  mayCloseBetween,
  runsOf,
  SETTLE_MS,
  settledBefore,
  settlingMs,
} from './bar-grid.ts'
import { type BarRows, joinRows, lastTimeOf, NO_ROWS, sliceRows } from './bar-rows.ts'

/**
 * Bars of all instruments, kept in chunks once they are final. What has been seen of a bar after it closed and settled
 * is what everybody sees from then on, as long as it is kept; what may still change is never kept.
 */
export interface BarChunks {
  /** Bars that open within [from, to]; the last may still be forming. @throws what `series.read` throws */
  bars(series: BarSeries, from: number, to: number): Promise<BarRows>
}

/** Bars of one instrument and resolution. */
export interface BarSeries {
  /** Unique over all instruments and resolutions. */
  readonly key: string
  readonly grid: BarGrid
  /** How many chunks one call may span. */
  readonly chunksPerCall: number
  /** Nothing opens before. */
  readonly firstTime: number
  readonly read: (range: { readonly from: number; readonly before: number }) => Promise<BarRows>
}

export interface BarChunksOptions {
  /** Unix milliseconds. */
  readonly clock: () => number
  readonly sleep: (ms: number) => Promise<void>
  /** What the chunks that are kept may take. */
  readonly maxBytes: number
}

interface Chunk {
  readonly rows: BarRows
  /** All bars that open before are final, and are in `rows`. */
  readonly settledBefore: number
}

/** About what a chunk takes besides its rows. */
const CHUNK_BYTES = 300
/** A time without bars may be a mistake of the moment, so it is looked at again. */
const EMPTY_MS = 60 * 60_000
/** TradingView walks backwards day by day: what lies before is read along, as far as that stays one call. */
const MOST_CHUNKS_AHEAD = 6

export function createBarChunks({ clock, sleep, maxBytes }: BarChunksOptions): BarChunks {
  const kept = new LRUCache<string, Chunk>({
    maxSize: maxBytes,
    sizeCalculation: ({ rows }) => rows.byteLength + CHUNK_BYTES,
  })
  const underWay = new Map<string, Promise<BarRows>>()

  const keyOf = ({ key }: BarSeries, start: number) => `${key}|${start}`

  const isMissing = (series: BarSeries, start: number, to: number): boolean => {
    const key = keyOf(series, start)
    if (underWay.has(key)) return false
    const until = kept.get(key)?.settledBefore ?? start
    return until <= Math.min(to, start + series.grid.chunkMs - 1)
  }

  /** Everything that opens before has settled. */
  const isPast = ({ grid }: BarSeries, before: number): boolean =>
    before <= clock() - SETTLE_MS - grid.longestMs

  /** A run of the past with those before it that are missing as well. */
  const withEarlier = (series: BarSeries, run: readonly number[]): number[] => {
    const { chunkMs } = series.grid
    if (!isPast(series, (run.at(-1) ?? 0) + chunkMs)) return [...run]
    const most = Math.min(series.chunksPerCall, run.length + MOST_CHUNKS_AHEAD)
    const longer = [...run]
    for (let earlier = (run[0] ?? 0) - chunkMs; longer.length < most; earlier -= chunkMs) {
      const isWanted = earlier >= 0 && earlier + chunkMs > series.firstTime
      if (!isWanted || !isMissing(series, earlier, earlier + chunkMs - 1)) break
      longer.unshift(earlier)
    }
    return longer
  }

  /** Reads a range that reaches into the present, so that no bar in it is caught between closing and settling. */
  const readPresent = async (series: BarSeries, from: number) => {
    const { grid } = series
    for (let tries = 0; ; tries += 1) {
      await sleep(settlingMs(grid, clock()))
      const readAt = clock()
      const rows = await series.read({ from, before: readAt + 1 })
      if (!mayCloseBetween(grid, readAt, clock())) return { rows, readAt }
      // Reading takes as long as a bar is open: better nothing of it than what it was before it closed.
      const before = settledBefore(grid, readAt, lastTimeOf(rows))
      if (tries > 0) return { rows: sliceRows(rows, { from, before }), readAt }
    }
  }

  const readRange = async (series: BarSeries, from: number, before: number) => {
    if (!isPast(series, before)) return readPresent(series, from)
    const readAt = clock()
    return { rows: await series.read({ from, before }), readAt }
  }

  /** What is final stays as it was seen; the rest is as it has been read now. */
  const store = (series: BarSeries, start: number, known: Chunk, fresh: BarRows, final: number): BarRows => {
    const end = start + series.grid.chunkMs
    const rows = joinRows(known.rows, sliceRows(fresh, { from: known.settledBefore, before: end }))
    const until = Math.min(final, end)
    if (until > known.settledBefore) {
      const settled = sliceRows(rows, { from: start, before: until }).slice()
      const ttl = settled.length === 0 ? EMPTY_MS : 0
      kept.set(keyOf(series, start), { rows: settled, settledBefore: until }, { ttl })
    }
    return rows
  }

  /** Reads neighbouring chunks in one go and hands each to whoever waits for it. */
  const begin = (series: BarSeries, run: readonly number[]): void => {
    const [first = 0] = run
    const from = kept.get(keyOf(series, first))?.settledBefore ?? first
    const before = (run.at(-1) ?? 0) + series.grid.chunkMs
    const reading = readRange(series, from, before)
    for (const start of run) {
      const key = keyOf(series, start)
      // Held on to: it may have to make room for others meanwhile, and what is being read begins behind it.
      const known = kept.get(key) ?? { rows: NO_ROWS, settledBefore: start }
      const chunk = reading
        .then(({ rows, readAt }) =>
          store(series, start, known, rows, settledBefore(series.grid, readAt, lastTimeOf(rows))),
        )
        .finally(() => underWay.delete(key))
      // Nobody may be waiting for it; who does still gets the failure.
      chunk.catch(() => undefined)
      underWay.set(key, chunk)
    }
  }

  const collect = async (series: BarSeries, from: number, to: number): Promise<BarRows> => {
    const starts = chunksOf(series.grid, from, to)
    const missing = starts.filter((start) => isMissing(series, start, to))
    for (const run of runsOf(missing, series.grid, series.chunksPerCall)) {
      begin(series, withEarlier(series, run))
    }
    const parts = await Promise.all(
      starts.map((start) => {
        const key = keyOf(series, start)
        return underWay.get(key) ?? kept.get(key)?.rows ?? NO_ROWS
      }),
    )
    return sliceRows(joinRows(...parts), { from, before: to + 1 })
  }

  return {
    async bars(series, from, to) {
      for (let tries = 0; ; tries += 1) {
        const startedAt = clock()
        const rows = await collect(series, from, to)
        // One part may have waited for another, and what was open have closed meanwhile.
        if (isPast(series, to + 1) || !mayCloseBetween(series.grid, startedAt, clock())) return rows
        const before = settledBefore(series.grid, startedAt, lastTimeOf(rows))
        if (tries > 0) return sliceRows(rows, { from, before })
      }
    },
  }
}
