import { describe, expect, it } from 'vitest'
import type { AccountBook } from '../../../../adapters/tradelocker/book/account-book.ts'
import type { OrderRecord } from '../../../../adapters/tradelocker/book/order-records.ts'
import { type AccountMemory, joinHistory, joinOrders } from '../../../../adapters/tradelocker/book/orders.ts'
import {
  absolute,
  book,
  DAY,
  fill,
  HOUR,
  memory,
  NOW,
  names,
  orderRecord,
  positionRecord,
  stopOrder,
} from '../../../support/records.ts'
import { anOrder } from '../../../support/samples.ts'

const joined = (parts: Partial<AccountBook>, remembered: Partial<AccountMemory> = {}) =>
  new Map(joinOrders(book(parts), memory(remembered), names(), NOW).map((order) => [order.id, order]))

/** A linked order of position 900 (long): its stop loss below, its take profit above. */
const stopLoss = (changes: Partial<OrderRecord> = {}) =>
  stopOrder({ id: '601', side: 'sell', stopPrice: 1.09, positionId: '900', ...changes })
const takeProfit = (changes: Partial<OrderRecord> = {}) =>
  orderRecord({ id: '602', side: 'sell', price: 1.12, positionId: '900', ...changes })
const long = positionRecord({ id: '900', side: 'buy', stopLossId: '601', takeProfitId: '602' })
const ofPosition = { type: 'position', id: '900' }

describe('a resting order', () => {
  it('is working and shows the price of its type only', () => {
    const { limit, stop } = {
      limit: orderRecord({ id: '1', price: 1.1, stopPrice: 1.3 }),
      stop: stopOrder({ id: '2', price: 1.3, stopPrice: 1.2 }),
    }
    const orders = joined({ working: [limit, stop] })
    expect(orders.get('1')).toMatchObject({ status: 'working', limitPrice: 1.1, stopPrice: undefined })
    expect(orders.get('2')).toMatchObject({ status: 'working', limitPrice: undefined, stopPrice: 1.2 })
  })

  it('keeps the id of its instrument for a name when the instrument is on no list any more', () => {
    expect(joined({ working: [orderRecord({ instrumentId: '999' })] }).get('501')?.instrument).toBe('999')
  })

  it('brings its brackets as inactive orders that point to it', () => {
    const working = [orderRecord({ stopLoss: absolute(1.09), takeProfit: absolute(1.12) })]
    const orders = joined({ working })
    expect([...orders.keys()]).toEqual(['501', '501.SL', '501.TP'])
    expect(orders.get('501.SL')).toMatchObject({ status: 'inactive', parent: { type: 'order', id: '501' } })
  })

  it('of an earlier session is still reported', () => {
    const old = orderRecord({ createdAt: NOW - 30 * DAY, lastModified: NOW - 30 * DAY })
    expect(joined({ working: [old] }).get('501')?.status).toBe('working')
  })

  it('that is partly filled is no bracket of the position it opens', () => {
    const partly = orderRecord({ filledQty: 0.4, positionId: '900', stopLoss: absolute(1.09) })
    const orders = joined({ working: [partly, stopLoss()], positions: [long] })
    expect(orders.get('501')).toMatchObject({ parent: undefined, filledQty: 0.4 })
    expect(orders.get('601')?.parent).toEqual(ofPosition)
  })
})

