import type { Instrument } from '../../src/broker/instrument.ts'
import type { OrderChange } from '../../src/broker/order.ts'
import type { InstrumentNames } from './account-book.ts'
import { type BracketLeg, levelPips, levelPrice } from './brackets.ts'
import type { OrderRecord } from './order-records.ts'
import { stopLossFields } from './order-request.ts'

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
  const entry = entryOf(record, change)
  return {
    ...(change.qty !== record.qty && { qty: change.qty }),
    ...(record.type === 'limit' && entry !== record.price && { price: entry }),
    ...(record.type === 'stop' && entry !== record.stopPrice && { stopPrice: entry }),
    ...stopLossPatch(record, change, contract, names, entry),
    ...takeProfitPatch(record, change, names),
  }
}

/** Price the order will carry after the change. */
export function entryOf(record: OrderRecord, change: OrderChange): number {
  const wanted = record.type === 'limit' ? change.limitPrice : change.stopPrice
  return wanted ?? (record.type === 'limit' ? record.price : record.stopPrice) ?? 0
}

function stopLossPatch(
  record: OrderRecord,
  change: OrderChange,
  contract: Instrument,
  names: InstrumentNames,
  entry: number,
): Pick<OrderPatch, 'stopLoss' | 'stopLossType'> {
  const { stopLoss: level } = record
  if (change.stopLoss === undefined && change.trailingStopPips === undefined) {
    return level === undefined ? {} : { stopLoss: null }
  }
  if (level !== undefined) {
    const trails = level.type === 'trailingOffset'
    if (trails && change.trailingStopPips === levelPips(record, level, names)) return {}
    if (!trails && change.stopLoss === levelPrice(record, 'SL', level, names)) return {}
  }
  return stopLossFields(change, contract, entry)
}

function takeProfitPatch(
  record: OrderRecord,
  { takeProfit }: OrderChange,
  names: InstrumentNames,
): Pick<OrderPatch, 'takeProfit' | 'takeProfitType'> {
  const { takeProfit: level } = record
  if (takeProfit === undefined) return level === undefined ? {} : { takeProfit: null }
  if (level !== undefined && takeProfit === levelPrice(record, 'TP', level, names)) return {}
  return { takeProfit, takeProfitType: 'absolute' }
}

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
    isLevel(record.stopLoss?.value, patch.stopLoss) &&
    isLevel(record.takeProfit?.value, patch.takeProfit)
  )
}

function isLevel(actual: number | undefined, wanted: number | null | undefined): boolean {
  return wanted === undefined || actual === (wanted ?? undefined)
}
