import { z } from 'zod'
import type { AccountContext } from '../account/account-context.ts'
import type { AccountDirectory } from '../account/account-directory.ts'
import { areSameTables, type Tables } from '../account/trade-config.ts'
import type { Haste } from '../budgets/route-budgets.ts'
import { malformed } from '../transport/upstream-error.ts'
import type { AccountBook } from './account-book.ts'
import { readLiveOrders, readPositions } from './order-records.ts'

/** The live part of a book: what is read at every refresh. */
export type LiveBook = Pick<AccountBook, 'working' | 'positions'>

export interface LiveReading {
  readonly live: LiveBook
  /** What the rows were read by; undefined where the broker may have changed its tables meanwhile. */
  readonly tables: Tables | undefined
}

const ordersSchema = z.object({ orders: z.array(z.unknown()) })
const positionsSchema = z.object({ positions: z.array(z.unknown()) })

/** The rows in the answers of /orders and /positions. @throws upstream_malformed when there are none to be found */
export function liveRows(orders: unknown, positions: unknown) {
  const one = ordersSchema.safeParse(orders)
  const other = positionsSchema.safeParse(positions)
  if (!one.success || !other.success) throw malformed('orders or positions are not readable')
  return { ...one.data, ...other.data }
}

/**
 * Reads live orders and positions together.
 * @throws what the calls throw; upstream_malformed when a row cannot be read: left out, it would seem to have ended
 */
export async function readLive(
  account: AccountContext,
  directory: AccountDirectory,
  haste: Haste,
): Promise<LiveReading> {
  const { client, accNum, id } = account
  const request = { accNum, path: { accountId: id }, ...haste }
  const [before, orders, positions] = await Promise.all([
    directory.readBy(client, accNum, ({ columns }) => columns),
    client.call('getOrders', request),
    client.call('getPositions', request),
  ])
  const rows = liveRows(orders, positions)
  return directory.readBy(client, accNum, ({ columns }) => {
    const working = readLiveOrders(rows.orders, columns.orders)
    const positions = readPositions(rows.positions, columns.positions)
    return { live: { working, positions }, tables: areSameTables(before, columns) ? columns : undefined }
  })
}
