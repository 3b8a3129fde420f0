import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAccounts, readTradingRules } from '../../../../adapters/tradelocker/account/accounts.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'

const account = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: '7080',
  name: 'Demo 1',
  currency: 'USD',
  accNum: '1',
  accountBalance: '1234.56',
  status: 'ACTIVE',
  ...changes,
})
const accounts = (...list: unknown[]) => readAccounts({ accounts: list })

describe('the accounts of a login', () => {
  it('are read from the texts TradeLocker writes', () => {
    expect(accounts(account())).toEqual([
      { id: '7080', accNum: '1', name: 'Demo 1', currency: 'USD', active: true },
    ])
  })

  it('are the same with numbers, and whatever the balance is called', () => {
    const { accountBalance, ...rest } = account({ id: 7080, accNum: 1 })
    expect(accounts({ ...rest, aaccountBalance: accountBalance })).toEqual(accounts(account()))
  })

  it.each([
    ['ACTIVE', true],
    ['active', true],
    [null, true],
    [undefined, true],
    ['RESTRICTED', false],
    ['SUSPENDED', false],
    ['', false],
  ])('with the status %j can be traded: %j', (status, active) => {
    expect(accounts(account({ status }))).toMatchObject([{ active }])
  })

  it.each([null, undefined, ''])('are called by their id where the name is %j', (name) => {
    expect(accounts(account({ name }))).toMatchObject([{ name: '7080' }])
  })

  it.each([
    ['no list', {}],
    ['null', null],
    ['an account without id', { accounts: [account({ id: undefined })] }],
    ['an id that is no id', { accounts: [account({ id: '7080/../1' })] }],
    ['an account without number', { accounts: [account({ accNum: '' })] }],
    ['an account without currency', { accounts: [account({ currency: null })] }],
  ])('cannot be read from %s', (_, answer) => {
    expect(() => readAccounts(answer)).toThrow('upstream_malformed')
  })
})

describe('the trading rules of an account', () => {
  const granted = {
    supportBrackets: true,
    supportTrailingStop: true,
    supportPartialClosePosition: true,
  }
  const rules = (tradingRules: unknown, id: unknown = 7080) =>
    readTradingRules([{ id, tradingRules, riskRules: null }], '7080')

  it('are what the broker grants', () => {
    expect(rules(granted)).toEqual({ brackets: true, trailingStop: true, partialClose: true })
    expect(rules({ ...granted, supportTrailingStop: false })).toMatchObject({ trailingStop: false })
  })

  it.each([
    null,
    undefined,
    {},
    { supportBrackets: null, supportTrailingStop: 'yes', supportPartialClosePosition: 1 },
  ])('grant nothing that is not granted in so many words: %j', (given) => {
    expect(rules(given)).toEqual({ brackets: false, trailingStop: false, partialClose: false })
  })

  it('are not taken from another account, which a wrong accNum may select', () => {
    expect(() => rules(granted, '7081')).toThrow('upstream_malformed')
  })

  it.each([[[]], [{}], [null], [['7080']]])('cannot be read from %j', (answer) => {
    expect(() => readTradingRules(answer, '7080')).toThrow('upstream_malformed')
  })
})

describe('whatever upstream sends', () => {
  const answer = fc.oneof(
    fc.jsonValue(),
    fc.record({ accounts: fc.array(fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()))) }),
    fc.array(fc.record({ id: fc.jsonValue(), tradingRules: fc.jsonValue() })),
  )

  it.each([
    ['accounts', (value: unknown) => readAccounts(value)],
    ['trading rules', (value: unknown) => readTradingRules(value, '7080')],
  ])('%s are read or refused with a BrokerError', (_, read) => {
    fc.assert(
      fc.property(answer, (value) => {
        try {
          read(value)
        } catch (error) {
          expect(error).toBeInstanceOf(BrokerError)
        }
      }),
    )
  })
})
