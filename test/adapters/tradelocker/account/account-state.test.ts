import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAccountState } from '../../../../adapters/tradelocker/account/account-state.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'

const read = (figures: Readonly<Record<string, unknown>>) =>
  readAccountState(Object.values(figures), Object.keys(figures))

describe('the state of an account', () => {
  const figures = {
    balance: 1_000,
    projectedBalance: 1_050,
    availableFunds: 800,
    initialMarginReq: 250,
    openGrossPnL: 60,
    openNetPnL: 50,
  }

  it('is read by column id: equity is the projected balance, open profit the net one', () => {
    expect(read(figures)).toEqual({
      balance: 1_000,
      equity: 1_050,
      marginAvailable: 800,
      unrealizedPl: 50,
      details: figures,
    })
  })

  it('is the same when columns are reordered and figures are texts', () => {
    const reversed = Object.fromEntries(
      Object.entries(figures)
        .toReversed()
        .map(([id, value]) => [id, String(value)]),
    )
    expect(read(reversed)).toEqual(read(figures))
  })

  it.each([
    ['open profit from the gross one', { balance: 1_000, openGrossPnL: 60 }, { unrealizedPl: 60 }],
    ['open profit from equity', { balance: 1_000, projectedBalance: 1_050 }, { unrealizedPl: 50 }],
    ['equity from balance and profit', { balance: 1_000, openNetPnL: -20 }, { equity: 980 }],
    ['free margin from equity', { balance: 1_000, initialMarginReq: 250 }, { marginAvailable: 750 }],
    ['everything from the balance', { balance: 1_000 }, { unrealizedPl: 0, equity: 1_000 }],
  ])('without all figures has %s', (_, given, expected) => {
    expect(read(given)).toMatchObject(expected)
  })

  it('holds a zero for a zero, but nothing for what is empty', () => {
    const { details } = read({ balance: 0, todayNet: null, todayFees: '', openNetPnL: '0' })
    expect(details).toEqual({ balance: 0, openNetPnL: 0 })
  })

  it.each([{}, { balance: null }, { balance: '' }, { balance: 'much' }, { equity: 5 }])(
    'cannot be told from %j: better no state than a wrong one',
    (given) => {
      expect(() => read(given)).toThrow('upstream_malformed')
    },
  )

  it('is finite, or refused with a BrokerError, whatever upstream sends', () => {
    const id = fc.oneof(
      fc.constantFrom('balance', 'projectedBalance', 'openNetPnL', '__proto__'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.jsonValue())), fc.array(id), (values, ids) => {
        try {
          const { details, ...figures } = readAccountState(values, ids)
          for (const figure of Object.values({ ...details, ...figures })) {
            expect(Number.isNaN(figure)).toBe(false)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BrokerError)
        }
      }),
    )
  })
})
