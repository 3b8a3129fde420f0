import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRevokedTokens } from '../../src/auth/revoked-tokens.ts'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { createSessionStore, type SessionStore } from '../../src/auth/session-store.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { loadConfig } from '../../src/config.ts'
import { createMetrics, type GatewayMetrics } from '../../src/http/metrics.ts'
import { createRequestLog } from '../../src/http/request-log.ts'
import { createDrain, type Drain } from '../../src/http/shutdown.ts'
import { createExpressApp } from '../../src/public-app.ts'
import { withFastLane } from '../../src/tradingview/fast-lane.ts'
import { aFakeAccount, type FakeSession, fakeSession } from '../support/fake-session.ts'
import { type HttpServer, serve } from '../support/http-server.ts'
import { type LogLines, readableLog } from '../support/log-lines.ts'
import { createMemoryBroker } from '../support/memory-broker.ts'
import { anOrder, aPosition } from '../support/samples.ts'
import { STAGING_ENV, testKey } from '../support/test-gateway.ts'

const ORIGIN = 'https://www.tradingview.com'
const quote = { ask: 1.0902, bid: 1.0901, askSize: 1, bidSize: 1 }

/** The same session behind Express alone, and behind the fast lane in front of that very Express. */
let express: HttpServer
let lane: HttpServer
/** Requests that Express was asked for by the lane. */
let passedOn: number
let session: FakeSession
let store: SessionStore
let drain: Drain
let logs: LogLines
let metrics: GatewayMetrics
let token: string
let now: number

beforeEach(async () => {
  session = fakeSession(
    aFakeAccount('7080', {
      orders: [anOrder(), anOrder({ id: '2', status: 'cancelled', note: 'note_parent_ended' })],
      positions: [aPosition({ instrument: 'Zürich ✓' })],
      quotes: new Map([
        ['EURUSD', { quote, pipValue: 0.0001 }],
        ['US 30', { quote: { ...quote, ask: 5 }, pipValue: undefined }],
      ]),
      depth: { asks: [{ price: 1.1, size: 2 }], bids: [] },
    }),
    aFakeAccount('7081'),
  )
  now = Date.now()
  const clock = () => now
  const broker = { ...createMemoryBroker(now + 1e9), resume: () => session }
  const sealer = createTokenSealer([testKey('k')], clock)
  logs = readableLog()
  metrics = createMetrics()
  drain = createDrain()
  const revoked = createRevokedTokens(clock)
  store = createSessionStore({ broker, sealer, revoked, clock })
  token = await sealer.seal(TRADING_ACCESS, session.grant, now + 60_000)
  const config = loadConfig(STAGING_ENV)
  const requestLog = createRequestLog(logs.log, metrics, new Set())
  const app = createExpressApp(
    { config, broker, log: logs.log, metrics, drain, sealer, clock, elapsed: clock },
    store,
    revoked,
    requestLog,
  )
  passedOn = 0
  express = await serve(app)
  lane = await serve(
    withFastLane({
      app(request, response) {
        passedOn += 1
        app(request, response)
      },
      store,
      requestLog,
      drain,
    }),
  )
})
afterEach(async () => {
  await Promise.all([express.close(), lane.close()])
  metrics.close()
})

type Headers = Readonly<Record<string, string>>

async function ask(server: HttpServer, path: string, headers: Headers = {}, method = 'GET', body = '') {
  const { port } = new URL(server.origin)
  const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers: panel(headers) }).end(body)
  const [response] = await once(sent, 'response')
  const { date: _, 'x-request-id': id, ...rest } = response.headers
  return { status: response.statusCode, headers: rest, id, body: await text(response) }
}

