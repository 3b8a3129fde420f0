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

describe('the accNum header', () => {
  const config = (headers: Record<string, string>) =>
    request(`${simulator.url}/trade/config`, 'GET', undefined, headers)
  const authorization = () => ({ authorization: anna.headers.authorization ?? '' })

  it('is required on every trade route', async () => {
    const answer = await config(authorization())
    expect(answer.status).toBe(400)
    expect(answer.body.message).toContain('accNum')
  })

  it('must be an account of the user', async () => {
    expect((await config({ ...authorization(), accNum: '9' })).status).toBe(404)
    expect((await config({ ...authorization(), accNum: 'one' })).status).toBe(400)
  })

  it('must describe the account of the path', async () => {
    const answer = await anna.get('/trade/accounts/700102/state')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ s: 'error', errmsg: 'Account not found!' })
  })
})

describe('paths and queries', () => {
  it.each(['/trade', '/trade/accounts/1/positions/2', '/trade/orders/', '/nothing'])(
    'answers 404 with JSON at %s',
    async (path) => {
      const answer = await anna.get(path)
      expect(answer.status).toBe(404)
      expect(answer.body.message).toBeTypeOf('string')
    },
  )

  it('answers 404 outside the base path', async () => {
    expect((await request(new URL('/trade/config', simulator.url).href, 'GET')).status).toBe(404)
  })

  it('tolerates query parameters it does not know', async () => {
    expect((await anna.get('/trade/accounts?ref=x&v=1')).body.s).toBe('ok')
  })

  it('answers 400 where a required query parameter is missing or no number', async () => {
    expect((await anna.get('/trade/quotes?routeId=452')).status).toBe(400)
    expect((await anna.get('/trade/quotes?routeId=x&tradableInstrumentId=206')).status).toBe(400)
    expect((await anna.market('history', eurusd, '&from=1&to=2&resolution=3m')).status).toBe(400)
  })
})

describe('bodies', () => {
  it('may carry numbers as texts', async () => {
    const answer = await anna.place(eurusd, { qty: '0.10' })
    expect(answer.body.s).toBe('ok')
  })

  it('answers 400 to a wrong JSON type', async () => {
    expect((await anna.place(eurusd, { price: {} })).status).toBe(400)
    expect((await anna.place(eurusd, { qty: 'many' })).status).toBe(400)
    expect((await anna.place(eurusd, { strategyId: 7 })).status).toBe(400)
  })

  it('answers 400 to broken JSON', async () => {
    expect((await anna.send('POST', '/trade/accounts/:account/orders', '{"qty":')).status).toBe(400)
  })

  it('refuses a body that lacks a required member by its name', async () => {
    const answer = await anna.send('POST', '/trade/accounts/:account/orders', {})
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ s: 'error', errmsg: '{tradableInstrumentId=[must not be null]}' })
  })
})

describe('rows', () => {
  it('carry identifiers beyond 2^53, as texts', async () => {
    const id = await anna.placed(eurusd)
    expect(BigInt(id) >> 56n).toBe(101n)
    expect((await anna.rows('positions')).every((row) => BigInt(row.id ?? 0) >> 56n === 101n)).toBe(true)
  })

  it('carry them as bare numbers for one user', async () => {
    const ben = await TestClient.login(simulator, 'ben')
    const id = await ben.placed(eurusd, { stopLoss: 500, stopLossType: 'offset' })
    expect((await ben.get('/trade/accounts/:account/ordersHistory')).text).toContain(`[${id},`)
    expect((await ben.get('/trade/accounts/:account/positions')).text).toMatch(
      /\[\[72778\d{14},.*,72778\d{14},null,/,
    )
  })
})
