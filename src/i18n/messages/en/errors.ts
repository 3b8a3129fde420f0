import type { BrokerErrorCode } from '../../../broker/errors.ts'
import type { OrderNote } from '../../../broker/order.ts'
import type { PreviewWarning } from '../../../broker/preview.ts'
import type { Message } from '../../message.ts'

/**
 * One sentence for everything that can go wrong at the broker, and for the notes on orders. Params the adapter supplies
 * (quantities in lots, prices as numbers, `field` one of limitPrice, stopPrice, stopLoss, takeProfit):
 *
 * | code                                              | params                        |
 * |---------------------------------------------------|-------------------------------|
 * | unknown_server                                    | server                        |
 * | instrument_not_found, leverage_unknown            | instrument                    |
 * | order_not_found, order_already_final              | orderId                       |
 * | position_not_found                                | positionId                    |
 * | qty_not_positive                                  | qty                           |
 * | qty_below_min                                     | qty, min                      |
 * | qty_above_max                                     | qty, max                      |
 * | qty_off_step                                      | qty, step, nearest            |
 * | price_not_positive                                | field                         |
 * | price_off_tick                                    | price, tick, nearest, field   |
 * | stop_price_wrong_side                             | side (buy, sell), price, market |
 * | stop_loss_wrong_side, take_profit_wrong_side      | side, price, reference        |
 * | close_qty_above_position                          | qty, open                     |
 * | trailing_stop_off_step                            | pips, step, nearest           |
 * | leverage_fixed                                    | leverage                      |
 * | level_refused, rejected, note_refused_by_broker   | reason (the broker's own words) |
 * | rate_limited, too_busy, login_throttled           | seconds                       |
 *
 * Any of them may be missing: the last wording of each does without.
 */
