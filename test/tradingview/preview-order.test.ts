import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import type { OrderPreview } from '../../src/broker/preview.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderPreview } from '../../src/tradingview/preview-order.ts'
import { preview } from '../support/arbitraries.ts'
import { aPreview } from '../support/fake-session.ts'

const render = (changes: Partial<OrderPreview>) => renderPreview(aPreview(changes), 'the-id', 'USD', 'en')

describe('a preview', () => {
  it('shows cost and margin in the currency of the account', () => {
    expect(
      render({ margin: 1087.5, marginAvailable: 9000, notional: 108_750, pipValue: 0.01234 }).sections,
    ).toEqual([
      {
        header: 'Cost and margin',
        rows: [
          { title: 'Margin required', value: '$1,087.50' },
          { title: 'Leverage', value: '1:100' },
          { title: 'Margin available', value: '$9,000.00' },
          { title: 'Margin available afterwards', value: '$7,912.50' },
          { title: 'Position value', value: '$108,750.00' },
          { title: 'Value of one pip', value: '$0.01234' },
          { title: 'Cost of the spread', value: '$0.05' },
        ],
      },
    ])
  })

  it('shows what the protective levels would win or lose', () => {
    expect(render({ plAtStopLoss: -50, plAtTakeProfit: 120 }).sections[1]).toEqual({
      header: 'Result at the protective levels',
      rows: [
        { title: 'At the stop loss', value: '-$50.00' },
        { title: 'At the take profit', value: '$120.00' },
      ],
    })
  })

  it('leaves out what is not known', () => {
    const titles = render({ margin: undefined, leverage: undefined }).sections.flatMap((section) =>
      section.rows.map((row) => row.title),
    )
    expect(titles).not.toContain('Margin required')
    expect(titles).not.toContain('Margin available afterwards')
    expect(titles).not.toContain('Leverage')
  })

  it('can be confirmed while there are only warnings', () => {
    expect(render({ warnings: ['warning_market_closed'] })).toMatchObject({
      confirmId: 'the-id',
      warnings: [expect.stringContaining('closed')],
    })
    expect(render({})).not.toHaveProperty('warnings')
  })

  it('cannot be confirmed once there is an error, and says which', () => {
    const error = new BrokerError('qty_below_min', { params: { qty: 0.001, min: 0.01 } })
    const answer = render({ errors: [error] })
    expect(answer).not.toHaveProperty('confirmId')
    expect(answer.errors).toEqual([expect.stringMatching(/0\.001 .* 0\.01 lots/)])
  })

  it('keeps the contract', () => {
    fc.assert(
      fc.property(preview, fc.constantFrom('USD', 'JPY', 'USDT', ''), (any, currency) => {
        const d = renderPreview(any, 'the-id', currency, 'en')
        contractFor('POST', '/accounts/1/previewOrder').parse({ s: 'ok', d })
      }),
    )
  })
})
