import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/broker/errors.ts'
import { TRADER } from '../../support/memory-broker.ts'
import {
  askFor,
  CLIENT,
  createOAuthBrowser,
  OAUTH_ENV,
  type OAuthBrowser,
  OTHER_CLIENT,
  REDIRECT_URI,
  STATE,
} from '../../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

const { email, password, server } = TRADER
const FIELDS = { email, password, server }

let gateway: TestGateway
let browser: OAuthBrowser
beforeAll(async () => {
  gateway = await startTestGateway({ ...OAUTH_ENV, BROKER_NAME: 'A & B <Brokers>' })
})
afterAll(() => gateway.close())
beforeEach(() => {
  browser = createOAuthBrowser(gateway.origin)
  gateway.broker.loginFailure = undefined
  gateway.broker.logins.length = 0
})

/** Parameters of a redirect, decoded. */
const answerIn = (location: string | undefined): URLSearchParams =>
  new URLSearchParams(location?.split('?')[1] ?? '')

describe('a link to the login page', () => {
  it.each([
    ['an unknown client', askFor({ client_id: 'somebody' })],
    ['no client', { response_type: 'code', redirect_uri: REDIRECT_URI }],
    ['no address to return to', { response_type: 'code', client_id: CLIENT.client_id }],
    ['an address of another client', askFor({ redirect_uri: OTHER_CLIENT.redirect_uris[0] })],
    ['an address below the registered one', askFor({ redirect_uri: `${REDIRECT_URI}evil` })],
    ['the registered address in other letters', askFor({ redirect_uri: REDIRECT_URI.toUpperCase() })],
    ['the registered address without its slash', askFor({ redirect_uri: REDIRECT_URI.slice(0, -1) })],
    ['the registered address with a query', askFor({ redirect_uri: `${REDIRECT_URI}?a=b` })],
    [
      'the registered address with a port',
      askFor({ redirect_uri: REDIRECT_URI.replace('.com/', '.com:443/') }),
    ],
    ['a script', askFor({ redirect_uri: 'javascript:alert(1)' })],
    ['two clients', `${new URLSearchParams(askFor())}&client_id=${CLIENT.client_id}`],
    ['two addresses', `${new URLSearchParams(askFor())}&redirect_uri=https%3A%2F%2Fevil.test`],
  ])('with %s shows an error page and leads nowhere', async (_, query) => {
    const page = await browser.open(query)
    expect(page.status).toBe(400)
    expect(page.location).toBeUndefined()
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.html).toContain('This login link is not valid.')
    expect(page.html).not.toContain('<form')
  })

  it.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['an unknown response type', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['a malformed scope', { scope: 'a"b' }, 'invalid_scope'],
    ['prompt=none, which cannot be', { prompt: 'none' }, 'login_required'],
    [
      'a plain challenge',
      { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['a challenge without a method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a short challenge', { code_challenge: 'x', code_challenge_method: 'S256' }, 'invalid_request'],
  ])('with %s goes back with an error and the state', async (_, changes, error) => {
    const query = Object.entries({ ...askFor(), ...changes }).filter(([, value]) => value !== undefined)
    const { status, location } = await browser.open(Object.fromEntries(query) as Record<string, string>)
    expect(status).toBe(302)
    expect(location).toMatch(new RegExp(`^${REDIRECT_URI}\\?error=`))
    expect(answerIn(location).get('error')).toBe(error)
    expect(answerIn(location).get('error_description')).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    expect(answerIn(location).get('state')).toBe(STATE)
  })

  it('with a repeated parameter goes back with an error', async () => {
    const { location } = await browser.open(`${new URLSearchParams(askFor())}&scope=more`)
    expect(answerIn(location).get('error')).toBe('invalid_request')
  })

  it('asking for a token goes back with the error in the fragment, where the implicit flow is off', async () => {
    const { status, location } = await browser.open(askFor({ response_type: 'token' }))
    expect(status).toBe(302)
    expect(location).toMatch(new RegExp(`^${REDIRECT_URI}#error=unsupported_response_type&`))
  })

  it('may come without state, and with what TradingView only lists', async () => {
    const { state, ...query } = askFor({ token_uri: 'https://evil.test/token', prompt: 'login' })
    expect((await browser.open(query)).status).toBe(200)
    const { location } = await browser.submit(FIELDS)
    expect(location).toMatch(new RegExp(`^${REDIRECT_URI}\\?code=[\\w.-]+$`))
  })
})

