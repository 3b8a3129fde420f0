import { z } from 'zod'
import type { AccountContext } from '../account/account-context.ts'
import type { AccountDirectory } from '../account/account-directory.ts'
import { areSameTables, type Tables } from '../account/trade-config.ts'
import type { Haste } from '../budgets/route-budgets.ts'
import { malformed } from '../transport/upstream-error.ts'
import { type OrderRow, readOrders } from './order-records.ts'

const answerSchema = z.object({ ordersHistory: z.array(z.unknown()), hasMore: z.unknown().optional() })

/** A window that short is not split any further: more rows than the cap in it cannot be told apart by time. */
const SHORTEST_WINDOW_MS = 60_000

/** One reading makes no more calls than this, whatever upstream says is left; at one a second that is long enough. */
const MOST_CALLS = 8

/** Upstream stamps orders by its own clock: ours may be so far ahead of it, or behind, and a window is that much wider. */
const AHEAD_MS = 10 * 60_000
/** There are no orders of the future: looking for them costs nothing. */
const BEHIND_MS = 24 * 60 * 60_000

export interface OrderHistory {
  readonly rows: readonly OrderRow[]
  /** What all rows were read by; undefined where the broker has changed its tables in between. */
  readonly tables: Tables | undefined
  /** False: there may be orders that are not among the rows, so not to be found here proves nothing. */
  readonly isWhole: boolean
}

/**
 * Final orders between two instants of our clock (Unix milliseconds), and some around them. Upstream cuts long answers off
 * without a cursor, so a window that was cut is read in halves, newest first, within a bounded number of calls; a half of nothing
 * but future would only give back the other one as it was. Which time of an order is compared is not documented: ask for wide windows.
 */
export async function readOrderHistory(
  account: AccountContext,
  directory: Pick<AccountDirectory, 'readBy'>,
  from: number,
  to: number,
  haste: Haste = {},
): Promise<OrderHistory> {
  const found = new Map<string, OrderRow>()
  const used: Tables[] = []
  const windows = [{ from: from - AHEAD_MS, to: to + BEHIND_MS }]
  /** Hardly ever is there anything beyond: what reaches further is halved by what lies before. */
  const edge = to + AHEAD_MS
  let isWhole = true
  for (let calls = 0; calls < MOST_CALLS; calls++) {
    const window = windows.pop()
    if (window === undefined) break
    const { rows, wasCut, tables } = await readWindow(account, directory, window, haste)
    used.push(tables)
    const known = found.size
    for (const row of rows) found.set(row.id, row)
    const tellsMore = found.size > known
    if (!wasCut) continue
    if (!tellsMore || window.to - window.from <= SHORTEST_WINDOW_MS) {
      isWhole = false
      continue
    }
    const end = window.from < edge ? Math.min(window.to, edge) : window.to
    const middle = Math.floor((window.from + end) / 2)
    windows.push({ from: window.from, to: middle }, { from: middle, to: window.to })
  }
  const [tables] = used
  const isOneTable = used.every((one) => areSameTables(one, tables))
  return {
    rows: [...found.values()],
    tables: isOneTable ? tables : undefined,
    isWhole: isWhole && windows.length === 0,
  }
}

async function readWindow(
  account: AccountContext,
  directory: Pick<AccountDirectory, 'readBy'>,
  { from, to }: { from: number; to: number },
  haste: Haste,
): Promise<{ rows: OrderRow[]; wasCut: boolean; tables: Tables }> {
  const answer = await account.client.call('getOrdersHistory', {
    accNum: account.accNum,
    path: { accountId: account.id },
    query: { from: Math.floor(from), to: Math.ceil(to) },
    ...haste,
  })
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw malformed('the order history is not readable')
  const { ordersHistory, hasMore } = parsed.data
  return directory.readBy(account.client, account.accNum, ({ columns, limits }) => {
    const rows = readOrders(ordersHistory, columns.ordersHistory)
    const wasCut = hasMore === true || rows.length >= limits.maxOrdersInHistory
    return { rows, wasCut, tables: columns }
  })
}

/** Of those with the same id the last one stays, in the place of the first. */
export function uniqueById<T extends { readonly id: string }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()]
}