describe('the brackets of a position', () => {
  it('point to the position', () => {
    const orders = joined({ working: [stopLoss(), takeProfit()], positions: [long] })
    expect(orders.get('601')).toMatchObject({ status: 'working', parent: ofPosition, stopPrice: 1.09 })
    expect(orders.get('602')).toMatchObject({ status: 'working', parent: ofPosition, limitPrice: 1.12 })
  })

  it('point to it by the columns of the position alone', () => {
    const working = [stopLoss({ positionId: undefined }), takeProfit({ positionId: undefined })]
    const orders = joined({ working, positions: [long] })
    expect([orders.get('601')?.parent, orders.get('602')?.parent]).toEqual([ofPosition, ofPosition])
  })

  it('point to it also when positions were read just before it was opened', () => {
    const orders = joined({ working: [stopLoss(), takeProfit()], positions: [] })
    expect([orders.get('601')?.parent, orders.get('602')?.parent]).toEqual([ofPosition, ofPosition])
  })

  it('point each to its own where positions are hedged', () => {
    const short = positionRecord({ id: '901', side: 'sell', stopLossId: '603' })
    const buyBack = stopOrder({ id: '603', side: 'buy', stopPrice: 1.2, positionId: '901' })
    const orders = joined({ working: [stopLoss(), buyBack], positions: [long, short] })
    expect(orders.get('601')?.parent).toEqual(ofPosition)
    expect(orders.get('603')?.parent).toEqual({ type: 'position', id: '901' })
  })

  it('have no brackets of their own, whatever their columns say: these tell how a stop trails', () => {
    const trailing = stopLoss({ stopLoss: { value: 100, type: 'trailingOffset' } })
    const orders = joined({ working: [trailing], positions: [long] })
    expect([...orders.keys()]).toEqual(['601'])
    expect(orders.get('601')?.trailing).toEqual({ pips: 10 })
  })

  it('are reported cancelled when removed, until the session ends', () => {
    const removed = (at: number) => ({ final: [takeProfit({ status: 'Cancelled', lastModified: at })] })
    expect(joined({ ...removed(NOW - DAY + 1), positions: [long] }).get('602')).toMatchObject({
      status: 'cancelled',
      parent: ofPosition,
    })
    expect(joined({ ...removed(NOW - DAY - 1), positions: [long] }).has('602')).toBe(false)
  })

  it('are filled and cancelled when one closed the position, which they go on pointing to', () => {
    const entry = fill({ id: '501', side: 'buy', createdAt: NOW - 2 * HOUR })
    const final = [entry, stopLoss({ status: 'Filled', filledQty: 1 }), takeProfit({ status: 'Cancelled' })]
    const orders = joined({ final })
    expect(orders.get('601')).toMatchObject({ status: 'filled', parent: ofPosition })
    expect(orders.get('602')).toMatchObject({ status: 'cancelled', parent: ofPosition })
    expect(orders.get('501')).toMatchObject({ status: 'filled', parent: undefined })
  })

  it('that filled still point to a position which this replica saw close', () => {
    const closedPositions = new Map([['900', long]])
    const final = [stopLoss({ status: 'Filled', filledQty: 1 })]
    expect(joined({ final }, { closedPositions }).get('601')?.parent).toEqual(ofPosition)
  })
})

describe('an ended order', () => {
  it('that filled has its brackets reported cancelled and moved to the position', () => {
    const entry = orderRecord({ status: 'Filled', filledQty: 1, positionId: '900', stopLoss: absolute(1.09) })
    const orders = joined({ final: [entry], working: [stopLoss()], positions: [long] })
    expect(orders.get('501.SL')).toMatchObject({
      status: 'cancelled',
      note: 'note_bracket_moved_to_position',
      parent: { type: 'order', id: '501' },
    })
    expect(orders.get('601')).toMatchObject({ status: 'working', parent: ofPosition })
  })

  it('that was cancelled takes its brackets with it', () => {
    const final = [orderRecord({ status: 'Cancelled', takeProfit: absolute(1.12) })]
    expect(joined({ final }).get('501.TP')).toMatchObject({
      status: 'cancelled',
      note: 'note_parent_ended',
    })
  })

  it('carries the reason when the broker refused it', () => {
    const final = [orderRecord({ status: 'Refused' })]
    expect(joined({ final }).get('501')).toMatchObject({
      status: 'rejected',
      note: 'note_refused_by_broker',
    })
  })

  it('that was still listed as live when orders were read has ended', () => {
    const working = [orderRecord({ stopLoss: absolute(1.09), takeProfit: absolute(1.12) })]
    const final = [orderRecord({ status: 'Cancelled', stopLoss: absolute(1.09), takeProfit: absolute(1.12) })]
    const orders = joined({ working, final })
    expect([...orders.values()].map(({ id, status }) => [id, status])).toEqual([
      ['501', 'cancelled'],
      ['501.SL', 'cancelled'],
      ['501.TP', 'cancelled'],
    ])
  })

  it('leaves no bracket waiting, also when the history tells nothing of its levels', () => {
    const working = [orderRecord({ stopLoss: absolute(1.09) })]
    const orders = joined({ working, final: [orderRecord({ status: 'Filled', filledQty: 1 })] })
    expect(orders.get('501.SL')?.status).toBe('cancelled')
  })

  it('is dropped when its session is over', () => {
    expect(joined({ final: [orderRecord({ lastModified: NOW - DAY - 1 })] }).size).toBe(0)
  })
})

