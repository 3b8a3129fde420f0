import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loginCookieName } from '../../../src/auth/oauth/cookies.ts'
import { TRADER } from '../../support/memory-broker.ts'
import {
  askFor,
  CLIENT,
  createOAuthBrowser,
  LOGOUT_URI,
  OAUTH_ENV,
  type OAuthBrowser,
  OTHER_CLIENT,
  REDIRECT_URI,
  STATE,
} from '../../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

const { email, password, server } = TRADER
const FIELDS = { email, password, server }
const LINK = askFor({ response_type: 'token', prompt: 'login' })
const SILENT = askFor({ response_type: 'token', prompt: 'none' })

let gateway: TestGateway
let browser: OAuthBrowser
beforeAll(async () => {
  gateway = await startTestGateway({ ...OAUTH_ENV, OAUTH_IMPLICIT: 'true', OAUTH_ACCESS_TOKEN_MINUTES: '30' })
})
afterAll(() => gateway.close())
beforeEach(() => {
  browser = createOAuthBrowser(gateway.origin)
  gateway.broker.sessionsEnd = gateway.now + 24 * 60 * 60_000
  gateway.broker.refreshToken = 'a-refresh-token'
})

const fragment = (location: string | undefined): URLSearchParams => {
  expect(location?.split('#')[0]).toBe(REDIRECT_URI)
  return new URLSearchParams(location?.split('#')[1] ?? '')
}

const statusOf = async (token: string | null): Promise<number> =>
  (await fetch(`${gateway.origin}/accounts`, { headers: { Authorization: `Bearer ${token}` } })).status

const logIn = async (): Promise<string | null> => {
  await browser.open(LINK)
  return fragment((await browser.submit(FIELDS)).location).get('access_token')
}

describe('the implicit flow', () => {
  it('answers in the fragment with a token that says how long it lasts', async () => {
    await browser.open(LINK)
    const answer = fragment((await browser.submit(FIELDS)).location)
    expect([...answer.keys()]).toEqual(['access_token', 'token_type', 'expires_in', 'state'])
    expect(answer.get('expires_in')).toBe('1800')
    expect(answer.get('state')).toBe(STATE)
    expect(await statusOf(answer.get('access_token'))).toBe(200)
  })

  it('remembers the login in a cookie that frames of other sites send', async () => {
    await browser.open(LINK)
    const { headers } = await browser.submit(FIELDS)
    const cookie = headers.getSetCookie().find((one) => !one.startsWith('__Host-login-form'))
    expect(cookie).toMatch(/^__Host-login-[\da-f]{16}=[\w.-]+;.*; HttpOnly; Secure; SameSite=None$/)
  })

  it('remembers a login that is too large for one cookie in several, which browsers keep', async () => {
    const parts = () => [...browser.cookies].filter(([name]) => /^__Host-login-[\da-f]{16}/.test(name))
    gateway.broker.refreshToken = randomBytes(4_000).toString('base64url').slice(0, 4_500)
    await logIn()
    expect(parts().map(([name]) => name.slice(29))).toEqual(['', '-2'])
    for (const [name, value] of parts()) expect(name.length + value.length).toBeLessThan(4_096)
    expect(fragment((await browser.open(SILENT)).location).get('access_token')).not.toBeNull()

    // A part that is missing or another login's is no login.
    const whole = new Map(browser.cookies)
    for (const [name] of parts().slice(1)) browser.cookies.delete(name)
    expect(fragment((await browser.open(SILENT)).location).get('error')).toBe('login_required')
    for (const [name, value] of whole) browser.cookies.set(name, value)
    for (const [name, value] of parts().slice(1)) browser.cookies.set(name, `${value}A`)
    expect(fragment((await browser.open(SILENT)).location).get('error')).toBe('login_required')

    for (const [name, value] of whole) browser.cookies.set(name, value)
    gateway.broker.refreshToken = 'short'
    await logIn()
    expect(parts()).toHaveLength(1)
    for (const [name, value] of whole) if (name.endsWith('-2')) browser.cookies.set(name, value)
    expect(fragment((await browser.open(SILENT)).location).get('access_token')).not.toBeNull()
    await browser.get(
      `/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: LOGOUT_URI })}`,
    )
    expect(parts()).toEqual([])
  })

  it('shows the page to a login that is remembered, unless it must not', async () => {
    await logIn()
    expect((await browser.open(LINK)).status).toBe(200)
  })
})

