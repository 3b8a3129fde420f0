import { hash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT_ID, TRADER } from '../../support/memory-broker.ts'
import {
  askFor,
  CLIENT,
  createOAuthBrowser,
  exchangeForm,
  LOGOUT_URI,
  OAUTH_ENV,
  type OAuthBrowser,
  OTHER_CLIENT,
  refreshForm,
  tokenAnswer,
  tokenError,
} from '../../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const { email, password, server } = TRADER
const FIELDS = { email, password, server }

let gateway: TestGateway
let browser: OAuthBrowser
beforeAll(async () => {
  gateway = await startTestGateway(OAUTH_ENV)
})
afterAll(() => gateway.close())
beforeEach(() => {
  browser = createOAuthBrowser(gateway.origin)
  gateway.broker.sessionsEnd = gateway.now + DAY
})

const statusOf = async (token: string): Promise<number> =>
  (await fetch(`${gateway.origin}/accounts`, { headers: { Authorization: `Bearer ${token}` } })).status

const basic = (id: string, secret: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

describe('a code', () => {
  it('gives tokens: the first lasts 20 minutes and opens the accounts, the second as long as the login', async () => {
    const code = await browser.code(FIELDS)
    const response = await browser.token(exchangeForm(code))
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const answer = await tokenAnswer(response)
    expect(answer).toEqual({
      access_token: expect.stringMatching(/^[\w.-]+$/),
      token_type: 'bearer',
      expires_in: 1_200,
      refresh_token: expect.stringMatching(/^[\w.-]+$/),
      refresh_token_expires_in: expect.closeTo(DAY / 1000, -1),
    })
    const accounts = await fetch(`${gateway.origin}/accounts`, {
      headers: { Authorization: `Bearer ${answer.access_token}` },
    })
    expect(await accounts.json()).toMatchObject({ s: 'ok', d: [{ id: ACCOUNT_ID }] })
  })

  it('is not there for longer than a minute', async () => {
    const code = await browser.code(FIELDS)
    gateway.now += MINUTE
    expect(await tokenError(await browser.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
  })

  it('works once; used again it ends the login with all its tokens', async () => {
    const code = await browser.code(FIELDS)
    const { access_token, refresh_token } = await tokenAnswer(await browser.token(exchangeForm(code)))
    expect(await statusOf(access_token)).toBe(200)
    expect(await tokenError(await browser.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
    expect(await statusOf(access_token)).toBe(401)
    expect(await tokenError(await browser.token(refreshForm(refresh_token)))).toEqual([400, 'invalid_grant'])
  })

  it.each([
    [2, 'ends the login as well', 401],
    [10, 'ends the login as well', 401],
    [12, 'is refused and nothing else', 200],
  ])('used again after %i minutes %s', async (minutes, _what, status) => {
    const code = await browser.code(FIELDS)
    const { access_token } = await tokenAnswer(await browser.token(exchangeForm(code)))
    gateway.now += minutes * MINUTE
    expect(await tokenError(await browser.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
    expect(await statusOf(access_token)).toBe(status)
  })

  it('that comes too late for the first time does not end what its trader has meanwhile', async () => {
    const late = await browser.code(FIELDS)
    const { access_token } = await browser.tokens(FIELDS)
    gateway.now += 2 * MINUTE
    expect(await tokenError(await browser.token(exchangeForm(late)))).toEqual([400, 'invalid_grant'])
    expect(await statusOf(access_token)).toBe(200)
  })

  it('used twice at the same time gives nothing that lasts', async () => {
    const code = await browser.code(FIELDS)
    const answers = await Promise.all([1, 2, 3].map(() => browser.token(exchangeForm(code))))
    for (const answer of answers.filter(({ status }) => status === 200)) {
      expect(await statusOf((await tokenAnswer(answer)).access_token)).toBe(401)
    }
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
  })

  it.each([
    [
      'another client',
      { client_id: OTHER_CLIENT.client_id, client_secret: OTHER_CLIENT.client_secret },
      'invalid_grant',
    ],
    ['another address', { redirect_uri: LOGOUT_URI }, 'invalid_grant'],
    ['no address', { redirect_uri: '' }, 'invalid_request'],
    ['a verifier nobody asked for', { code_verifier: 'v'.repeat(43) }, 'invalid_grant'],
  ])('does not work for %s, and stays good for its own', async (_, changes, error) => {
    const code = await browser.code(FIELDS)
    expect(await tokenError(await browser.token(exchangeForm(code, changes)))).toEqual([400, error])
    expect((await browser.token(exchangeForm(code))).status).toBe(200)
  })

  it.each(['', 'x', 'e30.e30.e30.e30.e30', 'x'.repeat(9_000)])('is not %.20s', async (code) => {
    const [status, error] = await tokenError(await browser.token(exchangeForm(code)))
    expect([status, error]).toEqual([400, code === '' ? 'invalid_request' : 'invalid_grant'])
  })

  it('is no token, and no token is a code', async () => {
    const code = await browser.code(FIELDS)
    expect(await statusOf(code)).toBe(401)
    expect((await browser.token(refreshForm(code))).status).toBe(400)
    const { access_token, refresh_token } = await tokenAnswer(await browser.token(exchangeForm(code)))
    expect(await statusOf(refresh_token)).toBe(401)
    for (const token of [access_token, refresh_token, await gateway.token()]) {
      expect(await tokenError(await browser.token(exchangeForm(token)))).toEqual([400, 'invalid_grant'])
    }
    expect(await tokenError(await browser.token(refreshForm(access_token)))).toEqual([400, 'invalid_grant'])
  })
})

describe('a code that was asked for with a challenge', () => {
  const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const challenge = {
    code_challenge: hash('sha256', VERIFIER, 'base64url'),
    code_challenge_method: 'S256',
  }

  it('needs the verifier', async () => {
    const code = await browser.code(FIELDS, askFor(challenge))
    const wrong = ['', `${VERIFIER.slice(0, -1)}l`, challenge.code_challenge, 'short']
    for (const code_verifier of wrong) {
      const answer = await browser.token(exchangeForm(code, { code_verifier }))
      expect(await tokenError(answer)).toEqual([400, 'invalid_grant'])
    }
    expect(await tokenError(await browser.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
    expect((await browser.token(exchangeForm(code, { code_verifier: VERIFIER }))).status).toBe(200)
  })
})

describe('a client', () => {
  it('may send its secret by HTTP Basic, form-encoded or as it is', async () => {
    const { client_id, client_secret, ...form } = exchangeForm('')
    const encoded = new URLSearchParams({ s: client_secret }).toString().slice(2)
    for (const secret of [client_secret, encoded]) {
      const code = await browser.code(FIELDS)
      const answer = await browser.token({ ...form, code }, basic(client_id, secret))
      expect(answer.status).toBe(200)
    }
  })

  it('may send it in both places when it is the same', async () => {
    const { client_id, client_secret } = CLIENT
    const form = exchangeForm(await browser.code(FIELDS))
    expect((await browser.token(form, basic(client_id, client_secret))).status).toBe(200)
  })

  it('that contradicts itself is refused', async () => {
    const form = exchangeForm(await browser.code(FIELDS))
    const other = basic(OTHER_CLIENT.client_id, OTHER_CLIENT.client_secret)
    expect(await tokenError(await browser.token(form, other))).toEqual([400, 'invalid_request'])
  })

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['no secret', { client_secret: '' }],
    ['a secret cut short', { client_secret: CLIENT.client_secret.slice(0, -1) }],
    ['a secret that goes on', { client_secret: `${CLIENT.client_secret}x` }],
    ['a secret in capitals', { client_secret: CLIENT.client_secret.toUpperCase() }],
    ['the secret of another', { client_secret: OTHER_CLIENT.client_secret }],
    ['an unknown name', { client_id: 'somebody' }],
  ])('with %s is told so, whatever the code', async (_, changes) => {
    for (const code of [await browser.code(FIELDS), 'x']) {
      const answer = await browser.token(exchangeForm(code, changes))
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="token"')
      expect(await tokenError(answer)).toEqual([401, 'invalid_client'])
    }
  })

  it('with a wrong secret in the header is told so', async () => {
    const { client_id, client_secret, ...form } = exchangeForm(await browser.code(FIELDS))
    expect(await tokenError(await browser.token(form, basic(client_id, 'wrong')))).toEqual([
      401,
      'invalid_client',
    ])
  })
})

describe('wrong secrets', () => {
  it('that keep coming from an address are told to wait; the right one passes all the while', async () => {
    const here = { 'x-forwarded-for': '203.0.113.7' }
    const tokens = await browser.tokens(FIELDS)
    const wrong = refreshForm(tokens.refresh_token, { client_secret: 'wrong' })
    for (let i = 0; i < 20; i++) expect((await browser.token(wrong, here)).status).toBe(401)
    const answer = await browser.token(wrong, here)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await tokenError(answer)).toEqual([429, 'temporarily_unavailable'])
    for (let i = 0; i < 5; i++) {
      expect((await browser.token(refreshForm(tokens.refresh_token), here)).status).toBe(200)
      expect((await browser.token(exchangeForm(await browser.code(FIELDS)), here)).status).toBe(200)
      expect((await browser.token(wrong, here)).status).toBe(429)
    }
    expect((await browser.token(wrong, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(401)
  })

  it('do not count what is wrong about a code or a refresh token of who has the secret', async () => {
    const here = { 'x-forwarded-for': '203.0.113.11' }
    for (let i = 0; i < 50; i++) expect((await browser.token(refreshForm('x'), here)).status).toBe(400)
    expect((await browser.token(exchangeForm('x'), here)).status).toBe(400)
  })
})

describe('a token request', () => {
  const post = (body: string, type = 'application/x-www-form-urlencoded', method = 'POST') =>
    fetch(`${gateway.origin}/oauth/token`, { method, body, headers: { 'Content-Type': type } })

  it.each([
    ['without anything', () => post(''), 400, 'invalid_request'],
    ['as JSON', () => post('{}', 'application/json'), 400, 'invalid_request'],
    ['with a repeated field', () => post('grant_type=a&grant_type=b'), 400, 'invalid_request'],
    ['that is too large', () => post('x'.repeat(20_000)), 413, 'invalid_request'],
    ['by another method', () => post('', undefined, 'PUT'), 405, 'invalid_request'],
    [
      'for another grant',
      () => browser.token({ ...exchangeForm('x'), grant_type: 'password' }),
      400,
      'unsupported_grant_type',
    ],
  ])('%s is answered in the form of RFC 6749', async (_, ask, status, error) => {
    const answer = await ask()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const body = (await answer.clone().json()) as Record<string, string>
    expect(Object.keys(body)).toEqual(['error', 'error_description'])
    expect(body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    expect(await tokenError(answer)).toEqual([status, error])
  })
})

describe('a refresh token', () => {
  it('gives new tokens by itself and the secret; the old access token goes on until its end', async () => {
    const first = await browser.tokens(FIELDS)
    gateway.now += 15 * MINUTE
    const second = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
    expect(second.expires_in).toBe(1_200)
    expect(second.access_token).not.toBe(first.access_token)
    expect(await statusOf(first.access_token)).toBe(200)
    expect(await statusOf(second.access_token)).toBe(200)
    gateway.now += 5 * MINUTE + 1_000
    expect(await statusOf(first.access_token)).toBe(401)
    expect(await statusOf(second.access_token)).toBe(200)
  })

  it('may come with the client_id, and with a scope', async () => {
    const { refresh_token } = await browser.tokens(FIELDS)
    const form = refreshForm(refresh_token, { client_id: CLIENT.client_id, scope: 'tradingview demo' })
    expect((await browser.token(form)).status).toBe(200)
  })

  it('may be used again: TradingView repeats what it has no answer to', async () => {
    const { refresh_token } = await browser.tokens(FIELDS)
    const answers = await Promise.all([1, 2, 3].map(() => browser.token(refreshForm(refresh_token))))
    for (const answer of answers) expect(await statusOf((await tokenAnswer(answer)).access_token)).toBe(200)
  })

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, [401, 'invalid_client']],
    ['the secret of another client', { client_secret: OTHER_CLIENT.client_secret }, [400, 'invalid_grant']],
    ['no secret', { client_secret: '' }, [401, 'invalid_client']],
    ['an unknown client', { client_id: 'somebody' }, [401, 'invalid_client']],
    ['no refresh token', { refresh_token: '' }, [400, 'invalid_request']],
  ])('with %s gives nothing', async (_, changes, error) => {
    const { refresh_token } = await browser.tokens(FIELDS)
    expect(await tokenError(await browser.token(refreshForm(refresh_token, changes)))).toEqual(error)
  })

  it('does not prolong the login: it ends when the session it began with would have ended', async () => {
    gateway.broker.sessionsEnd = gateway.now + HOUR
    const first = await browser.tokens(FIELDS)
    expect(first.refresh_token_expires_in).toBeLessThanOrEqual(HOUR / 1000)
    gateway.now += 50 * MINUTE
    const second = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
    expect(second.expires_in).toBeLessThanOrEqual(600)
    expect(second.refresh_token_expires_in).toBeLessThanOrEqual(600)
    gateway.now += 10 * MINUTE
    expect(await tokenError(await browser.token(refreshForm(second.refresh_token)))).toEqual([
      400,
      'invalid_grant',
    ])
  })

  it('never lasts longer than 24 days: TradingView counts in a 32-bit timer', async () => {
    gateway.broker.sessionsEnd = gateway.now + 365 * DAY
    const { refresh_token_expires_in } = await browser.tokens(FIELDS)
    expect(refresh_token_expires_in * 1000).toBeLessThanOrEqual(24 * DAY)
    expect(refresh_token_expires_in * 1000).toBeLessThan(2_147_483_647)
  })
})

describe('a logout', () => {
  it('by POST /logout ends all tokens of the login, and no other login', async () => {
    const [mine, other] = [await browser.tokens(FIELDS), await browser.tokens(FIELDS)]
    const again = await tokenAnswer(await browser.token(refreshForm(mine.refresh_token)))
    const answer = await fetch(`${gateway.origin}/logout`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${mine.access_token}` },
    })
    expect(await answer.json()).toEqual({ s: 'ok' })
    for (const token of [mine.access_token, again.access_token]) expect(await statusOf(token)).toBe(401)
    for (const token of [mine.refresh_token, again.refresh_token]) {
      expect(await tokenError(await browser.token(refreshForm(token)))).toEqual([400, 'invalid_grant'])
    }
    expect(await statusOf(other.access_token)).toBe(200)
  })

  const path = (changes: Record<string, string> = {}): string =>
    `/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: LOGOUT_URI, ...changes })}`

  it('in the browser ends the login that was made in it, and leads back', async () => {
    const { access_token, refresh_token } = await browser.tokens(FIELDS)
    const page = await browser.get(path())
    expect([page.status, page.location]).toEqual([302, LOGOUT_URI])
    expect(await statusOf(access_token)).toBe(401)
    expect(await tokenError(await browser.token(refreshForm(refresh_token)))).toEqual([400, 'invalid_grant'])
  })

  it('in the browser also ends a login whose code was not used yet', async () => {
    const code = await browser.code(FIELDS)
    await browser.get(path())
    expect(await tokenError(await browser.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
  })

  it('in another browser ends nothing, and leads back all the same', async () => {
    const { access_token } = await browser.tokens(FIELDS)
    const page = await createOAuthBrowser(gateway.origin).get(path())
    expect([page.status, page.location]).toEqual([302, LOGOUT_URI])
    expect(await statusOf(access_token)).toBe(200)
  })

  it('of another client leaves the login alone', async () => {
    const { access_token } = await browser.tokens(FIELDS)
    const returnTo = OTHER_CLIENT.redirect_uris[0]
    await browser.get(path({ client_id: OTHER_CLIENT.client_id, returnTo }))
    expect(await statusOf(access_token)).toBe(200)
  })

  it.each([
    ['https://evil.test/'],
    [`${LOGOUT_URI}?next=https://evil.test`],
    [`${LOGOUT_URI}/../../evil`],
    ['//evil.test'],
    [OTHER_CLIENT.redirect_uris[0]],
    [''],
  ])('does not lead to %s, but ends the login', async (returnTo) => {
    const { access_token } = await browser.tokens(FIELDS)
    const page = await browser.get(path({ returnTo }))
    expect([page.status, page.location]).toEqual([200, undefined])
    expect(page.html).toContain('You are logged out')
    expect(await statusOf(access_token)).toBe(401)
  })

  it.each([
    ['a picture', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a script that fetches', { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' }],
    ['a frame', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' }],
    ['an embedded object', { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'object' }],
    [
      'what loads a page ahead',
      { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Purpose': 'prefetch;prerender' },
    ],
  ])('by %s of another site ends nothing and leads nowhere', async (_, fetchHeaders) => {
    const { access_token } = await browser.tokens(FIELDS)
    const page = await browser.get(path(), { 'Sec-Fetch-Site': 'cross-site', ...fetchHeaders })
    expect([page.status, page.location]).toEqual([400, undefined])
    expect(page.headers.getSetCookie()).toEqual([])
    expect(await statusOf(access_token)).toBe(200)
    expect((await browser.get(path())).location).toBe(LOGOUT_URI)
    expect(await statusOf(access_token)).toBe(401)
  })

  it('in a browser that does not say how it came to ask ends the login', async () => {
    const { access_token } = await browser.tokens(FIELDS)
    expect((await browser.get(path(), {})).location).toBe(LOGOUT_URI)
    expect(await statusOf(access_token)).toBe(401)
  })

  it('for an unknown client shows an error page', async () => {
    const page = await browser.get(path({ client_id: 'somebody' }))
    expect([page.status, page.location]).toEqual([400, undefined])
    expect((await browser.get('/oauth/logout')).status).toBe(400)
  })

  it('keeps its cookie from other sites, for as long as the login lasts', async () => {
    await browser.open(askFor())
    const { headers } = await browser.submit(FIELDS)
    const cookie = headers.getSetCookie().find((one) => !one.startsWith('__Host-login-form'))
    expect(cookie).toMatch(
      /^__Host-login-[\da-f]{16}=[\w.-]+; Max-Age=86\d\d\d; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    )
  })
})
