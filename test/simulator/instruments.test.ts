import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { eurusd, startTestSimulator, TestClient } from './client.ts'
import type { ListedInstrument } from './wire.ts'

let simulator: Simulator
let anna: TestClient
let ben: TestClient
let listed: readonly ListedInstrument[]

beforeAll(async () => {
  simulator = await startTestSimulator()
  anna = await TestClient.login(simulator)
  ben = await TestClient.login(simulator, 'ben')
  listed = (await anna.get('/trade/accounts/:account/instruments?locale=en')).body.d.instruments
})
afterAll(() => simulator.close())

describe('the list of instruments', () => {
  it('covers every asset class a broker offers', () => {
    expect(listed.length).toBeGreaterThanOrEqual(70)
    const types = new Set(listed.map(({ type }) => type))
    expect([...types].sort()).toEqual([
      'CRYPTO',
      'EQUITY',
      'EQUITY_CFD',
      'ETF',
      'FOREX',
      'FUTURES_CFD',
      'INDICES',
    ])
  })

  it('has unique ids and names, some of them odd', () => {
    expect(new Set(listed.map(({ tradableInstrumentId }) => tradableInstrumentId)).size).toBe(listed.length)
    const names = listed.map(({ name }) => name)
    expect(new Set(names).size).toBe(listed.length)
    expect(names).toEqual(expect.arrayContaining(['EURUSD.PRO', 'DOW+', 'BTC/USDT', 'US 30', 'nas100m']))
  })

  it('names TRADE and INFO routes in no fixed order', () => {
    const orders = new Set(listed.map(({ routes }) => routes.map(({ type }) => type).join()))
    expect([...orders].sort()).toEqual(['INFO,TRADE', 'INFO,TRADE,INFO', 'TRADE,INFO'])
  })

  it('shows other route ids to other users', () => {
    expect(anna.routes(eurusd, 'TRADE')).toEqual(['9912'])
    expect(ben.routes(eurusd, 'TRADE')).toEqual(['9944'])
  })
})

describe('instrument details', () => {
  it('exist for every instrument, with a session and a status that exist', async () => {
    const answered = new Map<string, Promise<string>>()
    const ask = (path: string) => {
      const answer = answered.get(path) ?? anna.get(path).then(({ body }) => body.s)
      answered.set(path, answer)
      return answer
    }
    for (const { name } of listed) {
      const details = await anna.details(name)
      expect(details.name).toBe(name)
      expect(details.symbolStatus).toBe('FULLY_OPEN')
      expect(await ask(`/trade/sessions/${details.tradeSessionId}`)).toBe('ok')
      expect(await ask(`/trade/sessionStatuses/${details.tradeSessionStatusId}`)).toBe('ok')
    }
  })

  it('write the leverage as text, lower on an account with a cap, and null for stocks', async () => {
    const euro = await TestClient.login(simulator, 'anna', 2)
    expect((await anna.details('EURUSD')).leverage).toBe('100.00')
    expect((await euro.details('EURUSD')).leverage).toBe('30.00')
    expect((await anna.details('NVDA')).leverage).toBeNull()
  })

  it('have price bands with a first one that is open downwards', async () => {
    expect((await anna.details('0700.HK')).tickSize).toEqual([
      { leftRangeLimit: null, tickSize: 0.05 },
      { leftRangeLimit: 100, tickSize: 0.1 },
      { leftRangeLimit: 200, tickSize: 0.2 },
    ])
    expect((await anna.details('DOW+')).maxLot).toBeNull()
  })

  it('are refused for a route that is not of the instrument', async () => {
    const id = anna.instrument(eurusd).tradableInstrumentId
    expect((await anna.get(`/trade/instruments/${id}?routeId=1`)).body.errmsg).toBe('Instrument not found!')
  })

  it('quote in currencies that convert to every account currency', async () => {
    const accounts = [
      anna,
      await TestClient.login(simulator, 'anna', 2),
      await TestClient.login(simulator, 'chloe'),
      await TestClient.login(simulator, 'ben', 2),
    ]
    const byCurrency = new Map<string, string>()
    for (const { name } of listed) byCurrency.set((await anna.details(name)).quotingCurrency, name)
    expect([...byCurrency.keys()]).toEqual(
      expect.arrayContaining(['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD', 'NZD', 'HKD']),
    )
    for (const account of accounts) {
      for (const name of byCurrency.values()) {
        const { minLot } = await account.details(name)
        expect((await account.place(name, { qty: minLot })).text).toContain('orderId')
      }
      expect((await account.state()).positionsCount).toBe(byCurrency.size)
    }
  })
})

