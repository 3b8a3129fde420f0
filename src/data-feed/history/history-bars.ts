import type { Bar, BarResolution, MarketData } from '../../broker/market-data.ts'
import { createPacer } from '../pacer.ts'
import type { FeedSymbol } from '../symbols/symbols.ts'
import { tradingDayOf } from '../trading-hours/trading-day.ts'
import { firstDayOf, joinDays, MOST_HOLIDAYS } from './bar-day.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds that a bar covers, at most. */
export const LONGEST_MS: Readonly<Record<BarResolution, number>> = {
  '1m': MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '4h': 4 * HOUR,
  '1d': DAY + HOUR,
  '1w': 7 * DAY + HOUR,
  '1M': 31 * DAY + HOUR,
}

/** How long after the 00:00 UTC that TradingView wants a broker's bar may open, amply: only time zones part them. */
export const DAY_SLACK_MS = 5 * DAY
/** And how long before: the next session may be a week off, and two weeks of holidays follow. */
const BEFORE_DAY_MS = (8 + MOST_HOLIDAYS) * DAY

export const isDaily = (resolution: BarResolution): boolean => LONGEST_MS[resolution] >= DAY

/** Bars as TradingView wants them, in milliseconds: [from, to], both inclusive. */
export type ReadBars = (from: number, to: number) => Promise<Bar[]>

/**
 * Bars of a symbol with the times of TradingView: those of days and more stand at 00:00 UTC of their trading day. Bars
 * without a single trade are left out.
 */
export function barsFor(
  marketData: Pick<MarketData, 'bars'>,
  symbol: FeedSymbol,
  resolution: BarResolution,
): ReadBars {
  const read = async (from: number, to: number) =>
    (await marketData.bars(symbol.instrument.name, resolution, from, to)).filter(({ volume }) => volume !== 0)
  if (!isDaily(resolution)) return read

  const dayOf = (opened: number) =>
    resolution === '1d' ? tradingDayOf(symbol.days, opened) : firstDayOf(symbol, opened)
  return async (from, to) => {
    const pause = createPacer()
    const dated: Bar[] = []
    for (const bar of await read(from - BEFORE_DAY_MS, to + DAY_SLACK_MS)) {
      dated.push({ ...bar, time: dayOf(bar.time) })
      await pause()
    }
    return joinDays(dated).filter(({ time }) => time >= from && time <= to)
  }
}

/** What one read spans at most, in bars: a port has a bound of its own. */
const MOST_BARS = 10_000
/** Reads for one answer: weekends, holidays and halts are skipped, a symbol that died years ago is not looked for. */
const MOST_READS = 12

/** The last `count` bars that open at `to` or before; fewer only where there are no more within a bounded search. */
export async function lastBars(
  read: ReadBars,
  resolution: BarResolution,
  count: number,
  to: number,
): Promise<Bar[]> {
  const most = MOST_BARS * LONGEST_MS[resolution]
  let found: Bar[] = []
  let before = to
  let span = Math.min(most, (count + 1) * LONGEST_MS[resolution])
  for (let reads = 0; reads < MOST_READS && found.length < count && before >= 0; reads += 1) {
    found = [...(await read(before - span, before)), ...found]
    before -= span + 1
    span = Math.min(most, span * 8)
  }
  return found.slice(-count)
}
