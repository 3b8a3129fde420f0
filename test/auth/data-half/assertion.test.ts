import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { certificatesEndingBefore } from '../../../src/auth/data-half/assertion.ts'
import { assertionClients } from '../../../src/auth/data-half/clients.ts'
import { createUsedOnce } from '../../../src/auth/used-once.ts'
import { loadConfig } from '../../../src/config.ts'
import { dataContract } from '../../../src/data-feed/contract/index.ts'
import { certifiedKey } from '../../support/certificate.ts'
import {
  ASSERTION_CLIENT,
  type AssertionChanges,
  assertionForm,
  DATA_ENV,
  signedAssertion,
  thumbprint,
} from '../../support/data-clients.ts'
import { STAGING_ENV, startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

let gateway: TestGateway
const start = Date.now()
beforeAll(async () => {
  gateway = await startTestGateway(DATA_ENV)
})
afterAll(() => gateway.close())
beforeEach(() => {
  gateway.now = start
})

let callers = 0
/** Each time from somewhere else, so that no failure counts for the next. */
const post = (form: Record<string, string>, at = gateway): Promise<Response> =>
  fetch(`${at.origin}/authorize/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-forwarded-for': `198.51.${Math.floor(++callers / 250)}.${callers % 250}` },
  })

const ask = async (changes: AssertionChanges = {}, form: Record<string, string> = {}): Promise<Response> =>
  post(assertionForm(await signedAssertion(gateway.now, changes), form))

const seconds = (): number => Math.floor(gateway.now / 1000)
const impostor = certifiedKey()

describe('POST /authorize/token', () => {
  it("answers a token in OAuth's form, a new one for every assertion", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask()))
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { access_token: string }[]
    for (const body of bodies) dataContract['POST /authorize/token']?.parse(body)
    expect(bodies[0]).toEqual({
      access_token: expect.stringMatching(/^[\w.-]+$/),
      token_type: 'bearer',
      expires_in: expect.any(Number),
    })
    expect(answers[0]?.headers.get('cache-control')).toBe('no-store')
    expect(new Set(bodies.map((body) => body.access_token)).size).toBe(10)
  })

  it.each<[string, AssertionChanges]>([
    ['a claim of no interest', { claims: { foo: 'bar' } }],
    [
      'an audience among others',
      { claims: { aud: ['https://else.example', `${DATA_ENV.PUBLIC_URL}/authorize/token`] } },
    ],
    [
      'the thumbprint in hexadecimal',
      {
        header: { x5t: new X509Certificate(ASSERTION_CLIENT.certificate).fingerprint.replaceAll(':', '') },
      },
    ],
    ['a clock that is half a minute slow', { claims: { exp: Math.floor(start / 1000) - 30 } }],
    ['an hour of life', { claims: { exp: Math.floor(start / 1000) + 3_600 } }],
  ])('takes %s', async (_what, changes) => {
    expect((await ask(changes)).status).toBe(200)
  })

  it.each<[string, AssertionChanges, RegExp]>([
    ["a key that is not the certificate's", { key: impostor.privateKey }, /signed with RS256/],
    ['PS256', { header: { alg: 'PS256' } }, /signed with RS256/],
    ['RS512', { header: { alg: 'RS512' } }, /signed with RS256/],
    [
      'the certificate as the secret of HS256',
      {
        header: { alg: 'HS256' },
        key: new TextEncoder().encode(ASSERTION_CLIENT.certificate),
      },
      /signed with RS256/,
    ],
    [
      'an elliptic curve',
      {
        header: { alg: 'ES256' },
        key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      },
      /signed with RS256/,
    ],
    ['no thumbprint', { header: { x5t: undefined } }, /"x5t"/],
    ['the thumbprint of another certificate', { header: { x5t: thumbprint(impostor.certificate) } }, /"x5t"/],
    [
      'a thumbprint that is no text',
      { header: { x5t: [thumbprint(ASSERTION_CLIENT.certificate)] } },
      /"x5t"/,
    ],
    ['another issuer', { claims: { iss: 'somebody' } }, /"iss"/],
    ['no issuer', { claims: { iss: undefined } }, /"iss"/],
    ['another subject', { claims: { sub: 'somebody' } }, /"sub"/],
    ['no subject', { claims: { sub: undefined } }, /"sub"/],
    ['another audience', { claims: { aud: 'https://else.example/authorize/token' } }, /"aud"/],
    ['the address without its path', { claims: { aud: DATA_ENV.PUBLIC_URL } }, /"aud"/],
    ['no audience', { claims: { aud: undefined } }, /"aud"/],
    ['another address', { claims: { spurl: 'https://www.tradingview.com.evil.test' } }, /"spurl"/],
    ['no address', { claims: { spurl: undefined } }, /"spurl"/],
    ['no end', { claims: { exp: undefined } }, /"exp"/],
    ['an end that is a text', { claims: { exp: '9999999999' } }, /"exp"/],
    ['an end that has passed', { claims: { exp: Math.floor(start / 1000) - 61 } }, /"exp" has passed/],
    ['an end far away', { claims: { exp: Math.floor(start / 1000) + 2 * 3_600 } }, /"exp" is further away/],
    ['an end beyond all clocks', { claims: { exp: 1e300 } }, /"exp" is further away/],
    ['a beginning that is still to come', { claims: { nbf: Math.floor(start / 1000) + 120 } }, /"nbf"/],
  ])('refuses %s', async (_what, changes, reason) => {
    const answer = await ask(changes)
    expect(answer.status).toBe(400)
    const body = (await answer.json()) as { error: string; error_description: string }
    expect(Object.keys(body)).toEqual(['error', 'error_description'])
    expect(body.error).toBe('invalid_grant')
    // RFC 6749 allows no quotation marks in a description.
    expect(body.error_description.replaceAll("'", '"')).toMatch(reason)
  })

  it('refuses an assertion that nobody signed', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const [header = '', payload = '', signature = ''] = (await signedAssertion(gateway.now)).split('.')
    const none = encode({ alg: 'none', x5t: thumbprint(ASSERTION_CLIENT.certificate) })
    const changed = encode({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), jti: 'mine' })
    for (const assertion of [
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${changed}.${signature}`,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      'x',
      '',
      '..',
      '....',
      'x'.repeat(15_000),
    ]) {
      const answer = await post(assertionForm(assertion))
      expect(answer.status, assertion.slice(0, 20)).toBe(400)
      expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
    }
  })

  it('refuses an assertion that was used before, for as long as it would be good', async () => {
    const assertion = await signedAssertion(gateway.now, { claims: { exp: seconds() + 600 } })
    const form = assertionForm(assertion)
    const answers = await Promise.all([post(form), post(form), post(form)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400])
    for (const later of [0, 300_000, 599_000, 655_000]) {
      gateway.now = start + later
      expect(await (await post(form)).json()).toEqual({
        error: 'invalid_grant',
        error_description: 'The assertion was used before. Sign a new one for every token.',
      })
    }
    // Written in another way, it is the same: of the last character of the signature not all bits count.
    gateway.now = start
    const last = assertion.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const sibling = alphabet[alphabet.indexOf(last) ^ 1] ?? ''
    expect((await post(assertionForm(assertion.slice(0, -1) + sibling))).status).toBe(400)
  })

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['the client of a password', { client_id: 'tradingview', client_secret: 'long-data-password' }],
    ['a wrong secret', { client_secret: 'long-client-secreT' }],
    ['no secret', { client_secret: '' }],
    ['no client', { client_id: '' }],
  ])('refuses %s in one and the same way', async (_what, form) => {
    const answer = await ask({}, form)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      error: 'invalid_client',
      error_description: 'There is no client with this id and this secret.',
    })
  })

  it('refuses another kind of grant', async () => {
    for (const grant_type of ['client_credentials', '', 'password']) {
      expect(await (await ask({}, { grant_type })).json()).toMatchObject({ error: 'unsupported_grant_type' })
    }
  })

  it('takes the grant type and the audience that were agreed, and no other', async () => {
    const agreed = {
      ...ASSERTION_CLIENT,
      grant_type: 'urn:broker:data',
      token_url: 'https://data.example.com/token',
    }
    const own = await startTestGateway({ DATA_CLIENTS: JSON.stringify([agreed]) })
    const claims = { aud: agreed.token_url }
    const form = async (changes: AssertionChanges, grant_type = agreed.grant_type) =>
      post(assertionForm(await signedAssertion(own.now, changes), { grant_type }), own)
    expect((await form({ claims })).status).toBe(200)
    expect((await form({})).status).toBe(400)
    expect((await form({ claims }, 'urn:ietf:params:oauth:grant-type:jwt-bearer')).status).toBe(400)
    await own.close()
  })

  it("says in OAuth's form what is wrong with a request, too", async () => {
    const { assertion: _, ...form } = assertionForm('')
    const url = `${gateway.origin}/authorize/token`
    const twice = new URLSearchParams(assertionForm('x'))
    twice.append('assertion', 'y')
    const answers = [
      await post(form),
      await fetch(url, { method: 'POST', body: twice }),
      await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(400)
      expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: expect.any(String) })
    }
  })
})

