import type { Instrument } from '../../../../src/broker/instrument.ts'
import type { OrderChange } from '../../../../src/broker/order.ts'
import type { InstrumentNames } from '../../book/account-book.ts'
import { type BracketLeg, levelPrice, ownPrice } from '../../book/brackets.ts'
import type { Level, OrderRecord } from '../../book/order-records.ts'
import { stopLossFields } from '../order-request.ts'

/** Body of modifyOrder: only what changes. `null` takes a level off; 0 is never sent. */
export interface OrderPatch {
  readonly qty?: number
  readonly price?: number
  readonly stopPrice?: number
  readonly stopLoss?: number | null
  readonly stopLossType?: 'absolute' | 'trailingOffset'
  readonly takeProfit?: number | null
  readonly takeProfitType?: 'absolute'
}

/**
 * What must be sent to turn a resting order into what `change` describes. The change holds the whole set of brackets
 * that remain, so a bracket the order has and the change has not is taken off.
 */
export function orderPatch(
  record: OrderRecord,
  change: OrderChange,
  contract: Instrument,
  names: InstrumentNames,
): OrderPatch {
  const move = priceMove(record, change)
  // Upstream, distances move along with the order, so levels are compared as they will stand after the move.
  const moved: OrderRecord = { ...record, ...move }
  return {
    ...(change.qty !== record.qty && { qty: change.qty }),
    ...move,
    ...stopLossPatch(moved, change, contract, names),
    ...takeProfitPatch(moved, change, names),
  }
}

/** Price the order will carry after the change. */
export function entryOf(record: OrderRecord, change: OrderChange): number {
  return ownPrice({ ...record, ...priceMove(record, change) }) ?? 0
}

function priceMove(
  { type, ...current }: OrderRecord,
  { limitPrice, stopPrice }: OrderChange,
): Pick<OrderPatch, 'price' | 'stopPrice'> {
  if (type === 'limit' && limitPrice !== undefined && limitPrice !== current.price) {
    return { price: limitPrice }
  }
  return type === 'stop' && stopPrice !== undefined && stopPrice !== current.stopPrice ? { stopPrice } : {}
}

function stopLossPatch(
  moved: OrderRecord,
  change: OrderChange,
  contract: Instrument,
  names: InstrumentNames,
): Pick<OrderPatch, 'stopLoss' | 'stopLossType'> {
  const wanted = stopLossFields(change, contract, ownPrice(moved) ?? 0)
  const { stopLoss: level } = moved
  if (wanted.stopLoss === undefined)
    return level === undefined || hidesBrackets(moved) ? {} : { stopLoss: null }
  if (
    level === undefined ||
    (level.type === 'trailingOffset') !== (wanted.stopLossType === 'trailingOffset')
  ) {
    return wanted
  }
  const current = level.type === 'trailingOffset' ? level.value : levelPrice(moved, 'SL', level, names)
  return wanted.stopLoss === current ? {} : wanted
}

function takeProfitPatch(
  moved: OrderRecord,
  { takeProfit }: OrderChange,
  names: InstrumentNames,
): Pick<OrderPatch, 'takeProfit' | 'takeProfitType'> {
  const { takeProfit: level } = moved
  if (takeProfit === undefined) return level === undefined || hidesBrackets(moved) ? {} : { takeProfit: null }
  if (level !== undefined && takeProfit === levelPrice(moved, 'TP', level, names)) return {}
  return { takeProfit, takeProfitType: 'absolute' }
}

/** TradingView knows nothing of the brackets of a market order that waits, so it does not mean to take them off. */
const hidesBrackets = ({ type }: OrderRecord): boolean => type === 'market'

/** Takes one leg off and leaves everything else. */
export function removalPatch(leg: BracketLeg): OrderPatch {
  return leg === 'SL' ? { stopLoss: null } : { takeProfit: null }
}

/** Does the order, as read again, look as the patch wanted it? */
export function isPatched(record: OrderRecord, patch: OrderPatch): boolean {
  return (
    (patch.qty === undefined || record.qty === patch.qty) &&
    (patch.price === undefined || record.price === patch.price) &&
    (patch.stopPrice === undefined || record.stopPrice === patch.stopPrice) &&
    isLevel(record.stopLoss, patch.stopLoss, patch.stopLossType) &&
    isLevel(record.takeProfit, patch.takeProfit, patch.takeProfitType)
  )
}

/** A distance of 100 ticks is not a price of 100, so the type counts too. */
function isLevel(
  actual: Level | undefined,
  wanted: number | null | undefined,
  type: Level['type'] | undefined,
): boolean {
  if (wanted === undefined || wanted === null) return wanted === undefined || actual === undefined
  return actual?.value === wanted && actual.type === type
}
