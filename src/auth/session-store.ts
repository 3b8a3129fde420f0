import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Broker, BrokerSession } from '../broker/broker.ts'
import { BrokerError } from '../broker/errors.ts'
import type { TokenSealer } from './sealed-token.ts'
import { TRADING_ACCESS } from './sealed-token.ts'

/** Sessions kept open. One that falls out is opened again from its token at the next request. */
const MAX_SESSIONS = 10_000

/** Logged-out tokens remembered until they expire. */
const MAX_REVOKED = 100_000

interface OpenSession {
  readonly session: BrokerSession
  /** Unix milliseconds: end of the token, not of the broker's session. */
  readonly expiresAt: number
}

export interface SessionStore {
  /** The session behind a token: the same object for every request that carries it. @throws session_expired */
  open(token: string): Promise<BrokerSession>
  /** Refuses the token from now on, on this replica. */
  revoke(token: string): Promise<void>
}

export interface SessionStoreDeps {
  readonly broker: Pick<Broker, 'resume'>
  readonly sealer: TokenSealer
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Keeps opened sessions under the hash of their token, so that opening costs once and no token lies in memory. */
export function createSessionStore({ broker, sealer, clock }: SessionStoreDeps): SessionStore {
  const revoked = new LRUCache<string, true>({ max: MAX_REVOKED })
  const sessions = new LRUCache<string, OpenSession, string>({
    max: MAX_SESSIONS,
    // Whoever waits for a session gets it, even when a full cache has dropped the entry meanwhile.
    ignoreFetchAbort: true,
    async fetchMethod(_hash, _stale, { options, context: token }) {
      const { grant, expiresAt } = await sealer.open(TRADING_ACCESS, token)
      options.ttl = remaining(expiresAt)
      return { session: broker.resume(grant), expiresAt }
    },
  })

  function remaining(expiresAt: number): number {
    return Math.max(1, expiresAt - clock())
  }

  async function openSession(token: string): Promise<OpenSession> {
    const hash = hashOf(token)
    const open = revoked.has(hash) ? undefined : await sessions.fetch(hash, { context: token })
    // Asked again after the wait: a logout may have come in between.
    if (open === undefined || open.expiresAt <= clock() || revoked.has(hash)) {
      throw new BrokerError('session_expired')
    }
    return open
  }

  return {
    open: async (token) => (await openSession(token)).session,
    async revoke(token) {
      const { expiresAt } = await openSession(token)
      const hash = hashOf(token)
      revoked.set(hash, true, { ttl: remaining(expiresAt) })
      sessions.delete(hash)
    },
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
