import type { BrokerError } from './errors.ts'

/** What an order would cost and risk; money in account currency. */
export interface OrderPreview {
  /** Money the position would block; undefined when the leverage is unknown. */
  readonly margin: number | undefined
  readonly leverage: number | undefined
  readonly marginAvailable: number
  /** Size of the position in account currency. */
  readonly notional: number
  /** Worth of one pip of the whole order. */
  readonly pipValue: number
  /** What the spread costs at once. */
  readonly spreadCost: number
  readonly plAtStopLoss: number | undefined
  readonly plAtTakeProfit: number | undefined
  readonly warnings: readonly PreviewWarning[]
  /** Everything that would make the placement fail before it is sent. */
  readonly errors: readonly BrokerError[]
}

export type PreviewWarning = 'warning_market_closed' | 'warning_margin_too_low' | 'warning_trading_halted'
