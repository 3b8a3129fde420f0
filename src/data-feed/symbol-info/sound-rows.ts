import { wholeSymbol } from '../contract/symbol-info.ts'
import { createPacer } from '../pacer.ts'
import type { FeedSymbol, Overrides, SymbolBook } from '../symbols/symbols.ts'
import type { WarnOnce } from '../warn-once.ts'
import { faultsBetween } from './field-relations.ts'
import { type SymbolRow, symbolRow } from './symbol-row.ts'

export interface SoundRowsOptions {
  readonly overrides: Overrides
  /** Name of the exchange that all symbols are listed and traded on, in upper case. */
  readonly exchange: string
  readonly warn: WarnOnce
}

/**
 * What /symbol_info tells of each symbol. One whose row TradingView would refuse, and all the others with it, has none, and is
 * warned of. Takes pauses: with thousands of symbols it lasts longer than other requests may wait.
 */
export async function soundRows(
  book: SymbolBook,
  options: SoundRowsOptions,
): Promise<ReadonlyMap<FeedSymbol, SymbolRow>> {
  const pause = createPacer()
  const rows = new Map<FeedSymbol, SymbolRow>()
  for (const symbol of book.all) {
    const row = symbolRow(symbol, options)
    const faults = faultsOf(row)
    if (faults.length === 0) rows.set(symbol, row)
    else {
      options.warn('An instrument is not told to TradingView; SYMBOLS_FILE can put its fields right.', {
        instrument: symbol.instrument.name,
        faults,
      })
    }
    await pause()
  }
  return rows
}

function faultsOf(row: SymbolRow): readonly string[] {
  const { error } = wholeSymbol.safeParse(row)
  const own = error?.issues.map(({ path: [field], message }) => `${String(field)}: expected ${message}`) ?? []
  return [...own, ...faultsBetween(row).map(({ field, expected }) => `${field}: expected ${expected}`)]
}
