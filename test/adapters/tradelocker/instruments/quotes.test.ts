import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDepth, readQuote } from '../../../../adapters/tradelocker/instruments/quotes.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'

describe('a quote', () => {
  it.each([
    ['numbers', { ap: 1.1002, as: 1, bp: 1.1, bs: 2 }],
    ['texts', { ap: '1.1002', as: '1', bp: '1.1', bs: '2' }],
  ])('is read from %s', (_, answer) => {
    expect(readQuote(answer)).toEqual({ ask: 1.1002, bid: 1.1, askSize: 1, bidSize: 2 })
  })

  it.each([null, undefined, '', -1, true, 'many'])('has a size of 0 where the size is %j', (size) => {
    expect(readQuote({ ap: 1.2, bp: 1.1, as: size, bs: size })).toMatchObject({ askSize: 0, bidSize: 0 })
  })

  it('has a size of 0 where upstream tells none', () => {
    expect(readQuote({ ap: 1.2, bp: 1.1 })).toMatchObject({ askSize: 0, bidSize: 0 })
  })

  it.each([0, '0', null, undefined, '', ' ', -1, true, [1.1], '0x10', 'Infinity', {}])(
    'cannot be told from a price of %j: better none than a wrong one',
    (price) => {
      expect(() => readQuote({ ap: price, bp: 1.1, as: 1, bs: 1 })).toThrow('upstream_malformed')
      expect(() => readQuote({ ap: 1.2, bp: price, as: 1, bs: 1 })).toThrow('upstream_malformed')
    },
  )
})

describe('the market depth', () => {
  it('is ascending by price on both sides, whatever the order upstream', () => {
    const answer = {
      asks: [
        [1.1004, 3],
        ['1.1002', '1'],
      ],
      bids: [
        [1.1, 2],
        [1.0998, 4],
      ],
    }
    expect(readDepth(answer)).toEqual({
      asks: [
        { price: 1.1002, size: 1 },
        { price: 1.1004, size: 3 },
      ],
      bids: [
        { price: 1.0998, size: 4 },
        { price: 1.1, size: 2 },
      ],
    })
  })

  it('may be empty, and a level may have no size', () => {
    expect(readDepth({ asks: [], bids: [[1.1]] })).toEqual({ asks: [], bids: [{ price: 1.1, size: 0 }] })
    expect(readDepth({ asks: [], bids: [[1.1, null]] }).bids).toEqual([{ price: 1.1, size: 0 }])
  })

  it.each([
    null,
    {},
    { asks: [] },
    { asks: [[]], bids: [] },
    { asks: [[null, 1]], bids: [] },
    { asks: [[true, 1]], bids: [] },
  ])('cannot be read from %j', (answer) => {
    expect(() => readDepth(answer)).toThrow('upstream_malformed')
  })
})

describe('whatever upstream sends', () => {
  const figure = fc.oneof(fc.double(), fc.integer().map(String), fc.jsonValue())
  const levels = fc.oneof(fc.array(fc.oneof(fc.array(figure), fc.tuple(figure, figure))), fc.jsonValue())

  it('a quote has prices above zero, or is refused with a BrokerError', () => {
    const answer = fc.oneof(fc.record({ ap: figure, bp: figure, as: figure, bs: figure }), fc.jsonValue())
    fc.assert(
      fc.property(answer, (value) => {
        const quote = attempt(() => readQuote(value))
        if (quote === undefined) return
        expect(quote.ask > 0 && quote.bid > 0 && quote.askSize >= 0 && quote.bidSize >= 0).toBe(true)
      }),
    )
  })

  it('depth is ascending, or refused with a BrokerError', () => {
    const answer = fc.oneof(fc.record({ asks: levels, bids: levels }), fc.jsonValue())
    fc.assert(
      fc.property(answer, (value) => {
        const depth = attempt(() => readDepth(value))
        for (const side of [depth?.asks ?? [], depth?.bids ?? []]) {
          expect(side.map(({ price }) => price)).toEqual(side.map(({ price }) => price).sort((a, b) => a - b))
        }
      }),
    )
  })
})

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(BrokerError)
    return undefined
  }
}
