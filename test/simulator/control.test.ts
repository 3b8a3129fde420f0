import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { eurusd, request, startTestSimulator, TestClient } from './client.ts'

let simulator: Simulator
let anna: TestClient

beforeAll(async () => {
  simulator = await startTestSimulator()
  anna = await TestClient.login(simulator)
})
afterAll(() => simulator.close())

const control = (method: string, path: string, body?: unknown) =>
  request(`${simulator.controlUrl}${path}`, method, body)
const post = async (path: string, body: unknown) => (await control('POST', path, body)).status

describe('the HTTP control', () => {
  it('sets and releases prices', async () => {
    expect(await post('/prices', { instrument: eurusd, bid: 1.3 })).toBe(200)
    expect((await anna.market('quotes', eurusd)).body.d).toMatchObject({ bp: 1.3, ap: 1.30002 })
    const { text } = await control('GET', `/prices?instrument=${eurusd}`)
    expect(JSON.parse(text)).toEqual({ bid: 1.3, ask: 1.30002 })
    await control('DELETE', '/prices')
    expect((await anna.market('quotes', eurusd)).body.d.bp).not.toBe(1.3)
  })

  it('adds and clears faults', async () => {
    await post('/faults', { operation: 'getQuotes', kind: 'status', status: 500, count: 'untilCleared' })
    expect((await anna.market('quotes', eurusd)).status).toBe(500)
    await control('DELETE', '/faults?operation=getQuotes')
    expect((await anna.market('quotes', eurusd)).status).toBe(200)
  })

  it('moves time', async () => {
    const before = simulator.control.now()
    const { text } = await control('POST', '/time', { ms: 60_000 })
    expect(JSON.parse(text).now).toBeGreaterThanOrEqual(before + 60_000)
    expect(JSON.parse((await control('GET', '/time')).text).now).toBeLessThan(before + 120_000)
  })

  it('closes and opens markets', async () => {
    const status = async () => (await anna.details(eurusd)).symbolStatus
    await post('/sessions/close', { instrument: eurusd })
    expect(await status()).toBe('CLOSED')
    await post('/sessions/close-only', {})
    expect((await anna.details(eurusd)).tradeSessionStatusId).toBe(21)
    await post('/sessions/open', {})
    expect(await status()).toBe('FULLY_OPEN')
    expect(await post('/sessions/schedule', {})).toBe(200)
  })

  it('locks users out, lets them in again and changes passwords', async () => {
    const email = 'anna@example.com'
    const logIn = async (password = 'demo-password') => {
      const answer = await request(`${simulator.url}/auth/jwt/token`, 'POST', {
        email,
        password,
        server: 'SIM-DEMO',
      })
      return answer.status
    }
    await post('/users/lock', { email })
    expect(await logIn()).toBe(401)
    expect((await anna.get('/trade/config')).status).toBe(401)
    await post('/users/unlock', { email })
    expect(await logIn()).toBe(201)
    await post('/users/password', { email, password: 'another-one' })
    expect(await logIn()).toBe(401)
    expect(await logIn('another-one')).toBe(201)
    await post('/users/password', { email, password: 'demo-password' })
    anna = await TestClient.login(simulator)
  })

  it('sets balances, INFO routes and the size of the history', async () => {
    await post('/balance', { accountId: '700101', balance: 12_345.67 })
    expect((await anna.state()).balance).toBe(12_345.67)
    await post('/routes', { email: 'anna@example.com', routeId: 452, dead: true })
    expect((await anna.market('quotes', eurusd)).body.s).toBe('error')
    await post('/routes', { email: 'anna@example.com', routeId: 452, dead: false })
    await post('/history-rows', { rows: 500 })
    expect((await anna.get('/trade/config')).body.d.limits[1]?.limit).toBe(500)
  })

  it('sets the limits, and publishes them', async () => {
    await post('/rate-limits', { times: 0.01 })
    const { rateLimits } = (await anna.get('/trade/config')).body.d
    expect(rateLimits).toContainEqual(expect.objectContaining({ rateLimitType: 'QUOTES_HISTORY', limit: 1 }))
    const read = async () => (await anna.market('history', eurusd, '&resolution=1m&from=0&to=60000')).status
    expect([await read(), await read()]).toEqual([200, 429])
    await post('/rate-limits', { times: 100 })
    expect(await read()).toBe(200)
  })

  it('expires tokens', async () => {
    const ben = await TestClient.login(simulator, 'ben')
    await post('/tokens/expire', { email: 'ben@example.com' })
    expect((await ben.get('/trade/config')).status).toBe(401)
  })

  it('counts requests, orders, logins and connections, and starts over', async () => {
    await control('POST', '/reset-counters')
    await TestClient.login(simulator)
    const id = await anna.placed(eurusd, { strategyId: 'tag' })
    await anna.get('/nowhere')
    const { text } = await control('GET', '/counters')
    expect(JSON.parse(text)).toEqual({
      requests: { getJWTTokens: 1, getConfigUsingGET: 1, getInstruments: 1, placeOrder: 1, unknown: 1 },
      rateLimitViolations: {},
      totalRateLimitViolations: 0,
      ordersAccepted: [{ accountId: '700101', id, strategyId: 'tag' }],
      logins: 1,
      refreshes: 0,
      connections: expect.any(Number),
    })
  })

  it.each([
    ['/faults', { operation: 'getNothing', kind: 'html' }],
    ['/faults', { operation: '*', kind: 'fire' }],
    ['/faults', { operation: '*', kind: 'latency' }],
    ['/prices', { instrument: 'NOTHING', bid: 1 }],
    ['/prices', { instrument: eurusd }],
    ['/tokens/expire', { email: 'nobody@example.com' }],
    ['/balance', { accountId: '1', balance: 1 }],
    ['/time', {}],
  ])('answers 400 and a reason to %s %j', async (path, body) => {
    const answer = await control('POST', path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.message).toBeTypeOf('string')
  })

  it('answers 404 to what it does not know', async () => {
    expect((await control('GET', '/nothing')).status).toBe(404)
  })
})
