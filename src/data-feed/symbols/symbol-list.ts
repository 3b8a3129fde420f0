import type { FeedInstrument, MarketData } from '../../broker/market-data.ts'
import type { SymbolBook } from './symbols.ts'

/** The symbols as they are now: what every endpoint of the data half goes by. */
export interface SymbolList {
  /**
   * The broker's list; the same object as long as nothing has changed. While the broker cannot tell it, the last one it
   * told: TradingView takes a list for the whole, and drops what is not in it.
   * @throws as `MarketData.instruments`, until there has been a list
   */
  read(): Promise<SymbolBook>
  /** The last list; undefined until there has been one. Asks nobody. */
  last(): SymbolBook | undefined
}

/** @param toBook names the instruments for TradingView; called once per list of the broker's */
export function createSymbolList(
  marketData: Pick<MarketData, 'instruments'>,
  toBook: (instruments: readonly FeedInstrument[]) => Promise<SymbolBook>,
): SymbolList {
  let known: readonly FeedInstrument[] | undefined
  let underWay: Promise<SymbolBook> | undefined
  let last: SymbolBook | undefined

  const bookOf = (instruments: readonly FeedInstrument[]): Promise<SymbolBook> => {
    if (underWay !== undefined && instruments === known) return underWay
    known = instruments
    underWay = toBook(instruments)
    underWay.catch(() => {
      if (known === instruments) underWay = undefined
    })
    return underWay
  }

  return {
    async read() {
      try {
        const instruments = await marketData.instruments()
        const book = await bookOf(instruments)
        // A later list may have been ready before.
        if (instruments === known) last = book
        return last ?? book
      } catch (error) {
        if (last === undefined) throw error
        return last
      }
    },
    last: () => last,
  }
}
