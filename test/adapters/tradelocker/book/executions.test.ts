import { describe, expect, it } from 'vitest'
import { joinExecutions } from '../../../../adapters/tradelocker/book/executions.ts'
import type { ExecutionRecord } from '../../../../adapters/tradelocker/book/order-records.ts'
import type { Side } from '../../../../src/broker/order.ts'
import { executionRecord, HOUR, NOW } from '../../../support/records.ts'

const eurusd = { id: '278', name: 'EURUSD' }
const joined = (records: readonly ExecutionRecord[], sides: Readonly<Record<string, Side>> = {}) =>
  joinExecutions(records, eurusd, new Map(Object.entries(sides)))

const entry = executionRecord({ id: '1', side: 'buy', time: NOW - 2 * HOUR })
const exit = executionRecord({ id: '2', side: 'sell', time: NOW - HOUR, orderId: '502' })

describe('the executions of an instrument', () => {
  it('are told newest first, with the name of the instrument', () => {
    expect(joined([entry, exit], { 900: 'buy' })).toEqual([
      {
        id: '2',
        instrument: 'EURUSD',
        price: 1.1,
        time: NOW - HOUR,
        qty: 1,
        side: 'sell',
        orderId: '502',
        positionId: '900',
        isClose: true,
      },
      expect.objectContaining({ id: '1', isClose: false }),
    ])
  })

  it('are not mixed with those of others', () => {
    expect(joined([executionRecord({ instrumentId: '279' })])).toEqual([])
  })
})

describe('an execution', () => {
  it('closes when it goes against the side of its position', () => {
    expect(joined([exit], { 900: 'buy' })).toMatchObject([{ isClose: true }])
    expect(joined([exit], { 900: 'sell' })).toMatchObject([{ isClose: false }])
  })

  it('closes when an earlier one opened the position, in whatever order they are listed', () => {
    for (const records of [
      [entry, exit],
      [exit, entry],
    ]) {
      expect(joined(records).map(({ id, isClose }) => [id, isClose])).toEqual([
        ['2', true],
        ['1', false],
      ])
    }
  })

  it('without a position closes nothing that could be known', () => {
    expect(joined([executionRecord({ positionId: undefined })])).toMatchObject([{ isClose: false }])
  })

  it('against another, hedged position does not close that', () => {
    const hedge = executionRecord({ id: '3', side: 'sell', positionId: '901' })
    expect(joined([entry, hedge]).map(({ isClose }) => isClose)).toEqual([false, false])
  })
})
