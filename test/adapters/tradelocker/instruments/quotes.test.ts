import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import { createInfoRoutes } from '../../../../adapters/tradelocker/instruments/info-routes.ts'
import { createQuotes, readDepth, readQuote } from '../../../../adapters/tradelocker/instruments/quotes.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { BrokerError, type BrokerErrorCode } from '../../../../src/broker/errors.ts'
import { eventually } from '../../../support/eventually.ts'
import { listedInstrument } from '../../../support/records.ts'

describe('prices are read once', () => {
  /** Users of two servers who read over two INFO routes, and the calls made for them. */
  function setUp() {
    const calls: string[] = []
    const quotes = createQuotes(createInfoRoutes())
    const account = (server: string, user: string, accNum = '1') => {
      const call = async (route: string, request: { query: { routeId: string }; urgent?: AbortSignal }) => {
        const haste = request.urgent?.aborted ? ' in haste' : ''
        calls.push(`${route} of ${server} over ${request.query.routeId} for ${user}${haste}`)
        return { ap: 1.2, bp: 1.1, as: 1, bs: 1, asks: [[1.2, 1]], bids: [[1.1, 1]] }
      }
      return {
        userKey: `${server}|${user}`,
        accNum,
        client: { server, call },
      } as unknown as AccountContext
    }
    const over = (route: string) => listedInstrument({ infoRoutes: [route] })
    return { calls, quotes, account, over }
  }

  it.each([
    ['quote', 'getQuotes'],
    ['depth', 'getDepth'],
  ] as const)(
    'for all users of a server and an INFO route (%s), on the budget of the one who asked first',
    async (kind, route) => {
      const { calls, quotes, account, over } = setUp()
      const [first, second] = await Promise.all([
        quotes[kind](account('ONE', 'anna'), over('7')),
        quotes[kind](account('ONE', 'ben'), over('7')),
      ])
      expect(second).toBe(first)
      expect(await quotes[kind](account('ONE', 'cleo'), over('7'))).toBe(first)
      expect(calls).toEqual([`${route} of ONE over 7 for anna`])
    },
  )

  it('in haste where an order waits for it', async () => {
    const { calls, quotes, account, over } = setUp()
    await quotes.quote(account('ONE', 'anna'), over('7'), { urgent: AbortSignal.abort() })
    expect(calls).toEqual(['getQuotes of ONE over 7 for anna in haste'])
  })

  describe('and where they are refused', () => {
    const words = (code: BrokerErrorCode, status: number) =>
      new UpstreamError(code, { delivery: 'answered', status })
    const refusing = (account: AccountContext, refusal: Error, asked: string[] = []) => {
      const call = async (_: string, { query }: { query: { routeId: string } }) => {
        asked.push(query.routeId)
        throw refusal
      }
      return { ...account, client: { ...account.client, call } } as unknown as AccountContext
    }

    it.each(['quote', 'depth'] as const)('for the symbol, to all who look at it (%s)', async (kind) => {
      const { calls, quotes, account, over } = setUp()
      const anna = refusing(account('ONE', 'anna'), words('rejected', 200))
      for (const user of [anna, account('ONE', 'ben')]) {
        await expect(quotes[kind](user, over('7'))).rejects.toThrow('rejected')
      }
      expect(calls).toEqual([])
    })

    it.each([
      ['forbidden', words('rejected', 403)],
      ['an account that is not there', words('account_not_found', 400)],
    ])('for who asked (%s), to nobody else', async (_, refusal) => {
      const { calls, quotes, account, over } = setUp()
      const refused = quotes.quote(refusing(account('ONE', 'anna'), refusal), over('7'))
      await expect(refused).rejects.toThrow(refusal.code)
      await quotes.quote(account('ONE', 'ben'), over('7'))
      expect(calls).toEqual(['getQuotes of ONE over 7 for ben'])
    })

    describe.each([
      ['forbidden', words('rejected', 403)],
      ['an account that is not there', words('account_not_found', 400)],
    ])('for who asked (%s)', (_, refusal) => {
      it.each(['quote', 'depth'] as const)(
        'to all panels of his, whether they ask together or later (%s)',
        async (kind) => {
          const { calls, quotes, account, over } = setUp()
          const asked: string[] = []
          const panel = () => refusing(account('ONE', 'anna'), refusal, asked)
          const ends = await Promise.allSettled(
            Array.from({ length: 5 }, () => quotes[kind](panel(), over('7'))),
          )
          expect(ends.map((end) => end.status === 'rejected' && end.reason)).toEqual(Array(5).fill(refusal))
          await expect(quotes[kind](panel(), over('7'))).rejects.toBe(refusal)
          expect(asked).toEqual(['7'])
          // Another one sees it, and so does he from then on.
          const seen = await quotes[kind](account('ONE', 'ben'), over('7'))
          expect(await quotes[kind](panel(), over('7'))).toBe(seen)
          expect([asked, calls.length]).toEqual([['7'], 1])
        },
      )

      it('to him alone, for this account and symbol over this INFO route of this server, and for prices and depth apart', async () => {
        const { quotes, account, over } = setUp()
        const asked: string[] = []
        const anna = (server: string) => refusing(account(server, 'anna'), refusal, asked)
        const other = listedInstrument({ id: '999', infoRoutes: ['7'] })
        const looks = [
          () => quotes.quote(anna('ONE'), over('7')),
          () => quotes.quote(refusing(account('ONE', 'ben'), refusal, asked), over('7')),
          () => quotes.quote(anna('ONE'), over('8')),
          () => quotes.quote(anna('TWO'), over('7')),
          () => quotes.quote(anna('ONE'), other),
          () => quotes.depth(anna('ONE'), over('7')),
          () => quotes.quote(refusing(account('ONE', 'anna', '2'), refusal, asked), over('7')),
        ]
        for (const look of looks) await expect(look()).rejects.toBe(refusal)
        expect(asked).toHaveLength(looks.length)
      })

      it('but not to an order of his', async () => {
        const { calls, quotes, account, over } = setUp()
        await expect(quotes.quote(refusing(account('ONE', 'anna'), refusal), over('7'))).rejects.toBe(refusal)
        await quotes.quote(account('ONE', 'anna'), over('7'), { urgent: AbortSignal.abort() })
        expect(calls).toEqual(['getQuotes of ONE over 7 for anna in haste'])
      })

      it('until a new price would be read', async () => {
        const { calls, quotes, account, over } = setUp()
        const began = performance.now()
        await expect(quotes.quote(refusing(account('ONE', 'anna'), refusal), over('7'))).rejects.toBe(refusal)
        const look = async () => quotes.quote(account('ONE', 'anna'), over('7'))
        const sees = () =>
          look().then(
            () => true,
            () => false,
          )
        await eventually(sees, (isSeen) => expect(isSeen).toBe(true))
        expect(performance.now() - began).toBeGreaterThan(940)
        expect(calls).toEqual(['getQuotes of ONE over 7 for anna'])
      })
    })

    it.each([
      [
        'the edge network',
        new UpstreamError('upstream_unavailable', { delivery: 'not_sent', status: 403, edge: true }),
      ],
      [
        'an outage',
        new UpstreamError('upstream_unavailable', { delivery: 'answered', status: 403, retry: 'safe' }),
      ],
      ['a queue', new BrokerError('too_busy')],
    ])('is not told by %s: the next panel asks', async (_, trouble) => {
      const { calls, quotes, account, over } = setUp()
      await expect(quotes.quote(refusing(account('ONE', 'anna'), trouble), over('7'))).rejects.toBe(trouble)
      await quotes.quote(account('ONE', 'anna'), over('7'))
      expect(calls).toEqual(['getQuotes of ONE over 7 for anna'])
    })

    it('to somebody else, an order asks for itself', async () => {
      const { calls, quotes, account, over } = setUp()
      const anna = refusing(account('ONE', 'anna'), words('rejected', 200))
      await expect(quotes.quote(anna, over('7'))).rejects.toThrow('rejected')
      await quotes.quote(account('ONE', 'ben'), over('7'), { urgent: AbortSignal.abort() })
      expect(calls).toEqual(['getQuotes of ONE over 7 for ben in haste'])
    })
  })

  it.each([
    ['quote', 'getQuotes'],
    ['depth', 'getDepth'],
  ] as const)('and anew for another INFO route and another server (%s)', async (kind, route) => {
    const { calls, quotes, account, over } = setUp()
    const first = await quotes[kind](account('ONE', 'anna'), over('7'))
    expect(await quotes[kind](account('ONE', 'ben'), over('8'))).not.toBe(first)
    expect(await quotes[kind](account('TWO', 'anna'), over('7'))).not.toBe(first)
    expect(calls).toEqual([
      `${route} of ONE over 7 for anna`,
      `${route} of ONE over 8 for ben`,
      `${route} of TWO over 7 for anna`,
    ])
  })
})

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
