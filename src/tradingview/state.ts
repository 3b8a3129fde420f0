import type { AccountState, DetailColumn } from '../broker/account.ts'
import { bothSoon, type Soon, soon } from '../broker/soon.ts'
import type { WireBody } from '../http/wire-body.ts'
import { accountTables } from './account-tables.ts'
import { summaryFigures } from './config.ts'
import type { PolledCall } from './endpoint.ts'
import { fixed, plain } from './numbers.ts'
import { bodyPerSnapshot } from './polled-body.ts'

/** Figures that count things; everything else is money or a level and has two decimals. */
const counts: ReadonlySet<string> = new Set(['todayTradesCount', 'positionsCount', 'ordersCount'])

/** GET /accounts/{accountId}/state */
export function readState({ account, session }: PolledCall): Soon<WireBody> {
  return soon(bothSoon(account.state(), session.detailColumns()), ([state, columns]) =>
    stateBody(state, columns),
  )
}

const stateBody = bodyPerSnapshot((state: AccountState, columns: readonly DetailColumn[]) =>
  renderState(state, columns),
)

/** @param columns the same that /config was drawn from: every cell here belongs to a column there */
export function renderState(state: AccountState, columns: readonly DetailColumn[]) {
  const tables = accountTables(columns)
  return {
    balance: plain(state.balance),
    unrealizedPl: plain(state.unrealizedPl),
    equity: plain(state.equity),
    marginAvailable: plain(state.marginAvailable),
    // Tables, each of one row of cells.
    ...(tables.length === 0
      ? {}
      : { amData: tables.map((table) => [table.columns.map((column) => cell(state, column.id))]) }),
    accountSummaryRowData: summaryFigures.map((figure) => fixed(state[figure], 2)),
  }
}

/** A cell is text; a figure the broker did not send is an empty one. */
function cell(state: AccountState, id: string): string {
  const figure = Object.hasOwn(state.details, id) ? state.details[id] : undefined
  return fixed(figure, counts.has(id) ? 0 : 2)
}
