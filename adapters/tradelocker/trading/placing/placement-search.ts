import { tickAt } from '../../../../src/broker/grid.ts'
import type { Instrument } from '../../../../src/broker/instrument.ts'
import type { OrderTicket } from '../../../../src/broker/order.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountDirectory } from '../../account/account-directory.ts'
import { areSameTables, type Tables } from '../../account/trade-config.ts'
import type { AccountBook } from '../../book/account-book.ts'
import { liveRows } from '../../book/live-book.ts'
import { readOrderHistory } from '../../book/order-history.ts'
import {
  bySide,
  type Level,
  type OrderRow,
  type PositionRecord,
  readOrders,
  readPositions,
} from '../../book/order-records.ts'
import { finalStatus } from '../../book/order-status.ts'
import { URGENT } from '../../budgets/route-budgets.ts'
import type { KnownInstrument } from '../../instruments/instruments.ts'
import type { Clocks } from '../../options.ts'
import { type Begun, takePartAs } from '../../transport/shared-failure.ts'

/** An order found again by its tag. While only the position it opened can be seen, its own id is unknown. */
export type Placement =
  | {
      readonly kind: 'order'
      readonly record: OrderRow
      readonly isLive: boolean
      readonly refusal: string | undefined
    }
  | { readonly kind: 'position'; readonly record: PositionRecord }

/**
 * Looks among orders, then positions, which keep the tag of the order that opened them. Should what protects or closes a
 * position bear it as well, the order that came first is the one that was placed.
 */
export function findPlacement(book: AccountBook, strategyId: string): Placement | undefined {
  const hasTag = (record: { readonly strategyId: string | undefined }) => record.strategyId === strategyId
  // An order that is both live and ended has ended.
  const rows: readonly OrderRow[] = [...book.final, ...book.working, ...book.unsided]
  const [first] = rows.filter(hasTag).sort((a, b) => a.createdAt - b.createdAt)
  if (first !== undefined) {
    const isLive = book.working.some((record) => record === first)
    const isRefused = !isLive && finalStatus(first).status === 'rejected'
    return { kind: 'order', record: first, isLive, refusal: isRefused ? first.status : undefined }
  }
  const position = book.positions.find(hasTag)
  return position && { kind: 'position', record: position }
}

/** Is what was found the order that is asked for now? */
export function isSameOrder(
  placed: Placement,
  ticket: OrderTicket,
  { listed, contract }: KnownInstrument,
): boolean {
  const { instrumentId, side } = placed.record
  if (instrumentId !== listed.id || (side !== undefined && side !== ticket.side)) return false
  if (placed.kind === 'position') return true
  const { record, isLive } = placed
  return (
    record.type === ticket.type &&
    record.qty === ticket.qty &&
    hasSamePrice(record, ticket, contract) &&
    (!isLive || hasSameLevels(record, ticket, contract))
  )
}

/** Levels of an order that has filled in part may have gone over to its position. */
function hasSameLevels(
  { filledQty, stopLoss, takeProfit }: OrderRow,
  ticket: OrderTicket,
  contract: Instrument,
) {
  const trails = ticket.trailingStopPips !== undefined
  return (
    filledQty > 0 ||
    (isSameLevel(stopLoss, ticket.stopLoss, trails, contract) &&
      isSameLevel(takeProfit, ticket.takeProfit, false, contract))
  )
}

/** To half a tick. Distances are not compared with prices, only that there is a level at all. */
function isSameLevel(
  found: Level | undefined,
  asked: number | undefined,
  trails: boolean,
  { tickBands }: Pick<Instrument, 'tickBands'>,
): boolean {
  if (found === undefined || asked === undefined || found.type !== 'absolute')
    return (found !== undefined) === (asked !== undefined || trails)
  return Math.abs(found.value - asked) < tickAt(tickBands, asked) / 2
}

