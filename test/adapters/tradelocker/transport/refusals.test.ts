import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loginRefusalToCode, refusalToError } from '../../../../adapters/tradelocker/transport/refusals.ts'

describe("TradeLocker's refusals", () => {
  it.each([
    ['Order cannot be created since trading out of session is forbidden.', 'market_closed'],
    ['Not enough margin to create Order #7277816997898587502 Sell   0.74 Price 42950.00 ', 'margin_too_low'],
    ['Order cannot be created. Only positions closing is allowed', 'closing_only'],
    [
      'Order cannot be created since order type is not allowed for current session.',
      'order_type_not_allowed_now',
    ],
    ['{qty=[must be greater than 0]}', 'qty_not_positive'],
    ['SL price is not valid for the order. ', 'level_refused'],
    ['Account not found!', 'account_not_found'],
    ['Something new', 'rejected'],
    ['{strategyId=[length must be between 0 and 31]}', 'rejected'],
    [undefined, 'rejected'],
    ['', 'rejected'],
  ])('%j means %s', (text, code) => {
    expect(refusalToError(text).code).toBe(code)
  })

  it('shows the words in one clean line, without the ids of the back end', () => {
    const text =
      'Not enough margin to create Order #7277816997898587502 Sell   0.74\r\n Price\u202e 42950.00 '
    expect(refusalToError(text).params).toEqual({
      reason: 'Not enough margin to create Order Sell 0.74 Price 42950.00',
    })
  })

  it('gives no reason where there is none', () => {
    expect(refusalToError(' \u0000\u200b ').params).toEqual({})
    expect(refusalToError({ a: 1 }).params).toEqual({})
  })

  it('always shows at most 200 visible characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const { reason = '' } = refusalToError(text).params
        expect(Array.from(String(reason)).length).toBeLessThanOrEqual(200)
        expect(String(reason)).not.toMatch(/[\p{Cc}\p{Cf}]|\s\s/u)
      }),
    )
  })
})

describe('a login that is refused', () => {
  it.each([
    ['User is locked', 'account_not_active'],
    ['Your account has been temporarily suspended.', 'account_not_active'],
    ['account disabled', 'account_not_active'],
    ['The login is not active', 'account_not_active'],
    ['Invalid credentials', 'wrong_credentials'],
    ['Wrong password. The account will be locked after three attempts.', 'wrong_credentials'],
    ['User not found', 'wrong_credentials'],
    [undefined, 'wrong_credentials'],
  ])('with %j is %s', (text, code) => {
    expect(loginRefusalToCode(text)).toBe(code)
  })
})
