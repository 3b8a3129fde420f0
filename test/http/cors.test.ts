import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

const TRADINGVIEW = 'https://www.tradingview.com'

let production: TestGateway
let staging: TestGateway
let token: string
beforeAll(async () => {
  const keys = `k:${Buffer.alloc(32, 1).toString('base64url')}`
  production = await startTestGateway({ GATEWAY_ENV: 'production', TOKEN_KEYS: keys })
  staging = await startTestGateway()
  token = await production.token()
})
afterAll(() => Promise.all([production.close(), staging.close()]))

async function allowedOrigin(gateway: TestGateway, origin: string): Promise<string | null> {
  const response = await fetch(`${gateway.origin}/accounts`, { headers: { origin } })
  return response.headers.get('access-control-allow-origin')
}

describe('origins that may read answers', () => {
  it.each([
    TRADINGVIEW,
    'https://de.tradingview.com',
    'https://beta.de.tradingview.com',
    'https://my-site.tradingview.com',
  ])('%s is echoed exactly', async (origin) => {
    expect(await allowedOrigin(production, origin)).toBe(origin)
    expect(await allowedOrigin(staging, origin)).toBe(origin)
  })

  it.each([
    'http://localhost:6285',
    'https://localhost:6285',
    'https://abc.xstaging.tv',
    'https://a.b.xstaging.tv',
  ])('%s is echoed in staging only', async (origin) => {
    expect(await allowedOrigin(staging, origin)).toBe(origin)
    expect(await allowedOrigin(production, origin)).toBeNull()
  })

  it.each([
    'https://tradingview.com',
    'http://www.tradingview.com',
    'https://www.tradingview.com:8443',
    'https://www.tradingview.com.evil.test',
    'https://eviltradingview.com',
    'https://evil-tradingview.com',
    'https://www.tradingview.com@evil.test',
    'https://evil.test/.tradingview.com',
    'https://evil.test?.tradingview.com',
    'https://wwwxtradingview.com',
    'https://.tradingview.com',
    'http://localhost:6286',
    'http://localhost',
    'http://abc.xstaging.tv',
    'https://xstaging.tv',
    'null',
    'file://',
  ])('%s gets nothing', async (origin) => {
    expect(await allowedOrigin(production, origin)).toBeNull()
    expect(await allowedOrigin(staging, origin)).toBeNull()
  })
})

describe('every status', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  it.each<[number, string, RequestInit]>([
    [200, '/livez', {}],
    [200, '/accounts', {}],
    [200, '/authorize', { method: 'POST', headers: form, body: 'login=a' }],
    [400, '/accounts/%ff/orders', {}],
    [401, '/accounts', { headers: { authorization: 'Bearer x' } }],
    [404, '/nothing-here', {}],
    [405, '/accounts', { method: 'DELETE' }],
    [413, '/authorize', { method: 'POST', headers: form, body: `login=${'x'.repeat(20_000)}` }],
    [414, `/quotes?symbols=${'x'.repeat(20_000)}`, {}],
    [500, '/accounts', {}],
    [503, '/readyz', {}],
  ])('%i carries the origin, and tells caches that it matters', async (status, path, init) => {
    production.broker.ready = status !== 503
    production.broker.beforeAccounts = status === 500 ? () => Promise.reject(new Error('a bug')) : undefined
    const headers = { origin: TRADINGVIEW, authorization: `Bearer ${token}`, ...init.headers }
    const response = await fetch(production.origin + path, { ...init, headers })
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(TRADINGVIEW)
    expect(response.headers.get('vary')).toContain('Origin')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]+$/)
    expect(response.headers.get('x-powered-by')).toBeNull()
    expect(response.headers.get('etag')).toBeNull()
  })
})

describe('a preflight', () => {
  it('allows the methods and headers TradingView uses, for a day', async () => {
    const response = await fetch(`${production.origin}/accounts/1/orders/2`, {
      method: 'OPTIONS',
      headers: {
        origin: TRADINGVIEW,
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'authorization',
      },
    })
    expect(response.status).toBe(204)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': TRADINGVIEW,
      'access-control-allow-methods': 'GET,POST,PUT,DELETE,OPTIONS',
      'access-control-allow-headers': 'Authorization,Content-Type',
      'access-control-max-age': '86400',
      vary: expect.stringContaining('Origin'),
    })
  })

  it('of a foreign page is answered without allowing it anything', async () => {
    const response = await fetch(`${production.origin}/accounts`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'GET' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})
