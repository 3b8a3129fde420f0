import type { Account } from './accounts.ts'
import type { Money } from './money.ts'
import type { Execution, Order, Position } from './orders.ts'
import { decimalsOf } from './price-grid.ts'
import type { Cell } from './replies.ts'
import type { ExecutionColumn, OrderColumn, PositionColumn } from './trade-config.ts'

/** How identifiers of 64 bits are written: as text, or (for some users) as bare numbers. */
type WriteId = (id: string | null) => Cell

export function idWriter(bare: boolean): WriteId {
  return (id) => (bare && id !== null ? BigInt(id) : id)
}

export function orderRow(order: Order, columns: readonly OrderColumn[], writeId: WriteId): Cell[] {
  const { instrument } = order
  const cells: Record<OrderColumn, Cell> = {
    id: writeId(order.id),
    tradableInstrumentId: String(instrument.tradableInstrumentId),
    routeId: String(order.routeId),
    qty: quantity(order),
    side: order.side,
    type: order.type,
    status: order.status,
    filledQty: order.filledQty === 0 ? '0' : order.filledQty.toFixed(decimalsOf(instrument.lotStep)),
    avgPrice: order.avgPrice === null ? null : averagePrice(order.avgPrice, order),
    price: order.type === 'market' ? '0' : level(order.price, order),
    stopPrice: level(order.stopPrice, order),
    validity: order.type === 'market' ? 'IOC' : 'GTC',
    expireDate: null,
    createdDate: String(order.createdDate),
    lastModified: String(order.lastModified),
    isOpen: String(order.role === 'entry'),
    positionId: writeId(order.positionId),
    stopLoss: bracket(order.stopLoss, order.stopLossType, order),
    stopLossType: order.stopLossType,
    takeProfit: bracket(order.takeProfit, order.takeProfitType, order),
    takeProfitType: order.takeProfitType,
    strategyId: order.strategyId,
  }
  return columns.map((column) => cells[column])
}

export function positionRow(
  position: Position,
  columns: readonly PositionColumn[],
  writeId: WriteId,
  account: Account,
  money: Money,
): Cell[] {
  const cells: Record<PositionColumn, Cell> = {
    id: writeId(position.id),
    tradableInstrumentId: String(position.instrument.tradableInstrumentId),
    routeId: String(position.routeId),
    side: position.side,
    qty: quantity(position),
    avgPrice: averagePrice(position.avgPrice, position),
    stopLossId: writeId(position.stopLossId),
    takeProfitId: writeId(position.takeProfitId),
    openDate: String(position.openDate),
    unrealizedPl: money.openResult(account, position).toFixed(2),
    strategyId: position.strategyId,
  }
  return columns.map((column) => cells[column])
}

export function executionRow(
  execution: Execution,
  columns: readonly ExecutionColumn[],
  writeId: WriteId,
): Cell[] {
  const cells: Record<ExecutionColumn, Cell> = {
    id: writeId(execution.id),
    price: execution.instrument.grid.format(execution.price),
    side: execution.side,
    createdDate: String(execution.createdDate),
    qty: quantity(execution),
    orderId: writeId(execution.orderId),
    positionId: writeId(execution.positionId),
    tradableInstrumentId: String(execution.instrument.tradableInstrumentId),
  }
  return columns.map((column) => cells[column])
}

type OfInstrument = Pick<Order, 'instrument'>

function quantity({ qty, instrument }: OfInstrument & { readonly qty: number }): string {
  return qty.toFixed(decimalsOf(instrument.lotStep))
}

function level(price: number | null, { instrument }: OfInstrument): string | null {
  return price === null ? null : instrument.grid.format(price)
}

/** Averages of several fills lie between two ticks and keep more decimals. */
function averagePrice(price: number, { instrument }: OfInstrument): string {
  const { grid } = instrument
  return grid.isOnGrid(price) ? grid.format(price) : price.toFixed(grid.decimals + 3)
}

function bracket(value: number | null, type: string | null, order: OfInstrument): string | null {
  return type === 'absolute' ? level(value, order) : value === null ? null : String(value)
}
