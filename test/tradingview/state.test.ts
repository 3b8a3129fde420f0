import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountState } from '../../src/broker/account.ts'
import { renderConfig } from '../../src/tradingview/config.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderState } from '../../src/tradingview/state.ts'
import { columns, state } from '../support/arbitraries.ts'

const figures = (details: Record<string, number>): AccountState => ({
  balance: 10_000.1 + 0.2,
  unrealizedPl: -12.5,
  equity: 9987.8,
  marginAvailable: 9000,
  details,
})
const named = (...ids: string[]) => ids.map((id) => ({ id, description: undefined }))

describe('the state of an account', () => {
  it('gives the figures without binary noise', () => {
    expect(renderState(figures({}), [])).toEqual({
      balance: 10_000.3,
      unrealizedPl: -12.5,
      equity: 9987.8,
      marginAvailable: 9000,
      accountSummaryRowData: ['10000.30', '9000.00', '-12.50', '9987.80'],
    })
  })

  it('writes money with two decimals, counts as whole numbers, and nothing where the broker sent nothing', () => {
    const { amData } = renderState(
      figures({ balance: 10_000.3, ordersCount: 3, todayNet: -0.001 }),
      named('balance', 'blockedBalance', 'todayNet', 'ordersCount'),
    )
    expect(amData).toEqual([[['10000.30', '']], [['0.00']], [['3']]])
  })

  it('is not fooled by a figure named like something every object has', () => {
    expect(renderState(figures({}), named('constructor', 'toString')).amData).toEqual([[['', '']]])
  })

  it('mirrors the tables of /config cell for cell', () => {
    const intervals = { quotes: 500, orders: 500, positions: 500, accountState: 500 }
    fc.assert(
      fc.property(state, columns, (anyState, figuresOffered) => {
        const config = renderConfig(figuresOffered, intervals, 'en')
        const answer = renderState(anyState, figuresOffered)
        contractFor('GET', '/accounts/1/state').parse({ s: 'ok', d: answer })
        const drawn = config.accountManager?.map((table) => table.columns.length)
        const filled = answer.amData?.map(([row]) => row?.length)
        expect(filled).toEqual(drawn)
        expect(answer.accountSummaryRowData).toHaveLength(config.accountSummaryRow.length)
      }),
    )
  })
})