describe('INFO routes', () => {
  const marketData = async (client: TestClient, name: string, routeId: string | undefined) => {
    const id = client.instrument(name).tradableInstrumentId
    const now = simulator.control.now()
    const query = `routeId=${routeId}&tradableInstrumentId=${id}`
    return Promise.all(
      [
        `/trade/quotes?${query}`,
        `/trade/depth?${query}`,
        `/trade/dailyBar?${query}&barType=BID`,
        `/trade/history?${query}&resolution=1m&from=${now - 600_000}&to=${now}`,
      ].map(async (path) => (await client.get(path)).body),
    )
  }

  it('are dead in first place for some users', async () => {
    const [first, last] = ben.routes('EURUSD', 'INFO')
    const dead = { s: 'error', errmsg: 'symbol not found' }
    expect(await marketData(ben, 'EURUSD', first)).toEqual([dead, dead, dead, dead])
    expect((await marketData(ben, 'EURUSD', last)).map(({ s }) => s)).toEqual(['ok', 'ok', 'ok', 'ok'])
    const [annas] = anna.routes('EURUSD', 'INFO')
    expect((await marketData(anna, 'EURUSD', annas)).map(({ s }) => s)).toEqual(['ok', 'ok', 'ok', 'ok'])
  })

  it('are needed for market data: the TRADE route has none', async () => {
    const bodies = await marketData(anna, 'EURUSD', anna.routes('EURUSD', 'TRADE')[0])
    expect(bodies.map(({ s }) => s)).toEqual(['error', 'error', 'error', 'error'])
  })

  it('can be killed and revived, for one instrument or for all', async () => {
    const states = async () => {
      const both = [await anna.market('quotes', 'USDJPY'), await anna.market('quotes', eurusd)]
      return both.map(({ body }) => body.s)
    }
    simulator.control.setInfoRoute('anna@example.com', 452, true, eurusd)
    expect(await states()).toEqual(['ok', 'error'])
    simulator.control.setInfoRoute('anna@example.com', 452, true)
    simulator.control.setInfoRoute('anna@example.com', 452, false, eurusd)
    expect(await states()).toEqual(['error', 'ok'])
    simulator.control.setInfoRoute('anna@example.com', 452, false)
    expect(await states()).toEqual(['ok', 'ok'])
  })
})

describe('trading sessions', () => {
  const sessionOf = async (client: TestClient) => {
    const { tradeSessionId } = await client.details('AAPL')
    return JSON.parse((await client.get(`/trade/sessions/${tradeSessionId}`)).text).d
  }

  it('tell hours by weekday in a time zone, holidays, and whether trading is blocked', async () => {
    const strict = await startTestSimulator({ enforceSessions: true })
    try {
      const { blockTrading, holidays, session } = await sessionOf(await TestClient.login(strict))
      expect(blockTrading).toBe(false)
      expect(holidays).toContainEqual({ date: '2026-12-25', name: 'Christmas Day' })
      expect(session).toMatchObject({
        timeZone: 'America/New_York',
        monday: [{ open: '09:30', close: '16:00' }],
        saturday: [],
      })
    } finally {
      await strict.close()
    }
  })

  it('are open around the clock where markets follow no calendar: what is published holds', async () => {
    const { holidays, session } = await sessionOf(anna)
    expect(holidays).toEqual([])
    expect(session).toMatchObject({ saturday: [{ open: '00:00', close: '24:00' }] })
  })

  it('answer 404 to an unknown id', async () => {
    expect((await anna.get('/trade/sessions/1')).status).toBe(404)
    expect((await anna.get('/trade/sessionStatuses/1')).status).toBe(404)
  })
})

describe('history', () => {
  const history = (range: string) => anna.market('history', eurusd, range)

  it('has objects for bars, the last of which ends at the quote', async () => {
    simulator.control.setPrice(eurusd, 1.2)
    const now = simulator.control.now()
    const { body } = await history(`&resolution=15m&from=${now - 86_400_000}&to=${now}`)
    const bars = body.d.barDetails
    expect(bars).toHaveLength(96)
    expect(bars.every(({ t }) => t % 900_000 === 0)).toBe(true)
    expect(bars.at(-1)).toMatchObject({ c: 1.2, h: 1.2 })
    expect((await anna.market('quotes', eurusd)).body.d.bp).toBe(1.2)
    expect((await anna.market('dailyBar', eurusd, '&barType=BID')).text).toContain('"c":1.2,')
    simulator.control.releasePrice()
  })

  it('answers no_data where nothing is, without bars', async () => {
    expect((await history('&resolution=1D&from=0&to=86400000')).body).toEqual({ s: 'no_data' })
    const later = simulator.control.now() + 86_400_000
    expect((await history(`&resolution=1m&from=${later}&to=${later + 600_000}`)).body).toEqual({
      s: 'no_data',
    })
  })

  it('refuses a range of more than 20000 bars', async () => {
    const now = simulator.control.now()
    const minutes = (count: number) => `&resolution=1m&from=${now - count * 60_000}&to=${now}`
    expect((await history(minutes(20_000))).body.s).toBe('ok')
    expect((await history(minutes(20_001))).body).toMatchObject({ s: 'error', errmsg: expect.any(String) })
  })
})
