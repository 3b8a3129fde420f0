import PQueue from 'p-queue'
import type { MarketData } from '../../broker/market-data.ts'
import { DAY_MS } from '../trading-hours/trading-day.ts'
import type { StreamSymbol } from './stream-symbols.ts'

/** When the broker's days begin: only its bars in the history tell, that of the day that goes on does not. */
export interface DayOpenings {
  /**
   * When the bar of the day began that was read at `at` (Unix milliseconds). Symbols with the same hours begin their days
   * together, so one answers for all; the broker is asked behind, and again when the answer is old or in doubt.
   * @param since another bar was still going on then: an answer from before that does not say when this one began
   * @returns undefined while nobody knows
   */
  of(symbol: StreamSymbol, at: number, since: number): number | undefined
}

interface Known {
  /** When some bar of a day began; undefined while there is none. */
  opened: number | undefined
  /** Unix milliseconds: the broker was asked after that. */
  askedAt: number
  /** The same by a clock that never jumps, answered or not. */
  triedAt: number
}

/** Where days begin changes with the clocks, twice a year. */
const FRESH_MS = 60 * 60_000
const AGAIN_MS = 60_000
/** The last day of trading is not longer ago. */
const SEARCHED_MS = 10 * DAY_MS

/** @param elapsed milliseconds of a clock that never jumps; by default the process's own */
export function createDayOpenings(
  { bars }: Pick<MarketData, 'bars'>,
  elapsed = () => performance.now(),
): DayOpenings {
  const known = new Map<string, Known>()
  // The limits of history are for those who ask for bars.
  const queue = new PQueue({ concurrency: 1 })

  const knownOf = ({ days }: StreamSymbol): Known => {
    const key = `${days.timeZone} ${days.text}`
    const found = known.get(key) ?? { opened: undefined, askedAt: -Infinity, triedAt: -Infinity }
    known.set(key, found)
    return found
  }

  const ask = async (one: Known, name: string, at: number): Promise<void> => {
    const last = (await bars(name, '1d', at - SEARCHED_MS, at)).at(-1)
    one.opened = last?.time ?? one.opened
    one.askedAt = at
  }

  return {
    of(symbol, at, since) {
      const one = knownOf(symbol)
      // Also over days without trading, days begin at the same hour.
      const opened = one.opened === undefined ? undefined : at - ((at - one.opened) % DAY_MS)
      const isSure = opened !== undefined && (opened > since || one.askedAt > since)
      if ((!isSure || at - one.askedAt > FRESH_MS) && elapsed() - one.triedAt > AGAIN_MS) {
        one.triedAt = elapsed()
        // Whoever asks for bars themselves is told what is wrong.
        queue.add(() => ask(one, symbol.instrument.name, at)).catch(() => undefined)
      }
      return isSure ? opened : undefined
    },
  }
}
