import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { assertionForm, DATA_ENV, PASSWORD_CLIENT, signedAssertion } from '../support/data-clients.ts'
import { TRADER } from '../support/memory-broker.ts'
import { askFor, createOAuthBrowser, OAUTH_ENV } from '../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeEach(async () => {
  gateway = await startTestGateway(DATA_ENV)
})
afterEach(() => gateway.close())

const RIGHT = { login: TRADER.email, password: TRADER.password }

/** A login as a proxy on this machine passes it on. */
async function logIn(form: Record<string, string>, forwardedFor?: string, at = gateway) {
  const response = await fetch(`${at.origin}/authorize?locale=en`, {
    method: 'POST',
    body: new URLSearchParams(form),
    ...(forwardedFor !== undefined && { headers: { 'x-forwarded-for': forwardedFor } }),
  })
  const { s, errmsg = '' } = (await response.json()) as { s: string; errmsg?: string }
  return { status: response.status, retryAfter: response.headers.get('retry-after'), s, errmsg }
}

const wrong = (i: number, forwardedFor?: string, at = gateway) =>
  logIn({ login: TRADER.email, password: `guess ${i}` }, forwardedFor, at)

const THROTTLED = /^Too many login attempts. Please wait \d+ seconds and try again.$/

describe('guessing a password', () => {
  it('is answered in words and in a header that say when to come back, and the broker is left alone', async () => {
    for (let i = 0; i < 5; i++) expect((await wrong(i)).errmsg).toMatch(/not correct/)
    for (let i = 0; i < 50; i++) {
      const { status, retryAfter, s, errmsg } = await wrong(i)
      expect({ status, s }).toEqual({ status: 200, s: 'error' })
      expect(errmsg).toMatch(THROTTLED)
      expect(Number(retryAfter)).toBeGreaterThan(0)
      expect(errmsg).toContain(` ${retryAfter} seconds`)
    }
    expect(gateway.broker.logins).toHaveLength(5)
    gateway.now += 15_000
    expect((await logIn(RIGHT)).s).toBe('ok')
  })

  it('counts a login in any spelling of its case and with its server named', async () => {
    const spellings = ['', 'MAIN\\', 'main\\ ', 'Main\\'].flatMap((server) => [
      server + TRADER.email,
      server + TRADER.email.toUpperCase(),
    ])
    for (const login of spellings) await logIn({ login, password: 'wrong' })
    expect(gateway.broker.logins).toHaveLength(5)
    for (const unseen of ['\0', '\u0001', '\u200b', ' ']) {
      await logIn({ login: TRADER.email.replace('@', `${unseen}@`), password: 'wrong' })
    }
    await logIn({ login: TRADER.email.replace('@', '＠'), password: 'wrong' })
    expect(gateway.broker.logins).toHaveLength(5)
  })

  it('does not count while the broker is down, so that nobody is locked out by an outage', async () => {
    gateway.broker.loginFailure = new BrokerError('upstream_unavailable')
    for (let i = 0; i < 20; i++) await logIn(RIGHT)
    gateway.broker.loginFailure = undefined
    expect((await logIn(RIGHT)).s).toBe('ok')
  })

  it('leaves others behind the same address alone', async () => {
    for (let i = 0; i < 30; i++) await logIn({ login: 'mallory@example.test', password: 'x' }, '198.51.100.7')
    expect((await logIn(RIGHT, '198.51.100.7')).s).toBe('ok')
  })
})

