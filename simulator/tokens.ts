import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'
import { type Claims, readJwt, signJwt } from './jwt.ts'
import type { User } from './users.ts'

interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Expiry of the access token, ISO 8601 with milliseconds. */
  readonly expireDate: string
}

/** Lifetimes in seconds. */
export interface TokenLifetimes {
  readonly access: number
  readonly refresh: number
}

type Kind = 'access' | 'refresh'

/** Issues and checks token pairs. A refresh token works once; access tokens live until they expire. */
export interface Tokens {
  issue(user: User): TokenPair
  /** A new pair for an unused refresh token. */
  refresh(refreshToken: string): TokenPair | undefined
  /** The user behind a valid access token. */
  userOf(accessToken: string): User | undefined
  /** Makes every token of a user issued so far invalid: the access tokens, or the refresh tokens. */
  expire(user: User, kind: Kind): void
}

export function createTokens(clock: Clock, lifetimes: TokenLifetimes, extraChars: number): Tokens {
  const key = randomBytes(32)
  const users = new Map<string, User>()
  /** Tokens of an older generation are invalid; the generation is the middle part of `jti`. */
  const generations = new Map<string, number>()
  const burnt = new Set<string>()

  const generationOf = (subject: string, kind: Kind) => generations.get(`${kind} ${subject}`) ?? 0

  const sign = (user: User, kind: Kind): { token: string; claims: Claims } => {
    const sub = `${user.id}#${user.server}`
    const iat = Math.floor(clock.now() / 1000)
    users.set(sub, user)
    const claims = {
      sub,
      host: `${user.server.toLowerCase()}.example.com`,
      iat,
      exp: iat + lifetimes[kind],
      jti: `${kind}:${generationOf(sub, kind)}:${randomUUID()}`,
      // Made up, because what repeats itself would be compressed to nothing.
      ...(extraChars > 0 && { more: randomBytes(extraChars).toString('base64url').slice(0, extraChars) }),
    }
    return { token: signJwt(claims, key), claims }
  }

  const check = (token: string, kind: Kind): Claims | undefined => {
    const claims = readJwt(token, key)
    if (!claims || claims.exp * 1000 <= clock.now()) return undefined
    const [type, generation] = claims.jti.split(':')
    if (type !== kind || Number(generation) !== generationOf(claims.sub, kind)) return undefined
    return burnt.has(claims.jti) ? undefined : claims
  }

  const issue = (user: User): TokenPair => {
    const access = sign(user, 'access')
    return {
      accessToken: access.token,
      refreshToken: sign(user, 'refresh').token,
      expireDate: new Date(access.claims.exp * 1000).toISOString(),
    }
  }

  return {
    issue,
    refresh(refreshToken) {
      const claims = check(refreshToken, 'refresh')
      const user = claims && users.get(claims.sub)
      if (!user) return undefined
      burnt.add(claims.jti)
      return issue(user)
    },
    userOf(accessToken) {
      const claims = check(accessToken, 'access')
      return claims && users.get(claims.sub)
    },
    expire(user, kind) {
      const sub = `${user.id}#${user.server}`
      generations.set(`${kind} ${sub}`, generationOf(sub, kind) + 1)
    },
  }
}