describe('a certificate', () => {
  it('is good until it ends, and its end is announced to operators', async () => {
    const clients = assertionClients(loadConfig({ ...STAGING_ENV, ...DATA_ENV }).dataFeed.clients)
    const { validToDate } = new X509Certificate(ASSERTION_CLIENT.certificate)
    gateway.now = validToDate.getTime() - 1_000
    expect((await ask()).status).toBe(200)
    gateway.now = validToDate.getTime()
    expect(await (await ask()).json()).toMatchObject({
      error_description: expect.stringContaining('has ended'),
    })
    expect(certificatesEndingBefore(validToDate.getTime() + 1, clients)).toEqual(['tv-servers'])
    expect(certificatesEndingBefore(validToDate.getTime(), clients)).toEqual([])
  })
})

describe('an assertion', () => {
  it('is used once over all replicas that share a store, and once per replica while it is away', async () => {
    const claimed = new Set<string>()
    const keptMs: number[] = []
    const store = {
      async claim(key: string, _: string, ttlMs: number) {
        keptMs.push(ttlMs)
        const isFirst = !claimed.has(key)
        claimed.add(key)
        return isFirst
      },
    }
    const one = createUsedOnce('assertion', () => start, store)
    const other = createUsedOnce('assertion', () => start, store)
    expect(await one.use('a', start + 1000)).toBe(true)
    expect(await other.use('a', start + 1000)).toBe(false)
    // The clock of one of them may be hours behind.
    expect(Math.min(...keptMs)).toBeGreaterThan(12 * 60 * 60_000)
    const alone = createUsedOnce('assertion', () => start, { claim: () => Promise.reject(new Error('down')) })
    expect(await alone.use('a', start + 1000)).toBe(true)
    expect(await alone.use('a', start + 1000)).toBe(false)
  })
})

describe('wrong assertions and secrets', () => {
  const from = (form: Record<string, string>, address: string): Promise<Response> =>
    fetch(`${gateway.origin}/authorize/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { 'x-forwarded-for': address },
    })

  it('that keep coming are told to wait; the right one passes from the same address all the while', async () => {
    const here = '203.0.113.9'
    const form = assertionForm('x')
    for (let i = 0; i < 10; i++) {
      expect((await from(form, here)).status).toBe(400)
      expect((await from({ ...form, client_secret: 'wrong' }, here)).status).toBe(401)
    }
    const answer = await from(form, here)
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: expect.stringMatching(/^Too many login attempts/),
    })
    for (let i = 0; i < 5; i++) {
      expect((await from(assertionForm(await signedAssertion(gateway.now)), here)).status).toBe(200)
      expect((await from(form, here)).status).toBe(429)
    }
    expect((await from(form, '203.0.113.10')).status).toBe(400)
  })
})
