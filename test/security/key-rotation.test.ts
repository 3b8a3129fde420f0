import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SealingKey } from '../../src/auth/sealed-token.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { TRADER } from '../support/memory-broker.ts'
import {
  askFor,
  createOAuthBrowser,
  exchangeForm,
  LOGOUT_URI,
  OAUTH_ENV,
  type OAuthBrowser,
  refreshForm,
  tokenAnswer,
  tokenError,
} from '../support/oauth-client.ts'
import { startTestGateway, type TestGateway, testKey } from '../support/test-gateway.ts'

/*
 * The same gateway before, during and after a change of keys. Whatever was sealed with the old key goes on while it is in
 * the ring, and is nothing to anybody from then on.
 */

const OLD = testKey('old', 1)
const NEW = testKey('new', 2)
const { email, password, server } = TRADER
const FIELDS = { email, password, server }

const start = (...keys: readonly [SealingKey, ...SealingKey[]]): Promise<TestGateway> =>
  startTestGateway({ ...OAUTH_ENV, ...DATA_ENV, OAUTH_IMPLICIT: 'true' }, undefined, keys)

let before: TestGateway
let both: TestGateway
let after: TestGateway
beforeAll(async () => {
  ;[before, both, after] = await Promise.all([start(OLD), start(NEW, OLD), start(NEW)])
})
afterAll(() => Promise.all([before.close(), both.close(), after.close()]))
afterEach(() => {
  after.broker.logins.length = 0
})

const statusOf = async ({ origin }: TestGateway, token: string, path = '/accounts'): Promise<number> =>
  (await fetch(origin + path, { headers: { Authorization: `Bearer ${token}` } })).status

/** The same browser, at another of the gateways. */
function movedTo({ origin }: TestGateway, { cookies }: OAuthBrowser): OAuthBrowser {
  const browser = createOAuthBrowser(origin)
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

const headerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

const fragmentOf = (location: string | undefined) => new URLSearchParams(location?.split('#')[1] ?? '')

describe('what the old key sealed', () => {
  it("as a trader's token of the password login", async () => {
    const token = await before.token()
    expect(headerOf(token)).toMatchObject({ kid: 'old' })
    expect(await statusOf(both, token)).toBe(200)
    expect(await statusOf(after, token)).toBe(401)
  })

  it('as an access token and a refresh token of OAuth', async () => {
    const { access_token, refresh_token } = await createOAuthBrowser(before.origin).tokens(FIELDS)
    expect([await statusOf(both, access_token), await statusOf(after, access_token)]).toEqual([200, 401])
    const [there, gone] = [createOAuthBrowser(both.origin), createOAuthBrowser(after.origin)]
    const renewed = await tokenAnswer(await there.token(refreshForm(refresh_token)))
    expect(await tokenError(await gone.token(refreshForm(refresh_token)))).toEqual([400, 'invalid_grant'])
    // What is sealed meanwhile is sealed with the new key, and stays.
    for (const token of [renewed.access_token, renewed.refresh_token]) {
      expect(headerOf(token)).toMatchObject({ kid: 'new' })
    }
    expect(await statusOf(after, renewed.access_token)).toBe(200)
    expect((await gone.token(refreshForm(renewed.refresh_token))).status).toBe(200)
  })

  it('as a code', async () => {
    const code = await createOAuthBrowser(before.origin).code(FIELDS)
    const [there, gone] = [createOAuthBrowser(both.origin), createOAuthBrowser(after.origin)]
    expect(await tokenError(await gone.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
    expect((await there.token(exchangeForm(code))).status).toBe(200)
  })

  it('as the form of the login page', async () => {
    const browser = createOAuthBrowser(before.origin)
    const { html } = await browser.open(askFor())
    const form = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const submitAt = async (gateway: TestGateway) => {
      const moved = movedTo(gateway, browser)
      await moved.open(askFor())
      return moved.submit({ ...FIELDS, form })
    }
    expect((await submitAt(both)).status).toBe(302)
    const refused = await submitAt(after)
    expect(refused.status).toBe(400)
    expect(refused.html).toContain('This page was open for too long.')
    expect(after.broker.logins).toEqual([])
  })

  it('as the cookie that renews a login of the implicit flow', async () => {
    const browser = createOAuthBrowser(before.origin)
    await browser.open(askFor({ response_type: 'token' }))
    await browser.submit(FIELDS)
    const renewAt = async (gateway: TestGateway) => {
      const link = askFor({ response_type: 'token', prompt: 'none' })
      return fragmentOf((await movedTo(gateway, browser).open(link)).location)
    }
    expect(await statusOf(both, (await renewAt(both)).get('access_token') ?? '')).toBe(200)
    expect((await renewAt(after)).get('error')).toBe('login_required')
  })

  it('as the cookie that a logout names its login by', async () => {
    const path = `/oauth/logout?${new URLSearchParams({ client_id: askFor().client_id ?? '', returnTo: LOGOUT_URI })}`
    const logOutAt = async (gateway: TestGateway) => {
      const browser = createOAuthBrowser(before.origin)
      const { refresh_token } = await browser.tokens(FIELDS)
      const renewed = await tokenAnswer(
        await createOAuthBrowser(both.origin).token(refreshForm(refresh_token)),
      )
      const { location } = await movedTo(gateway, browser).get(path)
      expect(location).toBe(LOGOUT_URI)
      return statusOf(gateway, renewed.access_token)
    }
    expect(await logOutAt(both)).toBe(401)
    // Nobody can tell any more which login it was.
    expect(await logOutAt(after)).toBe(200)
  })

  it('as a token of the data half', async () => {
    const answer = (await (await before.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
    const token = answer.d.access_token
    expect(await statusOf(both, token, '/groups')).toBe(200)
    expect(await statusOf(after, token, '/groups')).toBe(401)
  })
})
