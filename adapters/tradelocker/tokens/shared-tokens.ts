import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { SharedStore } from '../../../src/broker/shared-store.ts'
import type { TokenPair } from './token-pair.ts'

/** Lets replicas that serve the same session refresh its tokens once for all of them. */
export interface SharedTokens {
  /**
   * A pair newer than `current`: the one another replica got, else one that `ask` gets and that is then told to the
   * others. Without the store it is always `ask`.
   * @throws what `ask` throws
   */
  refresh(
    sessionId: string,
    current: TokenPair,
    ask: (from: TokenPair) => Promise<TokenPair>,
  ): Promise<TokenPair>
}

/** Longer than a refresh may take; a replica that died with the lock holds up nobody for longer. */
const LOCK_MS = 12_000
const POLL_MS = 100

const storedPair = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  accessExpiresAt: z.number(),
  refreshExpiresAt: z.number(),
  marginMs: z.number(),
  generation: z.number(),
})

type Tokens = Pick<SharedStore, 'get' | 'set' | 'claim' | 'delete'>

/** @param store must keep what lies under `secret/` secret @param clock Unix milliseconds */
export function createSharedTokens(store: Tokens, clock: () => number): SharedTokens {
  const pairKey = (id: string): string => `secret/tokens/${id}`
  const lockKey = (id: string): string => `token-lock/${id}`

  /** The newest pair known anywhere. @throws when the store does not answer */
  const newest = async (id: string, own: TokenPair): Promise<TokenPair> => {
    const text = await store.get(pairKey(id))
    const stored = text === undefined ? undefined : storedPair.parse(JSON.parse(text))
    return stored !== undefined && stored.generation > own.generation ? stored : own
  }

  const isUsable = (pair: TokenPair, current: TokenPair): boolean =>
    pair.generation > current.generation && clock() < pair.accessExpiresAt - pair.marginMs

  /** Waits for the right to refresh, or for the pair of a replica that had it first. Undefined without the store. */
  const lock = async (id: string, current: TokenPair, nonce: string): Promise<TokenPair | undefined> => {
    try {
      for (;;) {
        const hasLock = await store.claim(lockKey(id), nonce, LOCK_MS)
        // Read after the lock was asked for: whoever had it has published before letting go.
        const pair = await newest(id, current)
        if (hasLock || isUsable(pair, current)) return pair
        await sleep(POLL_MS)
      }
    } catch {
      return undefined
    }
  }

  const refreshFrom = async (
    id: string,
    pair: TokenPair,
    ask: (from: TokenPair) => Promise<TokenPair>,
  ): Promise<TokenPair> => {
    try {
      const fresh = await ask(pair)
      const ttlMs = fresh.refreshExpiresAt - clock()
      await store.set(pairKey(id), JSON.stringify(fresh), ttlMs).catch(() => undefined)
      return fresh
    } catch (error) {
      // A refresh token works once: another replica that could not reach the store may have used it meanwhile.
      if (!(error instanceof BrokerError) || error.code !== 'wrong_credentials') throw error
      const other = await newest(id, pair).catch(() => pair)
      if (isUsable(other, pair)) return other
      throw error
    }
  }

  return {
    async refresh(id, current, ask) {
      const nonce = randomUUID()
      const pair = await lock(id, current, nonce)
      try {
        return pair !== undefined && isUsable(pair, current)
          ? pair
          : await refreshFrom(id, pair ?? current, ask)
      } finally {
        await store.delete(lockKey(id), nonce).catch(() => undefined)
      }
    },
  }
}