describe('a login', () => {
  it('goes back with a code, and with the state as it was sent', async () => {
    expect((await browser.open(askFor())).status).toBe(200)
    const { status, location } = await browser.submit(FIELDS)
    expect(status).toBe(302)
    expect(location).toMatch(new RegExp(`^${REDIRECT_URI}\\?code=[\\w.-]+&state=`))
    expect(answerIn(location).get('state')).toBe(STATE)
    expect(gateway.broker.logins).toEqual([{ email, password, server }])
  })

  it.each([
    ['base64 as it is', 'eyJhIjoifn4/Pj4ifQ+/=='],
    ['percent-encoded', 'a%2Bb%2fc%3D%20d+e'],
    ['broken percent signs', '100%&x=%zz%'],
    ['JSON', '{%22a%22:1}'],
    ['other characters', 'a;b,c!d*ef(g)h~i:j@k|l^m`n\\o[p]'],
    ['nothing', ''],
  ])('returns a state byte for byte: %s', async (_, raw) => {
    const { state, ...others } = askFor()
    await browser.open(`${new URLSearchParams(others)}&state=${raw}`)
    const { location } = await browser.submit(FIELDS)
    const [stateOnly] = raw.split('&')
    expect(location?.split('&state=')[1]).toBe(stateOnly)
  })

  it('adds to the query an address has', async () => {
    await browser.open(askFor({ redirect_uri: CLIENT.redirect_uris[2] }))
    const { location } = await browser.submit(FIELDS)
    expect(location).toMatch(/^https:\/\/www\.tradingview\.com\/with\?query=1&code=/)
  })

  it('asks for the server where there are several', async () => {
    await browser.open(askFor())
    const { status, html } = await browser.submit({ email, password })
    expect(status).toBe(400)
    expect(html).toContain('Please choose a server.')
    expect(gateway.broker.logins).toEqual([])
  })

  it('with another server goes there', async () => {
    await browser.open(askFor())
    await browser.submit({ ...FIELDS, server: 'Second' })
    expect(gateway.broker.logins).toEqual([{ email, password, server: 'Second' }])
  })

  it.each([
    ['a wrong password', new BrokerError('wrong_credentials'), 403, 'password is not correct'],
    ['a short wait', new BrokerError('login_throttled', { params: { seconds: 30 } }), 429, 'again in 30 s.'],
    [
      'a long wait',
      new BrokerError('login_throttled', { retry: 'after', retryAfterMs: 299_500 }),
      429,
      'again in 5 min.',
    ],
    ['an unknown wait', new BrokerError('login_throttled'), 429, 'again in a few minutes.'],
    ['a login that is locked', new BrokerError('account_not_active'), 403, 'This login is locked.'],
    [
      'a broker that is down',
      new BrokerError('upstream_unavailable'),
      503,
      'A &amp; B &lt;Brokers&gt; cannot be reached',
    ],
    ['a broker that lets nobody in for a while', new BrokerError('too_busy'), 503, 'cannot be reached'],
    ['a broker that talks nonsense', new BrokerError('upstream_malformed'), 503, 'cannot be reached'],
  ])(
    'that fails for %s says so, keeps the e-mail and forgets the password',
    async (_, failure, status, words) => {
      await browser.open(askFor())
      gateway.broker.loginFailure = failure
      const page = await browser.submit(FIELDS)
      expect(page.status).toBe(status)
      expect(page.html).toMatch(/<p class="alert" role="alert" id="trouble">/)
      expect(page.html).toMatch(/id="password"[^>]* aria-describedby="trouble" autofocus/)
      expect(page.html).toContain(words)
      expect(page.html).toContain(`value="${email}"`)
      expect(page.html).not.toContain(password)
      gateway.broker.loginFailure = undefined
      expect((await browser.submit(FIELDS)).status).toBe(302)
    },
  )

  it('tells how many seconds to wait in a header as well', async () => {
    await browser.open(askFor())
    gateway.broker.loginFailure = new BrokerError('login_throttled', {
      retry: 'after',
      retryAfterMs: 299_500,
    })
    expect((await browser.submit(FIELDS)).headers.get('retry-after')).toBe('300')
  })

  it('of somebody who found a fault of the gateway shows a page, and the log tells more', async () => {
    await browser.open(askFor())
    gateway.broker.loginFailure = new Error('a bug')
    const page = await browser.submit(FIELDS)
    expect(page.status).toBe(500)
    expect(page.html).toContain('Something went wrong on our side.')
    expect(page.html).not.toContain('a bug')
  })

  it.each([
    ['email', { password, server }, 'Please enter your e-mail address.'],
    ['email', { email: ' ', password, server }, 'Please enter your e-mail address.'],
    ['password', { email, server }, 'Please enter your password.'],
    ['server', { email, password, server: 'NOWHERE' }, 'Please choose a server.'],
  ])('without %s marks the field', async (field, fields, words) => {
    await browser.open(askFor())
    const { status, html } = await browser.submit(fields)
    expect(status).toBe(400)
    expect(html).toMatch(
      new RegExp(`id="${field}"[^>]* aria-invalid="true" aria-describedby="${field}-error" autofocus`),
    )
    expect(html).toContain(`<p class="error" id="${field}-error">${words}</p>`)
    expect(gateway.broker.logins).toEqual([])
  })

  it('of a length no login has is not passed on', async () => {
    await browser.open(askFor())
    const { status } = await browser.submit({ ...FIELDS, password: 'x'.repeat(321) })
    expect(status).toBe(403)
    expect(gateway.broker.logins).toEqual([])
  })
})

