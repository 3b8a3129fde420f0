import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import type { QuoteAnswer } from '../../src/broker/quote.ts'
import { contractFor } from '../../src/tradingview/contract/index.ts'
import { renderDepth } from '../../src/tradingview/depth.ts'
import { commonFailure, readQuotes, renderQuote } from '../../src/tradingview/quotes.ts'
import { depth, quoteAnswer } from '../support/arbitraries.ts'
import { aFakeAccount, fakeSession } from '../support/fake-session.ts'

const quote = { ask: 1.0902, bid: 1.0901, askSize: 3, bidSize: 5 }
const quoted = (name: string, pipValue?: number): QuoteAnswer => ({ name, result: { quote, pipValue } })
const failed = (name: string, error: BrokerError): QuoteAnswer => ({ name, result: { error } })
const unknown = new BrokerError('instrument_not_found')
const timeout = new BrokerError('upstream_timeout')

describe('a quote', () => {
  it('repeats the name as it was asked for', () => {
    expect(renderQuote(quoted('US 500+'))).toEqual({ s: 'ok', n: 'US 500+', v: { ask: 1.0902, bid: 1.0901 } })
  })

  it('values a pip the same way for both sides when currencies differ', () => {
    expect(renderQuote(quoted('GER40', 0.1 + 0.2)).v).toMatchObject({ buyPipValue: 0.3, sellPipValue: 0.3 })
  })

  it('of an unknown symbol is an error of that symbol alone', () => {
    expect(renderQuote(failed('NOPE', unknown))).toEqual({ s: 'error', n: 'NOPE', v: { ask: 0, bid: 0 } })
  })

  it('keeps the contract', () => {
    fc.assert(
      fc.property(fc.array(quoteAnswer, { minLength: 1, maxLength: 4 }), (answers) => {
        contractFor('GET', '/quotes').parse({ s: 'ok', d: answers.map(renderQuote) })
      }),
    )
  })
})

describe('the answer to a query that is polled again and again', () => {
  const query = { symbols: 'A,B' }
  const poll = async (...answers: QuoteAnswer[]) => {
    const session = fakeSession(aFakeAccount('7080'))
    const account = { ...(await session.account('7080')), quotes: () => answers }
    return readQuotes({ account, session, query, locale: 'en' })
  }

  it('is the same body until one of its quotes has changed, the last one as well', async () => {
    const first = await poll(quoted('A'), quoted('B'))
    expect(await poll(quoted('A'), quoted('B'))).toBe(first)
    const newer: QuoteAnswer = { name: 'B', result: { quote: { ...quote, bid: 1.09 }, pipValue: undefined } }
    const next = await poll(quoted('A'), newer)
    expect(JSON.parse(next.text)).toEqual({ s: 'ok', d: [quoted('A'), newer].map(renderQuote) })
    expect(next.etag).not.toBe(first.etag)
  })
})

describe('the failure of a whole /quotes request', () => {
  it.each<[string, QuoteAnswer[], BrokerError | undefined]>([
    ['is the reason why not one symbol could be read', [failed('A', timeout), failed('B', timeout)], timeout],
    ['does not exist while one symbol was read', [failed('A', timeout), quoted('B')], undefined],
    ['is not that symbols are unknown', [failed('A', unknown), failed('B', unknown)], undefined],
    ['is not said for a mixture', [failed('A', timeout), failed('B', unknown)], undefined],
  ])('%s', (_what, answers, failure) => expect(commonFailure(answers)).toBe(failure))
})

describe('the depth of market', () => {
  it('is pairs of price and size', () => {
    const asks = [
      { price: 1.1, size: 2 },
      { price: 1.2, size: 1 },
    ]
    expect(renderDepth({ asks, bids: [] })).toEqual({
      asks: [
        [1.1, 2],
        [1.2, 1],
      ],
      bids: [],
    })
  })

  it('keeps the contract, ascending order included', () => {
    fc.assert(
      fc.property(depth, (any) => {
        contractFor('GET', '/depth').parse({ s: 'ok', d: renderDepth(any) })
      }),
    )
  })
})