describe('the address of a caller', () => {
  it('is what the proxy in front says, when that proxy is trusted', async () => {
    for (let i = 0; i < 6; i++) await wrong(i, '198.51.100.7')
    expect((await logIn(RIGHT, '198.51.100.7')).errmsg).toMatch(THROTTLED)
    expect((await logIn(RIGHT, '198.51.100.8')).s).toBe('ok')
  })

  it('is not what a caller puts in front of what the proxy says', async () => {
    for (let i = 0; i < 6; i++) await wrong(i, `203.0.113.${i}, 198.51.100.7`)
    expect((await logIn(RIGHT, '203.0.113.99, 198.51.100.7')).errmsg).toMatch(THROTTLED)
  })

  it.each([
    ['no proxy is trusted', 'false'],
    ['others than the caller are trusted', '10.0.0.0/8, 192.0.2.1, ::1, uniquelocal'],
    ['no hop is trusted', '0'],
  ])('is that of the connection where %s', async (_what, TRUST_PROXY) => {
    const bare = await startTestGateway({ TRUST_PROXY })
    for (let i = 0; i < 6; i++) await wrong(i, `203.0.113.${i}`, bare)
    expect((await logIn(RIGHT, '203.0.113.99', bare)).errmsg).toMatch(THROTTLED)
    expect(bare.broker.logins).toHaveLength(5)
    const form = new URLSearchParams({ login: PASSWORD_CLIENT.login, password: 'x' })
    const headers = {
      'x-forwarded-for': '203.0.113.50',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'javascript',
      forwarded: 'for=203.0.113.51;host=evil.test',
      'x-real-ip': '203.0.113.52',
    }
    const answer = await fetch(`${bare.origin}/authorize`, { method: 'POST', body: form, headers })
    const said = `${await answer.text()} ${JSON.stringify([...answer.headers])} ${bare.logs.text()}`
    for (const claim of ['evil.test', 'javascript', '203.0.113']) expect(said).not.toContain(claim)
    await bare.close()
  })

  it.each([
    ['a list', '192.0.2.1, 127.0.0.0/8'],
    ['one hop', '1'],
  ])('is what the proxy says where %s names it', async (_what, TRUST_PROXY) => {
    const behind = await startTestGateway({ TRUST_PROXY })
    for (let i = 0; i < 6; i++) await wrong(i, '198.51.100.7', behind)
    expect((await logIn(RIGHT, '198.51.100.7', behind)).errmsg).toMatch(THROTTLED)
    expect((await logIn(RIGHT, '198.51.100.8', behind)).s).toBe('ok')
    await behind.close()
  })
})

