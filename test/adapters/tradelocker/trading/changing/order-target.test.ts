import { describe, expect, it } from 'vitest'
import { findOrderTarget } from '../../../../../adapters/tradelocker/trading/changing/order-target.ts'
import { BrokerError } from '../../../../../src/broker/errors.ts'
import { absolute, book, fill, orderRecord, positionRecord, stopOrder } from '../../../../support/records.ts'

const resting = orderRecord({ id: '501', stopLoss: absolute(1.09) })
const stopLoss = stopOrder({ id: '601', side: 'sell', positionId: '900' })
const takeProfit = orderRecord({ id: '602', side: 'sell', positionId: '900' })
const position = positionRecord({ id: '900', stopLossId: '601', takeProfitId: '602' })
const account = book({
  working: [resting, stopLoss, takeProfit],
  positions: [position],
  final: [fill({ id: '499' })],
})

function refusal(orderId: string): BrokerError {
  try {
    findOrderTarget(account, orderId)
  } catch (error) {
    if (error instanceof BrokerError) return error
  }
  throw new Error('expected a BrokerError')
}

describe('the id of an order stands for', () => {
  it('a resting order', () => {
    expect(findOrderTarget(account, '501')).toEqual({ kind: 'order', record: resting })
  })

  it('a leg of a resting order', () => {
    expect(findOrderTarget(account, '501.SL')).toEqual({ kind: 'order-bracket', record: resting, leg: 'SL' })
  })

  it.each([
    ['601', 'SL', stopLoss],
    ['602', 'TP', takeProfit],
  ])('a leg of a position: %s is its %s', (id, leg, record) => {
    expect(findOrderTarget(account, id)).toEqual({ kind: 'position-bracket', record, leg, position })
  })
})

it.each([
  ['603', 'SL', stopOrder({ id: '603', side: 'sell', positionId: '901' })],
  ['604', 'TP', orderRecord({ id: '604', side: 'sell', positionId: '901' })],
])('a leg that only itself tells whose it is, is one of its position: %s is its %s', (id, leg, record) => {
  const unlinked = positionRecord({ id: '901', stopLossId: undefined, takeProfitId: undefined })
  expect(findOrderTarget(book({ working: [record], positions: [unlinked] }), id)).toEqual({
    kind: 'position-bracket',
    record,
    leg,
    position: unlinked,
  })
})

describe('the id of an order is refused', () => {
  it.each([
    ['an order that has ended', '499', 'order_already_final'],
    ['a leg of an order that has ended', '499.SL', 'order_already_final'],
    ['a leg the order has not, or not any more', '501.TP', 'order_already_final'],
    ['an order nobody knows', '777', 'order_not_found'],
    ['a leg of an order nobody knows', '777.SL', 'order_not_found'],
    ['nothing', '', 'order_not_found'],
  ])('when it is that of %s', (_, id, code) => {
    expect(refusal(id)).toMatchObject({ code, params: { orderId: id } })
  })
})
