import { divide, tickAt, times } from '../../../src/broker/grid.ts'
import type { Instrument } from '../../../src/broker/instrument.ts'
import type { BracketLevels, OrderTicket } from '../../../src/broker/order.ts'
import type { ListedInstrument } from '../instruments/instrument-list.ts'

/** Body of placeOrder. Numbers are sent as numbers; what is not set is left out. */
export interface PlaceOrderBody {
  readonly tradableInstrumentId: string
  readonly routeId: string
  readonly side: 'buy' | 'sell'
  readonly type: 'market' | 'limit' | 'stop'
  /** The only accepted pairs: IOC for market, GTC for limit and stop. */
  readonly validity: 'IOC' | 'GTC'
  readonly qty: number
  readonly price: number
  readonly stopPrice?: number
  readonly stopLoss?: number
  readonly stopLossType?: 'absolute' | 'trailingOffset'
  readonly takeProfit?: number
  readonly takeProfitType?: 'absolute'
  readonly strategyId: string
}

/**
 * A ticket in TradeLocker's words. Orders take the TRADE route; market and stop orders carry price 0.
 * @param entry price the order is expected to fill at; settles the tick band of a trailing distance
 */
export function placeOrderBody(
  ticket: OrderTicket,
  listed: ListedInstrument,
  contract: Instrument,
  entry: number,
  strategyId: string,
): PlaceOrderBody {
  return {
    tradableInstrumentId: listed.id,
    routeId: listed.tradeRoute,
    side: ticket.side,
    type: ticket.type,
    validity: ticket.type === 'market' ? 'IOC' : 'GTC',
    qty: ticket.qty,
    price: ticket.type === 'limit' ? (ticket.limitPrice ?? 0) : 0,
    ...(ticket.type === 'stop' && ticket.stopPrice !== undefined && { stopPrice: ticket.stopPrice }),
    ...stopLossFields(ticket, contract, entry),
    ...(ticket.takeProfit !== undefined && { takeProfit: ticket.takeProfit, takeProfitType: 'absolute' }),
    strategyId,
  }
}

/** Stop loss as a price, or as a trailing distance; a value never travels without its type. */
export function stopLossFields(
  levels: BracketLevels,
  contract: Instrument,
  entry: number,
): Pick<PlaceOrderBody, 'stopLoss' | 'stopLossType'> {
  if (levels.trailingStopPips !== undefined) {
    return {
      stopLoss: trailingTicks(levels.trailingStopPips, contract, entry),
      stopLossType: 'trailingOffset',
    }
  }
  return levels.stopLoss === undefined ? {} : { stopLoss: levels.stopLoss, stopLossType: 'absolute' }
}

/** TradingView tells a trailing distance in pips, TradeLocker takes it in whole ticks. */
export function trailingTicks(pips: number, { pipSize, tickBands }: Instrument, price: number): number {
  return Math.max(1, Math.round(divide(times(pips, pipSize), tickAt(tickBands, price))))
}
