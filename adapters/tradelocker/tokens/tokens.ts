import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Credentials, SessionGrant } from '../../../src/broker/broker.ts'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import type { Upstream } from '../transport/upstream.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import { userKeyOf } from '../transport/user-key.ts'
import { claims, marginOf, type TokenPair } from './token-pair.ts'
import { requestPair } from './token-request.ts'
import { fold, unfold } from './unfolded-jwt.ts'

/** The token pair of one session, kept fresh. */
export interface SessionTokens {
  /** The session's own, the same on all replicas and in every token that was sealed for it. */
  readonly id: string
  /** The user as TradeLocker knows it: the `sub` claim, else the e-mail in lower case. */
  readonly user: string
  readonly server: string
  /**
   * A token that is good for some time; refreshed ahead of its end.
   * @param isUrgent somebody's action waits for it @throws session_expired, upstream errors
   */
  accessToken(isUrgent?: boolean): Soon<string>
  /** The same, other than `usedToken`, which TradeLocker refused. */
  refreshAfter(usedToken: string, isUrgent?: boolean): Soon<string>
  /** Somebody's action begins: a refresh that polls wait for is urgent from now on. */
  hurry(): void
  /** How often the pair was refreshed since the login: the higher, the newer. */
  generation(): number
  /**
   * Makes sure that the access token is good for another `ms` milliseconds, as far as TradeLocker's tokens last that long:
   * what is sealed then need not be refreshed by whoever opens it within that time. @throws session_expired, upstream errors
   */
  freshFor(ms: number): Promise<void>
  /** Nothing keeps the session going any more: TradeLocker has ended it, or its refresh token has run out. */
  isOver(): boolean
  /** When TradeLocker issued the present pair, in Unix milliseconds of our own clock; undefined if it does not tell its life. */
  issuedAt(): number | undefined
  /** All that is needed to go on elsewhere; secret. */
  grant(): SessionGrant
  /** The same without the access token: half as long, and the first call elsewhere begins with a refresh. */
  shortGrant(): SessionGrant
}

/** After a refresh that failed for a passing reason, while the old token still serves. */
const REFRESH_PAUSE_MS = 5_000
/** How long calls wait for a refresh while the old token still serves. */
const REFRESH_PATIENCE_MS = 1_000

const grantState = z.object({
  /** A short grant has none: an access token that is over. */
  accessToken: z.string().default('').transform(fold),
  refreshToken: z.string().transform(fold),
  accessExpiresAt: z.number().default(0),
  session: z.string().optional(),
  generation: z.number().default(0),
})

/** Logs in once. @throws wrong_credentials, account_not_active, login_throttled, upstream errors */
export async function logIn(upstream: Upstream, credentials: Credentials): Promise<SessionTokens> {
  const { email, password, server } = credentials
  const user = email.trim().toLowerCase()
  const body = { email, password, server }
  const issued = await requestPair(upstream, userKeyOf({ server, user }), 'getJWTTokens', body).catch(waiting)
  const pair = { ...issued, generation: 0 }
  return sessionTokens(upstream, {
    id: randomUUID(),
    server,
    user: claims(pair.accessToken).sub ?? user,
    pair,
  })
}

/** Only logins of one user wait for each other, or for TradeLocker: he is told when to come back. All calls wait for the edge. */
function waiting(error: unknown): never {
  if (!(error instanceof UpstreamError) || error.code !== 'too_busy' || error.edge) throw error
  const { delivery, params, retryAfterMs, cause } = error
  throw new UpstreamError('login_throttled', { delivery, params, retryAfterMs, cause })
}

/** Goes on with a session; makes no call. @throws session_expired for a grant that is not one of ours */
export function tokensFromGrant(
  upstream: Upstream,
  { server, user, expiresAt, state }: SessionGrant,
): SessionTokens {
  const { data } = grantState.safeParse(state)
  if (data === undefined) throw new BrokerError('session_expired')
  const { session, ...pair } = data
  const marginMs = marginOf(claims(data.accessToken).lifeMs ?? data.accessExpiresAt - upstream.clock())
  return sessionTokens(upstream, {
    // A token sealed before sessions had ids holds the same refresh token on every replica.
    id: session ?? createHash('sha256').update(data.refreshToken).digest('base64url'),
    server,
    user,
    pair: { ...pair, refreshExpiresAt: expiresAt, marginMs },
  })
}