/** To half a tick. An order that has filled in part may show another price than it was placed at, a market order any. */
function hasSamePrice(
  { filledQty, price, stopPrice }: OrderRow,
  ticket: OrderTicket,
  { tickBands }: Pick<Instrument, 'tickBands'>,
): boolean {
  if (ticket.type === 'market' || filledQty > 0) return true
  const [found, asked] = ticket.type === 'stop' ? [stopPrice, ticket.stopPrice] : [price, ticket.limitPrice]
  if (found === undefined || asked === undefined) return true
  return Math.abs(found - asked) < tickAt(tickBands, asked) / 2
}

/** What was read of an account to look for an order in. */
export interface SearchedBook {
  readonly book: AccountBook
  /** False: not to be found here proves nothing. */
  readonly isWhole: boolean
  /** What all of it was read by; undefined where the broker has changed its tables meanwhile. */
  readonly tables: Tables | undefined
  /** When the reading began: what had reached the broker by then stands in it. Milliseconds of the process's own clock. */
  readonly holdsUntil: number
}

/**
 * Reads an account past all snapshots. Those who ask at the same time share a reading, but only one that begins after
 * they asked: what was sent a moment ago cannot show in an older one, and not to be found there would prove nothing.
 */
export type AccountReader = (
  account: AccountContext,
  /** By the clock that never jumps: a reading that began since then will do, even if it began before the question. */
  since?: number,
) => Promise<SearchedBook>

interface Reading extends Begun<SearchedBook> {
  readonly beganAt: number
  /** For those who have asked since it began. */
  next: Promise<Reading> | undefined
}

/** An order may have ended long before its repeat by our clock, where that is not the broker's. */
const LOOK_BACK_MS = 24 * 60 * 60_000

/**
 * @param how.isQuick positions are asked for together with the orders, so that a limit of one call a second holds nothing
 * up. What fills in this moment is only in the history then.
 */
export function createAccountReader(
  directory: AccountDirectory,
  { clock, elapsed }: Clocks,
  { isQuick = false } = {},
): AccountReader {
  const underWay = new Map<string, Reading>()

  /** Live orders before ended ones and positions: an order that ends in between is seen at least once. */
  const read = async (account: AccountContext): Promise<SearchedBook> => {
    const holdsUntil = elapsed()
    const { client, accNum, id } = account
    const request = { accNum, path: { accountId: id }, ...URGENT }
    const before = directory.readBy(client, accNum, ({ columns }) => columns)
    before.catch(() => undefined)
    const early = isQuick ? client.call('getPositions', request) : undefined
    early?.catch(() => undefined)
    const orders = await client.call('getOrders', request)
    const now = clock()
    const [history, positions] = await Promise.all([
      readOrderHistory(account, directory, now - LOOK_BACK_MS, now, URGENT),
      early ?? client.call('getPositions', request),
    ])
    const tables = [await before, history.tables]
    const rows = liveRows(orders, positions)
    const ended = bySide(history.rows)
    return directory.readBy(client, accNum, ({ columns }) => {
      const live = bySide(readOrders(rows.orders, columns.orders))
      return {
        book: {
          working: live.sided,
          final: ended.sided,
          unsided: [...live.unsided, ...ended.unsided],
          positions: readPositions(rows.positions, columns.positions),
        },
        isWhole: history.isWhole,
        tables: tables.every((one) => areSameTables(one, columns)) ? columns : undefined,
        holdsUntil,
      }
    })
  }

  const begin = (account: AccountContext): Reading => {
    const beganAt = elapsed()
    const done = read(account).finally(() => underWay.delete(account.key))
    const reading = { beganAt, by: account.client, done, next: undefined }
    underWay.set(account.key, reading)
    return reading
  }

  const newest = (account: AccountContext) => underWay.get(account.key) ?? begin(account)

  /** Whatever is under way when a reading has failed began after it. */
  const take = (account: AccountContext, reading: Reading): Promise<SearchedBook> =>
    takePartAs(account.client, reading, () => take(account, newest(account)))

  return (account, since = Number.POSITIVE_INFINITY) => {
    const reading = underWay.get(account.key)
    if (reading === undefined) return begin(account).done
    if (reading.beganAt >= since) return take(account, reading)
    const next = () => newest(account)
    reading.next ??= reading.done.then(next, next)
    return reading.next.then((later) => take(account, later))
  }
}
