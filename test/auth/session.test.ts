import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { createSessionStore } from '../../src/auth/session-store.ts'
import { createMemoryBroker, TRADER } from '../support/memory-broker.ts'
import { startTestGateway, type TestGateway, testKey } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startTestGateway()
})
afterEach(() => gateway.close())

function get(path: string, authorization?: string): Promise<Response> {
  return fetch(gateway.origin + path, authorization === undefined ? {} : { headers: { authorization } })
}

const logOut = (authorization: string) =>
  fetch(`${gateway.origin}/logout`, { method: 'POST', headers: { authorization } })

describe('a trading route', () => {
  it('is served with the token of a login', async () => {
    const response = await get('/accounts', `Bearer ${await gateway.token()}`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ s: 'ok', d: [{ id: '7080' }] })
  })

  it.each([
    ['no token', undefined],
    ['an empty header', ''],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['no token after the scheme', 'Bearer '],
    ['a made-up token', 'Bearer abc'],
    ['two tokens', 'Bearer abc def'],
  ])("answers 401 in TradingView's form to %s", async (_what, authorization) => {
    const response = await get('/accounts', authorization)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toEqual({
      s: 'error',
      errmsg: 'Your session has ended. Please log in again.',
    })
  })

  it('answers 401 once the token has expired, also when its session is still open', async () => {
    const bearer = `Bearer ${await gateway.token()}`
    expect((await get('/accounts', bearer)).status).toBe(200)
    gateway.now += 60 * 60 * 1000
    expect((await get('/accounts', bearer)).status).toBe(401)
  })

  it('takes the scheme in any case', async () => {
    expect((await get('/accounts', `bearer ${await gateway.token()}`)).status).toBe(200)
  })
})

describe('sessions', () => {
  it('are opened once per token, however many requests come at the same time and later', async () => {
    const bearer = `Bearer ${await gateway.token()}`
    await Promise.all(Array.from({ length: 20 }, () => get('/accounts', bearer)))
    await get('/accounts', bearer)
    expect(gateway.broker.resumed).toHaveLength(1)
  })

  it('are the same object for every request with the same token', async () => {
    const broker = createMemoryBroker(gateway.now + 1_000_000)
    const clock = () => gateway.now
    const sealer = createTokenSealer([testKey('k')], clock)
    const store = createSessionStore({ broker, sealer, clock })
    const token = await sealer.seal(TRADING_ACCESS, (await broker.logIn(TRADER)).grant, gateway.now + 9_000)
    const [first, second] = await Promise.all([store.open(token), store.open(token)])
    expect(first).toBe(second)
    expect(await store.open(token)).toBe(first)
  })
})

describe('a logout', () => {
  it('refuses the token from then on', async () => {
    const bearer = `Bearer ${await gateway.token()}`
    const response = await logOut(bearer)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('{"s":"ok"}')
    expect((await get('/accounts', bearer)).status).toBe(401)
    expect((await logOut(bearer)).status).toBe(401)
  })

  it("leaves the trader's other tokens alone", async () => {
    const [first, second] = [await gateway.token(), await gateway.token()]
    await logOut(`Bearer ${first}`)
    expect((await get('/accounts', `Bearer ${second}`)).status).toBe(200)
  })

  it('needs a token', async () => {
    expect((await fetch(`${gateway.origin}/logout`, { method: 'POST' })).status).toBe(401)
  })
})