describe('a bracket taken off a resting order', () => {
  const removedBrackets = new Map([
    ['501.SL', anOrder({ id: '501.SL', status: 'cancelled', note: 'note_bracket_removed' })],
  ])

  it('is reported cancelled', () => {
    const orders = joined({ working: [orderRecord()] }, { removedBrackets })
    expect(orders.get('501.SL')).toMatchObject({ status: 'cancelled', note: 'note_bracket_removed' })
  })

  it('is what the order says once it was put back', () => {
    const orders = joined({ working: [orderRecord({ stopLoss: absolute(1.08) })] }, { removedBrackets })
    expect(orders.get('501.SL')).toMatchObject({ status: 'inactive', stopPrice: 1.08 })
  })
})

describe('the order history', () => {
  const history = (final: readonly OrderRecord[], parts: Partial<AccountBook> = {}) =>
    joinHistory(final, book(parts), memory(), names())

  it('shows ended orders of all sessions, newest first', () => {
    const final = [
      orderRecord({ id: '1', status: 'Cancelled', lastModified: NOW - 9 * DAY }),
      orderRecord({ id: '2', status: 'Filled', filledQty: 1, lastModified: NOW - HOUR }),
      orderRecord({ id: '3', status: 'Refused', lastModified: NOW - 2 * DAY }),
    ]
    expect(history(final).map(({ id, status }) => [id, status])).toEqual([
      ['2', 'filled'],
      ['3', 'rejected'],
      ['1', 'cancelled'],
    ])
  })

  it('shows an order that has ended since the month was read, as the book has it', () => {
    const cancelled = orderRecord({ id: '1', status: 'Cancelled', lastModified: NOW - HOUR })
    const filled = orderRecord({ id: '2', status: 'Filled', filledQty: 1, lastModified: NOW })
    const final = [{ ...cancelled, status: 'Refused', lastModified: NOW - DAY }]
    expect(history(final, { final: [cancelled, filled] }).map(({ id, status }) => [id, status])).toEqual([
      ['2', 'filled'],
      ['1', 'cancelled'],
    ])
  })

  it('shows an order as it was last changed, also where the month was read after the book', () => {
    const before = orderRecord({ id: '1', status: 'Cancelled', filledQty: 0, lastModified: NOW - HOUR })
    const after = { ...before, filledQty: 0.5, lastModified: NOW }
    expect(history([after], { final: [before] })).toMatchObject([{ filledQty: 0.5, lastModified: NOW }])
    expect(history([before], { final: [after] })).toMatchObject([{ filledQty: 0.5, lastModified: NOW }])
  })

  it('tells brackets of closed positions by the sides of the fills it holds', () => {
    const entry = fill({ id: '1', side: 'buy', createdAt: NOW - 5 * DAY, lastModified: NOW - 5 * DAY })
    const hit = stopLoss({ status: 'Filled', filledQty: 1, createdAt: NOW - 4 * DAY })
    expect(history([entry, hit]).find(({ id }) => id === '601')?.parent).toEqual(ofPosition)
  })
})
