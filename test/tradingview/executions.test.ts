import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderExecution } from '../../src/tradingview/executions.ts'
import { execution } from '../support/arbitraries.ts'
import { anExecution } from '../support/samples.ts'

describe('an execution', () => {
  it('is told in seconds, with its order and its position', () => {
    expect(renderExecution(anExecution())).toEqual({
      id: 'e1',
      instrument: 'EURUSD.R',
      price: 1.0874,
      time: 1_700_000_000,
      qty: 0.5,
      side: 'buy',
      orderId: '360287970189639681',
      positionId: '504403158265495553',
      isClose: false,
    })
  })

  it('without a known position names none', () => {
    expect(renderExecution(anExecution({ positionId: undefined }))).not.toHaveProperty('positionId')
  })

  it('keeps the contract', () => {
    fc.assert(
      fc.property(fc.array(execution, { maxLength: 4 }), (all) => {
        contractFor('GET', '/accounts/1/executions').parse({ s: 'ok', d: all.map(renderExecution) })
      }),
    )
  })
})
