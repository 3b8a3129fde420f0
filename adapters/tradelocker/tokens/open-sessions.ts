import { LRUCache } from 'lru-cache'
import type { BrokerSession } from '../../../src/broker/broker.ts'
import type { SessionTokens } from './tokens.ts'

/** As many as the gateway keeps tokens open for. */
const MAX_SESSIONS = 10_000

/** The sessions of this process, one per login. */
export interface OpenSessions {
  /** The session of a login: the one that is open already, unless these tokens are newer than what it has. */
  of(tokens: SessionTokens): BrokerSession
}

/**
 * A login has several tokens of the gateway over time, and each holds the TradeLocker pair of the day it was sealed. A
 * refresh token works once, so they must not refresh side by side: whatever token a login comes with, it gets the session
 * that knows the newest pair.
 */
export function createOpenSessions(open: (tokens: SessionTokens) => BrokerSession): OpenSessions {
  const sessions = new LRUCache<string, { readonly tokens: SessionTokens; readonly session: BrokerSession }>({
    max: MAX_SESSIONS,
  })
  return {
    of(tokens) {
      const known = sessions.get(tokens.id)
      if (known !== undefined && known.tokens.generation() >= tokens.generation()) return known.session
      const session = open(tokens)
      sessions.set(tokens.id, { tokens, session })
      return session
    },
  }
}