export const errors = {
  wrong_credentials: 'The login or the password is not correct. Please check both and try again.',
  unknown_server: [
    'There is no server named "{server}". Log in with your e-mail address alone, or as server\\e-mail.',
    'This server is not known. Log in with your e-mail address alone, or as server\\e-mail.',
  ],
  login_throttled: [
    'Too many login attempts. Please wait {seconds} seconds and try again.',
    'Too many login attempts. Please wait a few minutes and try again.',
  ],
  session_expired: 'Your session has ended. Please log in again.',

  account_not_found: 'This account does not exist or does not belong to you.',
  account_not_active: 'This account is not active. Please contact your broker.',
  instrument_not_found: [
    'The symbol "{instrument}" cannot be traded in this account.',
    'This symbol cannot be traded in this account.',
  ],
  order_not_found: [
    'There is no order {orderId} in this account.',
    'There is no such order in this account.',
  ],
  position_not_found: [
    'There is no open position {positionId} in this account.',
    'There is no such open position in this account.',
  ],

  qty_not_positive: 'The quantity must be greater than zero.',
  qty_below_min: [
    'The quantity {qty} is too small. The minimum is {min} lots.',
    'The quantity is below the minimum for this symbol. Please increase it.',
  ],
  qty_above_max: [
    'The quantity {qty} is too large. The maximum is {max} lots.',
    'The quantity is above the maximum for this symbol. Please reduce it.',
  ],
  qty_off_step: [
    'The quantity {qty} does not fit the step of {step} lots. The nearest valid quantity is {nearest}.',
    'The quantity {qty} does not fit the step of {step} lots.',
    'The quantity does not fit the step of this symbol. Please change it.',
  ],
  price_not_positive: ['The {field} must be greater than zero.', 'The price must be greater than zero.'],
  price_off_tick: [
    'The {field} {price} does not fit the tick size of {tick}. The nearest valid price is {nearest}.',
    'The price {price} does not fit the tick size of {tick}. The nearest valid price is {nearest}.',
    'The price does not fit the tick size of this symbol. Please change it.',
  ],
  limit_price_missing: 'A limit order needs a limit price. Please enter one.',
  stop_price_missing: 'A stop order needs a stop price. Please enter one.',
  stop_price_wrong_side: [
    'The stop price {price} is on the wrong side of the market, which is at {market}. The stop price of a buy order ' +
      'must be above the market, that of a sell order below it.',
    'The stop price is on the wrong side of the market. The stop price of a buy order must be above the market, that ' +
      'of a sell order below it.',
  ],
  stop_loss_wrong_side: [
    'The stop loss {price} is on the wrong side of {reference}. It must be below the price when you buy and above it ' +
      'when you sell.',
    'The stop loss is on the wrong side of the price. It must be below the price when you buy and above it when you sell.',
  ],
  take_profit_wrong_side: [
    'The take profit {price} is on the wrong side of {reference}. It must be above the price when you buy and below ' +
      'it when you sell.',
    'The take profit is on the wrong side of the price. It must be above the price when you buy and below it when you sell.',
  ],
  brackets_unsupported: 'Your broker does not allow a stop loss or a take profit in this account.',
  trailing_stop_unsupported:
    'Your broker does not allow trailing stops in this account. Use a fixed stop loss instead.',
  trailing_stop_not_positive: 'The distance of the trailing stop must be greater than zero.',
  trailing_stop_off_step: [
    'The trailing distance must be a multiple of {step} pips. The nearest one to {pips} is {nearest}.',
    'This trailing distance is not a multiple of the smallest step.',
  ],
  trailing_stop_with_stop_loss: 'Choose either a stop loss or a trailing stop, not both.',
  partial_close_unsupported:
    'Your broker does not allow closing a part of a position in this account. Close the whole position instead.',
  close_qty_above_position: [
    'You cannot close {qty} lots: only {open} lots are open.',
    'You cannot close more than is open. Please reduce the quantity.',
  ],
  leverage_fixed: [
    'The leverage of this account is set to 1:{leverage} by your broker and cannot be changed here.',
    'The leverage of this account is set by your broker and cannot be changed here.',
  ],
  leverage_unknown: [
    'Your broker does not publish a leverage for {instrument}.',
    'Your broker does not publish a leverage for this symbol.',
  ],

  market_closed: 'The market for this symbol is closed. Please try again when it opens.',
  margin_too_low: 'There is not enough free margin in this account. Reduce the quantity or add funds.',
  closing_only: 'Only closing positions is possible in this symbol at the moment.',
  order_type_not_allowed_now:
    'This type of order is not possible in this symbol at the moment. Try another type.',
  order_already_final: [
    'The order {orderId} was already filled or cancelled, so it cannot be changed any more.',
    'The order was already filled or cancelled, so it cannot be changed any more.',
  ],
  level_refused: [
    'The broker did not accept the stop loss or the take profit: {reason}',
    'The broker did not accept the stop loss or the take profit. It may be too close to the market.',
  ],
  bracket_not_removed:
    'The stop loss or the take profit could not be removed. Please check the order and try again.',
  rejected: [
    'The broker rejected the request: {reason}',
    'The broker rejected the request without giving a reason.',
  ],

  request_id_reused:
    'This request was already used for another order, so nothing was placed. Please place the order again.',
  outcome_unknown:
    'The broker did not confirm the request, so it may or may not have been carried out. Check your orders and ' +
    'positions before you try again.',

  upstream_unavailable: 'The broker cannot be reached at the moment. Please try again in a minute.',
  upstream_timeout: 'The broker took too long to answer. Please try again in a moment.',
  upstream_malformed: 'The broker sent an answer that could not be understood. Please try again in a moment.',
  rate_limited: [
    'The broker is receiving too many requests. Please try again in {seconds} seconds.',
    'The broker is receiving too many requests. Please try again in a few seconds.',
  ],
  too_busy: [
    'Too many requests are waiting at the moment. Please try again in {seconds} seconds.',
    'Too many requests are waiting at the moment. Please try again in a few seconds.',
  ],
  no_turn:
    'Orders cannot be placed safely at the moment, so this one was not placed. Please try again in a minute.',
  catalogue_loading: 'The list of symbols is still being loaded. Please try again in a minute.',
  data_feed_unconfigured:
    'This gateway serves no market data: its operator has set no account to read it through.',
  data_feed_unavailable: 'Market data cannot be read at the moment. Please try again in a minute.',
  history_range_too_long: [
    'The range is too long: at most {bars} bars can be read at once. Please ask for a shorter one.',
    'The range is too long to be read at once. Please ask for a shorter one.',
  ],

  note_refused_by_broker: ['Rejected by the broker: {reason}', 'Rejected by the broker.'],
  note_expired: 'The order expired.',
  note_bracket_moved_to_position: 'The order was filled: this level now protects the position.',
  note_bracket_removed: 'This level was removed.',
  note_parent_ended: 'The order or position that this level protected has ended.',

  warning_market_closed:
    'The market for this symbol is closed: the order may be rejected or wait until it opens.',
  warning_margin_too_low: 'There may not be enough free margin in this account for the order.',
  warning_trading_halted: 'Trading in this symbol is halted: the order may be rejected.',
} as const satisfies Readonly<Record<BrokerErrorCode | OrderNote | PreviewWarning, Message>>
