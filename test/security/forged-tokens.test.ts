import { randomUUID } from 'node:crypto'
import { EncryptJWT, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_ACCESS } from '../../src/auth/data-half/tokens.ts'
import { CODE, TRADING_REFRESH } from '../../src/auth/oauth/purposes.ts'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import type { SessionGrant } from '../../src/broker/broker.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { TRADER } from '../support/memory-broker.ts'
import {
  CLIENT,
  createOAuthBrowser,
  exchangeForm,
  OAUTH_ENV,
  REDIRECT_URI,
  refreshForm,
} from '../support/oauth-client.ts'
import { startTestGateway, type TestGateway, testKey } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway({ ...DATA_ENV, ...OAUTH_ENV })
  for (const door of DOORS) door.good = await door.issued()
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
const FIELDS = { email: TRADER.email, password: TRADER.password, server: TRADER.server }
const live = () => ({
  login: { id: 'a-login', endsAt: gateway.now + HOUR },
  clientId: CLIENT.client_id,
  grant: grant(),
})

/** Where the gateway takes a token of a purpose. */
interface Door {
  readonly name: string
  readonly purpose: string
  /** Of another purpose, which opens other doors. */
  readonly other: string
  /** What the gateway seals into such a token. */
  readonly content: () => object
  /** A token that the gateway has made. */
  readonly issued: () => Promise<string>
  readonly ask: (token: string) => Promise<Response>
  /** Status for a token that is none. */
  readonly refusal: number
  good: string
}

const bearing = (path: string) => (token: string) =>
  fetch(gateway.origin + path, { headers: { authorization: `Bearer ${token}` } })

const browser = () => createOAuthBrowser(gateway.origin)

