import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { loginOf, noon, request, startTestSimulator, TestClient } from './client.ts'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startTestSimulator()
})
afterAll(() => simulator.close())

const logIn = (name = 'anna') => request(`${simulator.url}/auth/jwt/token`, 'POST', loginOf(simulator, name))
const refresh = (refreshToken: string) =>
  request(`${simulator.url}/auth/jwt/refresh`, 'POST', { refreshToken })
const accounts = (accessToken: string) =>
  request(`${simulator.url}/auth/jwt/all-accounts`, 'GET', undefined, {
    authorization: `Bearer ${accessToken}`,
  })

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

describe('login', () => {
  it('answers 201 with two JWTs and the expiry of the access token', async () => {
    const { status, body } = await logIn()
    expect(status).toBe(201)
    const claims = claimsOf(body.accessToken)
    expect(claims).toMatchObject({ sub: expect.stringContaining('SIM-DEMO'), host: expect.any(String) })
    expect(claims).toMatchObject({ jti: expect.any(String), iat: expect.any(Number) })
    expect(Number(claims.exp) * 1000).toBe(Date.parse(body.expireDate))
    expect(body.expireDate).toMatch(/^2026-03-11T13:00:0\d\.000Z$/)
    expect(claimsOf(body.refreshToken).exp).toBeGreaterThan(Number(claims.exp))
  })

  it.each([
    ['password', 'wrong'],
    ['server', 'SIM-PRO'],
    ['email', 'nobody@example.com'],
  ])('answers 401 with JSON to a wrong %s', async (field, value) => {
    const answer = await request(`${simulator.url}/auth/jwt/token`, 'POST', {
      ...loginOf(simulator, 'anna'),
      [field]: value,
    })
    expect(answer.status).toBe(401)
    expect(answer.body.message).toBeTypeOf('string')
  })

  it('answers 400 to incomplete or malformed credentials', async () => {
    const url = `${simulator.url}/auth/jwt/token`
    expect((await request(url, 'POST', { email: 'anna@example.com' })).status).toBe(400)
    expect((await request(url, 'POST', '{"email":')).status).toBe(400)
    expect((await request(url, 'POST', '[]')).status).toBe(400)
  })

  it('is throttled after ten logins in ten seconds under the published limits', async () => {
    const strict = await startTestSimulator({ rateLimits: 'published' })
    const attempt = () =>
      request(`${strict.url}/auth/jwt/token`, 'POST', loginOf(strict, 'anna')).then(({ status }) => status)
    const statuses: number[] = []
    for (let count = 0; count < 11; count++) statuses.push(await attempt())
    expect(statuses).toEqual([...Array(10).fill(201), 429])
    strict.control.advanceTime(10_000)
    expect(await attempt()).toBe(201)
    await strict.close()
  })
})

describe('refresh', () => {
  it('gives two new tokens and leaves the old access token valid', async () => {
    const first = (await logIn()).body
    const { status, body } = await refresh(first.refreshToken)
    expect(status).toBe(201)
    expect(body.accessToken).not.toBe(first.accessToken)
    expect(body.refreshToken).not.toBe(first.refreshToken)
    expect((await accounts(first.accessToken)).status).toBe(200)
    expect((await accounts(body.accessToken)).status).toBe(200)
  })

  it('burns the refresh token', async () => {
    const { refreshToken } = (await logIn()).body
    expect((await refresh(refreshToken)).status).toBe(201)
    expect((await refresh(refreshToken)).status).toBe(401)
  })

  it('does not take an access token for a refresh token, nor the other way round', async () => {
    const pair = (await logIn()).body
    expect((await refresh(pair.accessToken)).status).toBe(401)
    expect((await accounts(pair.refreshToken)).status).toBe(401)
  })
})

describe('tokens', () => {
  it('end with their lifetime', async () => {
    const short = await startTestSimulator({ accessTokenSeconds: 60, refreshTokenSeconds: 120 })
    const client = await TestClient.login(short)
    const { body } = await request(`${short.url}/auth/jwt/token`, 'POST', loginOf(short, 'anna'))
    short.control.advanceTime(60_000)
    expect((await client.get('/trade/config')).status).toBe(401)
    short.control.advanceTime(60_000)
    const late = await request(`${short.url}/auth/jwt/refresh`, 'POST', { refreshToken: body.refreshToken })
    expect(late.status).toBe(401)
    await short.close()
  })

  it('are refused when missing, forged or signed by someone else', async () => {
    const { accessToken } = (await logIn()).body
    expect((await accounts('')).status).toBe(401)
    expect((await accounts('a.b.c')).status).toBe(401)
    expect((await accounts(`${accessToken.slice(0, -4)}AAAA`)).status).toBe(401)
  })

  it('can be expired by the control: access tokens, and refresh tokens on request', async () => {
    const first = (await logIn('ben')).body
    simulator.control.expireTokens('ben@example.com')
    expect((await accounts(first.accessToken)).status).toBe(401)
    const second = (await refresh(first.refreshToken)).body
    expect((await accounts(second.accessToken)).status).toBe(200)
    simulator.control.expireTokens('ben@example.com', { refresh: true })
    expect((await refresh(second.refreshToken)).status).toBe(401)
  })
})

describe('all-accounts', () => {
  it('lists every account with texts for values, the restricted one too', async () => {
    const { body } = await accounts((await logIn('chloe')).body.accessToken)
    expect(body.accounts).toHaveLength(3)
    expect(body.accounts[0]).toEqual({
      id: '810301',
      name: 'D#SIM#810301',
      currency: 'GBP',
      accNum: '1',
      accountBalance: '100000.00',
      status: 'ACTIVE',
    })
    expect(body.accounts[1]?.status).toBe('RESTRICTED')
  })

  it('misspells the balance for one user', async () => {
    const { body } = await accounts((await logIn('ben')).body.accessToken)
    expect(body.accounts[0]).toHaveProperty('aaccountBalance', '10000.00')
    expect(body.accounts[0]).not.toHaveProperty('accountBalance')
  })

  it('has as many traders as a load test asks for', async () => {
    const login = { email: 'crowd-42@example.com', password: 'demo-password', server: 'SIM-DEMO' }
    const { body } = await request(`${simulator.url}/auth/jwt/token`, 'POST', login)
    expect((await accounts(body.accessToken)).body.accounts).toMatchObject([
      { id: '900042', currency: 'USD' },
    ])
    const nobody = { ...login, email: 'crowd-0@example.com' }
    expect((await request(`${simulator.url}/auth/jwt/token`, 'POST', nobody)).status).toBe(401)
  })
})

describe('the simulated clock', () => {
  it('starts where it is told and runs with real time', () => {
    expect(simulator.control.now()).toBeGreaterThanOrEqual(noon)
    expect(simulator.control.now()).toBeLessThan(noon + 60_000)
  })
})
