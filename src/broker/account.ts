/** What the account's owner may do; from the broker's trading rules. */
export interface TradingRules {
  /** Stop loss and take profit may be attached to orders and positions. */
  readonly brackets: boolean
  readonly trailingStop: boolean
  /** A position may be closed in parts. */
  readonly partialClose: boolean
}

export interface Account {
  /** Unique at the broker; the `accountId` of every path. */
  readonly id: string
  readonly name: string
  /** ISO 4217 code of the account's money. */
  readonly currency: string
  readonly type: 'live' | 'demo'
}

/** One figure of the account's state that the broker publishes, such as `availableFunds`. */
export interface DetailColumn {
  readonly id: string
  /** The broker's own English explanation, when it gives one. */
  readonly description: string | undefined
}

/** Money figures of an account, all in account currency. */
export interface AccountState {
  /** Realised money, without open positions. */
  readonly balance: number
  /** Sum of the open positions' profit and loss. */
  readonly unrealizedPl: number
  /** `balance` plus `unrealizedPl` and whatever else the broker counts in. */
  readonly equity: number
  /** Money free for new positions. */
  readonly marginAvailable: number
  /** Every figure the broker publishes, by column id; missing when the broker sent none. */
  readonly details: Readonly<Record<string, number>>
}
