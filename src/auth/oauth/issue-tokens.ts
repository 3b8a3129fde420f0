import type { TokenSealer } from '../sealed-token.ts'
import { TRADING_ACCESS } from '../sealed-token.ts'
import type { LiveLogin } from './deps.ts'
import { TRADING_REFRESH } from './purposes.ts'

/** The answer of the token address (RFC 6749, 5.1). Times in seconds. */
export interface TokenAnswer {
  readonly access_token: string
  readonly token_type: 'bearer'
  readonly expires_in: number
  readonly refresh_token: string
  readonly refresh_token_expires_in: number
}

export interface IssueDeps {
  readonly sealer: TokenSealer
  /** Life of an access token, in milliseconds. */
  readonly accessMs: number
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** New tokens of a login, which end with it at the latest; those that it has already stay good. */
export async function issueTokens(deps: IssueDeps, live: LiveLogin): Promise<TokenAnswer> {
  const { sealer, clock } = deps
  const now = clock()
  const access = await issueAccessToken(deps, live)
  const refreshEndsAt = Math.min(live.login.endsAt, live.grant.expiresAt)
  return {
    access_token: access.token,
    token_type: 'bearer',
    expires_in: access.seconds,
    refresh_token: await sealer.seal(TRADING_REFRESH, live, refreshEndsAt),
    refresh_token_expires_in: secondsUntil(refreshEndsAt, now),
  }
}

/** A new access token and how many seconds it lasts. */
export async function issueAccessToken(
  { sealer, accessMs, clock }: IssueDeps,
  { login, grant }: LiveLogin,
): Promise<{ readonly token: string; readonly seconds: number }> {
  const now = clock()
  // Tokens end at whole seconds: rounded up, so that it lasts as long as it is told.
  const endsAt = Math.min(login.endsAt, Math.ceil((now + accessMs) / 1000) * 1000)
  const token = await sealer.seal(TRADING_ACCESS, { ...grant, login }, endsAt)
  return { token, seconds: secondsUntil(endsAt, now) }
}

/** Whole seconds that are certain. */
function secondsUntil(endsAt: number, now: number): number {
  return Math.max(0, Math.floor((Math.floor(endsAt / 1000) * 1000 - now) / 1000))
}
