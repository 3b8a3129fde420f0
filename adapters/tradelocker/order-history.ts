import { z } from 'zod'
import type { AccountContext } from './account-context.ts'
import { type OrderRecord, readOrders } from './order-records.ts'
import type { TradeConfig } from './trade-config.ts'
import { malformed } from './upstream-error.ts'

const answerSchema = z.object({ ordersHistory: z.array(z.unknown()), hasMore: z.unknown().optional() })

/** A window that short is not split any further: more rows than the cap in it cannot be told apart by time. */
const SHORTEST_WINDOW_MS = 60_000

/**
 * Final orders between two instants (Unix milliseconds). Upstream cuts long answers off without a cursor, so a window
 * that was cut is read in halves. Which time of an order is compared is not documented: ask for wide windows.
 */
export async function readOrderHistory(
  account: AccountContext,
  config: TradeConfig,
  from: number,
  to: number,
): Promise<OrderRecord[]> {
  const answer = await account.client.call('getOrdersHistory', {
    accNum: account.accNum,
    path: { accountId: account.id },
    query: { from: Math.floor(from), to: Math.ceil(to) },
  })
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw malformed('the order history is not readable')
  const rows = readOrders(parsed.data.ordersHistory, config.columns.ordersHistory)
  const cut = parsed.data.hasMore === true || rows.length >= config.limits.maxOrdersInHistory
  if (!cut || to - from <= SHORTEST_WINDOW_MS) return rows
  const middle = Math.floor((from + to) / 2)
  const newer = await readOrderHistory(account, config, middle, to)
  const older = await readOrderHistory(account, config, from, middle)
  return uniqueById([...rows, ...newer, ...older])
}

export function uniqueById<T extends { readonly id: string }>(records: readonly T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()]
}
