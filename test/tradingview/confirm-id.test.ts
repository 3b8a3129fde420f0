import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderTicket } from '../../src/broker/order.ts'
import { checkConfirmId, confirmIdOfChange, confirmIdOfTicket } from '../../src/tradingview/confirm-id.ts'

const ticket: OrderTicket = { instrument: 'EURUSD.R', side: 'buy', type: 'limit', qty: 0.5, limitPrice: 1.09 }

describe('a confirmId', () => {
  it('has 22 characters that need no encoding in a URL', () => {
    expect(confirmIdOfTicket('1', ticket)).toMatch(/^[\w-]{22}$/)
    expect(confirmIdOfChange('1', '17', { qty: 1 })).toMatch(/^[\w-]{22}$/)
  })

  it('is the same for the same order, however it was written down', () => {
    const again: OrderTicket = {
      limitPrice: 1.09,
      qty: 0.5,
      type: 'limit',
      side: 'buy',
      instrument: 'EURUSD.R',
    }
    expect(confirmIdOfTicket('1', again)).toBe(confirmIdOfTicket('1', ticket))
    expect(confirmIdOfTicket('1', { ...ticket, stopLoss: undefined })).toBe(confirmIdOfTicket('1', ticket))
  })

  it.each<[string, Partial<OrderTicket>]>([
    ['instrument', { instrument: 'EURUSD' }],
    ['side', { side: 'sell' }],
    ['type', { type: 'stop' }],
    ['quantity', { qty: 0.51 }],
    ['limit price', { limitPrice: 1.0901 }],
    ['stop price', { stopPrice: 1.09 }],
    ['stop loss', { stopLoss: 1.08 }],
    ['take profit', { takeProfit: 1.08 }],
    ['trailing stop', { trailingStopPips: 10 }],
  ])('differs with another %s', (_what, change) => {
    expect(confirmIdOfTicket('1', { ...ticket, ...change })).not.toBe(confirmIdOfTicket('1', ticket))
  })

  it('differs with the account, and for a change with the order', () => {
    expect(confirmIdOfTicket('2', ticket)).not.toBe(confirmIdOfTicket('1', ticket))
    const change = { qty: 1, limitPrice: 1.09 }
    const ids = [
      confirmIdOfChange('1', '17', change),
      confirmIdOfChange('2', '17', change),
      confirmIdOfChange('1', '18', change),
      confirmIdOfChange('1', '17', { ...change, qty: 2 }),
      confirmIdOfChange('1', '17', { qty: 1, stopPrice: 1.09 }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('never confuses two sets of levels', () => {
    const level = fc.option(fc.constantFrom(1, 2, 3), { nil: undefined })
    const levels = fc.record({
      stopLoss: level,
      takeProfit: level,
      trailingStopPips: level,
      limitPrice: level,
    })
    fc.assert(
      fc.property(levels, levels, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other)
        const idOf = (these: typeof one) => confirmIdOfTicket('1', { ...ticket, ...these })
        expect(idOf(one) === idOf(other)).toBe(same)
      }),
    )
  })

  it('is checked only when one is given', () => {
    const expected = confirmIdOfTicket('1', ticket)
    expect(() => checkConfirmId({}, expected)).not.toThrow()
    expect(() => checkConfirmId({ confirmId: '' }, expected)).not.toThrow()
    expect(() => checkConfirmId({ confirmId: expected }, expected)).not.toThrow()
    expect(() => checkConfirmId({ confirmId: 'other' }, expected)).toThrow(
      expect.objectContaining({ code: 'confirm_mismatch' }),
    )
  })
})
