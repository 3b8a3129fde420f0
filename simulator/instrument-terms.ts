import type { TickBand } from './price-grid.ts'
import type { SessionName } from './sessions.ts'

export type InstrumentType = 'CRYPTO' | 'EQUITY' | 'EQUITY_CFD' | 'ETF' | 'FOREX' | 'FUTURES_CFD' | 'INDICES'

export type PriceSource = 'ASK' | 'BID' | 'TRADE'

/** What a broker decides about an instrument. */
export interface InstrumentTerms {
  readonly name: string
  readonly description: string
  readonly type: InstrumentType
  readonly exchange: string
  readonly base: string | null
  readonly quote: string
  readonly referencePrice: number
  /** Typical daily range as a part of the price. */
  readonly dailyRange: number
  /** Ask minus bid, in ticks. */
  readonly spreadTicks: number
  readonly ticks: readonly TickBand[]
  /** Units per lot. */
  readonly lotSize: number
  readonly lotStep: number
  readonly minLot: number
  readonly maxLot: number | null
  readonly leverage: number | null
  readonly session: SessionName
  readonly barSource: PriceSource | null
  readonly isin: string
  readonly contractMonth?: string
  /** Two INFO routes are listed; for some users the first one is dead. */
  readonly twoInfoRoutes?: boolean
  /** Limit orders fill in two parts. */
  readonly thin?: boolean
  /** Stop orders are refused. */
  readonly noStopOrders?: boolean
}
