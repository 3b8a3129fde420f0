import { EncryptJWT, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_ACCESS } from '../../src/auth/data-half/tokens.ts'
import { CODE, LOGIN_COOKIE, LOGIN_FORM, TRADING_REFRESH } from '../../src/auth/oauth/purposes.ts'
import { createTokenSealer, type Purpose, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { bearerToken } from '../../src/auth/session.ts'
import type { SessionGrant } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { startTestGateway, type TestGateway, testKey } from '../support/test-gateway.ts'

let gateway: TestGateway
let good: string
beforeAll(async () => {
  gateway = await startTestGateway(DATA_ENV)
  good = await gateway.token()
})
afterAll(() => gateway.close())

const HOUR = 3_600_000
const { key } = testKey('k1')
const grant = (): SessionGrant => ({
  server: 'MAIN',
  user: 'trader@example.test',
  expiresAt: gateway.now + HOUR,
  state: { refreshToken: 'a-refresh-token' },
})

/** What an attacker with some knowledge can make. */
const MADE: readonly [string, () => Promise<string> | string][] = [
  ['a bit of the header flipped', () => flipped(good, 5)],
  ['a bit of the nonce flipped', () => flipped(good, good.indexOf('..') + 4)],
  ['a bit of the content flipped', () => flipped(good, good.length - 60)],
  ['a bit of the tag flipped', () => flipped(good, good.length - 5)],
  ['the last character cut off', () => good.slice(0, -1)],
  ['half of it', () => good.slice(0, good.length / 2)],
  ['the header alone', () => good.split('.')[0] ?? ''],
  ['five empty parts', () => '....'],
  ['something behind it', () => `${good}.AAAA`],
  ['itself twice', () => good + good],
  ['another key', () => sealedWith({ kid: 'k1', secret: new Uint8Array(32).fill(9) })],
  ['a key id that does not exist', () => sealedWith({ kid: 'k2' })],
  ['no key id', () => sealedWith({ kid: undefined })],
  ['a key id that is a path', () => sealedWith({ kid: '../../dev/null' })],
  ['the name of a prototype as key id', () => sealedWith({ kid: '__proto__' })],
  ['no end', () => sealedWith({ end: null })],
  ['an end that has passed', () => sealedWith({ end: -1 })],
  ['a beginning that is still to come', () => sealedWith({ start: 600 })],
  ['no purpose', () => sealedWith({ purpose: null })],
  ['another purpose', () => sealedWith({ purpose: 'code' })],
  ['the purpose of the data half', () => sealedWith({ purpose: DATA_ACCESS.name })],
  ['another encryption', () => sealedWith({ enc: 'A128GCM', secret: new Uint8Array(16).fill(7) })],
  ['another kind of encryption', () => sealedWith({ enc: 'A128CBC-HS256' })],
  ['a wrapped key', () => sealedWith({ alg: 'A256KW' })],
  ['a key made of a password', () => sealedWith({ alg: 'PBES2-HS256+A128KW' })],
  [
    'a signature instead of a seal',
    () =>
      claims(new SignJWT({ content: grant() }))
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(key),
  ],
  ['no signature at all', () => claims(new UnsecuredJWT({ content: grant() })).encode()],
  [
    'a key of its own in the header',
    async () => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
      return claims(new SignJWT({ content: grant() }))
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', jwk: await exportJWK(publicKey) })
        .sign(privateKey)
    },
  ],
  ['20 kB', () => 'A'.repeat(20_000)],
  ['100 kB', () => 'A'.repeat(100_000)],
  ['100 kB that begin well', () => good + 'A'.repeat(100_000 - good.length)],
  [
    '20 kB in five parts',
    () => `${'A'.repeat(10_000)}..${'A'.repeat(20)}.${'A'.repeat(9_000)}.${'A'.repeat(20)}`,
  ],
]

function flipped(token: string, at: number): string {
  const changed = token[at] === 'A' ? 'B' : 'A'
  return token.slice(0, at) + changed + token.slice(at + 1)
}

function claims<T extends EncryptJWT | SignJWT | UnsecuredJWT>(jwt: T): T {
  jwt
    .setAudience(TRADING_ACCESS.name)
    .setJti('1')
    .setExpirationTime(Math.floor((gateway.now + HOUR) / 1000))
  return jwt
}

interface Forgery {
  readonly kid?: string | undefined
  readonly secret?: Uint8Array
  readonly alg?: string
  readonly enc?: string
  /** Seconds from now. */
  readonly end?: number | null
  readonly start?: number
  readonly purpose?: string | null
}

function sealedWith(forgery: Forgery): Promise<string> {
  const {
    secret = key,
    alg = 'dir',
    enc = 'A256GCM',
    end = 3600,
    start,
    purpose = TRADING_ACCESS.name,
  } = forgery
  const now = Math.floor(gateway.now / 1000)
  const jwt = new EncryptJWT({ content: grant() }).setJti('1')
  const kid = 'kid' in forgery ? forgery.kid : 'k1'
  jwt.setProtectedHeader({ alg, enc, ...(kid !== undefined && { kid }) })
  if (end !== null) jwt.setExpirationTime(now + end)
  if (start !== undefined) jwt.setNotBefore(now + start)
  if (purpose !== null) jwt.setAudience(purpose)
  return jwt.encrypt(secret)
}

