import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { BrokerError } from '../../broker/errors.ts'
import type { Purpose, TokenSealer } from '../sealed-token.ts'

/** What TradingView's servers hold. Sealed for the data half: it opens nothing of a trader's, and nothing of a trader's opens it. */
export const DATA_ACCESS: Purpose<{ readonly client: string }> = { name: 'data' }

/** TradingView asks for 15 to 30 minutes, in older texts for 20 at the most. */
const TOKEN_MS = 20 * 60 * 1000

/** Tokens kept open. One that falls out is opened again at the next request. */
const MAX_OPEN = 1_000

export interface DataTokens {
  /** A new token, different at every call. */
  issue(client: string): Promise<DataToken>
  /** @returns the client it was issued to @throws BrokerError session_expired, the same for every reason */
  open(token: string): Promise<string>
}

interface DataToken {
  readonly token: string
  /** Whole seconds. */
  readonly lifetime: number
  /** Unix seconds. */
  readonly expiration: number
}

export interface DataTokensDeps {
  readonly sealer: TokenSealer
  /** Names of the clients there are. What was issued to one that is gone is refused. */
  readonly clients: ReadonlySet<string>
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** Tokens of the data half. Opened ones are kept under their hash: it costs once, and no token lies in memory. */
export function createDataTokens({ sealer, clients, clock }: DataTokensDeps): DataTokens {
  const opened = new LRUCache<string, { readonly client: string; readonly expiresAt: number }>({
    max: MAX_OPEN,
  })

  return {
    async issue(client) {
      const now = clock()
      const expiration = Math.floor((now + TOKEN_MS) / 1000)
      const token = await sealer.seal(DATA_ACCESS, { client }, expiration * 1000)
      return { token, lifetime: Math.floor(expiration - now / 1000), expiration }
    },

    async open(token) {
      const key = hash('sha256', token, 'base64url')
      let known = opened.get(key)
      if (known === undefined) {
        const { content, expiresAt } = await sealer.open(DATA_ACCESS, token)
        known = { client: content.client, expiresAt }
        if (clients.has(known.client)) opened.set(key, known, { ttl: Math.max(1, expiresAt - clock()) })
      }
      if (known.expiresAt <= clock() || !clients.has(known.client)) throw new BrokerError('session_expired')
      return known.client
    },
  }
}
