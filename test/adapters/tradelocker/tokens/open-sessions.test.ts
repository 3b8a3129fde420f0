import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_SESSIONS } from '../../../../adapters/tradelocker/bounds.ts'
import {
  createOpenSessions,
  type OpenSessions,
} from '../../../../adapters/tradelocker/tokens/open-sessions.ts'
import type { SessionTokens } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import { fakeSession } from '../../../support/fake-session.ts'

const MINUTE = 60_000

const tokens = (id: string, generation = 0, user = 'u', isOver = () => false): SessionTokens => ({
  id,
  user,
  server: 's',
  generation: () => generation,
  accessToken: async () => 'a',
  refreshAfter: async () => 'a',
  hurry: () => {},
  freshFor: async () => {},
  issuedAt: () => undefined,
  isOver,
  grant: () => ({ server: 's', user, expiresAt: 0, state: {} }),
  shortGrant: () => ({ server: 's', user, expiresAt: 0, state: {} }),
})

let now: number
let gone: string[]
let sessions: OpenSessions
beforeEach(() => {
  now = 0
  gone = []
  sessions = createOpenSessions({
    open: (_tokens, end) => ({ ...fakeSession(), end }),
    onUserGone: ({ user }) => void gone.push(user),
    elapsed: () => now,
  })
})

describe('the sessions of this process', () => {
  it('are one per login, whichever of its tokens comes', () => {
    const first = sessions.of(tokens('one'))
    expect(sessions.of(tokens('one'))).toBe(first)
    expect(sessions.of(tokens('two'))).not.toBe(first)
  })

  it('stay with the newest pair: an older token does not bring its own back', () => {
    const old = sessions.of(tokens('one', 1))
    const fresh = sessions.of(tokens('one', 2))
    expect(fresh).not.toBe(old)
    expect(sessions.of(tokens('one', 1))).toBe(fresh)
    expect(sessions.of(tokens('one', 0))).toBe(fresh)
    expect(gone).toEqual([])
  })

  it('are let go of when their login ends, whichever of them is told', () => {
    const old = sessions.of(tokens('one', 1))
    const fresh = sessions.of(tokens('one', 2))
    old.end()
    expect(sessions.of(tokens('one', 2))).not.toBe(fresh)
  })

  it('that TradeLocker has ended are let go of where new ones come, once a minute', () => {
    let isOver = false
    const ended = sessions.of(tokens('ended', 0, 'u', () => isOver))
    const living = sessions.of(tokens('living', 0, 'v'))
    isOver = true
    now = MINUTE - 1
    sessions.of(tokens('third', 0, 'w'))
    expect(gone).toEqual([])
    now = MINUTE
    sessions.of(tokens('fourth', 0, 'w'))
    expect(gone).toEqual(['u'])
    expect(sessions.of(tokens('ended'))).not.toBe(ended)
    expect(sessions.of(tokens('living'))).toBe(living)
  })

  it('tell of a user when his last one is let go of, and not before', () => {
    const first = sessions.of(tokens('one', 0, 'anna'))
    const second = sessions.of(tokens('two', 0, 'anna'))
    sessions.of(tokens('three', 0, 'bert'))
    first.end()
    first.end()
    expect(gone).toEqual([])
    second.end()
    expect(gone).toEqual(['anna'])
  })

  it('that made room for others go on with the newest pair they had, not with the one that was sealed', () => {
    let [generation, opened] = [0, 0]
    const renewed: SessionTokens = { ...tokens('one'), generation: () => generation }
    sessions = createOpenSessions({
      open: (pair, end) => {
        if (pair === renewed) opened += 1
        return { ...fakeSession(), end }
      },
      onUserGone: () => undefined,
      elapsed: () => now,
    })
    const pushOut = (from: number) => {
      for (let n = from; n < from + MAX_SESSIONS; n += 1) sessions.of(tokens(`session-${n}`, 0, `user-${n}`))
    }
    sessions.of(renewed)
    generation = 3
    pushOut(0)
    const again = sessions.of(tokens('one'))
    expect(opened).toBe(2)
    pushOut(MAX_SESSIONS)
    again.end()
    sessions.of(tokens('one'))
    expect(opened).toBe(2)
  })

  it('tell as well of a user whose last one made room for others', () => {
    for (let n = 0; n <= MAX_SESSIONS; n += 1) sessions.of(tokens(`session-${n}`, 0, `user-${n}`))
    expect(gone).toEqual(['user-0'])
  })
})
