import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  placeOrderBody,
  stopLossFields,
  trailingTicks,
} from '../../../../adapters/tradelocker/trading/order-request.ts'
import type { OrderTicket } from '../../../../src/broker/order.ts'
import { contract, listedInstrument, twoBands, yenPair } from '../../../support/records.ts'

const listed = listedInstrument({ id: '278', infoRoutes: ['452'], tradeRoute: '9912' })
const body = (ticket: Partial<OrderTicket>, entry = 1.1) =>
  placeOrderBody(
    { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 0.3, ...ticket },
    listed,
    contract(),
    entry,
    'tv1',
  )

describe('the order as TradeLocker takes it', () => {
  it('is IOC on the TRADE route at price 0 when it is a market order', () => {
    expect(body({ type: 'market', side: 'sell' })).toEqual({
      tradableInstrumentId: '278',
      routeId: '9912',
      side: 'sell',
      type: 'market',
      validity: 'IOC',
      qty: 0.3,
      price: 0,
      strategyId: 'tv1',
    })
  })

  it('is GTC at its price when it is a limit order', () => {
    expect(body({ type: 'limit', limitPrice: 1.09 })).toMatchObject({ validity: 'GTC', price: 1.09 })
    expect(body({ type: 'limit', limitPrice: 1.09 })).not.toHaveProperty('stopPrice')
  })

  it('carries the trigger of a stop order in stopPrice, not in price', () => {
    const stop = body({ type: 'stop', stopPrice: 1.12 })
    expect(stop).toMatchObject({ validity: 'GTC', price: 0, stopPrice: 1.12 })
  })

  it('carries every level together with its type, and none that was not asked for', () => {
    const { stopLoss, stopLossType, takeProfit, takeProfitType } = body({ stopLoss: 1.09, takeProfit: 1.12 })
    expect({ stopLoss, stopLossType, takeProfit, takeProfitType }).toEqual({
      stopLoss: 1.09,
      stopLossType: 'absolute',
      takeProfit: 1.12,
      takeProfitType: 'absolute',
    })
    expect(Object.keys(body({}))).not.toContain('stopLossType')
    expect(Object.keys(body({}))).not.toContain('takeProfitType')
  })

  it('trails at a distance in ticks', () => {
    expect(body({ trailingStopPips: 15 })).toMatchObject({ stopLoss: 150, stopLossType: 'trailingOffset' })
  })
})

describe('a trailing distance', () => {
  it.each([
    ['ten ticks to the pip in forex', contract(), 12.5, 1.1, 125],
    ['ten ticks to the pip for yen', contract(yenPair), 30, 150, 300],
    ['one tick to the pip elsewhere', contract(twoBands), 25, 50, 25],
    ['by the band the order is in', contract(twoBands), 25, 150, 5],
    ['at least one tick', contract(twoBands), 1, 150, 1],
  ])('counts %s', (_, of, pips, entry, ticks) => {
    expect(trailingTicks(pips, of, entry)).toBe(ticks)
  })

  it('is always a whole number of ticks above zero', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(contract(), contract(yenPair), contract(twoBands)),
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (of, pips, entry) => {
          const ticks = trailingTicks(pips, of, entry)
          expect(Number.isInteger(ticks) && ticks >= 1).toBe(true)
        },
      ),
    )
  })

  it('stands instead of a stop loss', () => {
    expect(stopLossFields({ trailingStopPips: 10 }, contract(), 1.1)).toEqual({
      stopLoss: 100,
      stopLossType: 'trailingOffset',
    })
    expect(stopLossFields({}, contract(), 1.1)).toEqual({})
  })
})
