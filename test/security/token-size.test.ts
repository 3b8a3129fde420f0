import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Nginx, startNginx } from '../support/nginx.ts'
import {
  askFor,
  createOAuthBrowser,
  exchangeForm,
  OAUTH_ENV,
  refreshForm,
  type TokenAnswer,
  tokenAnswer,
} from '../support/oauth-client.ts'
import { type Stack, startStack } from '../support/stack.ts'

/**
 * Tokens of TradeLocker as long as they may get, over an nginx that knows only its defaults: it takes lines of 8 kB from
 * browsers and 4 kB of headers from the gateway.
 */

const KB = 1024
/** Makes JWTs of 1.9 kB: the claims identity servers like to put in and a signature of RSA. */
const LONG = 1_150
/** Makes JWTs of 1 kB, as TradeLocker's are: few claims and a signature of RSA. */
const USUAL = 450
const ANNA = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
/** What the documentation asks for. */
const DOCUMENTED = 'large_client_header_buffers 4 16k; proxy_buffer_size 16k; proxy_buffers 8 16k;'
const IMPLICIT = askFor({ response_type: 'token' })
const SILENT = askFor({ response_type: 'token', prompt: 'none' })

interface World {
  readonly stack: Stack
  /** With its defaults. */
  readonly nginx: Nginx
  readonly documented: Nginx
  close(): Promise<void>
}

async function startWorld(tokenExtraChars: number): Promise<World> {
  const env = { ...OAUTH_ENV, OAUTH_IMPLICIT: 'true' }
  const stack = await startStack({ rateLimits: 100, tokenExtraChars }, env)
  const location = `location / { proxy_pass ${stack.gateway.origin}; }`
  const [nginx, documented] = await Promise.all([startNginx(location), startNginx(location, DOCUMENTED)])
  return {
    stack,
    nginx,
    documented,
    async close() {
      await Promise.all([nginx.close(), documented.close()])
      await stack.close()
    },
  }
}

/** Status of a request that needs TradeLocker. */
async function readWith(origin: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${origin}/accounts/700101/orders?locale=en`, { headers })).status
}

/** What the implicit flow has put behind the `#`. */
const fragmentOf = (location = ''): URLSearchParams => new URLSearchParams(location.split('#')[1])

describe.each([
  ['usual', USUAL, 900],
  ['long', LONG, 1_850],
])('with %s tokens of TradeLocker, a default nginx', (_name, extraChars, jwtChars) => {
  let world: World
  let code: string
  let tokens: TokenAnswer
  beforeAll(async () => {
    world = await startWorld(extraChars)
  })
  afterAll(() => world.close())

  it('passes the login page, its cookies, and the redirect with code and state', async () => {
    const browser = createOAuthBrowser(world.nginx.origin)
    await browser.open(askFor())
    const { status, location = '' } = await browser.submit(ANNA)
    expect(status).toBe(302)
    code = new URL(location).searchParams.get('code') ?? ''
    expect(code.length).toBeGreaterThan(jwtChars / 2)
    expect(code.length).toBeLessThan(3 * KB)
    // TradingView may stand behind such an nginx as well.
    const { search } = new URL(location)
    expect((await fetch(`${world.nginx.origin}/livez${search}`)).status).toBe(200)
  })

  it('passes the exchange, renewals and requests with tokens below 6 kB', async () => {
    const browser = createOAuthBrowser(world.nginx.origin)
    tokens = await tokenAnswer(await browser.token(exchangeForm(code)))
    const renewed = await tokenAnswer(await browser.token(refreshForm(tokens.refresh_token)))
    for (const { access_token, refresh_token } of [tokens, renewed]) {
      for (const token of [access_token, refresh_token]) {
        expect(token.length).toBeGreaterThan(jwtChars)
        expect(token.length).toBeLessThan(6 * KB)
      }
      expect(await readWith(world.nginx.origin, access_token)).toBe(200)
    }
  })

  it('passes the token of a password login', async () => {
    const { origin } = world.nginx
    const form = new URLSearchParams({ login: ANNA.email, password: ANNA.password })
    const answer = await fetch(`${origin}/authorize`, { method: 'POST', body: form })
    const { d } = (await answer.json()) as { d: { access_token: string } }
    expect(d.access_token.length).toBeLessThan(6 * KB)
    expect(await readWith(origin, d.access_token)).toBe(200)
  })

  it('passes the logout in the browser', async () => {
    const browser = createOAuthBrowser(world.nginx.origin)
    const { access_token } = await browser.tokens(ANNA)
    const { client_id } = askFor()
    expect((await browser.get(`/oauth/logout?client_id=${client_id}`)).status).toBe(200)
    expect(await readWith(world.nginx.origin, access_token)).toBe(401)
  })

  it('does not pass the redirect of the implicit flow, token and cookie in one; as documented, it does', async () => {
    const logIn = async ({ origin }: Nginx) => {
      const browser = createOAuthBrowser(origin)
      await browser.open(IMPLICIT)
      return { browser, answer: await browser.submit(ANNA) }
    }
    expect((await logIn(world.nginx)).answer.status).toBe(502)
    const { browser, answer } = await logIn(world.documented)
    const first = fragmentOf(answer.location).get('access_token') ?? ''
    const renewed = fragmentOf((await browser.open(SILENT)).location).get('access_token') ?? ''
    // Once a browser has a token, it passes anywhere.
    for (const token of [first, renewed]) {
      for (const { origin } of [world.documented, world.nginx])
        expect(await readWith(origin, token)).toBe(200)
    }
  })

  it('refuses only what is longer than any token', async () => {
    expect(await readWith(world.nginx.origin, 'x'.repeat(9_000))).toBe(400)
  })
})
