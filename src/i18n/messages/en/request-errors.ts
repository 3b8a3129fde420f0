import type { Message } from '../../message.ts'

/**
 * Requests that cannot be served as they stand, and faults of the gateway itself. Their params are documented at
 * `RequestError`; `with_reference` joins a sentence and the id under which operators find the request in the logs.
 */
export const requestErrors = {
  field_missing: ['The request lacks the field "{field}".', 'The request lacks a required field.'],
  field_invalid: [
    'The field "{field}" is not valid: expected {expected}.',
    'The field "{field}" is not valid.',
    'A field of the request is not valid.',
  ],
  too_many_symbols: [
    '{count} symbols were asked for at once, but at most {max} are possible. Ask for fewer.',
    'Too many symbols were asked for at once. Ask for fewer.',
  ],
  unknown_route: 'There is nothing at this address.',
  method_not_allowed: [
    'This address does not support that method. It supports {allowed}.',
    'This address does not support that method.',
  ],
  body_too_large: 'The request is too large.',
  body_malformed: 'The body of the request could not be read.',
  url_malformed: 'The address of the request could not be read.',
  url_too_long: 'The address of the request is too long.',
  unsupported_body: 'The body must be sent as a form (application/x-www-form-urlencoded).',
  unsupported_feature: ['This broker does not offer {feature}.', 'This broker does not offer that.'],
  confirm_mismatch: 'The order differs from the one that was previewed. Please preview it again.',
  internal_error: 'Something went wrong on our side. Please try again in a moment.',
  with_reference: ['{sentence} (Reference: {reference})', '{sentence}', 'Something went wrong on our side.'],

  // What completes `field_invalid`: "expected …"
  expected_above_zero: 'a number above zero',
  expected_characters: 'at most {max} characters',
  expected_count_to: 'a whole number from 1 to {max}',
  expected_duration: '{duration} with a {type} order',
  expected_in_body: 'it in the body of the request',
  expected_no_price: 'none with a {type} order',
  expected_not_before_from: 'a time not before "from"',
  expected_number: 'a plain number of at most {max} digits',
  expected_one_of: 'one of {choices}',
  expected_one_value: 'one value',
  expected_price: 'a price above zero',
  expected_request_id: '1 to 64 letters, digits, hyphens or underscores',
  expected_same_id: 'the id of the order in the address',
  expected_short_names: 'names of at most {max} characters',
  expected_whole_seconds: 'whole seconds since 1970',
  expected_whole_number: 'a whole number above zero',

  // What completes `unsupported_feature`: "This broker does not offer …"
  feature_daily_bars: 'bars of days and more for this symbol',
  feature_expiring_orders: 'orders that expire at a time of your choice',
  feature_guaranteed_stops: 'guaranteed stops',
  feature_intraday_bars: 'bars of less than a day for this symbol',
  feature_password_login: 'login with a password',
  feature_reversing: 'reversing a position',
  feature_stop_limit: 'stop-limit orders',

  // What `field` may name, where its name in the contract is not what people say. `field_invalid` and `field_missing`
  // are sentences, so no field is called "invalid" or "missing".
  field_accountId: 'account',
  field_limitPrice: 'limit price',
  field_maxCount: 'number of items',
  field_qty: 'quantity',
  field_stopLoss: 'stop loss',
  field_stopPrice: 'stop price',
  field_takeProfit: 'take profit',
  field_trailingStopPips: 'distance of the trailing stop',
} as const satisfies Readonly<Record<string, Message>>
