import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TRADER } from '../support/memory-broker.ts'
import { type Nginx, startNginx } from '../support/nginx.ts'
import {
  askFor,
  createOAuthBrowser,
  exchangeForm,
  OAUTH_ENV,
  type OAuthBrowser,
  refreshForm,
  tokenAnswer,
} from '../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

/** What TradingView's side carries, with TradeLocker tokens as long as they get, over an nginx that knows only its defaults. */

const KB = 1024
const JWT_CHARS = 1_900
const PERMISSIONS = 550
const { password, server } = TRADER

let gateway: TestGateway
let nginx: Nginx
let browser: OAuthBrowser
beforeAll(async () => {
  gateway = await startTestGateway(OAUTH_ENV, (broker) => {
    const { logIn } = broker
    broker.logIn = async (credentials) => {
      const { grant } = await logIn(credentials)
      return broker.resume({
        ...grant,
        server: 'A-BROKER-SERVER',
        user: 'f3c1d0a4-7c1e-4a53-9a55-a1b2c3d4e5f6#A-BROKER-SERVER',
        state: {
          accessToken: realisticJwt('a1b2c3d4e5f6'),
          refreshToken: realisticJwt('f6e5d4c3b2a1'),
          accessExpiresAt: grant.expiresAt,
          session: '0d5f4a5b-3f1c-4e54-9c8b-a1b2c3d4e5f6',
          generation: 12,
        },
      })
    }
  })
  nginx = await startNginx(`location / { proxy_pass ${gateway.origin}; }`)
  browser = createOAuthBrowser(gateway.origin)
})
afterAll(async () => {
  await nginx.close()
  await gateway.close()
})

/** A signed JWT with the claims that identity servers like to put in, among them permissions that make it a long one. */
function realisticJwt(seed: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = {
    iss: 'https://auth.example.com/realms/traders',
    sub: `f3c1d0a4-7c1e-4a53-9a55-${seed}`,
    aud: ['broker-api', 'account', 'trading'],
    exp: 1_900_000_000,
    iat: 1_899_996_400,
    jti: `5b0f2f5e-5d1b-4a7c-8a6f-${seed}`,
    sid: `0d5f4a5b-3f1c-4e54-9c8b-${seed}`,
    scope: 'openid profile email offline_access trading accounts market-data',
    roles: ['trader', 'default-roles', 'offline_access', 'uma_authorization'],
    email: 'firstname.lastname@subdomain.example.com',
    name: 'Firstname Middlename Lastname',
    host: 'demo.tradelocker.com',
    permissions: 'p'.repeat(PERMISSIONS),
  }
  const signature = Buffer.alloc(256, seed).toString('base64url')
  return `${encode({ alg: 'RS256', typ: 'JWT', kid: 'a-key-id-of-some-length-0001' })}.${encode(claims)}.${signature}`
}

const fields = { email: TRADER.email, password, server }

const accountsAt = (token: string): Promise<Response> =>
  fetch(`${nginx.origin}/accounts?locale=en`, { headers: { authorization: `Bearer ${token}` } })

const tokenAt = (form: Record<string, string>): Promise<Response> =>
  fetch(`${nginx.origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })

describe('with TradeLocker tokens of nearly 2 kB each', () => {
  it('code, access and refresh token stay below 6 kB and pass a default nginx on their ways to the gateway', async () => {
    expect(realisticJwt('a1b2c3d4e5f6').length).toBeGreaterThan(JWT_CHARS - 50)
    const code = await browser.code(fields)
    const answer = await tokenAt(exchangeForm(code))
    expect(answer.status).toBe(200)
    const first = await tokenAnswer(answer)
    const second = await tokenAnswer(await tokenAt(refreshForm(first.refresh_token)))
    for (const { access_token, refresh_token } of [first, second]) {
      for (const token of [code, access_token, refresh_token]) {
        expect(token.length).toBeGreaterThan(2 * JWT_CHARS)
        expect(token.length).toBeLessThan(6 * KB)
      }
      expect((await accountsAt(access_token)).status).toBe(200)
    }
  })

  it('the address a browser is led to, code and state in it, passes a default nginx at the other side', async () => {
    await browser.open(askFor())
    const { location = '' } = await browser.submit(fields)
    const { search } = new URL(location)
    expect(search.length).toBeGreaterThan(5 * KB)
    expect((await fetch(`${nginx.origin}/livez${search}`)).status).toBe(200)
  })

  it('the redirect itself passes the nginx that the documentation asks for', async () => {
    const proxy = await startNginx(
      `location / { proxy_pass ${gateway.origin}; }`,
      'large_client_header_buffers 4 16k; proxy_buffer_size 16k; proxy_buffers 8 16k;',
    )
    const behind = createOAuthBrowser(proxy.origin)
    expect((await behind.tokens(fields)).token_type).toBe('bearer')
    await proxy.close()
  })
})

it('what a default nginx refuses is longer than any token', async () => {
  expect((await accountsAt('x'.repeat(9_000))).status).toBe(400)
})
