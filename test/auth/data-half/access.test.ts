import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireDataAccess } from '../../../src/auth/data-half/require-access.ts'
import { createDataTokens, DATA_ACCESS } from '../../../src/auth/data-half/tokens.ts'
import { createTokenSealer, TRADING_ACCESS } from '../../../src/auth/sealed-token.ts'
import { renderErrors } from '../../../src/http/errors.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../../support/data-clients.ts'
import { type HttpServer, serve } from '../../support/http-server.ts'
import { readableLog } from '../../support/log-lines.ts'
import { TRADER } from '../../support/memory-broker.ts'
import { servedRoutes } from '../../support/served-routes.ts'
import { startTestGateway, type TestGateway, testKey } from '../../support/test-gateway.ts'

let gateway: TestGateway
const start = Date.now()
beforeAll(async () => {
  gateway = await startTestGateway(DATA_ENV)
})
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.now = start
  gateway.broker.logins.length = 0
})

async function dataToken(login: Record<string, string> = PASSWORD_CLIENT): Promise<string> {
  const { d } = (await (await gateway.logIn(login)).json()) as { d: { access_token: string } }
  return d.access_token
}

/** The least a route needs to be found. */
const addressOf = (path: string): string => path.replace(/:\w+/g, '1')

const call = (method: string, path: string, token?: string): Promise<Response> =>
  fetch(gateway.origin + addressOf(path), {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(5_000),
  })

/** Where people and programs come in, and what is nobody's secret. Everything else asks for a token. */
const OPEN = ['/livez', '/readyz', '/mapping', '/authorize', '/authorize/token']
/** Open to a token of the data half; whatever else needs a token needs a trader's. */
const DATA = /^\/(symbol_info|history|streaming|groups)$/

const routes = servedRoutes(DATA_ENV)
const guarded = routes.filter(({ path }) => !OPEN.includes(path) && !path.startsWith('/oauth/'))

describe('every route that is not meant to be open', () => {
  it('is found by this test', () => {
    expect(routes.length).toBeGreaterThan(25)
    for (const path of OPEN) expect(routes.map((route) => route.path)).toContain(path)
  })

  it.each(guarded)('$method $path answers 401 without a token', async ({ method, path }) => {
    const response = await call(method, path)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    if (method === 'HEAD') return
    expect(await response.json()).toEqual({
      s: 'error',
      errmsg: 'Your session has ended. Please log in again.',
    })
  })

  it.each(guarded)('$method $path answers 401 to a token of the other half', async ({ method, path }) => {
    const other = DATA.test(path) ? await gateway.token() : await dataToken()
    expect((await call(method, path, other)).status).toBe(401)
  })
})

describe('TradingView as a client with a password', () => {
  it('gets a data token that ends within half an hour, in the form that its tests want', async () => {
    const response = await gateway.logIn(PASSWORD_CLIENT)
    const body = (await response.json()) as { d: { expiration: number } }
    expect(response.status).toBe(200)
    expect(body).toEqual({
      s: 'ok',
      d: { access_token: expect.stringMatching(/^[\w.-]+$/), expiration: expect.any(Number) },
    })
    const { expiration } = body.d
    expect(Number.isInteger(expiration)).toBe(true)
    expect(expiration * 1000 - gateway.now).toBeGreaterThan(15 * 60_000)
    expect(expiration * 1000 - gateway.now).toBeLessThanOrEqual(30 * 60_000)
  })

  it('gets a new token at every call', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => dataToken()))
    expect(new Set(tokens).size).toBe(10)
  })

  it('may be several, at once', async () => {
    const both = await Promise.all([
      dataToken(),
      dataToken({ login: 'tradingview-2', password: 'another-data-password' }),
    ])
    const sealer = createTokenSealer([testKey('k1')], () => gateway.now)
    const opened = await Promise.all(both.map((token) => sealer.open(DATA_ACCESS, token)))
    expect(opened.map(({ content }) => content.client)).toEqual(['tradingview', 'tradingview-2'])
  })

  it('is not asked for by name at the broker, neither right nor wrong', async () => {
    await dataToken()
    for (const password of ['', 'another-data-password', 'Long-data-password', 'long-data-passwor']) {
      const answer = await gateway.logIn({ login: PASSWORD_CLIENT.login, password })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toEqual({
        s: 'error',
        errmsg: 'The login or the password is not correct. Please check both and try again.',
      })
    }
    expect(gateway.broker.logins).toEqual([])
  })

  it('leaves traders their login', async () => {
    expect((await gateway.logIn({ login: TRADER.email, password: TRADER.password })).status).toBe(200)
    expect(gateway.broker.logins).toHaveLength(1)
  })

  it('may log in where traders may not', async () => {
    const closed = await startTestGateway({ ...DATA_ENV, PASSWORD_LOGIN: 'false' })
    expect(await (await closed.logIn(PASSWORD_CLIENT)).json()).toMatchObject({ s: 'ok' })
    expect(await (await closed.logIn()).json()).toMatchObject({ s: 'error' })
    await closed.close()
  })
})