describe('a silent renewal', () => {
  it('answers at once with a new token, and the old one goes on', async () => {
    const old = await logIn()
    const page = await browser.open(SILENT)
    expect(page.status).toBe(302)
    const renewed = fragment(page.location).get('access_token')
    expect(renewed).not.toBe(old)
    expect([await statusOf(old), await statusOf(renewed)]).toEqual([200, 200])
    expect(fragment((await browser.open(SILENT)).location).get('access_token')).not.toBeNull()
  })

  it('may be framed by TradingView and by nobody else', async () => {
    await logIn()
    for (const page of [await browser.open(SILENT), await createOAuthBrowser(gateway.origin).open(SILENT)]) {
      expect(page.headers.get('x-frame-options')).toBeNull()
      expect(page.headers.get('content-security-policy')).toBe(
        "default-src 'none'; frame-ancestors https://www.tradingview.com https://*.tradingview.com",
      )
    }
    expect((await browser.open(LINK)).headers.get('x-frame-options')).toBe('DENY')
  })

  it.each([
    ['nobody has logged in', async () => {}],
    [
      'the cookie is another one',
      async () => {
        for (const name of browser.cookies.keys()) browser.cookies.set(name, 'x')
      },
    ],
    [
      'the cookie is that of a login at another client',
      async () => {
        await logIn()
        const [own = '', other = ''] = [OTHER_CLIENT, CLIENT].map((one) => loginCookieName(one.client_id))
        // Made for the one, shown as the other's.
        browser.cookies.set(own, browser.cookies.get(other) ?? '')
        const redirect_uri = OTHER_CLIENT.redirect_uris[0]
        const asked = { ...SILENT, client_id: OTHER_CLIENT.client_id, redirect_uri }
        expect((await browser.open(asked)).location).toContain('#error=login_required')
        browser.cookies.clear()
      },
    ],
    [
      'the login has ended',
      async () => {
        await logIn()
        gateway.now += 25 * 60 * 60_000
      },
    ],
    [
      'the trader has logged out',
      async () => {
        const token = await logIn()
        await fetch(`${gateway.origin}/logout`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}` },
        })
      },
    ],
    [
      'the trader has logged out in the browser',
      async () => {
        await logIn()
        await browser.get(
          `/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: LOGOUT_URI })}`,
        )
      },
    ],
  ])('says login_required when %s', async (_, prepare) => {
    await prepare()
    const page = await browser.open(SILENT)
    expect(page.status).toBe(302)
    const answer = fragment(page.location)
    expect([answer.get('error'), answer.get('state')]).toEqual(['login_required', STATE])
  })

  it('is not possible with the cookie of the code flow, which holds no session', async () => {
    await browser.tokens(FIELDS)
    const answer = fragment((await browser.open(SILENT)).location)
    expect(answer.get('error')).toBe('login_required')
  })
})

describe('the cookie that frames of other sites send', () => {
  it('lets no hidden picture, frame or script of another page end the login', async () => {
    const token = await logIn()
    const path = `/oauth/logout?${new URLSearchParams({ client_id: CLIENT.client_id, returnTo: LOGOUT_URI })}`
    for (const [mode, destination] of [
      ['no-cors', 'image'],
      ['navigate', 'iframe'],
      ['cors', 'empty'],
    ] as const) {
      const headers = { 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': destination }
      expect((await browser.get(path, headers)).status).toBe(400)
    }
    expect(await statusOf(token)).toBe(200)
    expect(fragment((await browser.open(SILENT)).location).get('access_token')).not.toBeNull()
    expect((await browser.get(path)).location).toBe(LOGOUT_URI)
    expect(await statusOf(token)).toBe(401)
  })
})
