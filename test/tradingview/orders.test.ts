import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Order } from '../../src/broker/order.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderOrder } from '../../src/tradingview/orders.ts'
import { isFinal } from '../../src/tradingview/orders-history.ts'
import { order } from '../support/arbitraries.ts'
import { anOrder } from '../support/samples.ts'

const render = (changes: Partial<Order>) => renderOrder(anOrder(changes), 'en')

describe('an order', () => {
  it('is told with its own price, its duration and the second of its last change', () => {
    expect(render({})).toEqual({
      id: '360287970189639681',
      instrument: 'EURUSD.R',
      qty: 0.5,
      side: 'buy',
      type: 'limit',
      status: 'working',
      filledQty: 0,
      limitPrice: 1.0875,
      duration: { type: 'GTC' },
      lastModified: 1_700_000_001,
    })
  })

  it.each<[string, Partial<Order>, string]>([
    ['a stop price on a limit order', { stopPrice: 1 }, 'stopPrice'],
    ['a limit price on a stop', { type: 'stop', limitPrice: 1 }, 'limitPrice'],
    ['any price on a market order', { type: 'market', limitPrice: 1 }, 'limitPrice'],
    ['an average price before the first fill', { avgPrice: 1, filledQty: 0 }, 'avgPrice'],
    ['an average price nobody knows', { filledQty: 0.5 }, 'avgPrice'],
    ['a duration it does not have', { validity: undefined }, 'duration'],
    ['a trailing distance on a fixed stop', { type: 'stop', stopPrice: 1 }, 'trailingStopPips'],
    ['a trailing distance of zero', { type: 'stop', trailing: { pips: 0 } }, 'trailingStopPips'],
    ['a trailing distance on a limit order', { trailing: { pips: 5 } }, 'trailingStopPips'],
    ['a mark that a limit order trails', { trailing: { pips: 5 } }, 'isTrailingStop'],
    ['a parent it does not have', {}, 'parentId'],
    ['a message without a reason', {}, 'message'],
  ])('never carries %s', (_what, changes, field) => {
    expect(render(changes)).not.toHaveProperty(field)
  })

  it.each<[string, Partial<Order>, object]>([
    ['a stop', { type: 'stop', stopPrice: 1.1 }, { stopPrice: 1.1 }],
    ['a partly filled order', { filledQty: 0.2, avgPrice: 1.0874 }, { filledQty: 0.2, avgPrice: 1.0874 }],
    [
      'a trailing stop',
      { type: 'stop', stopPrice: 1.1, trailing: { pips: 25 } },
      { isTrailingStop: true, trailingStopPips: 25, stopPrice: 1.1 },
    ],
    [
      'a trailing stop whose distance nobody knows',
      { type: 'stop', trailing: { pips: undefined } },
      { isTrailingStop: true },
    ],
    [
      'a bracket of a resting order',
      { status: 'inactive', parent: { type: 'order', id: '17' } },
      { status: 'inactive', parentId: '17', parentType: 'order' },
    ],
    [
      'a bracket of a position',
      { parent: { type: 'position', id: '99' } },
      { parentId: '99', parentType: 'position' },
    ],
    ['an immediate order', { type: 'market', validity: 'IOC' }, { duration: { type: 'IOC' } }],
  ])('%s is told as such', (_what, changes, fields) => expect(render(changes)).toMatchObject(fields))

  it('says why it looks as it does, and says it loudly when the broker refused it', () => {
    expect(render({ status: 'rejected', note: 'note_refused_by_broker' })).toMatchObject({
      message: { type: 'error', text: expect.stringContaining('ejected') },
    })
    expect(render({ status: 'cancelled', note: 'note_expired' })).toMatchObject({
      message: { type: 'information', text: expect.stringMatching(/\w/) },
    })
  })

  it.each<[Order['status'], boolean]>([
    ['placing', false],
    ['inactive', false],
    ['working', false],
    ['filled', true],
    ['cancelled', true],
    ['rejected', true],
  ])('with status %s belongs to the history: %s', (status, final) => {
    expect(isFinal(anOrder({ status }))).toBe(final)
  })

  it('keeps the contract of both lists in every state', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 4 }), (all) => {
        const answerOf = (orders: Order[]) => ({ s: 'ok', d: orders.map((one) => renderOrder(one, 'en')) })
        contractFor('GET', '/accounts/1/orders').parse(answerOf(all))
        contractFor('GET', '/accounts/1/ordersHistory').parse(answerOf(all.filter(isFinal)))
      }),
    )
  })
})
