import { LRUCache } from 'lru-cache'
import type { SharedStore } from '../broker/shared-store.ts'
import { KEPT_LONGER_MS } from './kept-longer.ts'

/** Only who can make them can fill it: holders of a client's private key, or of a trader's password. */
const MAX_USED = 50_000

/** Remembers what may be used once, for as long as it could be used again by any clock. */
export interface UsedOnce {
  /** @param until Unix milliseconds @returns whether this call is the first to use it, here and on all replicas */
  use(fingerprint: string, until: number): Promise<boolean>
}

/**
 * @param kind of what is used; a word
 * @param clock Unix milliseconds
 * @param store while it does not answer, or without one, each replica knows its own only
 */
export function createUsedOnce(
  kind: string,
  clock: () => number,
  store?: Pick<SharedStore, 'claim'>,
): UsedOnce {
  const used = new LRUCache<string, true>({ max: MAX_USED })
  return {
    async use(fingerprint, until) {
      if (used.has(fingerprint)) return false
      const ttl = Math.max(1, until - clock()) + KEPT_LONGER_MS
      used.set(fingerprint, true, { ttl })
      return (await store?.claim(`${kind}/${fingerprint}`, 'used', ttl).catch(() => true)) ?? true
    },
  }
}
