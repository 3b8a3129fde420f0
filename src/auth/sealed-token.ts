import { randomUUID } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import type { SessionGrant } from '../broker/broker.ts'
import { BrokerError } from '../broker/errors.ts'

/** What a token is sealed for. It opens for nothing else: the name is authenticated inside the seal. */
export interface Purpose<Content> {
  readonly name: string
  /** What such a token carries, as JSON. Only a type: no purpose has it. */
  readonly content?: Content
}

/** What a trader's bearer token carries. */
export interface TradingAccess extends SessionGrant {
  /** Only where the login has several tokens: then a logout ends them all. */
  readonly login?: LoginMark
}

/** Marks all tokens that come from one OAuth login. */
interface LoginMark {
  /** Made up at the login. */
  readonly id: string
  /** Unix milliseconds: no token of the login lasts longer, however often it is refreshed. */
  readonly endsAt: number
}

/** Traders' bearer tokens. */
export const TRADING_ACCESS: Purpose<TradingAccess> = { name: 'trading access' }

/** Longer tokens are refused before anything is done with them: no token made here comes near. */
export const MAX_TOKEN_CHARS = 8 * 1024

export interface SealingKey {
  /** Names the key in the token's header, so that older keys still open what they sealed. */
  readonly kid: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

interface OpenedToken<Content> {
  readonly content: Content
  /** Unique to the token. */
  readonly id: string
  /** Unix milliseconds. */
  readonly expiresAt: number
}

export interface TokenSealer {
  /**
   * A new token, different at every call, that opens only for the same purpose and only until `expiresAtMs`
   * (Unix milliseconds, rounded down to a second).
   */
  seal<Content>(purpose: Purpose<Content>, content: Content, expiresAtMs: number): Promise<string>
  /** @throws BrokerError session_expired, the same for every reason: a guesser learns nothing */
  open<Content>(purpose: Purpose<Content>, token: string): Promise<OpenedToken<Content>>
}

/**
 * Seals what a session needs into tokens that only holders of the keys can read or change: JWE, direct encryption with
 * A256GCM, compressed to half the length because they travel in addresses and with every request. The first key seals, all open: put a new key in front, drop the old one when its tokens have expired.
 *
 * @param clock Unix milliseconds
 */
export function createTokenSealer(
  keys: readonly [SealingKey, ...SealingKey[]],
  clock: () => number,
): TokenSealer {
  const [sealing] = keys
  const keyByKid = new Map(keys.map(({ kid, key }) => [kid, key]))

  return {
    async seal(purpose, content, expiresAtMs) {
      const token = await new EncryptJWT({ content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', zip: 'DEF', kid: sealing.kid })
        .setAudience(purpose.name)
        .setJti(randomUUID())
        .setExpirationTime(Math.floor(expiresAtMs / 1000))
        .encrypt(sealing.key)
      if (token.length > MAX_TOKEN_CHARS) throw new Error(`A sealed token has ${token.length} characters.`)
      return token
    },

    async open<Content>(purpose: Purpose<Content>, token: string) {
      if (!isCanonical(token)) throw new BrokerError('session_expired')
      try {
        const { payload } = await jwtDecrypt(token, ({ kid }) => keyFor(keyByKid, kid), {
          audience: purpose.name,
          currentDate: new Date(clock()),
          requiredClaims: ['exp', 'jti'],
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        // Whatever opens was sealed here for this purpose, so the content has the shape it had then.
        const content = payload.content as Content
        return { content, id: String(payload.jti), expiresAt: Number(payload.exp) * 1000 }
      } catch (cause) {
        throw new BrokerError('session_expired', { cause })
      }
    },
  }
}

/**
 * Base64url leaves bits of the last character unused, so one token could be written in several ways and a revoked one
 * used again under another spelling. Only the spelling that `seal` produces counts.
 */
function isCanonical(token: string): boolean {
  if (token.length > MAX_TOKEN_CHARS) return false
  const parts = token.split('.')
  return (
    parts.length === 5 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

function keyFor(keyByKid: ReadonlyMap<string, Uint8Array>, kid: string | undefined): Uint8Array {
  const key = kid === undefined ? undefined : keyByKid.get(kid)
  if (key === undefined) throw new Error('The token was sealed with a key that is not in the key ring.')
  return key
}
