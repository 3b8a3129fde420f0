import { describe, expect, it } from 'vitest'
import { createOpenSessions } from '../../../../adapters/tradelocker/tokens/open-sessions.ts'
import type { SessionTokens } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import { fakeSession } from '../../../support/fake-session.ts'

const tokens = (id: string, generation: number): SessionTokens => ({
  id,
  user: 'u',
  server: 's',
  generation: () => generation,
  accessToken: async () => 'a',
  refreshAfter: async () => 'a',
  freshFor: async () => {},
  issuedAt: () => undefined,
  grant: () => ({ server: 's', user: 'u', expiresAt: 0, state: {} }),
})

describe('the sessions of this process', () => {
  it('are one per login, whichever of its tokens comes', () => {
    const sessions = createOpenSessions(() => fakeSession())
    const first = sessions.of(tokens('one', 0))
    expect(sessions.of(tokens('one', 0))).toBe(first)
    expect(sessions.of(tokens('two', 0))).not.toBe(first)
  })

  it('stay with the newest pair: an older token does not bring its own back', () => {
    const sessions = createOpenSessions(() => fakeSession())
    const old = sessions.of(tokens('one', 1))
    const fresh = sessions.of(tokens('one', 2))
    expect(fresh).not.toBe(old)
    expect(sessions.of(tokens('one', 1))).toBe(fresh)
    expect(sessions.of(tokens('one', 0))).toBe(fresh)
  })
})