const trader = {
  purpose: TRADING_ACCESS.name,
  other: DATA_ACCESS.name,
  content: grant,
  issued: () => gateway.token(),
  refusal: 401,
  good: '',
}
const DOORS: readonly Door[] = [
  { ...trader, name: 'GET /accounts', ask: bearing('/accounts') },
  { ...trader, name: 'GET /permissions', ask: bearing('/permissions') },
  {
    name: 'GET /groups',
    purpose: DATA_ACCESS.name,
    other: TRADING_ACCESS.name,
    content: () => ({ client: PASSWORD_CLIENT.login }),
    async issued() {
      const { d } = (await (await gateway.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
      return d.access_token
    },
    ask: bearing('/groups'),
    refusal: 401,
    good: '',
  },
  {
    name: 'POST /oauth/token, to renew',
    purpose: TRADING_REFRESH.name,
    other: TRADING_ACCESS.name,
    content: live,
    issued: async () => (await browser().tokens(FIELDS)).refresh_token,
    ask: (token) => browser().token(refreshForm(token)),
    refusal: 400,
    good: '',
  },
  {
    name: 'POST /oauth/token, with a code',
    purpose: CODE.name,
    other: TRADING_REFRESH.name,
    content: () => ({ ...live(), redirectUri: REDIRECT_URI, goodUntil: gateway.now + HOUR }),
    issued: () => browser().code(FIELDS),
    ask: (token) => browser().token(exchangeForm(token)),
    refusal: 400,
    good: '',
  },
]

/** What an attacker with some knowledge can make. */
const MADE: readonly [string, (door: Door) => Promise<string> | string][] = [
  ['a bit of the header flipped', ({ good }) => flipped(good, 5)],
  ['a bit of the nonce flipped', ({ good }) => flipped(good, good.indexOf('..') + 4)],
  ['a bit of the content flipped', ({ good }) => flipped(good, good.length - 60)],
  ['a bit of the tag flipped', ({ good }) => flipped(good, good.length - 5)],
  ['the last character cut off', ({ good }) => good.slice(0, -1)],
  ['half of it', ({ good }) => good.slice(0, good.length / 2)],
  ['the header alone', ({ good }) => good.split('.')[0] ?? ''],
  ['five empty parts', () => '....'],
  ['something behind it', ({ good }) => `${good}.AAAA`],
  ['itself twice', ({ good }) => good + good],
  ['another key', sealed({ kid: 'k1', secret: new Uint8Array(32).fill(9) })],
  ['a key id that does not exist', sealed({ kid: 'k2' })],
  ['no key id', sealed({ kid: undefined })],
  ['a key id that is a path', sealed({ kid: '../../dev/null' })],
  ['the name of a prototype as key id', sealed({ kid: '__proto__' })],
  ['no end', sealed({ end: null })],
  ['an end that has passed', sealed({ end: -1 })],
  ['a beginning that is still to come', sealed({ start: 600 })],
  ['no purpose', sealed({ purpose: null })],
  ['a purpose that does not exist', sealed({ purpose: 'any' })],
  ['another purpose', (door) => sealed({ purpose: door.other })(door)],
  ['another encryption', sealed({ enc: 'A128GCM', secret: new Uint8Array(16).fill(7) })],
  ['another kind of encryption', sealed({ enc: 'A128CBC-HS256' })],
  ['a wrapped key', sealed({ alg: 'A256KW' })],
  ['a key made of a password', sealed({ alg: 'PBES2-HS256+A128KW' })],
  [
    'a signature instead of a seal',
    (door) => claims(door, SignJWT).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(key),
  ],
  ['no signature at all', (door) => claims(door, UnsecuredJWT).encode()],
  [
    'a key of its own in the header',
    async (door) => {
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
      return claims(door, SignJWT)
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', jwk: await exportJWK(publicKey) })
        .sign(privateKey)
    },
  ],
  ['12 kB', () => 'A'.repeat(12_000)],
  [
    '12 kB in five parts',
    () => `${'A'.repeat(6_000)}..${'A'.repeat(20)}.${'A'.repeat(5_900)}.${'A'.repeat(20)}`,
  ],
  ['12 kB that begin well', ({ good }) => good + 'A'.repeat(12_000 - good.length)],
]

function flipped(token: string, at: number): string {
  const changed = token[at] === 'A' ? 'B' : 'A'
  return token.slice(0, at) + changed + token.slice(at + 1)
}

function claims<T extends SignJWT | UnsecuredJWT>(door: Door, Jwt: new (payload: JWTPayload) => T): T {
  const jwt = new Jwt({ content: door.content() })
  jwt
    .setAudience(door.purpose)
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

/** Sealed as the gateway does, but for what is forged. */
function sealed(forgery: Forgery): (door: Door) => Promise<string> {
  return (door) => {
    const { secret = key, alg = 'dir', enc = 'A256GCM', end = 3600, start, purpose = door.purpose } = forgery
    const now = Math.floor(gateway.now / 1000)
    const jwt = new EncryptJWT({ content: door.content() }).setJti(randomUUID())
    const kid = 'kid' in forgery ? forgery.kid : 'k1'
    jwt.setProtectedHeader({ alg, enc, ...(kid !== undefined && { kid }) })
    if (end !== null) jwt.setExpirationTime(now + end)
    if (start !== undefined) jwt.setNotBefore(now + start)
    if (purpose !== null) jwt.setAudience(purpose)
    return jwt.encrypt(secret)
  }
}

async function answerOf(asked: Promise<Response>) {
  const response = await asked
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')
  return { status: response.status, text: await response.text(), headers }
}

describe.each(DOORS.map((door) => [door.name, door] as const))('%s', (_name, door) => {
  it('takes a token in order, also one that is sealed here as those below are', async () => {
    expect((await answerOf(door.ask(await door.issued()))).status).toBe(200)
    expect((await answerOf(door.ask(await sealed({})(door)))).status).toBe(200)
    expect((await answerOf(door.ask(await sealed({ start: 0 })(door)))).status).toBe(200)
  })

  it.each(MADE)('answers a token with %s like no token at all', async (_what, make) => {
    const nothing = await answerOf(door.ask('x'))
    expect(nothing.status).toBe(door.refusal)
    expect(await answerOf(door.ask(await make(door)))).toEqual(nothing)
  })

  it('does not open for the tokens of the other doors', async () => {
    const nothing = await answerOf(door.ask('x'))
    for (const other of DOORS) {
      if (other.purpose === door.purpose) continue
      expect(await answerOf(door.ask(await other.issued())), other.name).toEqual(nothing)
    }
  })

  it('answers 100 kB like no token in a header, and as too much in a form', async () => {
    const nothing = await answerOf(door.ask('x'))
    for (const long of ['A'.repeat(100_000), door.good + 'A'.repeat(100_000)]) {
      const answer = await answerOf(door.ask(long))
      if (door.refusal === 401) expect(answer).toEqual(nothing)
      else expect(answer.status).toBe(413)
    }
  })
})

it('a token costs no more to refuse, however it is wrong', async () => {
  const [door] = DOORS
  if (door === undefined) throw new Error('There is no door.')
  const made = await Promise.all(MADE.map(async ([what, make]) => [what, await make(door)] as const))
  const sealer = createTokenSealer([testKey('k1')], () => gateway.now)
  const opening = async (token: string) => {
    const before = process.cpuUsage()
    for (let i = 0; i < 100; i++) await sealer.open(TRADING_ACCESS, token).catch(() => {})
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  await opening(door.good)
  const usual = await opening(door.good)
  for (const [what, token] of made) expect(await opening(token), what).toBeLessThan(20 * usual + 100_000)
})
