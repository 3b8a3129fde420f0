import { LRUCache } from 'lru-cache'
import type { BrokerSession } from '../../../src/broker/broker.ts'
import { MAX_SESSIONS } from '../bounds.ts'
import { type User, userKeyOf } from '../transport/user-key.ts'
import type { SessionTokens } from './tokens.ts'

/** How often those that TradeLocker has ended are looked for, where new ones come. */
const LOOK_MS = 60_000

/** The sessions of this process, one per login. */
export interface OpenSessions {
  /** The session of a login: the one that is open already, unless these tokens are newer than what it has. */
  of(tokens: SessionTokens): BrokerSession
}

export interface OpenSessionsOptions {
  /** @param end takes the login's session off the open ones */
  readonly open: (tokens: SessionTokens, end: () => void) => BrokerSession
  /** Told when a user has no open session any more. */
  readonly onUserGone: (user: User) => void
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

interface Open {
  readonly tokens: SessionTokens
  readonly session: BrokerSession
}

/**
 * A login has several tokens of the gateway over time, and each holds the TradeLocker pair of the day it was sealed. A
 * refresh token works once, so they must not refresh side by side: whatever token a login comes with, it gets the session
 * that knows the newest pair.
 */
export function createOpenSessions({ open, onUserGone, elapsed }: OpenSessionsOptions): OpenSessions {
  const loginsOf = new Map<string, number>()

  const count = (user: User, change: 1 | -1) => {
    const key = userKeyOf(user)
    const logins = (loginsOf.get(key) ?? 0) + change
    if (logins > 0) loginsOf.set(key, logins)
    else {
      loginsOf.delete(key)
      onUserGone(user)
    }
  }

  /**
   * Of sessions that made room for others: pairs that are newer than what was sealed at the login. Where a refresh token works once
   * they are all that is left of the login.
   */
  const pushedOut = new LRUCache<string, SessionTokens>({ max: MAX_SESSIONS })

  const sessions = new LRUCache<string, Open>({
    max: MAX_SESSIONS,
    onInsert({ tokens }, _id, reason) {
      if (reason === 'add') count(tokens, 1)
    },
    dispose({ tokens }, id, reason) {
      if (reason === 'evict' && tokens.generation() > 0) pushedOut.set(id, tokens)
      if (reason !== 'set') count(tokens, -1)
    },
  })

  let lookedAt = elapsed()
  const dropEnded = () => {
    if (elapsed() - lookedAt < LOOK_MS) return
    lookedAt = elapsed()
    for (const [id, { tokens }] of [...sessions.entries()]) if (tokens.isOver()) sessions.delete(id)
  }

  return {
    of(given) {
      const { id } = given
      const known = sessions.get(id)
      if (known !== undefined && known.tokens.generation() >= given.generation()) return known.session
      dropEnded()
      const tokens = newer(given, pushedOut.get(id))
      pushedOut.delete(id)
      const session = open(tokens, () => {
        sessions.delete(id)
        pushedOut.delete(id)
      })
      sessions.set(id, { tokens, session })
      return session
    },
  }
}

function newer(given: SessionTokens, kept: SessionTokens | undefined): SessionTokens {
  return kept !== undefined && !kept.isOver() && kept.generation() > given.generation() ? kept : given
}
