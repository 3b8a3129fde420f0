import { decodeJwt } from 'jose'

/** An access token with what replaces it. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Unix milliseconds by our own clock. */
  readonly accessExpiresAt: number
  /** Unix milliseconds by our own clock. */
  readonly refreshExpiresAt: number
  /** How much of its life is left when the access token is replaced, in milliseconds. */
  readonly marginMs: number
  /** How often the pair was refreshed since the login: of two pairs of a session the higher one is newer. */
  readonly generation: number
}

const MINUTE = 60_000

/** How much of a life to leave unused, in milliseconds. */
export function marginOf(lifeMs: number): number {
  return Math.min(MINUTE, Math.max(0, lifeMs) / 10)
}

/** What a JWT says about itself; nothing when it is none. Not verified: it is TradeLocker who accepts it or not. */
export function claims(token: string): { sub?: string; expiresAt?: number; lifeMs?: number } {
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
