import { z } from 'zod'
import { ROUTES, type RouteName } from '../transport/routes.ts'
import { callOnce, type Upstream } from '../transport/upstream.ts'
import { malformed } from '../transport/upstream-error.ts'
import { claims, marginOf, type TokenPair } from './token-pair.ts'

const MINUTE = 60_000

/** For an access token that tells nothing about its end. */
const UNKNOWN_ACCESS_LIFE_MS = 10 * MINUTE
/** A refresh token that tells nothing is tried for a day; TradeLocker says when it is over. */
const UNKNOWN_REFRESH_LIFE_MS = 24 * 60 * MINUTE

const issued = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  expireDate: z.union([z.string(), z.number()]).nullish(),
})

/** Asks for a token pair. @param user whose budget it counts against @param urgent somebody's action waits for it, now or later */
export async function requestPair(
  upstream: Upstream,
  user: string,
  route: RouteName,
  body: object,
  urgent?: AbortSignal,
): Promise<Omit<TokenPair, 'generation'>> {
  const deadline = upstream.elapsed() + ROUTES[route].deadlineMs
  const answer = await callOnce(upstream, { user }, { route, body }, { deadline, urgent })
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
