import { hash as digest } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Broker, BrokerSession } from '../broker/broker.ts'
import { BrokerError } from '../broker/errors.ts'
import { createRevokedTokens, type RevokedTokens } from './revoked-tokens.ts'
import type { TokenSealer } from './sealed-token.ts'
import { MAX_TOKEN_CHARS, TRADING_ACCESS } from './sealed-token.ts'

/** How often ended sessions are looked for, where new ones are opened, in milliseconds. */
const LOOK_MS = 60_000

/** Sessions kept open. One that falls out is opened again from its token at the next request. */
const MAX_SESSIONS = 10_000

interface OpenSession {
  readonly session: BrokerSession
  /** What a logout names: the login where the token has brothers and sisters, else the token's hash. */
  readonly revocation: string
  /** Unix milliseconds: end of what is revoked, so that it can be forgotten then. */
  readonly endsAt: number
  /** Unix milliseconds: end of the token, not of the broker's session. */
  readonly expiresAt: number
}

export interface SessionStore {
  /** The session behind a token: the same object for every request that carries it. @throws session_expired */
  open(token: string): Promise<BrokerSession>
  /**
   * The session behind a token that `open` would give without waiting; undefined when it must wait or refuse.
   * @param connection what the token came over: the next request on it nearly always brings the same one
   */
  opened(token: string, connection: object): BrokerSession | undefined
  /**
   * Refuses the token from now on, and with it all others of an OAuth login; replicas with a shared store do so within two
   * seconds.
   */
  revoke(token: string): Promise<void>
}

export interface SessionStoreDeps {
  readonly broker: Pick<Broker, 'resume'>
  readonly sealer: TokenSealer
  readonly revoked?: RevokedTokens
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Keeps opened sessions under the hash of their token, so that opening costs once. */
export function createSessionStore({
  broker,
  sealer,
  clock,
  revoked = createRevokedTokens(clock),
}: SessionStoreDeps): SessionStore {
  const sessions = new LRUCache<string, OpenSession, string>({
    max: MAX_SESSIONS,
    // Whoever waits for a session gets it, even when a full cache has dropped the entry meanwhile.
    ignoreFetchAbort: true,
    async fetchMethod(hash, _stale, { options, context: token }) {
      void dropEnded()
      const { content, expiresAt } = await sealer.open(TRADING_ACCESS, token)
      const { login, ...grant } = content
      options.ttl = remaining(expiresAt)
      return {
        session: broker.resume(grant),
        revocation: login?.id ?? hash,
        endsAt: login?.endsAt ?? expiresAt,
        expiresAt,
      }
    },
  })

  let lookedAt = clock()

  /**
   * Lets go of sessions that have ended and that nobody asks for any more: those of tokens that were logged out elsewhere, in
   * a browser or on another replica, and those that the broker has ended.
   */
  async function dropEnded(): Promise<void> {
    if (clock() - lookedAt < LOOK_MS) return
    lookedAt = clock()
    sessions.purgeStale()
    for (const [hash, { session, revocation }] of [...sessions.entries()]) {
      const isRevoked = revoked.mustAsk(revocation)
        ? await revoked.check(revocation)
        : revoked.has(revocation)
      if (!isRevoked && !session.hasEnded()) continue
      sessions.delete(hash)
      if (isRevoked) session.end()
    }
  }

  /** Spares polls the hash of their token. Held no longer than the connection. */
  const lastOn = new WeakMap<object, { readonly token: string; readonly open: OpenSession }>()

  function openOn(connection: object, token: string): OpenSession | undefined {
    const last = lastOn.get(connection)
    if (last?.token === token) return last.open
    const open = sessions.get(hashOf(token))
    if (open !== undefined) lastOn.set(connection, { token, open })
    return open
  }

  function remaining(expiresAt: number): number {
    return Math.max(1, expiresAt - clock())
  }

  async function openSession(token: string): Promise<OpenSession> {
    const hash = hashOf(token)
    const open = revoked.has(hash) ? undefined : await sessions.fetch(hash, { context: token })
    // Asked after the wait: a logout may have come in between, here or on another replica.
    if (open === undefined || (await revoked.check(open.revocation)) || !isValid(open)) {
      throw new BrokerError('session_expired')
    }
    return open
  }

  function isValid({ expiresAt, revocation }: OpenSession): boolean {
    return expiresAt > clock() && !revoked.has(revocation)
  }

  return {
    open: async (token) => (await openSession(token)).session,
    opened(token, connection) {
      if (token.length > MAX_TOKEN_CHARS) return undefined
      const open = openOn(connection, token)
      return open !== undefined && isValid(open) && !revoked.mustAsk(open.revocation)
        ? open.session
        : undefined
    },
    async revoke(token) {
      const { session, revocation, endsAt } = await openSession(token)
      const told = revoked.add(revocation, remaining(endsAt))
      sessions.delete(hashOf(token))
      session.end()
      await told
    },
  }
}

function hashOf(token: string): string {
  return digest('sha256', token, 'base64url')
}
