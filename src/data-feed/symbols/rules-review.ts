import type { WarnOnce } from '../warn-once.ts'
import type { DeclaredGroup } from './groups.ts'
import type { Overrides, SymbolBook } from './symbols.ts'

/** What an operator decides about symbols; every name is a broker's name of an instrument. */
export interface SymbolRules {
  /** Prefix of groups; in upper case the name of the exchange. */
  readonly brokerId: string
  /** Broker symbol → TradingView symbol whose prices it follows. */
  readonly mapping: Readonly<Record<string, string>>
  readonly groups: readonly DeclaredGroup[]
  readonly overrides: Overrides
}

const MOST_SYMBOLS_OF_A_GROUP = 10_000
/** A warning repeats no more names than these. */
const MOST_SHOWN = 20

/** Tells an operator what only the broker's list shows to be wrong with SYMBOLS_FILE. Nothing is refused because of it. */
export function reviewRules(
  { mapping, groups, overrides }: SymbolRules,
  book: SymbolBook,
  warn: WarnOnce,
): void {
  const tell = (message: string, names: readonly string[]) => {
    if (names.length > 0) warn(message, { count: names.length, names: names.slice(0, MOST_SHOWN) })
  }
  const named = [
    ...Object.keys(mapping),
    ...Object.keys(overrides),
    ...groups.flatMap(({ symbols = [] }) => symbols),
  ]
  tell(
    'SYMBOLS_FILE names instruments that the broker does not list; names are those of the broker, capitals included.',
    [...new Set(named)].filter((name) => book.named(name) === undefined),
  )
  if (Object.keys(mapping).length > 0) {
    tell(
      'SYMBOLS_FILE maps some instruments, but not these; TradingView wants all of them mapped, or none.',
      book.all.map(({ instrument }) => instrument.name).filter((name) => !Object.hasOwn(mapping, name)),
    )
  }
  for (const [group, { length }] of Map.groupBy(book.all, (symbol) => symbol.group)) {
    if (length <= MOST_SYMBOLS_OF_A_GROUP) continue
    warn('A group holds more symbols than the 10,000 that TradingView allows.', { group, count: length })
  }
}
