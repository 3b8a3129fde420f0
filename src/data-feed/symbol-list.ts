import type { MarketData } from '../broker/market-data.ts'
import type { SymbolBook, SymbolBooks } from './symbols.ts'

/** The symbols as they are now: what every endpoint of the data half goes by. */
export interface SymbolList {
  /**
   * The broker's list. While the broker cannot tell it, the last one it told: TradingView takes a list for the whole,
   * and drops what is not in it. @throws as `MarketData.instruments`, until there has been a list
   */
  read(): Promise<SymbolBook>
  /** The last list; undefined until there has been one. Asks nobody. */
  last(): SymbolBook | undefined
}

export function createSymbolList(
  { instruments }: Pick<MarketData, 'instruments'>,
  books: SymbolBooks,
): SymbolList {
  let last: SymbolBook | undefined
  return {
    async read() {
      try {
        last = books(await instruments())
      } catch (error) {
        if (last === undefined) throw error
      }
      return last
    },
    last: () => last,
  }
}
