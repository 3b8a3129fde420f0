import type { FeedInstrument } from '../../broker/market-data.ts'
import type { SymbolList } from '../symbols/symbol-list.ts'
import type { TradingDays } from '../trading-hours/trading-day.ts'

/** What the stream must know of a symbol. */
export interface StreamSymbol {
  /** The `id` of its lines, and its key in `/history`. */
  readonly id: string
  readonly instrument: Pick<FeedInstrument, 'name' | 'barSource' | 'hasDaily'>
  readonly days: TradingDays
}

/** The symbols at hand for every tick: looked up at once, read behind it. */
export interface StreamSymbols {
  /** @param name of the instrument @returns undefined when it is no symbol, or while none are known */
  of(name: string): StreamSymbol | undefined
}

/** TradingView asks for the symbols once an hour; a minute is soon enough. */
const FRESH_MS = 60_000
/** After a failure, and for a name that nobody knows yet. */
const AGAIN_MS = 5_000

/** @param elapsed milliseconds of a clock that never jumps; by default the process's own */
export function createStreamSymbols(list: SymbolList, elapsed = () => performance.now()): StreamSymbols {
  let askedAt = 0
  let hasFailed = false

  const refresh = async (): Promise<void> => {
    askedAt = elapsed()
    try {
      await list.read()
      hasFailed = false
    } catch {
      // Whoever asks for the symbols themselves is told; the stream goes on with what is known.
      hasFailed = true
    }
  }
  void refresh()

  return {
    of(name) {
      const symbol = list.last()?.named(name)
      const isLacking = symbol === undefined || hasFailed
      if (elapsed() - askedAt > (isLacking ? AGAIN_MS : FRESH_MS)) void refresh()
      return symbol
    },
  }
}
