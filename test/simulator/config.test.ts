import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { columnsOf, startTestSimulator, TestClient } from './client.ts'

let simulator: Simulator
let anna: TestClient

beforeAll(async () => {
  simulator = await startTestSimulator({ rateLimits: 'published' })
  anna = await TestClient.login(simulator)
})
afterAll(() => simulator.close())

describe('/trade/config', () => {
  it('has the panels, limits and permissions of the real one, in its order', async () => {
    const { body } = await anna.get('/trade/config')
    expect(Object.keys(body.d)).toEqual([
      'customerAccess',
      'positionsConfig',
      'ordersConfig',
      'ordersHistoryConfig',
      'filledOrdersConfig',
      'accountDetailsConfig',
      'rateLimits',
      'limits',
    ])
    const columns = columnsOf(body.d)
    const counts = Object.entries(columns).map(([panel, ids]) => [panel, ids.length])
    expect(Object.fromEntries(counts)).toEqual({
      positions: 11,
      orders: 22,
      ordersHistory: 22,
      filledOrders: 8,
      accountDetails: 26,
    })
    expect(columns.ordersHistory).toEqual(columns.orders)
    expect(body.d.limits).toEqual([
      { limitType: 'QUOTES_HISTORY_BARS', limit: 50_000 },
      { limitType: 'MAX_ORDERS_COUNT_IN_HISTORY', limit: 10_000 },
    ])
  })

  it('tells the rate limits in force', async () => {
    const quotes = async (client: TestClient) =>
      (await client.get('/trade/config')).body.d.rateLimits.find((one) => one.rateLimitType === 'QUOTES')
        ?.limit
    expect(await quotes(anna)).toBe(10)
    const fast = await startTestSimulator({ rateLimits: 50 })
    expect(await quotes(await TestClient.login(fast))).toBe(500)
    await fast.close()
  })
})

describe('/trade/accounts', () => {
  it('is an array of the one account, with its rules', async () => {
    const { text } = await anna.get('/trade/accounts')
    const accounts = JSON.parse(text).d
    expect(accounts).toHaveLength(1)
    expect(accounts[0]).toMatchObject({ id: '700101', type: 'DEMO', currency: 'USD', status: 'ACTIVE' })
    expect(Object.values(accounts[0].riskRules).every((rule) => rule === null)).toBe(true)
  })

  it('denies one account trailing stops and partial closes', async () => {
    const dmitri = await TestClient.login(simulator, 'dmitri')
    const { text } = await dmitri.get('/trade/accounts')
    expect(JSON.parse(text).d[0].tradingRules).toMatchObject({
      supportBrackets: true,
      supportTrailingStop: false,
      supportPartialClosePosition: false,
    })
  })
})

describe('rate limits', () => {
  it('answer 429 with JSON and Retry-After, and count the violation', async () => {
    simulator.control.resetCounters()
    const first = await anna.get('/trade/accounts/:account/orders')
    const second = await anna.get('/trade/accounts/:account/orders')
    expect([first.status, second.status]).toEqual([200, 429])
    expect(second.headers.get('retry-after')).toBe('1')
    expect(second.body.message).toContain('GET_ORDERS')
    expect(simulator.control.counters()).toMatchObject({
      requests: { getOrders: 2 },
      rateLimitViolations: { getOrders: 1 },
      totalRateLimitViolations: 1,
    })
    simulator.control.advanceTime(1000)
    expect((await anna.get('/trade/accounts/:account/orders')).status).toBe(200)
  })

  it('are counted per route and per user', async () => {
    const ben = await TestClient.login(simulator, 'ben')
    simulator.control.advanceTime(2000)
    const statuses = [
      await anna.get('/trade/accounts/:account/positions'),
      await ben.get('/trade/accounts/:account/positions'),
      await anna.get('/trade/accounts/:account/ordersHistory'),
      await anna.get('/trade/accounts/:account/positions'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 200, 429])
  })

  it('span two seconds on the account state', async () => {
    simulator.control.advanceTime(2000)
    const states = await Promise.all(
      Array.from({ length: 5 }, () => anna.get('/trade/accounts/:account/state')),
    )
    expect(states.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429])
    simulator.control.advanceTime(1000)
    expect((await anna.get('/trade/accounts/:account/state')).status).toBe(429)
    simulator.control.advanceTime(1000)
    expect((await anna.get('/trade/accounts/:account/state')).status).toBe(200)
  })

  it('count DELETE with the modifications', async () => {
    simulator.control.advanceTime(2000)
    const cancels = await Promise.all(
      Array.from({ length: 6 }, () => anna.send('DELETE', '/trade/accounts/:account/orders')),
    )
    expect(cancels.filter(({ status }) => status === 429)).toHaveLength(1)
  })
})
