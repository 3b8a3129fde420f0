import { z } from 'zod'
import type { AccountContext } from './account-context.ts'
import type { AccountDirectory } from './account-directory.ts'
import { readOrderHistory } from './order-history.ts'
import { readOrders, readPositions } from './order-records.ts'
import { finalStatus } from './order-status.ts'

/** An order found again by its tag. */
export interface Placement {
  /** Undefined while only the position it opened can be seen. */
  readonly orderId: string | undefined
  readonly positionId: string | undefined
  /** The broker's word for having refused it. */
  readonly refusal: string | undefined
}

const LOOK_BACK_MS = 10 * 60_000

const ordersSchema = z.object({ orders: z.array(z.unknown()) })
const positionsSchema = z.object({ positions: z.array(z.unknown()) })

/**
 * Looks for an order by strategyId: among live orders, then ended ones, then positions (which keep the tag of the order
 * that opened them). Reads anew, past all snapshots.
 * @returns undefined when all three were read and none has it @throws when one could not be read
 */
export async function findPlacement(
  account: AccountContext,
  directory: AccountDirectory,
  strategyId: string,
  now: number,
): Promise<Placement | undefined> {
  const config = await directory.config(account.client, account.accNum)
  const request = { accNum: account.accNum, path: { accountId: account.id } }

  const { orders } = ordersSchema.parse(await account.client.call('getOrders', request))
  const live = readOrders(orders, config.columns.orders).find((order) => order.strategyId === strategyId)
  if (live !== undefined) return { orderId: live.id, positionId: undefined, refusal: undefined }

  const final = await readOrderHistory(account, config, now - LOOK_BACK_MS, now + LOOK_BACK_MS)
  const ended = final.find((order) => order.strategyId === strategyId)
  if (ended !== undefined) {
    const refused = finalStatus(ended).status === 'rejected'
    return { orderId: ended.id, positionId: ended.positionId, refusal: refused ? ended.status : undefined }
  }

  const { positions } = positionsSchema.parse(await account.client.call('getPositions', request))
  const open = readPositions(positions, config.columns.positions).find(
    (position) => position.strategyId === strategyId,
  )
  return open && { orderId: undefined, positionId: open.id, refusal: undefined }
}
