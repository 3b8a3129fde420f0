import { divide, shift, times } from '../../../src/broker/grid.ts'
import type { Order, OrderNote, Side } from '../../../src/broker/order.ts'
import type { InstrumentNames } from './account-book.ts'
import type { Level, OrderRecord } from './order-records.ts'

/*
 * A resting order carries its stop loss and take profit as columns; TradingView wants them as orders of their own. They
 * get the parent's id with a suffix. Once the parent fills, TradeLocker makes real orders of them, linked to the
 * position, with ids of their own.
 */

export type BracketLeg = 'SL' | 'TP'

/** The id under which TradingView gets a level that an order carries. */
export function bracketId(orderId: string, leg: BracketLeg): string {
  return `${orderId}.${leg}`
}

/** Takes a derived bracket id apart; undefined when it is the id of a real order. */
export function parseBracketId(id: string): { orderId: string; leg: BracketLeg } | undefined {
  const match = /^(.+)\.(SL|TP)$/.exec(id)
  if (match?.[1] === undefined) return undefined
  return { orderId: match[1], leg: match[2] === 'SL' ? 'SL' : 'TP' }
}

export function oppositeSide(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

/** The derived brackets of a resting (or once resting) order. Market orders never rest, so they have none. */
export function derivedBrackets(
  parent: OrderRecord,
  names: InstrumentNames,
  ended: OrderNote | undefined,
): Order[] {
  if (parent.type === 'market') return []
  const legs: Order[] = []
  if (parent.stopLoss !== undefined) legs.push(derivedBracket(parent, 'SL', parent.stopLoss, names, ended))
  if (parent.takeProfit !== undefined)
    legs.push(derivedBracket(parent, 'TP', parent.takeProfit, names, ended))
  return legs
}

function derivedBracket(
  parent: OrderRecord,
  leg: BracketLeg,
  level: Level,
  names: InstrumentNames,
  ended: OrderNote | undefined,
): Order {
  const price = levelPrice(parent, leg, level, names)
  return {
    id: bracketId(parent.id, leg),
    instrument: names.nameOf(parent.instrumentId),
    side: oppositeSide(parent.side),
    type: leg === 'SL' ? 'stop' : 'limit',
    qty: parent.qty,
    filledQty: 0,
    avgPrice: undefined,
    limitPrice: leg === 'TP' ? price : undefined,
    stopPrice: leg === 'SL' ? price : undefined,
    trailing: level.type === 'trailingOffset' ? { pips: levelPips(parent, level, names) } : undefined,
    status: ended === undefined ? 'inactive' : 'cancelled',
    parent: { type: 'order', id: parent.id },
    validity: 'GTC',
    createdAt: parent.createdAt,
    lastModified: parent.lastModified,
    note: ended,
  }
}

/** The price that belongs to the order's type. */
export function ownPrice({ type, price, stopPrice }: OrderRecord): number | undefined {
  return type === 'stop' ? stopPrice : price
}

/** Absolute price of a level; a distance counts from the order's own price, towards loss for SL, profit for TP. */
export function levelPrice(
  parent: OrderRecord,
  leg: BracketLeg,
  level: Level,
  names: InstrumentNames,
): number | undefined {
  if (level.type === 'absolute') return level.value
  const entry = ownPrice(parent)
  const steps = entry === undefined ? undefined : names.stepsOf(parent.instrumentId, entry)
  if (entry === undefined || steps === undefined) return undefined
  const upwards = (parent.side === 'buy') === (leg === 'TP')
  return shift(entry, upwards ? level.value : -level.value, steps.tick)
}

/** The distance at which the price is followed, where the row tells one. */
export function trailingDistance({ stopLoss }: OrderRecord): Level | undefined {
  return stopLoss?.type === 'trailingOffset' ? stopLoss : undefined
}

/** A distance in ticks, told in pips. */
export function levelPips(parent: OrderRecord, level: Level, names: InstrumentNames): number | undefined {
  const steps = names.stepsOf(parent.instrumentId, ownPrice(parent) ?? 0)
  return steps === undefined ? undefined : divide(times(level.value, steps.tick), steps.pip)
}
