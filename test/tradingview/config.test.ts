import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationOf, renderConfig, renderPullingInterval } from '../../src/tradingview/config.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { columns } from '../support/arbitraries.ts'

const intervals = { quotes: 500, orders: 1000, positions: 1000, accountState: 500 }
const column = (id: string, description?: string) => ({ id, description })

describe('/config', () => {
  it('captions known figures and explains them in the words of the broker', () => {
    const { accountManager } = renderConfig([column('balance', 'Realised money.')], intervals, 'en')
    expect(accountManager).toEqual([
      {
        id: 'funds',
        title: 'Funds',
        columns: [
          {
            id: 'balance',
            title: 'Balance',
            tooltip: 'Realised money.',
            alignment: 'right',
            isCapitalize: false,
          },
        ],
      },
    ])
  })

  it('explains figures itself where the broker does not', () => {
    const { accountManager } = renderConfig([column('todayFees'), column('swapPaid')], intervals, 'en')
    expect(accountManager?.flatMap((table) => table.columns)).toMatchObject([
      { id: 'todayFees', title: 'Fees', tooltip: 'Fees paid today.' },
      { id: 'swapPaid', title: 'Swap paid', tooltip: 'Swap paid' },
    ])
  })

  it('explains known figures in the language of the reader, and others in the words of the broker', () => {
    const figures = [column('balance', 'Realised money.'), column('swapPaid', 'Swaps.')]
    const tooltips = (locale: 'de_DE' | 'in') =>
      renderConfig(figures, intervals, locale).accountManager?.flatMap(({ columns }) =>
        columns.map(({ tooltip }) => tooltip),
      )
    expect(tooltips('de_DE')).toEqual(['Geld auf dem Konto ohne das Ergebnis offener Positionen.', 'Swaps.'])
    expect(tooltips('in')).toEqual(['Realised money.', 'Swaps.'])
  })

  it('has no account page when the broker publishes no figures', () => {
    expect(renderConfig([], intervals, 'en')).not.toHaveProperty('accountManager')
  })

  it('puts the most important figure last, because narrow screens hide the first ones', () => {
    const { accountSummaryRow } = renderConfig([], intervals, 'en')
    expect(accountSummaryRow.map(({ id }) => id)).toEqual([
      'balance',
      'marginAvailable',
      'unrealizedPl',
      'equity',
    ])
  })

  it('offers one duration per order type: market IOC, limit and stop GTC', () => {
    const { durations } = renderConfig([], intervals, 'en')
    const offered = Object.fromEntries(
      durations.flatMap(({ id, supportedOrderTypes }) => supportedOrderTypes.map((type) => [type, id])),
    )
    expect(offered).toEqual(durationOf)
    expect(durations.filter((duration) => duration.default === true).map(({ id }) => id)).toEqual(['GTC'])
  })

  it.each([
    ['what the broker allows', intervals, [500, 1000, 1000, 500]],
    [
      'no faster than makes sense',
      { quotes: 1, orders: 0, positions: -5, accountState: 249 },
      [250, 250, 250, 250],
    ],
    [
      "no slower than TradingView's maxima",
      { quotes: 9e9, orders: 1001, positions: 1501, accountState: Number.POSITIVE_INFINITY },
      [1000, 1000, 1500, 1500],
    ],
    [
      'in whole milliseconds',
      { quotes: 333.4, orders: 500, positions: 500, accountState: 500 },
      [334, 500, 500, 500],
    ],
  ])('polls %s', (_what, given, [quotes, orders, positions, accountManager]) => {
    expect(renderPullingInterval(given)).toEqual({
      quotes,
      orders,
      positions,
      accountManager,
      balances: 1500,
    })
  })

  it('keeps the contract whatever the broker publishes', () => {
    const anyInterval = fc.double({ min: 0, max: 1e6, noNaN: true })
    const anyIntervals = fc.record({
      quotes: anyInterval,
      orders: anyInterval,
      positions: anyInterval,
      accountState: anyInterval,
    })
    fc.assert(
      fc.property(columns, anyIntervals, (figures, given) => {
        contractFor('GET', '/config').parse({ s: 'ok', d: renderConfig(figures, given, 'en') })
      }),
    )
  })
})
