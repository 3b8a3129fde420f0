import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencySign, money } from '../../src/tradingview/money.ts'

describe('money', () => {
  it.each([
    [1234.5, 'USD', '$1,234.50'],
    [-3, 'EUR', '-€3.00'],
    [1234.56, 'JPY', '¥1,235'],
    [-0.001, 'USD', '$0.00'],
    [12, 'USDT', '12.00 USDT'],
    [-1234.567, 'USDT', '-1,234.57 USDT'],
  ])('%d in %s reads %s', (amount, currency, text) => expect(money(amount, currency)).toBe(text))

  it.each([
    [0.00123, 'USD', '$0.00123'],
    [10, 'USD', '$10.00'],
    [0.00123, 'USDT', '0.00123 USDT'],
    [0.123, 'JPY', '¥0.123'],
  ])('%d in %s with up to five decimals reads %s', (amount, currency, text) => {
    expect(money(amount, currency, 5)).toBe(text)
  })

  it('whatever the currency is called, there is a text with its amount', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), (amount, currency) => {
        expect(money(amount, currency)).toMatch(/\d/)
      }),
    )
  })
})

describe('the sign of a currency', () => {
  it.each([
    ['USD', '$'],
    ['EUR', '€'],
    ['GBP', '£'],
    ['JPY', '¥'],
    ['CHF', 'CHF'],
    ['USDT', 'USDT'],
    ['XXX', 'XXX'],
    ['', ''],
  ])('of %s is %s', (currency, sign) => expect(currencySign(currency)).toBe(sign))
})
