import { plain } from '../../../src/broker/grid.ts'
import type { OrderType, Side } from '../../../src/broker/order.ts'
import { type Columns, type Row, rowReader } from '../account/rows.ts'
import { malformed } from '../transport/upstream-error.ts'

/** A row of /orders or /ordersHistory, typed. Quantities in lots, times in Unix milliseconds. */
export interface OrderRecord extends OrderRow {
  readonly side: Side
}

/** The same without certainty of its side, which is never guessed: it proves that there is such an order, and no more. */
export interface OrderRow {
  readonly id: string
  readonly instrumentId: string
  readonly side: Side | undefined
  readonly type: OrderType
  /** The type column says that the stop follows the price. */
  readonly trailing: boolean
  /** As upstream spells it, e.g. `New`, `Filled`. */
  readonly status: string
  readonly qty: number
  readonly filledQty: number
  readonly avgPrice: number | undefined
  readonly price: number | undefined
  readonly stopPrice: number | undefined
  readonly validity: 'GTC' | 'IOC' | undefined
  readonly createdAt: number
  readonly lastModified: number
  readonly positionId: string | undefined
  readonly stopLoss: Level | undefined
  readonly takeProfit: Level | undefined
  readonly strategyId: string | undefined
}

/** A bracket level of a resting order: a price (`absolute`) or a distance in ticks from the order's price. */
export interface Level {
  readonly value: number
  readonly type: 'absolute' | 'offset' | 'trailingOffset'
}

/** A row of /positions, typed. */
export interface PositionRecord {
  readonly id: string
  readonly instrumentId: string
  readonly side: Side
  readonly qty: number
  readonly avgPrice: number
  /** Ids of the linked bracket orders. */
  readonly stopLossId: string | undefined
  readonly takeProfitId: string | undefined
  readonly openedAt: number
  readonly unrealizedPl: number
  readonly strategyId: string | undefined
}

/** A row of /executions, typed. */
export interface ExecutionRecord {
  readonly id: string
  readonly instrumentId: string
  readonly side: Side
  readonly qty: number
  readonly price: number
  readonly time: number
  readonly orderId: string
  readonly positionId: string | undefined
}

type Rows = readonly unknown[]

/** Rows of /orders or /ordersHistory; the side of each may be missing. @throws upstream_malformed when one has no id */
export function readOrders(rows: Rows, columns: Columns): OrderRow[] {
  return rows.map(rowReader(columns)).map(orderRow)
}

/** Rows of /orders. @throws upstream_malformed when one has no side: left out, a live order would seem to have ended */
export function readLiveOrders(rows: Rows, columns: Columns): OrderRecord[] {
  const { sided, unsided } = bySide(readOrders(rows, columns))
  if (unsided.length > 0) throw malformed('a live order has no side')
  return sided
}

/** Parts rows that can be shown from those that cannot, because a buy might be taken for a sale. */
export function bySide<T extends { readonly side: Side | undefined }>(rows: readonly T[]) {
  const hasSide = (row: T): row is T & { readonly side: Side } => row.side !== undefined
  return { sided: rows.filter(hasSide), unsided: rows.filter((row) => !hasSide(row)) }
}

function orderRow(row: Row): OrderRow {
  const price = row.number('price')
  const stopPrice = row.number('stopPrice')
  const typeText = (row.text('type') ?? '').toLowerCase()
  const createdAt = row.time('createdDate') ?? 0
  return {
    id: row.requiredId('id'),
    instrumentId: row.requiredId('tradableInstrumentId'),
    side: sideOf(row),
    type: orderType(typeText, price, stopPrice),
    trailing: typeText.includes('trail'),
    status: row.text('status') ?? '',
    qty: plain(row.number('qty') ?? 0),
    filledQty: plain(row.number('filledQty') ?? 0),
    avgPrice: positive(row.number('avgPrice')),
    price: positive(price),
    stopPrice: positive(stopPrice),
    validity: validityOf(row.text('validity')),
    createdAt,
    lastModified: row.time('lastModified') ?? createdAt,
    positionId: row.optionalId('positionId'),
    stopLoss: levelOf(row.number('stopLoss'), row.text('stopLossType')),
    takeProfit: levelOf(row.number('takeProfit'), row.text('takeProfitType')),
    strategyId: row.text('strategyId'),
  }
}

/** Rows of /positions. @throws upstream_malformed when one has no id, side or quantity */
export function readPositions(rows: Rows, columns: Columns): PositionRecord[] {
  return rows.map(rowReader(columns)).map((row) => ({
    id: row.requiredId('id'),
    instrumentId: row.requiredId('tradableInstrumentId'),
    side: requiredSide(row),
    qty: openQty(row),
    avgPrice: row.number('avgPrice') ?? 0,
    stopLossId: row.optionalId('stopLossId'),
    takeProfitId: row.optionalId('takeProfitId'),
    openedAt: row.time('openDate') ?? 0,
    unrealizedPl: row.number('unrealizedPl') ?? 0,
    strategyId: row.text('strategyId'),
  }))
}

/** Rows of /executions; the side of each may be missing. */
export function readExecutions(rows: Rows, columns: Columns) {
  return rows.map(rowReader(columns)).map((row) => ({
    id: row.requiredId('id'),
    instrumentId: row.requiredId('tradableInstrumentId'),
    side: sideOf(row),
    qty: row.number('qty') ?? 0,
    price: row.number('price') ?? 0,
    time: row.time('createdDate') ?? 0,
    orderId: row.text('orderId') ?? '',
    positionId: row.optionalId('positionId'),
  }))
}

/** On the side of a position everything depends: profit, levels, what closes it. */
function requiredSide(row: Row): Side {
  const side = sideOf(row)
  if (side === undefined) throw malformed('a position has no side')
  return side
}

/** Without it a position would seem to be closed. Broker's arithmetic may leave noise that no trader is shown. */
function openQty(row: Row): number {
  const qty = row.number('qty')
  if (qty === undefined) throw malformed('a position has no quantity')
  return plain(Math.abs(qty))
}

function sideOf(row: Row): Side | undefined {
  const text = row.text('side')?.toLowerCase()
  return text === 'buy' || text === 'sell' ? text : undefined
}

/** REST knows market, limit and stop; the back end knows more names (TRAILING_STOP …), which the price columns settle. */
function orderType(text: string, price: number | undefined, stopPrice: number | undefined): OrderType {
  if (text === 'market' || text === 'limit' || text === 'stop') return text
  if (text.includes('stop') || positive(stopPrice) !== undefined) return 'stop'
  return positive(price) === undefined ? 'market' : 'limit'
}

function validityOf(text: string | undefined): 'GTC' | 'IOC' | undefined {
  const upper = text?.toUpperCase()
  return upper === 'GTC' || upper === 'IOC' ? upper : undefined
}

function levelOf(value: number | undefined, type: string | undefined): Level | undefined {
  if (positive(value) === undefined || value === undefined) return undefined
  return { value, type: levelType(type?.toLowerCase()) }
}

/** @param text in lower case: a distance spelled differently must not be taken for a price */
function levelType(text: string | undefined): Level['type'] {
  if (text === 'trailingoffset') return 'trailingOffset'
  return text === 'offset' ? 'offset' : 'absolute'
}

/** Upstream writes 0 where there is no price. */
function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined
}
