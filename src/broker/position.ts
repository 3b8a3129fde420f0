import type { Side } from './order.ts'

export interface Position {
  readonly id: string
  readonly instrument: string
  readonly side: Side
  /** In lots; 0 for a position closed in this session. */
  readonly qty: number
  readonly avgPrice: number
  /** Account currency; 0 once closed. */
  readonly unrealizedPl: number
}