describe('a form', () => {
  const isRefused = async (
    page: Promise<{ status: number; html: string }>,
    words = 'This page was open for too long.',
  ): Promise<void> => {
    const { status, html } = await page
    expect(status).toBe(400)
    expect(html).toContain(words)
    expect(html).not.toContain(password)
    expect(gateway.broker.logins).toEqual([])
  }

  it('from another browser is not taken: nobody logs a trader into an account of theirs', async () => {
    await browser.open(askFor())
    browser.cookies.clear()
    await isRefused(browser.submit(FIELDS), 'This page needs cookies.')
  })

  it('with the cookie of another page is not taken', async () => {
    await browser.open(askFor())
    for (const name of browser.cookies.keys()) browser.cookies.set(name, 'A'.repeat(22))
    await isRefused(browser.submit(FIELDS))
  })

  it('without its hidden field is not taken', async () => {
    await browser.open(askFor())
    await isRefused(browser.submit({ ...FIELDS, form: '' }))
  })

  it('with another sealed token in its field is not taken', async () => {
    const form = await gateway.token()
    gateway.broker.logins.length = 0
    await browser.open(askFor())
    await isRefused(browser.submit({ ...FIELDS, form }))
  })

  it('that is a quarter of an hour old is not taken, but the one that comes instead is', async () => {
    await browser.open(askFor())
    gateway.now += 15 * 60_000 + 1_000
    await isRefused(browser.submit(FIELDS))
    expect((await browser.submit(FIELDS)).status).toBe(302)
  })

  it('stays good when a second tab is opened', async () => {
    const second = createOAuthBrowser(gateway.origin)
    await browser.open(askFor())
    for (const [name, value] of browser.cookies) second.cookies.set(name, value)
    await second.open(askFor({ state: 'second' }))
    expect((await browser.submit(FIELDS)).status).toBe(302)
    expect((await second.submit(FIELDS)).status).toBe(302)
  })

  it('that is sent in another way, too large or broken is answered with a page', async () => {
    const path = `${gateway.origin}/oauth/authorize?${new URLSearchParams(askFor())}`
    const large = await fetch(path, {
      method: 'POST',
      body: new URLSearchParams({ email: 'x'.repeat(17_000) }),
    })
    expect(large.status).toBe(413)
    const json = await fetch(path, {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    })
    expect(json.status).toBe(400)
    for (const answer of [large, json])
      expect(await answer.text()).toContain('<h1>Login is not possible</h1>')
    const put = await fetch(path, { method: 'PUT' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    expect((await fetch(`${gateway.origin}/oauth/nothing`)).status).toBe(404)
  })
})

describe('the login page', () => {
  it('may run and load nothing but its own style and pictures, and be framed by nobody', async () => {
    const { headers, html } = await browser.open(askFor())
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://www.tradingview.com " +
        "https://*.tradingview.com; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(html).not.toMatch(/<script|style=|\son\w+=|<style/)
  })

  it('is for no page of another origin to read', async () => {
    const origin = { headers: { Origin: 'https://www.tradingview.com' } }
    for (const path of [
      '/oauth/authorize',
      '/oauth/logout',
      '/oauth/token',
      '/oauth/nothing',
      '/OAuth/token',
    ]) {
      const { headers } = await fetch(`${gateway.origin}${path}`, origin)
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
    expect(
      (await fetch(`${gateway.origin}/config`, origin)).headers.get('access-control-allow-origin'),
    ).not.toBeNull()
  })

  it('sets a cookie that no other site can send or plant', async () => {
    const { headers } = await browser.open(askFor())
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-login-form=[\w-]{22}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
  })

  it('escapes what it repeats', async () => {
    const { state, ...others } = askFor()
    const { html } = await browser.open(
      `${new URLSearchParams(others)}&state="><img src=x>'`.replace(' ', '+'),
    )
    expect(html).not.toContain('<img')
    const again = await browser.submit({ email: '"><script>', password: '', server })
    expect(again.html).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(again.html).not.toContain('<script')
  })

  it('names the broker and offers the servers with their kind', async () => {
    const { html } = await browser.open(askFor())
    expect(html).toContain('<title>Log in to A &amp; B &lt;Brokers&gt;</title>')
    expect(html).toContain(
      '<option value="MAIN">MAIN – Live</option><option value="Second">Second – Live</option>',
    )
  })

  it.each([
    ['ar', 'lang="ar" dir="rtl"'],
    ['he', 'lang="he" dir="rtl"'],
    ['br', 'lang="pt-BR" dir="ltr"'],
    ['nothing-known', 'lang="en" dir="ltr"'],
  ])('is in the language of lang=%s', async (lang, attributes) => {
    expect((await browser.open(askFor({ lang }))).html).toContain(`<html ${attributes}>`)
  })

  it('answers HEAD', async () => {
    const url = `${gateway.origin}/oauth/authorize?${new URLSearchParams(askFor())}`
    const { status, headers } = await fetch(url, { method: 'HEAD' })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })

  it('has nothing on it that is not needed to log in', async () => {
    const { html } = await browser.open(askFor())
    const controls = [
      ...html.matchAll(/<(input|select|button|textarea|a|img|iframe|object|video|script)\b[^>]*/g),
    ]
    expect(
      controls.map(
        ([all, tag]) => `${tag} ${/ name="([^"]*)"/.exec(all)?.[1] ?? / type="([^"]*)"/.exec(all)?.[1]}`,
      ),
    ).toEqual(['input form', 'input email', 'input password', 'select server', 'button submit'])
    // The query goes back with the form: no other address is on the page.
    expect(html.match(/(?:href|src|action)="[a-z]+:|(?:href|src|action)="\/\//g)).toBeNull()
  })

  it('has a stylesheet that browsers keep', async () => {
    const { html } = await browser.open(askFor())
    const href = /<link rel="stylesheet" href="([^"]+)">/.exec(html)?.[1]
    const answer = await fetch(`${gateway.origin}/oauth/${href}`)
    const { status, headers } = answer
    expect(status).toBe(200)
    // One, and small.
    expect(html.match(/<link|<style|style=/g)).toEqual(['<link'])
    expect((await answer.text()).length).toBeLessThan(4_096)
    expect(headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })
})

it('the log tells of logins without queries, e-mails, passwords or tokens', async () => {
  await browser.open(askFor())
  await browser.submit({ ...FIELDS, password: 'a wrong one' })
  const { location } = await browser.submit(FIELDS)
  const lines = gateway.logs.text()
  expect(lines).toContain('/oauth/authorize')
  for (const secret of [
    password,
    'a wrong one',
    email,
    STATE.slice(0, 40),
    answerIn(location).get('code') ?? '-',
  ]) {
    expect(lines).not.toContain(secret)
  }
})

it('without clients there is no OAuth', async () => {
  const plain = await startTestGateway()
  expect((await fetch(`${plain.origin}/oauth/authorize?${new URLSearchParams(askFor())}`)).status).toBe(404)
  await plain.close()
})
