import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MarketData } from '../broker/market-data.ts'
import type { Log } from '../http/log.ts'
import { soundRows } from './symbol-info/sound-rows.ts'
import { createSymbolInfo, type SymbolInfo } from './symbol-info/symbol-info.ts'
import type { SymbolRow } from './symbol-info/symbol-row.ts'
import { daysOfSymbols } from './symbols/days-of-symbols.ts'
import { createGroups, type Groups } from './symbols/groups.ts'
import { reviewRules, type SymbolRules } from './symbols/rules-review.ts'
import { createSymbolList, type SymbolList } from './symbols/symbol-list.ts'
import { createSymbolBook, type FeedSymbol, toldOf } from './symbols/symbols.ts'
import { warnOnce } from './warn-once.ts'

/** All that the data half knows of symbols. */
export interface SymbolCatalogue {
  readonly list: SymbolList
  readonly info: SymbolInfo
  readonly groups: Groups
}

export interface SymbolCatalogueOptions {
  readonly marketData: Pick<MarketData, 'instruments'>
  readonly rules: SymbolRules
  readonly log: Pick<Log, 'warn'>
  /** Unix milliseconds. */
  readonly clock: () => number
}

export function createSymbolCatalogue({
  marketData,
  rules,
  log,
  clock,
}: SymbolCatalogueOptions): SymbolCatalogue {
  const { brokerId, overrides } = rules
  const warn = warnOnce(log)
  const groups = createGroups(brokerId, rules.groups)
  const rows = new WeakMap<FeedSymbol, SymbolRow>()
  const list = createSymbolList(marketData, async (instruments) => {
    const daysOf = await daysOfSymbols(instruments, { overrides, clock, warn })
    const book = await createSymbolBook(instruments, { overrides, groups, daysOf, warn })
    await nextTurn()
    reviewRules(rules, book, warn)
    const sound = await soundRows(book, { overrides, exchange: brokerId.toUpperCase(), warn })
    for (const [symbol, row] of sound) rows.set(symbol, row)
    return toldOf(book, (symbol) => sound.has(symbol))
  })
  const info = createSymbolInfo({ list, rowOf: (symbol) => rows.get(symbol) })
  return { list, info, groups }
}
