import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { BrokerError } from '../../broker/errors.ts'
import type { BarResolution, FeedInstrument, MarketData } from '../../broker/market-data.ts'
import { queryOfUrl } from '../../http/form.ts'
import { RequestError } from '../../http/request-error.ts'
import type { Feature } from '../../i18n/translate.ts'
import type { GuestShare } from '../guest-share.ts'
import type { SymbolList } from '../symbols/symbol-list.ts'
import type { FeedSymbol, SymbolBook } from '../symbols/symbols.ts'
import { barsFor, DAY_SLACK_MS, isDaily, LONGEST_MS, lastBars } from './history-bars.ts'
import { historyBody } from './history-body.ts'
import { type HistoryQuery, historyQuery } from './history-query.ts'

/** The answers of /history. */
export interface History {
  /**
   * The JSON text for a request. What can never change again is kept serialised.
   * @param url address and query of the request
   * @param address where it came from
   * @throws RequestError field_missing, field_invalid, unsupported_feature; BrokerError too_busy, and as `SymbolList.read` and
   * `MarketData.bars`
   */
  body(url: string, address?: string): Promise<Buffer>
  /** The same, when it is kept; asks nobody. */
  kept(url: string): Buffer | undefined
}

export interface HistoryOptions {
  readonly list: SymbolList
  readonly marketData: Pick<MarketData, 'bars'>
  /** Places for large answers where everybody may read; undefined where only TradingView's servers do, who wait instead. */
  readonly guests?: GuestShare | undefined
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Some four hundred days of minutes. */
const MAX_BYTES = 32 * 1024 * 1024
/** After the last bar has closed: a margin for what settles late. */
const MARGIN_MS = 60_000
/** An answer that may have more bars is a large one. TradingView asks for so many days of minutes at once rarely, if ever. */
const MOST_BARS_AT_ONCE = 5_000
/** Large answers that are made at the same time; others wait for their turn. */
const LARGE_AT_ONCE = 2

export function createHistory({ list, marketData, guests, clock }: HistoryOptions): History {
  const kept = new LRUCache<string, Buffer>({
    maxSize: MAX_BYTES,
    sizeCalculation: (body, url) => body.length + 2 * url.length,
  })
  /** What a symbol stands for is told by the list, so nothing is kept longer. */
  let keptFor: SymbolBook | undefined

  const forget = (book: SymbolBook | undefined) => {
    if (book === keptFor) return
    kept.clear()
    keptFor = book
  }

  const read = ({ resolution, from, to, countback }: HistoryQuery, symbol: FeedSymbol) => {
    const bars = barsFor(marketData, symbol, resolution)
    const last = Math.min(to * 1_000, clock())
    if (countback !== undefined) return lastBars(bars, resolution, countback, last)
    return from * 1_000 > last || last < 0 ? Promise.resolve([]) : bars(from * 1_000, last)
  }

  const large = new PQueue({ concurrency: LARGE_AT_ONCE })

  /** Reads and writes the bars. Whoever asks for much waits for others who do, and holds nobody else up. */
  const inTurn = async <T>(
    { resolution, from, to }: HistoryQuery,
    address: string | undefined,
    work: () => Promise<T>,
  ): Promise<T> => {
    const spanMs = (Math.min(to, clock() / 1_000) - Math.max(0, from)) * 1_000
    if (isDaily(resolution) || spanMs <= MOST_BARS_AT_ONCE * LONGEST_MS[resolution]) return work()
    const leave = guests?.take(address)
    return large.add(work).finally(() => leave?.())
  }

  const isFinal = ({ resolution, to }: HistoryQuery): boolean => {
    const slack = isDaily(resolution) ? DAY_SLACK_MS : 0
    return to * 1_000 + LONGEST_MS[resolution] + slack + MARGIN_MS <= clock()
  }

  const keptBody = (url: string): Buffer | undefined => {
    forget(list.last())
    return kept.get(url)
  }

  return {
    kept: keptBody,
    async body(url, address) {
      const known = keptBody(url)
      if (known !== undefined) return known
      const query = historyQuery(queryOfUrl(url))
      const book = await list.read()
      const symbol = book.find(query.id)
      if (symbol === undefined) {
        throw new BrokerError('instrument_not_found', { params: { instrument: query.id } })
      }
      refuseWhatIsNotThere(symbol.instrument, query.resolution)
      const wasFinal = isFinal(query)
      return inTurn(query, address, async () => {
        const bars = await read(query, symbol)
        const body = await historyBody(bars)
        forget(list.last())
        // A time without bars may be a mistake of the moment.
        if (wasFinal && bars.length > 0 && keptFor === book) kept.set(url, body)
        return body
      })
    },
  }
}

function refuseWhatIsNotThere(instrument: FeedInstrument, resolution: BarResolution): void {
  const isThere = isDaily(resolution) ? instrument.hasDaily : instrument.hasIntraday
  const feature: Feature = isDaily(resolution) ? 'daily_bars' : 'intraday_bars'
  if (!isThere) throw new RequestError('unsupported_feature', { feature })
}
