import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../simulator/instrument-catalogue.ts'
import { symbolInfoAnswer } from '../../src/data-feed/contract/symbol-info.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'

/** What TradingView's servers read of symbols, from the simulator through the gateway, over HTTP. */

let stack: Stack
/** How far both clocks have been put forward. */
let ahead = 0

const get = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(stack.gateway.origin + path, { headers })).json()

beforeAll(async () => {
  stack = await startStack(
    { rateLimits: 100, enforceSessions: true },
    { BROKER_ID: 'acme', DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' },
    { clock: () => Date.now() + ahead },
  )
  await eventually(
    () => get('/symbol_info'),
    (answer) => expect(answer).toMatchObject({ s: 'ok' }),
  )
})
afterAll(() => stack.close())

/** The rows of an answer, by ticker. */
async function rows(path = '/symbol_info'): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const answer: Record<string, unknown> = symbolInfoAnswer.parse(await get(path))
  const ids = (answer.ticker ?? answer.symbol) as string[]
  return new Map(
    ids.map((id, index) => [
      id,
      Object.fromEntries(
        Object.entries(answer).map(([field, column]) => [
          field,
          Array.isArray(column) ? column[index] : column,
        ]),
      ),
    ]),
  )
}

describe('symbols', () => {
  it('are those of the broker, all of them, and what is asked for is the broker’s name', async () => {
    const panel = await stack.panel('anna')
    const [account] = await panel.ok('GET', '/accounts')
    const traded = await panel.ok('GET', `/accounts/${account.id}/instruments`)
    const told = await rows()
    expect([...told.keys()].sort()).toEqual(catalogue.map(({ name }) => name).sort())
    expect(traded.length).toBeGreaterThan(0)
    for (const { name } of traded) expect(told.has(name), name).toBe(true)
  })

  it.each<[string, object]>([
    [
      'EURUSD',
      {
        symbol: 'EURUSD',
        currency: 'USD',
        'base-currency': 'EUR',
        type: 'forex',
        pricescale: 100_000,
        minmovement2: 10,
        timezone: 'America/New_York',
        'session-regular': '1700-1700:23456',
        'exchange-listed': 'ACME',
        'bar-source': 'bid',
      },
    ],
    [
      'XAUUSD',
      { type: 'commodity', typespecs: 'cfd', 'session-regular': '1800-1700:23456', 'bar-source': 'ask' },
    ],
    ['US 30', { symbol: expect.stringMatching(/^US_30_[0-9A-F]{4}$/), pricescale: 10, minmovement: 1 }],
    [
      '0700.HK',
      {
        symbol: '0700.HK',
        currency: 'HKD',
        pricescale: 100,
        minmovement: 5,
        timezone: 'Asia/Hong_Kong',
        'session-regular': '0930-1600:23456',
        'bar-source': 'trade',
      },
    ],
    ['BTC/USDT', { type: 'spot', typespecs: 'crypto,cfd', timezone: 'Etc/UTC', 'session-regular': '24x7' }],
    [
      'SAP.CFD',
      { type: 'stock', timezone: 'Europe/Berlin', 'session-regular': '0900-1730:23456', minmovement: 2 },
    ],
    ['CORN', { type: 'futures', root: 'CORN', minmovement: 25, pricescale: 100 }],
  ])('tell how %s trades', async (id, expected) => {
    expect((await rows()).get(id)).toMatchObject(expected)
  })

  it('cost no call to TradeLocker once they are loaded', async () => {
    const before = stack.simulator.control.counters().requests
    for (let n = 0; n < 20; n += 1) await get('/symbol_info')
    expect(stack.simulator.control.counters().requests).toEqual(before)
  })
})

describe('groups', () => {
  it('hold every symbol once, and a trader may see them all', async () => {
    const { d } = (await get('/groups')) as { d: { groups: { id: string }[] } }
    const ids = d.groups.map(({ id }) => id)
    expect(ids.every((id) => /^acme_[a-z_]+$/.test(id))).toBe(true)
    const members: string[] = []
    for (const id of ids) members.push(...(await rows(`/symbol_info?group=${id}`)).keys())
    const { token } = await stack.panel('ben')
    expect(await get('/permissions', { Authorization: `Bearer ${token}` })).toEqual({
      s: 'ok',
      d: { groups: ids },
    })
    expect(members.sort()).toEqual([...(await rows()).keys()].sort())
  })
})

describe('four servers that ask every hour of a day', () => {
  it('get the same each time, and cost TradeLocker nothing', async () => {
    const first = await (await fetch(`${stack.gateway.origin}/symbol_info`)).text()
    const before = stack.simulator.control.counters().requests
    for (let hour = 0; hour < 24; hour += 1) {
      ahead += 3_600_000
      stack.simulator.control.advanceTime(3_600_000)
      const paths = ['', '', '?group=acme_forex', '?group=acme_crypto'].map((query) => `/symbol_info${query}`)
      const bodies = await Promise.all(
        paths.map(async (path) => (await fetch(stack.gateway.origin + path)).text()),
      )
      expect(bodies.slice(0, 2)).toEqual([first, first])
      for (const body of bodies) expect(body).toMatch(/^\{"s":"ok"/)
    }
    expect(stack.simulator.control.counters().requests).toEqual(before)
  })
})
