import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderAccount, renderFlags } from '../../src/tradingview/accounts.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { account, rules } from '../support/arbitraries.ts'

const everything = { brackets: true, trailingStop: true, partialClose: true }
const nothing = { brackets: false, trailingStop: false, partialClose: false }

describe('an account', () => {
  it('carries its currency, the sign of it and its type', () => {
    expect(
      renderAccount({ id: '7080', name: 'Main', currency: 'EUR', type: 'live' }, everything),
    ).toMatchObject({ id: '7080', name: 'Main', currency: 'EUR', currencySign: '€', type: 'live' })
  })

  it.each([
    ['supportOrderBrackets', 'brackets'],
    ['supportPositionBrackets', 'brackets'],
    ['supportMarketBrackets', 'brackets'],
    ['supportAddBracketsToExistingOrder', 'brackets'],
    ['supportTrailingStop', 'trailingStop'],
    ['supportPartialClosePosition', 'partialClose'],
  ] as const)('has %s exactly when its rules allow %s', (flag, rule) => {
    expect(renderFlags(everything)[flag]).toBe(true)
    expect(renderFlags({ ...everything, [rule]: false })[flag]).toBe(false)
  })

  it('has no trailing stops without brackets, because a trailing stop is one', () => {
    expect(renderFlags({ ...nothing, trailingStop: true }).supportTrailingStop).toBe(false)
  })

  it.each([everything, nothing])('is a hedging account whatever its rules are (%j)', (given) => {
    expect(renderFlags(given)).toMatchObject({
      supportMultiposition: true,
      supportClosePosition: true,
      supportReversePosition: false,
      supportPositionNetting: false,
      supportPLUpdate: true,
      supportStopLimitOrders: false,
      supportGuaranteedStop: false,
      supportModifyBrackets: true,
      supportModifyDuration: false,
      supportBalances: false,
      supportTrackLatency: false,
      supportOrdersHistory: true,
      supportExecutions: true,
      supportPlaceOrderPreview: true,
      supportModifyOrderPreview: true,
      supportLeverage: true,
      supportLevel2Data: true,
      supportDOM: true,
      supportLogout: true,
      supportPartialOrderExecution: true,
      supportCustomAccountSummaryRow: true,
    })
  })

  it('keeps the contract whatever the broker says about it', () => {
    fc.assert(
      fc.property(account, rules, (anyAccount, anyRules) => {
        contractFor('GET', '/accounts').parse({ s: 'ok', d: [renderAccount(anyAccount, anyRules)] })
      }),
    )
  })
})
