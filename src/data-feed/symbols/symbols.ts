import type { FeedInstrument } from '../../broker/market-data.ts'
import { createPacer } from '../pacer.ts'
import type { TradingDays } from '../trading-hours/trading-day.ts'
import type { WarnOnce } from '../warn-once.ts'
import type { Groups } from './groups.ts'
import { LONGEST_MARK_CHARS, symbolOf } from './symbol-name.ts'

/** An instrument under the names that TradingView's servers know it by. */
export interface FeedSymbol {
  /** What TradingView's users see: legal and unique. */
  readonly symbol: string
  /** Undefined where the symbol itself is asked for. */
  readonly ticker: string | undefined
  /** `ticker ?? symbol`: what /history is asked for and what stands in the lines of /streaming. Unique. */
  readonly id: string
  /** Id of the one group it is in. */
  readonly group: string
  readonly instrument: FeedInstrument
  readonly days: TradingDays
}

/** All symbols of one list of instruments, in its order. */
export interface SymbolBook {
  readonly all: readonly FeedSymbol[]
  /** Ids of the groups there are, in a fixed order. One whose last symbol is not told is empty: TradingView lets none vanish. */
  readonly groups: readonly string[]
  /** By id; also by symbol, which is nobody else's id. */
  find(id: string): FeedSymbol | undefined
  /** By the broker's name of the instrument. */
  named(name: string): FeedSymbol | undefined
}

/** What SYMBOLS_FILE tells of symbols: fields of /symbol_info by the broker's names of the instruments. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface SymbolBookOptions {
  readonly overrides: Overrides
  readonly groups: Groups
  readonly daysOf: (instrument: FeedInstrument) => TradingDays
  /** Told of everything that cannot be done as the operator wants it. */
  readonly warn: WarnOnce
}

/** Names every instrument for TradingView, with pauses: there may be thousands. */
export async function createSymbolBook(
  instruments: readonly FeedInstrument[],
  { overrides, groups, daysOf, warn }: SymbolBookOptions,
): Promise<SymbolBook> {
  const pause = createPacer()
  // A text is one instrument's alone, be it name, symbol or ticker.
  const owners = new Map(instruments.map(({ name }) => [name, name]))
  const claim = (text: string, name: string): boolean => {
    const isFree = (owners.get(text) ?? name) === name
    if (isFree) owners.set(text, name)
    return isFree
  }

  const wanted = (name: string, field: 'symbol' | 'ticker'): string | undefined => {
    const text = Object.hasOwn(overrides, name) ? overrides[name]?.[field] : undefined
    if (typeof text !== 'string') return undefined
    if (claim(text, name)) return text
    warn(`The ${field} that SYMBOLS_FILE gives an instrument belongs to another one; it is not used.`, {
      instrument: name,
    })
    return undefined
  }

  const derived = (name: string): string => {
    const symbol = symbolOf(name)
    if (claim(symbol, name)) return symbol
    warn('The symbol of an instrument belongs to another one; it gets a longer one.', {
      instrument: name,
    })
    return symbolOf(name, LONGEST_MARK_CHARS)
  }

  // In the order of their names, so that the order of the list decides nothing.
  const names = instruments.map(({ name }) => name).sort()
  const symbols = new Map<string, string | undefined>()
  const tickers = new Map<string, string | undefined>()
  for (const name of names) {
    symbols.set(name, wanted(name, 'symbol'))
    tickers.set(name, wanted(name, 'ticker'))
    await pause()
  }
  for (const name of names) {
    symbols.set(name, symbols.get(name) ?? derived(name))
    await pause()
  }

  const all: FeedSymbol[] = []
  const byName = new Map<string, FeedSymbol>()
  const byText = new Map<string, FeedSymbol>()
  for (const instrument of instruments) {
    const { name } = instrument
    const symbol = symbols.get(name) ?? name
    const ticker = tickers.get(name) ?? (symbol === name || name.includes(',') ? undefined : name)
    const group = groups.of(instrument)
    const one = { symbol, ticker, id: ticker ?? symbol, group, instrument, days: daysOf(instrument) }
    all.push(one)
    byName.set(name, one)
    byText.set(symbol, one)
    byText.set(one.id, one)
    await pause()
  }
  return {
    all,
    groups: groups.listed(all.map(({ group }) => group)),
    find: (id) => byText.get(id),
    named: (name) => byName.get(name),
  }
}

/** The same without those that are not told to TradingView: no list, no bars, no lines. Names stay what they are. */
export function toldOf(book: SymbolBook, isTold: (symbol: FeedSymbol) => boolean): SymbolBook {
  const told = (symbol: FeedSymbol | undefined) => (symbol && isTold(symbol) ? symbol : undefined)
  return {
    all: book.all.filter(isTold),
    groups: book.groups,
    find: (id) => told(book.find(id)),
    named: (name) => told(book.named(name)),
  }
}
