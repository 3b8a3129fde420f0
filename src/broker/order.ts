export type Side = 'buy' | 'sell'

/** Stop-limit does not exist at TradeLocker. A trailing stop is a `stop` with `trailing` set. */
export type OrderType = 'market' | 'limit' | 'stop'

/** `placing`, `inactive` and `working` may change; the others never do. `inactive`: a bracket waiting for its parent. */
export type OrderStatus = 'placing' | 'inactive' | 'working' | 'filled' | 'cancelled' | 'rejected'

/** Why an order looks as it does, when that is not obvious; the catalogue has a sentence for each. */
export type OrderNote =
  | 'note_refused_by_broker'
  | 'note_expired'
  | 'note_bracket_moved_to_position'
  | 'note_bracket_removed'
  | 'note_parent_ended'

export interface Order {
  /** Unique over orders and brackets, for ever. 64-bit upstream, so always text. */
  readonly id: string
  /** The broker's instrument name. */
  readonly instrument: string
  readonly side: Side
  readonly type: OrderType
  /** In lots. */
  readonly qty: number
  /** In lots. */
  readonly filledQty: number
  readonly avgPrice: number | undefined
  /** Only on `limit`. */
  readonly limitPrice: number | undefined
  /** Only on `stop`. */
  readonly stopPrice: number | undefined
  /** The stop follows the price. `pips` is its distance where upstream tells it. */
  readonly trailing: { readonly pips: number | undefined } | undefined
  readonly status: OrderStatus
  /** Brackets only: what the bracket protects. */
  readonly parent: { readonly type: 'order' | 'position'; readonly id: string } | undefined
  readonly validity: 'GTC' | 'IOC' | undefined
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly lastModified: number
  readonly note: OrderNote | undefined
  /** The broker's own words for a refusal, where they are known. */
  readonly reason?: string | undefined
}

/** Levels that protect an order or a position. Prices are absolute. */
export interface BracketLevels {
  readonly stopLoss?: number | undefined
  /** Distance of a trailing stop in pips; instead of `stopLoss`. */
  readonly trailingStopPips?: number | undefined
  readonly takeProfit?: number | undefined
}

/** An order somebody wants to place. Quantity in lots, prices absolute. */
export interface OrderTicket extends BracketLevels {
  readonly instrument: string
  readonly side: Side
  readonly type: OrderType
  readonly qty: number
  readonly limitPrice?: number | undefined
  readonly stopPrice?: number | undefined
}

/**
 * A working order's new full description. `qty` always; a price that is absent stays as it is; a bracket that is absent
 * is removed (TradingView sends the whole set that remains).
 */
export interface OrderChange extends BracketLevels {
  readonly qty: number
  readonly limitPrice?: number | undefined
  readonly stopPrice?: number | undefined
}

/** One fill. */
export interface Execution {
  readonly id: string
  readonly instrument: string
  readonly price: number
  /** Unix milliseconds. */
  readonly time: number
  /** In lots. */
  readonly qty: number
  readonly side: Side
  readonly orderId: string
  readonly positionId: string | undefined
  /** The fill reduced or closed a position. */
  readonly isClose: boolean
}
