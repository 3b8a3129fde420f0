import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { Credentials, SessionGrant } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { ROUTES, type RouteName } from './routes.ts'
import { callOnce, type Upstream } from './upstream.ts'
import { malformed } from './upstream-error.ts'
import { userKeyOf } from './user-key.ts'

/** The token pair of one session, kept fresh. */
export interface SessionTokens {
  /** The user as TradeLocker knows it: the `sub` claim, else the e-mail in lower case. */
  readonly user: string
  readonly server: string
  /** A token that is good for some time; refreshed ahead of its end. @throws session_expired, upstream errors */
  accessToken(): Promise<string>
  /** A token other than `usedToken`, which TradeLocker refused. @throws session_expired, upstream errors */
  refreshAfter(usedToken: string): Promise<string>
  /** All that is needed to go on elsewhere; secret. */
  grant(): SessionGrant
}

interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Unix milliseconds by our own clock. */
  readonly accessExpiresAt: number
  /** Unix milliseconds by our own clock. */
  readonly refreshExpiresAt: number
  /** How much of its life is left when the access token is replaced, in milliseconds. */
  readonly marginMs: number
}

const MINUTE = 60_000

/** For an access token that tells nothing about its end. */
const UNKNOWN_ACCESS_LIFE_MS = 10 * MINUTE
/** A refresh token that tells nothing is tried for a day; TradeLocker says when it is over. */
const UNKNOWN_REFRESH_LIFE_MS = 24 * 60 * MINUTE
/** After a refresh that failed for a passing reason, while the old token still serves. */
const REFRESH_PAUSE_MS = 5_000

const issued = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  expireDate: z.union([z.string(), z.number()]).nullish(),
})

const grantState = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  accessExpiresAt: z.number(),
})

/** Logs in once. @throws wrong_credentials, login_throttled, upstream errors */
export async function logIn(upstream: Upstream, credentials: Credentials): Promise<SessionTokens> {
  const { email, password, server } = credentials
  const user = email.trim().toLowerCase()
  const pair = await request(upstream, userKeyOf({ server, user }), 'getJWTTokens', {
    email,
    password,
    server,
  })
  return sessionTokens(upstream, { server, user: claims(pair.accessToken).sub ?? user, pair })
}

/** Goes on with a session; makes no call. @throws session_expired for a grant that is not one of ours */
export function tokensFromGrant(
  upstream: Upstream,
  { server, user, expiresAt, state }: SessionGrant,
): SessionTokens {
  const { data } = grantState.safeParse(state)
  if (data === undefined) throw new BrokerError('session_expired')
  const marginMs = marginOf(claims(data.accessToken).lifeMs ?? data.accessExpiresAt - upstream.clock())
  return sessionTokens(upstream, { server, user, pair: { ...data, refreshExpiresAt: expiresAt, marginMs } })
}

function sessionTokens(
  upstream: Upstream,
  { server, user, pair }: { server: string; user: string; pair: TokenPair },
): SessionTokens {
  const { clock } = upstream
  let current = pair
  let refreshing: Promise<string> | undefined
  let isOver = false
  let tryAgainAt = 0

  const replace = async (): Promise<string> => {
    if (clock() >= current.refreshExpiresAt) isOver = true
    if (isOver) throw new BrokerError('session_expired')
    try {
      const { refreshToken } = current
      current = await request(upstream, userKeyOf({ server, user }), 'getJWTRefreshTokens', { refreshToken })
      return current.accessToken
    } catch (error) {
      if (!(error instanceof BrokerError) || error.code !== 'wrong_credentials') throw error
      isOver = true
      throw new BrokerError('session_expired')
    }
  }

  /** One refresh at a time: it gives a new pair, and whether the old one lives on is unknown. */
  const refresh = (): Promise<string> => {
    refreshing ??= replace().finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  /** While the old token is still good, a failed refresh is no reason to fail the call. */
  const refreshAhead = async (): Promise<string> => {
    if (clock() < tryAgainAt) return current.accessToken
    try {
      return await refresh()
    } catch (error) {
      if (isOver || clock() >= current.accessExpiresAt) throw error
      tryAgainAt = clock() + REFRESH_PAUSE_MS
      return current.accessToken
    }
  }

  return {
    user,
    server,
    async accessToken() {
      if (isOver) throw new BrokerError('session_expired')
      const left = current.accessExpiresAt - clock()
      if (left >= current.marginMs) return current.accessToken
      return left > 0 ? refreshAhead() : refresh()
    },
    async refreshAfter(usedToken) {
      return current.accessToken === usedToken ? refresh() : current.accessToken
    },
    grant: () => {
      const { accessToken, refreshToken, accessExpiresAt, refreshExpiresAt } = current
      return {
        server,
        user,
        expiresAt: refreshExpiresAt,
        state: { accessToken, refreshToken, accessExpiresAt },
      }
    },
  }
}

/** Asks for a token pair. @param user whose budget it counts against */
async function request(upstream: Upstream, user: string, route: RouteName, body: object): Promise<TokenPair> {
  const deadline = upstream.clock() + ROUTES[route].deadlineMs
  const answer = await callOnce(upstream, { user }, { route, body }, deadline)
  const { data } = issued.safeParse(answer)
  if (data === undefined) throw malformed(`${route} answered without a token pair`)
  const { accessToken, refreshToken, expireDate } = data
  const now = upstream.clock()
  const lifeMs = lifeOf(accessToken, now) ?? futureDate(expireDate, now) ?? UNKNOWN_ACCESS_LIFE_MS
  return {
    accessToken,
    refreshToken,
    accessExpiresAt: now + lifeMs,
    refreshExpiresAt: now + (lifeOf(refreshToken, now) ?? Math.max(lifeMs, UNKNOWN_REFRESH_LIFE_MS)),
    marginMs: marginOf(lifeMs),
  }
}

function marginOf(lifeMs: number): number {
  return Math.min(MINUTE, Math.max(0, lifeMs) / 10)
}

/**
 * Life of a token that was issued just now, in milliseconds. Where it tells when it was issued, that and its end give
 * it, whatever the difference between TradeLocker's clock and ours.
 */
function lifeOf(token: string, now: number): number | undefined {
  const { lifeMs, expiresAt } = claims(token)
  if (lifeMs !== undefined) return lifeMs
  // A fresh token cannot be over: then our clock is ahead, and its end means nothing here.
  return expiresAt !== undefined && expiresAt > now ? expiresAt - now : undefined
}

/** `expireDate` as milliseconds from now: ISO text, or Unix milliseconds. */
function futureDate(value: string | number | null | undefined, now: number): number | undefined {
  const at =
    typeof value === 'string' && !/^\d+$/.test(value) ? Date.parse(value) : Number(value ?? Number.NaN)
  return at > now ? at - now : undefined
}

/** What a JWT says about itself; nothing when it is none. Not verified: it is TradeLocker who accepts it or not. */
function claims(token: string): { sub?: string; expiresAt?: number; lifeMs?: number } {
  try {
    const { sub, exp, iat } = decodeJwt(token)
    const isDated = typeof exp === 'number' && Number.isFinite(exp)
    return {
      ...(typeof sub === 'string' && sub !== '' ? { sub } : {}),
      ...(isDated ? { expiresAt: exp * 1_000 } : {}),
      ...(isDated && typeof iat === 'number' && exp > iat ? { lifeMs: (exp - iat) * 1_000 } : {}),
    }
  } catch {
    return {}
  }
}
