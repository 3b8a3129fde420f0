import type { Clock } from './clock.ts'
import { type Access, createAccess } from './deployment/access.ts'
import { createDeployment, type Deployment } from './deployment/deployment.ts'
import { askHistory, type Bar, type History, type HistoryQuery } from './market/bars.ts'
import { type Columns, readSymbols, type SymbolRow, sampleOf } from './market/symbol-table.ts'
import { once, oncePer } from './once.ts'
import type { Options } from './options.ts'
import { createFeed, type Feed } from './stream/feed.ts'
import { createTrader, type Trader } from './trading/trader.ts'
import { NotRun, Violation } from './verdict.ts'

/** What tests have at hand. Everything is asked of the server when first needed, and once. */
export interface Context {
  readonly options: Options
  readonly clock: Clock
  readonly deployment: Deployment
  readonly access: Access
  readonly feed: Feed
  /** GET /symbol_info without a group. */
  symbolInfo(): Promise<Columns>
  symbols(): Promise<readonly SymbolRow[]>
  /** The symbols whose minutes are tested. @throws NotRun when none has any */
  minuteSymbols(): Promise<readonly SymbolRow[]>
  /** The symbols whose days are tested. @throws NotRun when none has any */
  dailySymbols(): Promise<readonly SymbolRow[]>
  history(row: SymbolRow, query: Omit<HistoryQuery, 'symbol'>): Promise<History>
  /**
   * The closed minute bars of the latest 24 hours that have a good many, ascending.
   * @throws Violation when the last week has none
   */
  recentMinutes(row: SymbolRow): Promise<readonly Bar[]>
  trader(): Promise<Trader>
}

export const DAY = 86_400

/** Bars that make a day worth testing; a day with fewer is passed over for an earlier one. */
const GOOD_DAY = 300

const DAYS_BACK = 8

export function createContext(options: Options, clock: Clock): Context {
  const deployment = createDeployment(options.url, options.timeout * 1000)
  const access = createAccess(options, deployment, clock)
  const feed = createFeed(options.url, access.dataToken, options.timeout * 1000, clock)

  const symbolInfo = once(async () => deployment.ok('/symbol_info', { token: await access.dataToken() }))
  const symbols = once(async () => readSymbols(await symbolInfo()))

  const chosen = once(async (): Promise<readonly SymbolRow[]> => {
    const rows = await symbols()
    const { symbols: wanted } = options
    if (wanted === 'all') return rows
    if (wanted === undefined) return sampleOf(rows)
    return wanted.map((name) => {
      const row = rows.find(({ symbol, key }) => symbol === name || key === name)
      if (row === undefined)
        throw new Violation(`GET /symbol_info does not list ${name}, which --symbols names.`)
      return row
    })
  })

  const having = async (flag: 'hasIntraday' | 'hasDaily', name: string): Promise<readonly SymbolRow[]> => {
    const rows = (await chosen()).filter((row) => row[flag])
    if (rows.length === 0) throw new NotRun(`None of the symbols tested has ${name}.`)
    return rows
  }

  const history = async (row: SymbolRow, query: Omit<HistoryQuery, 'symbol'>): Promise<History> =>
    askHistory(deployment, { symbol: row.key, ...query }, await access.dataToken())

  const recentMinutes = oncePer(async (row: SymbolRow) => {
    // Closed bars only: the open one changes. Bars close with the minute; a second more for those that come late.
    const end = Math.floor((clock.now() - 1) / 60) * 60 - 1
    let best: readonly Bar[] = []
    for (let back = 0; back < DAYS_BACK && best.length < GOOD_DAY; back++) {
      const to = end - back * DAY
      const { bars } = await history(row, { resolution: '1', from: to - DAY + 1, to })
      if (bars.length > best.length) best = bars
    }
    if (best.length === 0)
      throw new Violation(
        `${row.key}: expected minute bars within the last ${DAYS_BACK} days, received none.`,
      )
    return best.filter(({ t }) => t <= end)
  })

  return {
    options,
    clock,
    deployment,
    access,
    feed,
    symbolInfo,
    symbols,
    minuteSymbols: () => having('hasIntraday', 'has-intraday'),
    dailySymbols: () => having('hasDaily', 'has-daily'),
    history,
    recentMinutes,
    trader: once(() => createTrader(deployment, access)),
  }
}
