import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { publishedOperations } from '../support/fuzz.ts'
import { ACCOUNT_ID, TRADER } from '../support/memory-broker.ts'
import { askFor, createOAuthBrowser, OAUTH_ENV, REDIRECT_URI } from '../support/oauth-client.ts'
import { rawRequest } from '../support/raw-http.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

/*
 * What holds for every route there is, the pages included. The routes come from the published OpenAPI, which another test holds
 * against what is served: a new one cannot be forgotten here.
 */

let gateway: TestGateway
let trader: string
let server: string
beforeAll(async () => {
  gateway = await startTestGateway({ ...DATA_ENV, ...OAUTH_ENV })
  trader = await gateway.token()
  const answer = (await (await gateway.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
  server = answer.d.access_token
})
afterAll(() => gateway.close())

type Operation = ReturnType<typeof publishedOperations>[number]

const operations = publishedOperations()
const routes = operations.map((operation) => ({
  ...operation,
  what: `${operation.method} ${operation.path}`,
}))
const paths = [...new Set(operations.map(({ path }) => path))]
const isPage = (path: string) => /^\/oauth\/(authorize|logout)/.test(path)
const isOAuth = (path: string) => path.startsWith('/oauth/')

/** What opens a route, except that nobody is logged out. */
function tokenFor(path: string): string {
  if (path === '/logout') return 'x'
  return /^\/(symbol_info|history|streaming|groups)$/.test(path) ? server : trader
}

/** The address of a route, with a login page's link where it is one. */
function addressOf(path: string, id = ACCOUNT_ID): string {
  const filled = path.replace('{accountId}', id).replace(/\{\w+\}/g, '1')
  return isPage(path) ? `${filled}?${new URLSearchParams(askFor())}` : filled
}

function ask(
  { method, path }: Pick<Operation, 'method' | 'path'>,
  address = addressOf(path),
  headers: Record<string, string> = {},
  body?: string | Buffer,
) {
  return rawRequest(gateway.origin, {
    method,
    path: address,
    headers: {
      authorization: `Bearer ${tokenFor(path)}`,
      ...(method !== 'GET' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    body,
    endless: path === '/streaming',
  })
}

type Answer = Awaited<ReturnType<typeof ask>>

/** A refusal or an answer that is whole, in the form of its kind, and leads nowhere else. */
function expectWellFormed(path: string, { status, headers, text }: Answer): void {
  expect(status).toBeLessThan(500)
  expect(status).not.toBe(404)
  expect(headers.location?.startsWith(REDIRECT_URI)).toBe(status === 302 ? true : undefined)
  if (text === '') return
  const isHtml = headers['content-type']?.startsWith('text/html') === true
  expect(isHtml && !isPage(path)).toBe(false)
  if (isHtml) expect(text).toMatch(/^<!doctype html>/)
  else expect(typeof JSON.parse(text)).toBe('object')
}

it('there are routes of both halves and of OAuth', () => {
  expect(operations.length).toBeGreaterThan(35)
  for (const path of ['/quotes', '/history', '/oauth/authorize', '/oauth/logout', '/oauth/token']) {
    expect(paths).toContain(path)
  }
})

describe('methods that a route does not serve', () => {
  it.each(paths)('%s answers 405 and names those it serves', async (path) => {
    const served = operations.filter((one) => one.path === path).map(({ method }) => method)
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'LOCK', 'QUERY']) {
      if (served.includes(method)) continue
      for (const authorization of [`Bearer ${tokenFor(path)}`, 'none']) {
        const { status, headers } = await ask({ method, path }, addressOf(path), { authorization })
        expect(status, method).toBe(405)
        const allowed = (headers.allow ?? '').split(', ').filter((one) => one !== 'HEAD')
        expect(allowed.toSorted()).toEqual(served.toSorted())
      }
    }
  })
})

const ODD_IDS = [
  '%00',
  '%ff%fe',
  '%c0%af',
  '%2e%2e',
  '..%2f..',
  '%0d%0aSet-Cookie:a=b',
  '__proto__',
  '%20',
  '%',
  '%zz',
]
const ODD_QUERIES = [
  'a%00=b%00&%00',
  '%ff=%fe&%c0%af=1',
  'accountId=1&accountId=2&symbols=A&symbols=B&locale=en&locale=de&state=1&state=2',
  '__proto__=1&__proto__[a]=b&constructor=c&constructor[prototype][d]=e&toString=f&hasOwnProperty=g',
  `a${'[b]'.repeat(1_000)}=c`,
  `${'a=b&'.repeat(2_000)}`,
  '&&&===&&=',
  '%zz=%&%',
]
const FORMS: readonly (string | Buffer)[] = [
  ...ODD_QUERIES,
  Buffer.from([0x61, 0x3d, 0xff, 0xfe, 0x00, 0x26, 0x80]),
  `__proto__.qty=1&__proto__[side]=buy&instrument[]=EURUSD&qty[$gt]=0`,
  `${'a=b&'.repeat(4_000)}`,
]

describe('odd bytes', () => {
  it.each(routes.filter(({ path }) => path.includes('{')))(
    'in the path of $what are nobody’s id',
    async (route) => {
      for (const id of ODD_IDS) {
        const answer = await ask(route, addressOf(route.path, id))
        // Some lead to no route at all.
        if (answer.status !== 404) expectWellFormed(route.path, answer)
        expect(answer.text).not.toContain('"s":"ok"')
        expect(answer.headers['set-cookie']).toBeUndefined()
      }
    },
  )

  it.each(routes)('in the query of $what are no fault of the gateway', async (route) => {
    for (const query of ODD_QUERIES) {
      const address = addressOf(route.path)
      expectWellFormed(route.path, await ask(route, `${address}${address.includes('?') ? '&' : '?'}${query}`))
    }
    expect(({} as Record<string, unknown>).a).toBeUndefined()
  })

  it.each(routes.filter(({ method }) => method !== 'GET'))(
    'in the form of $what are no fault of the gateway',
    async (route) => {
      for (const form of FORMS) {
        const answer = await ask(route, addressOf(route.path), {}, form)
        expectWellFormed(route.path, answer)
        // Trading needs more than was sent; a position may be closed and an order cancelled without any field.
        if (route.method !== 'DELETE') expect(answer.text).not.toContain('"s":"ok"')
      }
      expect(({} as Record<string, unknown>).side).toBeUndefined()
    },
  )
})

describe('too much of anything', () => {
  it.each(routes)('is refused by $what', async (route) => {
    const long = await ask(route, `${addressOf(route.path).split('?')[0]}?${'a'.repeat(17_000)}`)
    expect(long.status).toBe(414)
    if (route.method === 'GET') return
    const large = await ask(route, addressOf(route.path), {}, `a=${'b'.repeat(17 * 1024)}`)
    expect(large.status).toBe(413)
  })
})

describe('headers', () => {
  it.each(routes)('of $what forbid browsers whatever they need not do', async (route) => {
    for (const authorization of [`Bearer ${tokenFor(route.path)}`, 'Bearer x']) {
      const { headers, status } = await ask(route, addressOf(route.path), { authorization })
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['strict-transport-security']).toMatch(/max-age=\d{7,}/)
      // They say something only where there is a page.
      if (route.path.startsWith('/oauth/')) {
        expect(headers['x-frame-options']).toBe('DENY')
        expect(headers['referrer-policy']).toBe('no-referrer')
      }
      expect(headers['cache-control'], String(status)).toMatch(/no-store|^private, no-cache/)
      expect(headers['x-powered-by']).toBeUndefined()
      expect(headers.server).toBeUndefined()
      expect(headers['access-control-allow-credentials']).toBeUndefined()
    }
  })
})

const LOOK_ALIKES = [
  'https://tradingview.com.evil.test',
  'https://www.tradingview.com.evil.test',
  'https://eviltradingview.com',
  'http://www.tradingview.com',
  'https://www.tradingview.com.',
  'https://WWW.tradingview.com\t',
  'null',
]

describe('pages of other sites', () => {
  it.each(routes)('may not read $what, and TradingView’s may where it is no page', async (route) => {
    const allowed = async (origin: string, method = route.method) => {
      const preflight = { 'access-control-request-method': route.method }
      const { headers } = await ask({ method, path: route.path }, addressOf(route.path), {
        origin,
        ...preflight,
      })
      return headers['access-control-allow-origin']
    }
    for (const origin of LOOK_ALIKES) {
      expect(await allowed(origin), origin).toBeUndefined()
      expect(await allowed(origin, 'OPTIONS'), origin).toBeUndefined()
    }
    const tradingView = 'https://www.tradingview.com'
    const expected = isOAuth(route.path) ? undefined : tradingView
    expect(await allowed(tradingView)).toBe(expected)
    expect(await allowed(tradingView, 'OPTIONS')).toBe(expected)
  })
})

/** Without what differs between any two answers. */
function lasting({ status, headers, text }: Answer) {
  const {
    date: _,
    'x-request-id': __,
    etag: ___,
    'content-length': ____,
    'set-cookie': cookies = [],
    ...rest
  } = headers
  return {
    status,
    headers: rest,
    // The cookies' names and attributes, and the page without its sealed field.
    cookies: cookies.map((cookie) => cookie.replace(/=[^;]*/, '')),
    text: text.replace(/value="[\w.-]{100,}"/, '').replace(/"access_token":"[^"]+","expiration":\d+/, ''),
  }
}

const CLAIMS: readonly Record<string, string>[] = [
  { host: 'evil.test' },
  { host: 'www.tradingview.com' },
  { host: '"><script>alert(1)</script>' },
  { host: '127.0.0.1:1' },
  { 'x-forwarded-host': 'evil.test', 'x-forwarded-port': '1' },
  { 'x-forwarded-proto': 'http' },
  { 'x-forwarded-proto': 'javascript' },
  { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test', 'x-forwarded-prefix': '/evil' },
  { forwarded: 'for=evil.test;host=evil.test;proto=http' },
  { 'x-original-url': '/accounts', 'x-rewrite-url': '/accounts', 'x-http-method-override': 'DELETE' },
]

describe('where a request says it was sent to', () => {
  it.each(routes)('changes nothing about $what, even when a trusted proxy says it', async (route) => {
    const usual = lasting(await ask(route))
    for (const claims of CLAIMS) {
      const answer = await ask(route, addressOf(route.path), claims)
      expect(lasting(answer), JSON.stringify(claims)).toEqual(usual)
      expect(JSON.stringify(answer)).not.toContain('evil')
    }
  })

  it('changes neither the way back from a login nor its cookies', async () => {
    for (const claims of [{}, ...CLAIMS]) {
      const browser = createOAuthBrowser(gateway.origin)
      const { html } = await browser.open(askFor())
      const field = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const form = new URLSearchParams({ form: field, ...TRADER }).toString()
      const route = { method: 'POST', path: '/oauth/authorize' }
      const { status, headers } = await ask(route, addressOf(route.path), { ...claims, cookie }, form)
      expect(status).toBe(302)
      expect(headers.location?.startsWith(`${REDIRECT_URI}?code=`)).toBe(true)
      expect(headers['set-cookie']).toHaveLength(1)
      expect(headers['set-cookie']?.[0]).toMatch(
        /^__Host-login-\w+=[^;]+;.* Path=\/;.* HttpOnly; Secure; SameSite=Lax$/,
      )
    }
  })
})
