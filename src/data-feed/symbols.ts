import type { FeedInstrument } from '../broker/market-data.ts'
import type { Log } from '../http/log.ts'
import { createGroups, type DeclaredGroup, type Groups } from './groups.ts'
import { LONGEST_MARK_CHARS, symbolOf } from './symbol-name.ts'

/** An instrument under the names that TradingView's servers know it by. */
interface FeedSymbol {
  /** What TradingView's users see: legal and unique. */
  readonly symbol: string
  /** Undefined where the symbol itself is asked for. */
  readonly ticker: string | undefined
  /** `ticker ?? symbol`: what /history is asked for and what stands in the lines of /streaming. Unique. */
  readonly id: string
  /** Id of the one group it is in. */
  readonly group: string
  readonly instrument: FeedInstrument
}

/** All symbols of one list of instruments, in its order. */
export interface SymbolBook {
  readonly all: readonly FeedSymbol[]
  /** By id; also by symbol, which is nobody else's id. */
  find(id: string): FeedSymbol | undefined
  /** By the broker's name of the instrument. */
  named(name: string): FeedSymbol | undefined
}

/** What an operator decides about symbols; every name is a broker's name of an instrument. */
export interface SymbolRules {
  /** Prefix of groups, e.g. `acme`. */
  readonly brokerId: string
  readonly groups: readonly DeclaredGroup[]
  /** Fields of /symbol_info that replace the derived ones; here `symbol` and `ticker` count. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export type SymbolBooks = (instruments: readonly FeedInstrument[]) => SymbolBook

/**
 * Names every instrument for TradingView. The same array of instruments gets the same book, made once.
 * @param log is told once of everything that could not be done as the operator or the broker wants it
 */
export function createSymbolBooks(rules: SymbolRules, log: Pick<Log, 'warn'>): SymbolBooks {
  const books = new WeakMap<readonly FeedInstrument[], SymbolBook>()
  const groups = createGroups(rules.brokerId, rules.groups)
  const told = new Set<string>()
  const warn = (message: string, instrument: string) => {
    const key = `${message}|${instrument}`
    if (!told.has(key)) log.warn(message, { instrument })
    told.add(key)
  }

  return (instruments) => {
    const known = books.get(instruments)
    if (known !== undefined) return known
    const book = createSymbolBook(instruments, rules.overrides, groups, warn)
    books.set(instruments, book)
    return book
  }
}

type Warn = (message: string, instrument: string) => void

function createSymbolBook(
  instruments: readonly FeedInstrument[],
  overrides: SymbolRules['overrides'],
  groups: Groups,
  warn: Warn,
): SymbolBook {
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
    warn(`The ${field} that SYMBOLS_FILE gives an instrument belongs to another one; it is not used.`, name)
    return undefined
  }

  const derived = (name: string): string => {
    const symbol = symbolOf(name)
    if (claim(symbol, name)) return symbol
    warn('The symbol of an instrument belongs to another one; it gets a longer one.', name)
    return symbolOf(name, LONGEST_MARK_CHARS)
  }

  // In the order of their names, so that the order of the list decides nothing.
  const names = instruments.map(({ name }) => name).sort()
  const symbols = new Map<string, string | undefined>(names.map((name) => [name, wanted(name, 'symbol')]))
  const tickers = new Map(names.map((name) => [name, wanted(name, 'ticker')]))
  for (const name of names) symbols.set(name, symbols.get(name) ?? derived(name))

  const all = instruments.map((instrument): FeedSymbol => {
    const { name } = instrument
    const symbol = symbols.get(name) ?? name
    const ticker = tickers.get(name) ?? (symbol === name || name.includes(',') ? undefined : name)
    return { symbol, ticker, id: ticker ?? symbol, group: groups.of(instrument), instrument }
  })
  const byName = new Map(all.map((one) => [one.instrument.name, one]))
  const byId = new Map([
    ...all.map((one) => [one.symbol, one] as const),
    ...all.map((one) => [one.id, one] as const),
  ])
  return { all, find: (id) => byId.get(id), named: (name) => byName.get(name) }
}
