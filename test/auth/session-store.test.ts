import { beforeEach, describe, expect, it } from 'vitest'
import { createRevokedTokens, type RevokedTokens } from '../../src/auth/revoked-tokens.ts'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { createSessionStore, type SessionStore } from '../../src/auth/session-store.ts'
import type { SessionGrant } from '../../src/broker/broker.ts'
import { fakeSession } from '../support/fake-session.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let now: number
/** What all replicas know, by key. */
let shared: Map<string, string>
/** Users whose session the broker was told to end, and those whose session it opened. */
let ended: string[]
let opened: string[]
/** Users whose session the broker has ended. */
let over: Set<string>

const clock = () => now
const sealer = createTokenSealer([{ kid: 'k', key: new Uint8Array(32).fill(7) }], clock)
const broker = {
  resume: ({ user }: SessionGrant) => {
    opened.push(user)
    return { ...fakeSession(), hasEnded: () => over.has(user), end: () => void ended.push(user) }
  },
}

/** A replica of its own. */
function replica(): { readonly store: SessionStore; readonly revoked: RevokedTokens } {
  const memory = {
    get: async (key: string) => shared.get(key),
    set: async (key: string, value: string) => void shared.set(key, value),
  }
  const revoked = createRevokedTokens(clock, memory, clock)
  return { store: createSessionStore({ broker, sealer, revoked, clock }), revoked }
}

const tokenOf = (user: string, loginId?: string) => {
  const grant = { server: 's', user, expiresAt: now + DAY, state: {} }
  const login = loginId === undefined ? {} : { login: { id: loginId, endsAt: now + DAY } }
  return sealer.seal(TRADING_ACCESS, { ...grant, ...login }, now + DAY)
}

beforeEach(() => {
  now = Date.now()
  shared = new Map()
  ended = []
  opened = []
  over = new Set()
})

/** Another trader comes; by then ended sessions are looked for. */
const later = async ({ store }: { store: SessionStore }) => {
  now += MINUTE
  await store.open(await tokenOf('somebody'))
}

describe('a session that is kept open', () => {
  it('is let go of at its logout', async () => {
    const here = replica()
    const token = await tokenOf('anna')
    await here.store.open(token)
    await here.store.revoke(token)
    expect(ended).toEqual(['anna'])
  })

  it('is let go of within a minute of others coming when the logout was at another replica', async () => {
    const [here, there] = [replica(), replica()]
    const token = await tokenOf('anna')
    await here.store.open(token)
    await there.store.open(token)
    await there.store.revoke(token)
    expect(ended).toEqual(['anna'])
    await later(here)
    expect(ended).toEqual(['anna', 'anna'])
  })

  it('is let go of with all its tokens when its login was ended in the browser', async () => {
    const here = replica()
    await here.store.open(await tokenOf('anna', 'login-1'))
    await here.store.open(await tokenOf('anna', 'login-1'))
    await here.store.open(await tokenOf('bert', 'login-2'))
    await here.revoked.add('login-1', DAY)
    await later(here)
    expect(ended).toEqual(['anna', 'anna'])
  })

  it('is forgotten, but not refused, when the broker has ended it: that is for the broker to say', async () => {
    const here = replica()
    const token = await tokenOf('anna')
    await here.store.open(token)
    over.add('anna')
    await later(here)
    expect(ended).toEqual([])
    await here.store.open(token)
    expect(opened).toEqual(['anna', 'somebody', 'anna'])
  })

  it('stays while nothing has ended it', async () => {
    const here = replica()
    const token = await tokenOf('anna')
    const session = await here.store.open(token)
    await later(here)
    await later(here)
    expect(await here.store.open(token)).toBe(session)
    expect(ended).toEqual([])
  })
})
