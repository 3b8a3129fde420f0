import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATA_ACCESS } from '../../src/auth/data-half/tokens.ts'
import { CODE, LOGIN_COOKIE, LOGIN_FORM, TRADING_REFRESH } from '../../src/auth/oauth/purposes.ts'
import { createTokenSealer, type Purpose, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { bearerToken } from '../../src/auth/session.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../support/data-clients.ts'
import { startTestGateway, type TestGateway, testKey } from '../support/test-gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway(DATA_ENV)
})
afterAll(() => gateway.close())

const HOUR = 3_600_000

async function answerOf(asked: Promise<Response>) {
  const response = await asked
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')
  return { status: response.status, text: await response.text(), headers }
}

const bearing = (path: string) => (token: string) =>
  fetch(gateway.origin + path, { headers: { authorization: `Bearer ${token}` } })

describe('a token', () => {
  const answerAt = bearing('/accounts')

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
    const [kept, token] = [await gateway.token(), await gateway.token()]
    expect((await answerOf(answerAt(token))).status).toBe(200)
    await fetch(`${gateway.origin}/logout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    const nothing = await answerOf(answerAt('x'))
    for (let i = 0; i < 3; i++) expect(await answerOf(answerAt(token))).toEqual(nothing)
    expect((await answerOf(answerAt(kept))).status).toBe(200)
  })

  it.each(['query', 'cookie', 'form'])('is not taken from a %s', async (place) => {
    const good = await gateway.token()
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