describe('each further guess', () => {
  it('costs a longer wait, up to a quarter of an hour', async () => {
    for (let i = 0; i < 5; i++) await wrong(i)
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      const { retryAfter } = await wrong(i)
      waits.push(Number(retryAfter))
      gateway.now += Number(retryAfter) * 1000
      expect((await wrong(i)).errmsg).toMatch(/not correct/)
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('counts for all addresses of one IPv6 network, and for no other', async () => {
    for (let i = 0; i < 5; i++) await wrong(i, `2001:db8:1:2:${i}::${i + 1}`)
    expect((await logIn(RIGHT, '2001:db8:1:2:ffff:ffff:ffff:ffff')).errmsg).toMatch(THROTTLED)
    expect((await logIn(RIGHT, '2001:db8:1:3::1')).s).toBe('ok')
  })

  it('counts wherever it comes from', async () => {
    for (let i = 0; i < 20; i++) expect((await wrong(i, `203.0.113.${i}`)).errmsg).toMatch(/not correct/)
    expect((await wrong(20, '203.0.113.20')).errmsg).toMatch(THROTTLED)
    expect(gateway.broker.logins).toHaveLength(20)
  })
})

describe('guessing at many logins', () => {
  const spray = (i: number, forwardedFor: string) =>
    logIn({ login: `trader-${i}@example.test`, password: 'Summer2026' }, forwardedFor)

  it('from one address makes newcomers there wait, never longer than a minute, and those who are known not at all', async () => {
    const { email, password } = TRADER
    expect((await logIn({ login: `Second\\${email}`, password }, '198.51.100.7')).s).toBe('ok')
    for (let i = 0; i < 50; i++) expect((await spray(i, '198.51.100.7')).errmsg).toMatch(/not correct/)
    for (let i = 50; i < 60; i++) {
      const { errmsg, retryAfter } = await spray(i, '198.51.100.7')
      expect(errmsg).toMatch(THROTTLED)
      expect(Number(retryAfter)).toBeLessThanOrEqual(60)
      gateway.now += Number(retryAfter) * 1000
      await spray(i, '198.51.100.7')
      const newcomer = await logIn(RIGHT, '198.51.100.7')
      expect(Number(newcomer.retryAfter)).toBeLessThanOrEqual(60)
      expect((await logIn({ login: `Second\\${email}`, password }, '198.51.100.7')).s).toBe('ok')
    }
    gateway.now += 60_000
    expect((await logIn(RIGHT, '198.51.100.7')).s).toBe('ok')
  })

  it('from everywhere reaches the broker twice a second, after the first five hundred', async () => {
    for (let i = 0; i < 500; i++) await spray(i, `203.0.${i >> 8}.${i & 255}`)
    const { errmsg, retryAfter } = await spray(500, '203.0.113.1')
    expect(errmsg).toMatch(THROTTLED)
    expect(retryAfter).toBe('1')
    expect(gateway.broker.logins).toHaveLength(500)
    gateway.now += 10_000
    for (let i = 501; i < 600; i++) await spray(i, `192.0.2.${i - 500}`)
    expect(gateway.broker.logins).toHaveLength(520)
  })
})

describe('guessing on the login page', () => {
  const right = { email: TRADER.email, password: TRADER.password, server: 'MAIN' }

  it('is answered by a page with status 429 that says when to come back, and counts together with the panel', async () => {
    const pages = await startTestGateway(OAUTH_ENV)
    for (let i = 0; i < 3; i++) await wrong(i, undefined, pages)
    const browser = createOAuthBrowser(pages.origin)
    await browser.open(askFor())
    for (let i = 0; i < 2; i++)
      expect((await browser.submit({ ...right, password: `guess ${i}` })).status).toBe(403)
    for (let i = 0; i < 20; i++) {
      const { status, headers, html } = await browser.submit(right)
      expect(status).toBe(429)
      expect(headers.get('retry-after')).toBe('15')
      expect(html).toMatch(/role="alert"[^>]*>[^<]* 15 s\b/)
    }
    expect(pages.broker.logins).toHaveLength(5)
    pages.now += 15_000
    expect((await browser.submit(right)).status).toBe(302)
    await pages.close()
  })
})

describe("TradingView's servers", () => {
  const guess = (i: number, forwardedFor?: string) =>
    logIn({ login: PASSWORD_CLIENT.login, password: `guess ${i}` }, forwardedFor)

  it('are let in with the right password whatever was tried before, from the same address or another', async () => {
    for (let i = 0; i < 5; i++) expect((await guess(i, '198.51.100.7')).errmsg).toMatch(/not correct/)
    for (let i = 0; i < 300; i++) await guess(i, `203.0.113.${i % 250}`)
    for (let i = 0; i < 100; i++) {
      expect((await guess(i, '198.51.100.7')).errmsg).toMatch(THROTTLED)
      expect((await logIn(PASSWORD_CLIENT, '198.51.100.7')).s).toBe('ok')
      expect((await logIn(PASSWORD_CLIENT, '192.0.2.1')).s).toBe('ok')
    }
    expect(gateway.broker.logins).toEqual([])
  })

  it('are let in with a signed assertion as often as they come', async () => {
    const form = async (changes = {}) =>
      new URLSearchParams(assertionForm(await signedAssertion(gateway.now), changes))
    const ask = async (changes = {}) =>
      fetch(`${gateway.origin}/authorize/token`, { method: 'POST', body: await form(changes) })
    for (let i = 0; i < 50; i++) {
      expect((await ask({ client_secret: `guess ${i}` })).status).toBe(i < 20 ? 401 : 429)
    }
    for (let i = 0; i < 50; i++) expect((await ask()).status).toBe(200)
  })

  it('read as often as they like', async () => {
    const body = new URLSearchParams(PASSWORD_CLIENT)
    const login = await fetch(`${gateway.origin}/authorize`, { method: 'POST', body })
    const { d } = (await login.json()) as { d: { access_token: string } }
    const headers = { authorization: `Bearer ${d.access_token}` }
    const history = '/history?symbol=EURUSD&resolution=1D&from=1700000000&to=1700086400'
    for (const path of ['/symbol_info', '/groups', '/mapping', history]) {
      for (let i = 0; i < 300; i++) {
        const response = await fetch(gateway.origin + path, { headers })
        expect(response.status).toBe(200)
        expect(response.headers.get('retry-after')).toBeNull()
        await response.arrayBuffer()
      }
    }
  })
})
