import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountTables, humanised } from '../../src/tradingview/account-tables.ts'
import { columns } from '../support/arbitraries.ts'

const column = (id: string) => ({ id, description: undefined })
const layout = (...ids: string[]) =>
  accountTables(ids.map(column)).map((table) => [table.id, ...table.columns.map((one) => one.id)])

describe('the account page', () => {
  it('groups figures into funds, margin, today and open, in the order the broker lists them', () => {
    expect(layout('ordersCount', 'todayNet', 'initialMarginReq', 'availableFunds', 'balance')).toEqual([
      ['funds', 'availableFunds', 'balance'],
      ['margin', 'initialMarginReq'],
      ['today', 'todayNet'],
      ['open', 'ordersCount'],
    ])
  })

  it('puts figures nobody has heard of into a last table', () => {
    expect(layout('openSwapTotal', 'balance', 'constructor')).toEqual([
      ['funds', 'balance'],
      ['other', 'openSwapTotal', 'constructor'],
    ])
  })

  it('shows every figure exactly once', () => {
    fc.assert(
      fc.property(columns, (all) => {
        const shown = accountTables(all).flatMap((table) => table.columns)
        expect(shown).toHaveLength(all.length)
        expect(new Set(shown)).toEqual(new Set(all))
      }),
    )
  })
})

describe('the caption of a figure without one', () => {
  it.each([
    ['openSwapTotal', 'Open swap total'],
    ['weekly_netPnL', 'Weekly net PnL'],
    ['dailyVAR', 'Daily VAR'],
    ['VAR95', 'VAR95'],
    ['swap', 'Swap'],
    ['_', '_'],
    ['', ''],
  ])('made from %j is %j', (id, caption) => expect(humanised(id)).toBe(caption))
})
