import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { TRADER } from '../support/memory-broker.ts'
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

  it('is that of the connection where no proxy is trusted', async () => {
    const bare = await startTestGateway({ TRUST_PROXY: 'false' })
    for (let i = 0; i < 6; i++) await wrong(i, `203.0.113.${i}`, bare)
    expect((await logIn(RIGHT, '203.0.113.99', bare)).errmsg).toMatch(THROTTLED)
    expect(bare.broker.logins).toHaveLength(5)
    await bare.close()
  })
})

describe("guessing the password of TradingView's servers", () => {
  const guess = (i: number, forwardedFor?: string) =>
    logIn({ login: PASSWORD_CLIENT.login, password: `guess ${i}` }, forwardedFor)

  it('is slowed down where it comes from, and does not touch them elsewhere', async () => {
    for (let i = 0; i < 5; i++) expect((await guess(i, '198.51.100.7')).errmsg).toMatch(/not correct/)
    expect((await guess(5, '198.51.100.7')).errmsg).toMatch(THROTTLED)
    for (let i = 0; i < 300; i++) await guess(i, `203.0.113.${i % 250}`)
    for (let i = 0; i < 20; i++) expect((await logIn(PASSWORD_CLIENT, '192.0.2.1')).s).toBe('ok')
  })
})
