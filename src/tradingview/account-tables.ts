import type { DetailColumn } from '../broker/account.ts'

type TableId = 'funds' | 'margin' | 'today' | 'open' | 'other'

/** Tables from top to bottom. */
const tableOrder: readonly TableId[] = ['funds', 'margin', 'today', 'open', 'other']

/** The figures TradeLocker documents, by the table they belong to. A figure nobody knows yet goes to `other`. */
const knownColumns = {
  funds: [
    'balance',
    'projectedBalance',
    'availableFunds',
    'blockedBalance',
    'cashBalance',
    'unsettledCash',
    'withdrawalAvailable',
    'stocksValue',
    'optionValue',
    'blockedForStocks',
  ],
  margin: [
    'initialMarginReq',
    'maintMarginReq',
    'marginWarningLevel',
    'stockOrdersReq',
    'stopOutLevel',
    'warningMarginReq',
    'marginBeforeWarning',
  ],
  today: ['todayGross', 'todayNet', 'todayFees', 'todayVolume', 'todayTradesCount'],
  open: ['openGrossPnL', 'openNetPnL', 'positionsCount', 'ordersCount'],
} as const

export type KnownColumnId = (typeof knownColumns)[keyof typeof knownColumns][number]

const tableOfColumn = new Map<string, TableId>(
  Object.entries(knownColumns).flatMap(([table, ids]) => ids.map((id) => [id, table as TableId] as const)),
)

export const isKnownColumn = (id: string): id is KnownColumnId => tableOfColumn.has(id)

export interface AccountTable {
  readonly id: TableId
  /** In the broker's order, at least one. */
  readonly columns: readonly DetailColumn[]
}

/**
 * How the account page is laid out. /config draws the frame and every state fills it, cell for cell, so both must start
 * from this one function. A table without columns is left out.
 */
export function accountTables(columns: readonly DetailColumn[]): readonly AccountTable[] {
  return tableOrder
    .map((id) => ({
      id,
      columns: columns.filter((column) => (tableOfColumn.get(column.id) ?? 'other') === id),
    }))
    .filter((table) => table.columns.length > 0)
}

/** A caption for a figure that has none: `openSwapTotal` becomes `Open swap total`. */
export function humanised(id: string): string {
  const words = id
    // A last capital belongs to its word: PnL.
    .replace(/([a-z\d])([A-Z])(?!$)/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((word) => word !== '')
    .map((word) => (/.[A-Z]/.test(word) ? word : word.toLowerCase()))
  const text = words.join(' ')
  return text === '' ? id : text.charAt(0).toUpperCase() + text.slice(1)
}
