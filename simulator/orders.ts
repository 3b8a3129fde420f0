import type { Instrument } from './instruments.ts'

export type Side = 'buy' | 'sell'
export type OrderType = 'market' | 'limit' | 'stop'
type OrderStatus = 'New' | 'Filled' | 'Cancelled' | 'Refused'
export type StopLossType = 'absolute' | 'offset' | 'trailingOffset'
export type TakeProfitType = 'absolute' | 'offset'

/** `entry` opens a position; the others close one: its two bracket orders and a close on request. */
type OrderRole = 'entry' | 'stopLoss' | 'takeProfit' | 'close'

/** Brackets asked for with an order. Absolute levels are prices, offsets count ticks. */
export interface Brackets {
  stopLoss: number | null
  stopLossType: StopLossType | null
  takeProfit: number | null
  takeProfitType: TakeProfitType | null
}

export interface Order extends Brackets {
  readonly id: string
  readonly instrument: Instrument
  readonly routeId: number
  readonly role: OrderRole
  readonly side: Side
  readonly type: OrderType
  readonly strategyId: string | null
  readonly createdDate: number
  status: OrderStatus
  /** Lots. */
  qty: number
  filledQty: number
  avgPrice: number | null
  price: number | null
  stopPrice: number | null
  lastModified: number
  positionId: string | null
  /** The order is not looked at before this instant: delayed fills, asynchronous closes, thin markets. */
  dueAt: number
}

export interface Position {
  readonly id: string
  readonly instrument: Instrument
  readonly routeId: number
  readonly side: Side
  readonly strategyId: string | null
  readonly openDate: number
  qty: number
  avgPrice: number
  stopLossId: string | null
  takeProfitId: string | null
}

export interface Execution {
  readonly id: string
  readonly orderId: string
  readonly positionId: string
  readonly instrument: Instrument
  readonly side: Side
  readonly price: number
  readonly qty: number
  readonly createdDate: number
}

export const noBrackets: Brackets = {
  stopLoss: null,
  stopLossType: null,
  takeProfit: null,
  takeProfitType: null,
}

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

/** +1 for a position that gains when the price rises. */
export function direction(side: Side): 1 | -1 {
  return side === 'buy' ? 1 : -1
}

/** Cleans a quantity in lots of binary rounding. */
export function lots(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
