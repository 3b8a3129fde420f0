import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bracketId,
  derivedBrackets,
  levelPips,
  levelPrice,
  parseBracketId,
} from '../../../../adapters/tradelocker/book/brackets.ts'
import {
  absolute,
  contract,
  names,
  offset,
  orderRecord,
  stopOrder,
  trailingOffset,
  twoBands,
  yenPair,
} from '../../../support/records.ts'

describe('the id of a bracket that is a column of its order', () => {
  it('leads back to the order', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,19}$/), fc.constantFrom('SL', 'TP'), (orderId, leg) => {
        expect(parseBracketId(bracketId(orderId, leg))).toEqual({ orderId, leg })
      }),
    )
  })

  it.each(['501', '501.sl', '501.SLX', '.SL', 'SL', ''])('is not %j', (id) => {
    expect(parseBracketId(id)).toBeUndefined()
  })
})

describe('the brackets of a resting order', () => {
  const parent = orderRecord({ id: '501', qty: 0.3, stopLoss: absolute(1.09), takeProfit: absolute(1.12) })

  it('wait on the other side, with the quantity of their order', () => {
    expect(derivedBrackets(parent, names(), undefined)).toMatchObject([
      {
        id: '501.SL',
        instrument: 'EURUSD',
        side: 'sell',
        type: 'stop',
        qty: 0.3,
        filledQty: 0,
        stopPrice: 1.09,
        limitPrice: undefined,
        trailing: undefined,
        status: 'inactive',
        parent: { type: 'order', id: '501' },
        note: undefined,
      },
      {
        id: '501.TP',
        side: 'sell',
        type: 'limit',
        limitPrice: 1.12,
        stopPrice: undefined,
        status: 'inactive',
        parent: { type: 'order', id: '501' },
      },
    ])
  })

  it('are cancelled, with the reason, when the order has ended', () => {
    const ended = derivedBrackets(parent, names(), 'note_parent_ended')
    expect(ended.map(({ status, note }) => [status, note])).toEqual([
      ['cancelled', 'note_parent_ended'],
      ['cancelled', 'note_parent_ended'],
    ])
  })

  it('do not exist for a market order, which never rests', () => {
    expect(derivedBrackets(orderRecord({ ...parent, type: 'market' }), names(), undefined)).toEqual([])
  })

  it('tell a trailing distance of ticks in pips, with the level it starts from', () => {
    const trailing = orderRecord({ stopLoss: trailingOffset(125) })
    expect(derivedBrackets(trailing, names(), undefined)).toMatchObject([
      { stopPrice: 1.09875, trailing: { pips: 12.5 } },
    ])
  })

  it('are reported without a price while the steps of the instrument are not known', () => {
    const legs = derivedBrackets(orderRecord({ stopLoss: offset(100) }), names({}), undefined)
    expect(legs).toMatchObject([{ id: '501.SL', instrument: '278', stopPrice: undefined }])
  })
})

describe('a level given as a distance in ticks', () => {
  it.each([
    ['buy', 'SL', 1.099],
    ['buy', 'TP', 1.101],
    ['sell', 'SL', 1.101],
    ['sell', 'TP', 1.099],
  ] as const)('of a %s order counts towards loss or profit: %s', (side, leg, price) => {
    expect(levelPrice(orderRecord({ side }), leg, offset(100), names())).toBe(price)
  })

  it('counts from the stop price of a stop order', () => {
    expect(levelPrice(stopOrder({ stopPrice: 1.2 }), 'SL', offset(100), names())).toBe(1.199)
  })

  it('counts thousandths for yen, ten to the pip', () => {
    const known = names({ 278: contract(yenPair) })
    const parent = orderRecord({ price: 150 })
    expect(levelPrice(parent, 'SL', offset(250), known)).toBe(149.75)
    expect(levelPips(parent, trailingOffset(250), known)).toBe(25)
  })

  it('counts the ticks of the band the order is in', () => {
    const known = names({ 278: contract(twoBands) })
    expect(levelPrice(orderRecord({ price: 99 }), 'TP', offset(10), known)).toBe(99.1)
    expect(levelPrice(orderRecord({ price: 200 }), 'TP', offset(10), known)).toBe(200.5)
    expect(levelPips(orderRecord({ price: 200 }), trailingOffset(10), known)).toBe(50)
  })

  it('has no price when there is no price to count from', () => {
    expect(levelPrice(orderRecord({ price: undefined }), 'SL', offset(1), names())).toBeUndefined()
  })
})
