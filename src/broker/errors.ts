/**
 * Everything that can go wrong at the broker, as a closed set. Code decides on `code`; people read the sentence that
 * the message catalogue holds under the same key, filled with `params`.
 */
export type BrokerErrorCode =
  // Who is asking
  | 'wrong_credentials'
  | 'unknown_server'
  | 'login_throttled'
  | 'session_expired'
  // What was asked for does not exist, or not for this user
  | 'account_not_found'
  | 'account_not_active'
  | 'instrument_not_found'
  | 'order_not_found'
  | 'position_not_found'
  // The order, level or quantity breaks a rule that can be checked before sending
  | 'qty_not_positive'
  | 'qty_below_min'
  | 'qty_above_max'
  | 'qty_off_step'
  | 'price_not_positive'
  | 'price_off_tick'
  | 'limit_price_missing'
  | 'stop_price_missing'
  | 'stop_price_wrong_side'
  | 'stop_loss_wrong_side'
  | 'take_profit_wrong_side'
  | 'brackets_unsupported'
  | 'trailing_stop_unsupported'
  | 'trailing_stop_not_positive'
  | 'trailing_stop_off_step'
  | 'trailing_stop_with_stop_loss'
  | 'partial_close_unsupported'
  | 'close_qty_above_position'
  | 'leverage_fixed'
  | 'leverage_unknown'
  // The broker said no
  | 'market_closed'
  | 'margin_too_low'
  | 'closing_only'
  | 'order_type_not_allowed_now'
  | 'order_already_final'
  | 'level_refused'
  | 'bracket_not_removed'
  | 'rejected'
  // The same key was used for two different orders
  | 'request_id_reused'
  // A write went out and nobody knows whether it arrived
  | 'outcome_unknown'
  // The broker cannot be reached, or not now
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'upstream_malformed'
  | 'rate_limited'
  | 'too_busy'
  // Replicas cannot agree in time on who sends an order
  | 'no_turn'
  | 'catalogue_loading'
  // The broker's own prices, which only TradingView's servers ask for
  | 'data_feed_unconfigured'
  | 'data_feed_unavailable'
  | 'history_range_too_long'

/** May the same call be made again? `safe`: at once. `after`: when `retryAfterMs` has passed. */
export type Retry = 'never' | 'safe' | 'after'

/** Values a sentence is filled with. Never secrets, never anything internal: they are shown to the trader. */
export type MessageParams = Readonly<Record<string, string | number>>

interface BrokerErrorOptions {
  readonly params?: MessageParams
  readonly retry?: Retry
  /** Milliseconds until another try makes sense; only with `retry: 'after'`. */
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** The only error the port throws on purpose. Anything else that surfaces is a bug. */
export class BrokerError extends Error {
  readonly code: BrokerErrorCode
  readonly params: MessageParams
  readonly retry: Retry
  readonly retryAfterMs: number | undefined

  constructor(code: BrokerErrorCode, options: BrokerErrorOptions = {}) {
    super(code, { cause: options.cause })
    this.name = 'BrokerError'
    this.code = code
    this.params = options.params ?? {}
    this.retry = options.retry ?? 'never'
    this.retryAfterMs = options.retryAfterMs
  }
}
