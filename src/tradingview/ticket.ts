import type { BracketLevels, OrderChange, OrderTicket, OrderType } from '../broker/order.ts'
import type { FormFields } from '../http/form.ts'
import { RequestError } from '../http/request-error.ts'
import type { Feature } from '../i18n/translate.ts'
import { durationOf } from './config.ts'
import {
  aboveZero,
  decimal,
  invalid,
  isBlank,
  priceIfAny,
  requiredAboveZero,
  requiredChoice,
  requiredText,
} from './parse.ts'

/*
 * The form of the order ticket. Fields that are not named here are inputs of other brokers and are left alone, the
 * digital signature among them. Whether prices and quantities fit the instrument is the broker's to say.
 */

/** The order somebody wants to place. @throws RequestError */
export function ticketOf(form: FormFields): OrderTicket {
  const instrument = requiredText(form, 'instrument')
  const side = requiredChoice(form, 'side', ['buy', 'sell'])
  const type = orderTypeOf(form, 'type')
  const qty = requiredAboveZero(form, 'qty')
  checkDuration(form, type)
  checkPricesSeen(form)
  return { instrument, side, type, qty, ...ownPrices(form, type), ...levelsOf(form) }
}

/**
 * The new description of a working order. Only the quantity is sure to be sent; the type is not, so both prices count
 * and the broker takes the one that belongs to the order. @throws RequestError
 */
export function changeOf(form: FormFields, orderId: string): OrderChange {
  if (!isBlank(form, 'id') && form.id !== orderId) throw invalid('id', 'same_id')
  const qty = requiredAboveZero(form, 'qty')
  checkPricesSeen(form)
  return {
    qty,
    limitPrice: priceIfAny(form, 'limitPrice'),
    stopPrice: priceIfAny(form, 'stopPrice'),
    ...levelsOf(form),
  }
}

/**
 * Stop loss, take profit and trailing stop of a form. A zero is refused and not read as "none": dropping somebody's
 * protection because of an odd number would be the worst way to understand it. @throws RequestError
 */
export function levelsOf(form: FormFields): BracketLevels {
  if (!isBlank(form, 'guaranteedStop')) refuse('guaranteed_stops')
  return {
    stopLoss: aboveZero(form, 'stopLoss'),
    trailingStopPips: aboveZero(form, 'trailingStopPips'),
    takeProfit: aboveZero(form, 'takeProfit'),
  }
}

/** @throws RequestError field_missing, field_invalid, unsupported_feature */
export function orderTypeOf(form: FormFields, field: string): OrderType {
  const type = requiredChoice(form, field, ['market', 'limit', 'stop', 'stoplimit'])
  return type === 'stoplimit' ? refuse('stop_limit') : type
}

/** The price the order's type calls for. A price of another type contradicts the order, which is then not guessed at. */
function ownPrices(form: FormFields, type: OrderType): Pick<OrderTicket, 'limitPrice' | 'stopPrice'> {
  const limitPrice = priceIfAny(form, 'limitPrice')
  const stopPrice = priceIfAny(form, 'stopPrice')
  if (limitPrice !== undefined && type !== 'limit') throw invalid('limitPrice', 'no_price', { type })
  if (stopPrice !== undefined && type !== 'stop') throw invalid('stopPrice', 'no_price', { type })
  return { limitPrice, stopPrice }
}

/** A form without a duration means the one its order type has. @throws RequestError */
function checkDuration(form: FormFields, type: OrderType): void {
  const allowed = durationOf[type]
  // One-click orders carry the default duration whatever their type; a market order is filled at once all the same.
  const isDefaultOnMarket = type === 'market' && form.durationType === durationOf.limit
  if (!isBlank(form, 'durationType') && form.durationType !== allowed && !isDefaultOnMarket) {
    throw invalid('durationType', 'duration', { duration: allowed, type })
  }
  if (!isBlank(form, 'durationDateTime')) refuse('expiring_orders')
}

/** The prices the trader was looking at are not needed, but nonsense in them means that the form is not to be trusted. */
export function checkPricesSeen(form: FormFields): void {
  decimal(form, 'currentAsk')
  decimal(form, 'currentBid')
}

/** @throws RequestError unsupported_feature */
export function refuse(feature: Feature): never {
  throw new RequestError('unsupported_feature', { feature })
}
