import { LRUCache } from 'lru-cache'
import type { SharedStore } from '../../broker/shared-store.ts'

/** Only holders of a client's private key can fill it. */
const MAX_USED = 10_000

/** Remembers assertions for as long as they could be used again. */
export interface UsedAssertions {
  /** @param until Unix milliseconds @returns whether this call is the first to use it, here and on all replicas */
  use(fingerprint: string, until: number): Promise<boolean>
}

/** @param clock Unix milliseconds @param store while it does not answer, or without one, each replica knows its own only */
export function createUsedAssertions(
  clock: () => number,
  store?: Pick<SharedStore, 'claim'>,
): UsedAssertions {
  const used = new LRUCache<string, true>({ max: MAX_USED })
  return {
    async use(fingerprint, until) {
      if (used.has(fingerprint)) return false
      const ttl = Math.max(1, until - clock())
      used.set(fingerprint, true, { ttl })
      return (await store?.claim(`assertion/${fingerprint}`, 'used', ttl).catch(() => true)) ?? true
    },
  }
}