async function answerTo(token: string, path = '/accounts') {
  const response = await fetch(gateway.origin + path, { headers: { authorization: `Bearer ${token}` } })
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')
  return { status: response.status, text: await response.text(), headers }
}

describe('a token', () => {
  it('in order is taken', async () => {
    expect((await answerTo(good)).status).toBe(200)
    expect((await answerTo(await sealedWith({}))).status).toBe(200)
  })

  it.each(MADE)('with %s is answered like no token at all', async (_what, make) => {
    const nothing = await answerTo('x')
    expect(nothing.status).toBe(401)
    const token = await make()
    expect(await answerTo(token)).toEqual(nothing)
    expect(await answerTo(token, '/groups')).toEqual(nothing)
    expect(await answerTo(token, '/permissions')).toEqual(nothing)
  })

  it('of 100 kB is no work: nothing is done with it', () => {
    const refusing = (authorization: string): number => {
      const before = process.cpuUsage()
      for (let i = 0; i < 3_000; i++) {
        try {
          bearerToken(authorization)
        } catch (error) {
          if (!(error instanceof BrokerError)) throw error
        }
      }
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    refusing('Basic x')
    const usual = refusing('Basic x')
    for (const long of [`Bearer ${'A'.repeat(100_000)}`, `Bearer ${' '.repeat(100_000)}x`]) {
      // In microseconds. Only to read it 3,000 times would take some 300,000.
      expect(refusing(long)).toBeLessThan(3 * usual + 30_000)
    }
  })

  it('that was logged out is answered like no token at all, here and as a copy', async () => {
    const token = await gateway.token()
    expect((await answerTo(token)).status).toBe(200)
    await fetch(`${gateway.origin}/logout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    const nothing = await answerTo('x')
    for (let i = 0; i < 3; i++) expect(await answerTo(token)).toEqual(nothing)
    expect((await answerTo(good)).status).toBe(200)
  })

  it.each(['query', 'cookie', 'form'])('is not taken from a %s', async (place) => {
    const response =
      place === 'query'
        ? await fetch(`${gateway.origin}/accounts?access_token=${good}`)
        : place === 'cookie'
          ? await fetch(`${gateway.origin}/accounts`, { headers: { cookie: `access_token=${good}` } })
          : await fetch(`${gateway.origin}/logout`, {
              method: 'POST',
              body: new URLSearchParams({ access_token: good }),
            })
    expect(response.status).toBe(401)
  })

  it('costs no more to refuse, however it is wrong', async () => {
    const made = await Promise.all(MADE.map(async ([what, make]) => [what, await make()] as const))
    const sealer = createTokenSealer([testKey('k1')], () => gateway.now)
    const opening = async (token: string) => {
      const before = process.cpuUsage()
      for (let i = 0; i < 100; i++) await sealer.open(TRADING_ACCESS, token).catch(() => {})
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    await opening(good)
    const usual = await opening(good)
    for (const [what, token] of made) expect(await opening(token), what).toBeLessThan(20 * usual + 100_000)
  })
})

describe('the seal of one purpose', () => {
  const sealer = createTokenSealer([testKey('k1')], Date.now)
  const purposes: readonly Purpose<unknown>[] = [
    TRADING_ACCESS,
    TRADING_REFRESH,
    CODE,
    LOGIN_FORM,
    LOGIN_COOKIE,
    DATA_ACCESS,
  ]
  const pairs = purposes.flatMap((own) =>
    purposes.map((other) => [own.name, other.name, own, other] as const),
  )

  it.each(pairs)('"%s" opens as "%s" only where that is the same', async (_own, _other, own, other) => {
    const token = await sealer.seal(own, { any: 'content' }, Date.now() + HOUR)
    const opened = sealer.open(other, token)
    if (own === other) await expect(opened).resolves.toMatchObject({ content: { any: 'content' } })
    else await expect(opened).rejects.toMatchObject({ code: 'session_expired' })
  })

  it('is each one of its own', () => {
    expect(new Set(purposes.map(({ name }) => name)).size).toBe(6)
  })
})

describe('keys', () => {
  const now = Date.now()
  const at = () => now
  const old = createTokenSealer([testKey('old', 1)], at)
  const both = createTokenSealer([testKey('new', 2), testKey('old', 1)], at)
  const rotated = createTokenSealer([testKey('new', 2)], at)

  it.each([TRADING_ACCESS, DATA_ACCESS])(
    'that were replaced open what they sealed for "$name" until they are removed',
    async (purpose) => {
      const token = await old.seal<unknown>(purpose, { any: 'content' }, now + HOUR)
      await expect(both.open<unknown>(purpose, token)).resolves.toMatchObject({ content: { any: 'content' } })
      await expect(rotated.open<unknown>(purpose, token)).rejects.toMatchObject({ code: 'session_expired' })
    },
  )
})

it("a token of the data half is sealed apart from traders'", async () => {
  const answer = (await (await gateway.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
  const sealer = createTokenSealer([testKey('k1')], () => gateway.now)
  await expect(sealer.open(DATA_ACCESS, answer.d.access_token)).resolves.toBeDefined()
  await expect(sealer.open(TRADING_ACCESS, answer.d.access_token)).rejects.toMatchObject({
    code: 'session_expired',
  })
})
