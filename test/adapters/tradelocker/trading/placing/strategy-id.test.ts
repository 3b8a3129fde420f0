import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strategyIdOf } from '../../../../../adapters/tradelocker/trading/placing/strategy-id.ts'

describe('the tag of a placement', () => {
  it('is plain text of at most 31 characters, whatever the request is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (account, requestId) => {
        expect(strategyIdOf(account, requestId)).toMatch(/^[a-z0-9]{1,31}$/)
      }),
    )
  })

  it('is the same for the same account and request, on every replica', () => {
    expect(strategyIdOf('OSP-DEMO|7080', 'aB3dE6gH9j')).toBe(strategyIdOf('OSP-DEMO|7080', 'aB3dE6gH9j'))
  })

  it('differs as soon as account or request differ, wherever the one ends and the other begins', () => {
    const pair = fc.tuple(fc.string(), fc.string())
    fc.assert(
      fc.property(pair, pair, ([account, request], [otherAccount, otherRequest]) => {
        fc.pre(account !== otherAccount || request !== otherRequest)
        expect(strategyIdOf(account, request)).not.toBe(strategyIdOf(otherAccount, otherRequest))
      }),
    )
    expect(strategyIdOf('a', 'bc')).not.toBe(strategyIdOf('ab', 'c'))
  })

  it('is new for every request without an id: two orders are meant', () => {
    expect(strategyIdOf('a', undefined)).not.toBe(strategyIdOf('a', undefined))
  })
})