/** @param headers an empty one is left out */
function panel(headers: Headers): Headers {
  const all = {
    Authorization: `Bearer ${token}`,
    Origin: ORIGIN,
    'Content-Type': 'application/x-www-form-urlencoded',
    'X-Request-Id': 'the-same-for-both',
    ...headers,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

/** The first poll opens the session, the second teaches the lane the headers for an origin. */
async function warmUp(headers: Headers = {}): Promise<void> {
  for (let n = 0; n < 2; n += 1) await ask(lane, '/accounts/7080/orders', headers)
  passedOn = 0
}

const polls = [
  '/accounts/7080/orders',
  '/accounts/7080/orders?locale=en',
  '/accounts/7080/orders?locale=de_DE',
  '/accounts/7080/orders?locale=nonsense&more=1',
  '/accounts/7080/positions?locale=tr',
  '/accounts/7080/state?locale=en',
  '/accounts/7081/orders?locale=en',
  '/quotes?symbols=EURUSD&accountId=7080&locale=en',
  '/quotes?symbols=EURUSD%2CUS%2030,NONE&accountId=7080&locale=ja',
  '/quotes?accountId=7080&symbols=US+30',
  '/depth?symbol=EURUSD&accountId=7080&locale=en',
]

describe('the fast lane', () => {
  it.each(polls)('answers %s as Express does', async (path) => {
    await warmUp()
    const fast = await ask(lane, path)
    expect(passedOn).toBe(0)
    expect(fast).toEqual(await ask(express, path))
    expect(fast.status).toBe(200)
    expect(fast.headers['cache-control']).toBe('private, no-cache')
  })

  it.each(['', ORIGIN, 'https://de.tradingview.com', 'http://localhost:6285', 'https://evil.test', 'null'])(
    'answers a page of "%s" as Express does',
    async (origin) => {
      await warmUp()
      await warmUp({ Origin: origin })
      const fast = await ask(lane, '/accounts/7080/state', { Origin: origin })
      expect(passedOn).toBe(0)
      expect(fast).toEqual(await ask(express, '/accounts/7080/state', { Origin: origin }))
      expect(fast.headers['access-control-allow-origin']).toBe(
        /tradingview|6285/.test(origin) ? origin : undefined,
      )
    },
  )

  it('gives every answer an id of its own unless the caller has a clean one', async () => {
    await warmUp()
    const ids = await Promise.all(
      ['', '<script>', 'clean-id-1'].map(
        async (id) => (await ask(lane, polls[0] ?? '', { 'X-Request-Id': id })).id,
      ),
    )
    expect(passedOn).toBe(0)
    expect(ids[2]).toBe('clean-id-1')
    for (const id of ids.slice(0, 2)) expect(id).toMatch(/^[0-9a-f]{18}-\d+$/)
  })

  it('answers every poll anew: what the broker says now, not what it said before', async () => {
    await warmUp()
    const [fake] = session.fakes
    if (fake !== undefined) fake.orders = []
    expect((await ask(lane, '/accounts/7080/orders')).body).toBe('{"s":"ok","d":[]}')
    expect(passedOn).toBe(0)
  })
})

describe('an entity tag', () => {
  it.each(polls)('shown again for %s is answered 304, by both alike', async (path) => {
    await warmUp()
    const etag = String((await ask(lane, path)).headers.etag)
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    const fast = await ask(lane, path, { 'If-None-Match': etag })
    expect(passedOn).toBe(0)
    expect(fast).toEqual(await ask(express, path, { 'If-None-Match': etag }))
    expect(fast).toMatchObject({
      status: 304,
      body: '',
      headers: { etag, 'access-control-allow-origin': ORIGIN, vary: 'Origin' },
    })
    expect(fast.headers['content-type']).toBeUndefined()
  })

  it('is another one as soon as the answer is, and with each language that says something else', async () => {
    await warmUp()
    const before = (await ask(lane, '/accounts/7080/state')).headers.etag
    const [fake] = session.fakes
    if (fake !== undefined) fake.state = { ...fake.state, equity: 1 }
    const after = await ask(lane, '/accounts/7080/state', { 'If-None-Match': String(before) })
    expect(after.status).toBe(200)
    expect(after.headers.etag).not.toBe(before)
  })

  it.each<[string, (etag: string) => Headers, number]>([
    ['in a list', (etag) => ({ 'If-None-Match': `"other", ${etag}` }), 304],
    ['weakly', (etag) => ({ 'If-None-Match': `W/${etag}` }), 304],
    ['any', () => ({ 'If-None-Match': '*' }), 304],
    ['by a reload', (etag) => ({ 'If-None-Match': etag, 'Cache-Control': 'no-cache' }), 200],
    ['with a date', () => ({ 'If-Modified-Since': new Date().toUTCString() }), 200],
  ])('shown %s is left to Express', async (_how, headersFor, status) => {
    await warmUp()
    const headers = headersFor(String((await ask(lane, polls[0] ?? '')).headers.etag))
    const answer = await ask(lane, polls[0] ?? '', headers)
    expect(passedOn).toBe(1)
    expect(answer).toEqual(await ask(express, polls[0] ?? '', headers))
    expect(answer.status).toBe(status)
  })
})

describe('Express is left', () => {
  it.each<[string, string, Headers?, string?, string?]>([
    ['a HEAD', '/accounts/7080/orders', {}, 'HEAD'],
    ['a POST', '/accounts/7080/orders', {}, 'POST', 'qty=1'],
    ['a DELETE', '/accounts/7080/orders', {}, 'DELETE'],
    ['a preflight', '/accounts/7080/orders', { 'Access-Control-Request-Method': 'GET' }, 'OPTIONS'],
    ['a GET with a body', '/accounts/7080/orders', { 'Content-Length': '3' }, 'GET', 'a=b'],
    [
      'a body of another type',
      '/accounts/7080/orders',
      { 'Content-Type': 'text/xml', 'Content-Length': '3' },
      'GET',
      'a=b',
    ],
    ['another route', '/accounts'],
    ['no route', '/accounts/7080/nothing'],
    ['a slash at the end', '/accounts/7080/orders/'],
    ['another case', '/Accounts/7080/Orders'],
    ['an encoded account', '/accounts/%37080/orders'],
    ['a broken account', '/accounts/%ff/orders'],
    ['a repeated parameter', '/accounts/7080/orders?locale=en&locale=de_DE'],
    ['a fragment', '/accounts/7080/orders?locale=en#x'],
    ['a long URL', `/quotes?accountId=7080&symbols=${'x'.repeat(1_100)}`],
    ['a too long URL', `/quotes?accountId=7080&symbols=${'x'.repeat(17_000)}`],
    [
      'many parameters',
      `/quotes?accountId=7080&symbols=EURUSD${Array.from({ length: 100 }, (_, n) => `&x${n}`).join('')}`,
    ],
    ['quotes of nothing', '/quotes'],
    ['no token', '/accounts/7080/orders', { Authorization: '' }],
    ['a made-up token', '/accounts/7080/orders', { Authorization: 'Bearer abc' }],
    ['another scheme', '/accounts/7080/orders', { Authorization: 'Basic abc' }],
  ])('%s', async (_what, path, headers = {}, method = 'GET', body = '') => {
    await warmUp()
    const answer = await ask(lane, path, headers, method, body)
    expect(passedOn).toBe(1)
    expect(answer).toEqual(await ask(express, path, headers, method, body))
  })

  it.each([
    ["somebody else's account", '/accounts/9999/orders?locale=en'],
    ["somebody else's account in the query", '/quotes?symbols=EURUSD&accountId=9999'],
    ['quotes without a symbol', '/quotes?symbols=&accountId=7080'],
    ['quotes without an account', '/quotes?symbols=EURUSD'],
    ['too many symbols', `/quotes?accountId=7080&symbols=${Array.from({ length: 51 }, (_, n) => n).join()}`],
    ['a symbol that is not quoted', '/depth?accountId=7080'],
  ])('the error of %s', async (_what, path) => {
    await warmUp()
    const answer = await ask(lane, path)
    expect(passedOn).toBe(1)
    expect(answer).toEqual(await ask(express, path))
    expect(JSON.parse(answer.body).s).toBe('error')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers.etag).toBeUndefined()
  })

  it('a token that has expired', async () => {
    await warmUp()
    now += 60_000
    expect((await ask(lane, '/accounts/7080/orders')).status).toBe(401)
  })

  it('a token that was logged out', async () => {
    await warmUp()
    await store.revoke(token)
    expect((await ask(lane, '/accounts/7080/orders')).status).toBe(401)
  })

  it('every request once the process is to stop, so that connections end', async () => {
    await warmUp()
    drain.begin()
    const answer = await ask(lane, '/accounts/7080/orders')
    expect(passedOn).toBe(1)
    expect(answer.headers.connection).toBe('close')
  })
})

describe('a poll that fails on the way', () => {
  it('asks the broker once, and is one line in the log with the id that the trader is told', async () => {
    await warmUp()
    const [fake] = session.fakes
    if (fake !== undefined) fake.failures.orders = new BrokerError('upstream_timeout')
    session.asked.length = 0
    const answer = await ask(lane, '/accounts/7080/orders', { 'X-Request-Id': '' })
    expect(session.asked).toEqual([['orders']])
    expect(JSON.parse(answer.body).errmsg).toContain(answer.id)
    await expect.poll(() => linesOf(answer.id)).toHaveLength(2)
    expect(linesOf(answer.id)).toMatchObject([
      { level: 'warn' },
      { message: 'Request served.', route: '/accounts/:accountId/orders', status: 200 },
    ])
  })

  it('ends its connection when the stop came while it was being served', async () => {
    await warmUp()
    const reached = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const plain = session.account
    session.account = async (id) => {
      reached.resolve()
      await held.promise
      return plain(id)
    }
    const answer = ask(lane, '/accounts/7080/orders')
    await reached.promise
    drain.begin()
    held.resolve()
    expect((await answer).headers.connection).toBe('close')
    expect(passedOn).toBe(0)
  })
})

describe('log lines and metrics', () => {
  it('are the same whichever way a poll took', async () => {
    await warmUp()
    for (const server of [lane, express]) {
      await ask(server, '/accounts/7080/orders', { 'X-Request-Id': 'compare-these' })
      await ask(server, '/quotes?symbols=EURUSD&accountId=7080', { 'X-Request-Id': 'compare-these' })
    }
    expect(passedOn).toBe(0)
    await expect.poll(() => linesOf('compare-these')).toHaveLength(4)
    const lines = linesOf('compare-these').map(({ timestamp, durationMs, ...rest }) => {
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      expect(durationMs).toEqual(expect.any(Number))
      return rest
    })
    expect(lines.slice(0, 2)).toEqual(lines.slice(2))
    expect(lines[0]).toMatchObject({
      level: 'info',
      method: 'GET',
      route: '/accounts/:accountId/orders',
      status: 200,
      account: expect.stringMatching(/^[0-9a-f]{12}$/),
      upstreamCalls: 0,
    })
    expect(lines[1]).not.toHaveProperty('account')
  })
})

const linesOf = (id: unknown) => logs.lines().filter(({ requestId }) => requestId === id)
