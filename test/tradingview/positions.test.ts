import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderPosition } from '../../src/tradingview/positions.ts'
import { position } from '../support/arbitraries.ts'
import { aPosition } from '../support/samples.ts'

describe('a position', () => {
  it('is told with its entry price and what it has won or lost', () => {
    expect(renderPosition(aPosition())).toEqual({
      id: '504403158265495553',
      instrument: 'EURUSD.R',
      qty: 0.3,
      side: 'sell',
      avgPrice: 1.09,
      unrealizedPl: -12.5,
    })
  })

  it('that was closed is still told, with quantity 0', () => {
    expect(renderPosition(aPosition({ qty: 0, unrealizedPl: 0 }))).toMatchObject({ qty: 0, unrealizedPl: 0 })
  })

  it('keeps the contract', () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 4 }), (all) => {
        contractFor('GET', '/accounts/1/positions').parse({ s: 'ok', d: all.map(renderPosition) })
      }),
    )
  })
})