interface Session {
  /** The same on all replicas. */
  readonly id: string
  readonly server: string
  readonly user: string
  readonly pair: TokenPair
}

function sessionTokens(upstream: Upstream, { pair, ...login }: Session): SessionTokens {
  const { clock, elapsed, sharedTokens } = upstream
  const { id, server, user } = login
  let current = pair
  let refreshing: Promise<string> | undefined
  /** Of the refresh under way; aborted once it is urgent. */
  let urgency: AbortController | undefined
  let isOver = false
  /** By the clock that never jumps. */
  let tryAgainAt = Number.NEGATIVE_INFINITY
  /** A token that TradeLocker refused, whatever it says of its own end. */
  let refused: string | undefined

  const ask = async ({ refreshToken, refreshExpiresAt, generation }: TokenPair): Promise<TokenPair> => {
    if (clock() >= refreshExpiresAt) throw new BrokerError('wrong_credentials')
    const route = 'getJWTRefreshTokens'
    const key = userKeyOf({ server, user })
    const issued = await requestPair(upstream, key, route, { refreshToken }, urgency?.signal)
    return { ...issued, generation: generation + 1 }
  }

  const replace = async (): Promise<string> => {
    if (isOver) throw new BrokerError('session_expired')
    try {
      current = await (sharedTokens?.refresh(id, current, ask) ?? ask(current))
      return current.accessToken
    } catch (error) {
      if (!(error instanceof BrokerError) || error.code !== 'wrong_credentials') throw error
      isOver = true
      throw new BrokerError('session_expired')
    }
  }

  /** One refresh at a time: it gives a new pair, and whether the old one lives on is unknown. */
  const refresh = (isUrgent: boolean): Promise<string> => {
    urgency ??= new AbortController()
    if (isUrgent) urgency.abort()
    refreshing ??= replace().finally(() => {
      refreshing = undefined
      urgency = undefined
    })
    return refreshing
  }

  /** While the old token is still good, a refresh that fails or takes long is no reason to hold the call up. */
  const refreshAhead = async (isUrgent: boolean): Promise<string> => {
    if (elapsed() < tryAgainAt) return current.accessToken
    try {
      const late = sleep(REFRESH_PATIENCE_MS, undefined, { ref: false })
      const renewed = await Promise.race([refresh(isUrgent), late])
      if (renewed !== undefined) return renewed
    } catch (error) {
      if (isOver || clock() >= current.accessExpiresAt) throw error
    }
    tryAgainAt = elapsed() + REFRESH_PAUSE_MS
    return current.accessToken
  }

  const accessToken = (isUrgent = false): Soon<string> => {
    if (isOver) return Promise.reject(new BrokerError('session_expired'))
    if (current.accessToken === refused) return refresh(isUrgent)
    const left = current.accessExpiresAt - clock()
    if (left >= current.marginMs) return current.accessToken
    return left > 0 ? refreshAhead(isUrgent) : refresh(isUrgent)
  }

  const shortGrant = (): SessionGrant => {
    const { refreshToken, refreshExpiresAt, generation } = current
    const state = { refreshToken: unfold(refreshToken), session: id, generation }
    return { server, user, expiresAt: refreshExpiresAt, state }
  }

  return {
    ...login,
    generation: () => current.generation,
    async freshFor(ms) {
      if (isOver) throw new BrokerError('session_expired')
      if (current.accessExpiresAt - clock() < ms) await refresh(true)
    },
    accessToken,
    refreshAfter(usedToken, isUrgent = false) {
      if (current.accessToken === usedToken) refused = usedToken
      return accessToken(isUrgent)
    },
    hurry: () => urgency?.abort(),
    isOver: () => isOver || clock() >= current.refreshExpiresAt,
    issuedAt: () => {
      const { lifeMs } = claims(current.accessToken)
      return lifeMs && current.accessExpiresAt - lifeMs
    },
    grant() {
      const { accessToken, accessExpiresAt } = current
      const short = shortGrant()
      return { ...short, state: { ...short.state, accessToken: unfold(accessToken), accessExpiresAt } }
    },
    shortGrant,
  }
}
