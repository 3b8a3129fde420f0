import fc from 'fast-check'
import { decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import type { SessionGrant } from '../../src/broker/broker.ts'
import { testKey } from '../support/test-gateway.ts'

const NOW = Date.UTC(2030, 0, 1)
const IN_AN_HOUR = NOW + 3_600_000
const grant: SessionGrant = {
  server: 'MAIN',
  user: 'trader@example.test',
  expiresAt: IN_AN_HOUR,
  state: { accessToken: 'upstream-access', refreshToken: 'upstream-refresh', until: 1 },
}
const sealer = createTokenSealer([testKey('k1')], () => NOW)
const refused = { code: 'session_expired' }

describe('a sealed token', () => {
  it('opens to the grant it was made of and the time it ends', async () => {
    const token = await sealer.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    expect(await sealer.open(TRADING_ACCESS, token)).toMatchObject({ content: grant, expiresAt: IN_AN_HOUR })
  })

  it('carries any grant unchanged', async () => {
    const state = fc.dictionary(fc.string({ maxLength: 20 }), fc.oneof(fc.string(), fc.integer()), {
      maxKeys: 5,
    })
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), state, async (server, user, values) => {
        const any = { server, user, expiresAt: IN_AN_HOUR, state: JSON.parse(JSON.stringify(values)) }
        const token = await sealer.seal(TRADING_ACCESS, any, IN_AN_HOUR)
        expect((await sealer.open(TRADING_ACCESS, token)).content).toEqual(any)
      }),
      { numRuns: 50 },
    )
  })

  it('differs at every call and shows nothing of the grant', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 10 }, () => sealer.seal(TRADING_ACCESS, grant, IN_AN_HOUR)),
    )
    expect(new Set(tokens).size).toBe(10)
    const readable = tokens[0]
      ?.split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join('')
    expect(readable).not.toContain('upstream')
    const header = { alg: 'dir', enc: 'A256GCM', zip: 'DEF', kid: 'k1' }
    expect(decodeProtectedHeader(tokens[0] ?? '')).toEqual(header)
  })

  it('is refused as soon as a single bit is changed', async () => {
    const token = await sealer.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    const position = fc.nat({ max: token.length - 1 })
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 0, max: 6 }), async (at, bit) => {
        const changed = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit))
        const forged = token.slice(0, at) + changed + token.slice(at + 1)
        await expect(sealer.open(TRADING_ACCESS, forged)).rejects.toMatchObject(refused)
      }),
      { numRuns: 500 },
    )
  })

  it('is refused in any other spelling of the same bytes, so that a logout cannot be undone', async () => {
    const token = await sealer.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    // The tag has 16 bytes: of its last character only two bits count.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const spellings = [...last].map((character) => token.slice(0, -1) + character)
    const opened = await Promise.allSettled(spellings.map((each) => sealer.open(TRADING_ACCESS, each)))
    expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('opens for its own purpose only', async () => {
    const token = await sealer.seal({ name: 'something else' }, grant, IN_AN_HOUR)
    await expect(sealer.open(TRADING_ACCESS, token)).rejects.toMatchObject(refused)
  })

  it('opens until its end and not a second longer', async () => {
    let now = NOW
    const moving = createTokenSealer([testKey('k1')], () => now)
    const token = await moving.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    now = IN_AN_HOUR - 1
    await expect(moving.open(TRADING_ACCESS, token)).resolves.toBeDefined()
    now = IN_AN_HOUR
    await expect(moving.open(TRADING_ACCESS, token)).rejects.toMatchObject(refused)
  })

  it('is refused before any work when it is longer than any token made here', async () => {
    const long = `${'A'.repeat(9_000)}...`
    await expect(sealer.open(TRADING_ACCESS, long)).rejects.toMatchObject({ ...refused, cause: undefined })
  })

  it('is refused for every text that is no token', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        await expect(sealer.open(TRADING_ACCESS, text)).rejects.toMatchObject(refused)
      }),
    )
  })
})

describe('the key ring', () => {
  it('seals with the first key and opens with all of them', async () => {
    const old = createTokenSealer([testKey('old', 1)], () => NOW)
    const rotated = createTokenSealer([testKey('new', 2), testKey('old', 1)], () => NOW)
    const oldToken = await old.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    const newToken = await rotated.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    expect((await rotated.open(TRADING_ACCESS, oldToken)).content).toEqual(grant)
    expect((await rotated.open(TRADING_ACCESS, newToken)).content).toEqual(grant)
    await expect(old.open(TRADING_ACCESS, newToken)).rejects.toMatchObject(refused)
  })

  it('refuses a key id it does not know, and a known id with another key', async () => {
    const token = await sealer.seal(TRADING_ACCESS, grant, IN_AN_HOUR)
    const otherId = createTokenSealer([testKey('k2')], () => NOW)
    const otherKey = createTokenSealer([testKey('k1', 8)], () => NOW)
    await expect(otherId.open(TRADING_ACCESS, token)).rejects.toMatchObject(refused)
    await expect(otherKey.open(TRADING_ACCESS, token)).rejects.toMatchObject(refused)
  })
})
