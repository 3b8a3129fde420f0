import type { BrokerError } from './errors.ts'

export interface Quote {
  readonly ask: number
  readonly bid: number
  /** In lots, as far as the broker tells. */
  readonly askSize: number
  readonly bidSize: number
}

/** One answer per requested name; a name that cannot be quoted carries its own error. */
export interface QuoteAnswer {
  /** Exactly as requested. */
  readonly name: string
  readonly result:
    | {
        readonly quote: Quote
        /** Worth of one pip of one unit in account currency; undefined when it equals the pip size. */
        readonly pipValue: number | undefined
      }
    | { readonly error: BrokerError }
}

export interface DepthLevel {
  readonly price: number
  readonly size: number
}

/** Both sides ascending by price, as TradingView wants them: bids are not best-first. */
export interface Depth {
  readonly asks: readonly DepthLevel[]
  readonly bids: readonly DepthLevel[]
}