describe('a token of the data half', () => {
  const clients = new Set(['tradingview'])
  let now = start
  const sealer = createTokenSealer([testKey('k1')], () => now)
  const tokens = createDataTokens({ sealer, clients, clock: () => now })
  const refused = { code: 'session_expired' }

  it('opens until its end, also when it was opened before', async () => {
    const { token, expiration, lifetime } = await tokens.issue('tradingview')
    expect(lifetime * 1000).toBeCloseTo(expiration * 1000 - now, -4)
    await expect(tokens.open(token)).resolves.toBe('tradingview')
    now = expiration * 1000 - 1
    await expect(tokens.open(token)).resolves.toBe('tradingview')
    now = expiration * 1000
    await expect(tokens.open(token)).rejects.toMatchObject(refused)
    now = start
  })

  it('is opened once, however often it comes', async () => {
    let opened = 0
    const counting: typeof sealer = {
      ...sealer,
      open(purpose, token) {
        opened += 1
        return sealer.open(purpose, token)
      },
    }
    const counted = createDataTokens({ sealer: counting, clients, clock: () => now })
    const { token } = await counted.issue('tradingview')
    for (let i = 0; i < 20; i++) await counted.open(token)
    expect(opened).toBe(1)
  })

  it('ends with its client', async () => {
    const { token } = await tokens.issue('tradingview')
    const later = createDataTokens({ sealer, clients: new Set(['somebody else']), clock: () => now })
    await expect(later.open(token)).rejects.toMatchObject(refused)
  })

  it("is no trader's, and the other way round", async () => {
    const { token } = await tokens.issue('tradingview')
    await expect(sealer.open(TRADING_ACCESS, token)).rejects.toMatchObject(refused)
    const grant = { server: 'MAIN', user: 'tradingview', expiresAt: now + 60_000, state: {} }
    const traders = await sealer.seal(TRADING_ACCESS, grant, now + 60_000)
    await expect(tokens.open(traders)).rejects.toMatchObject(refused)
  })
})

describe('the guard of the data half', () => {
  const { issue, open } = createDataTokens({
    sealer: createTokenSealer([testKey('k1')], Date.now),
    clients: new Set(['tradingview']),
    clock: Date.now,
  })
  const guardedBy = (tokens: Parameters<typeof requireDataAccess>[0]): Promise<HttpServer> =>
    serve(
      express()
        .use(requireDataAccess(tokens), (_request, response) => void response.send('prices'))
        .use(renderErrors(readableLog().log)),
    )

  it('lets those pass who have its token, and nobody else', async () => {
    const server = await guardedBy({ open })
    const { token } = await issue('tradingview')
    const statusFor = async (authorization?: string) =>
      (await fetch(server.origin, authorization === undefined ? {} : { headers: { authorization } })).status
    expect(await statusFor(`Bearer ${token}`)).toBe(200)
    expect(await statusFor()).toBe(401)
    expect(await statusFor(`Bearer ${token}x`)).toBe(401)
    expect(await statusFor(`Basic ${token}`)).toBe(401)
    await server.close()
  })

  it('stands open where nobody was given a login', async () => {
    const server = await guardedBy(undefined)
    expect((await fetch(server.origin)).status).toBe(200)
    await server.close()
  })
})
