import { LRUCache } from 'lru-cache'
import type { SharedStore } from '../broker/shared-store.ts'
import { KEPT_LONGER_MS } from './kept-longer.ts'

/** Logged-out tokens remembered at once. */
const MAX_REVOKED = 100_000

/** Between two tries to tell the other replicas. */
const RETRY_MS = 1_000

/** How long another replica may go on serving a token that was logged out here, in milliseconds. */
const RECHECK_MS = 1_500
const MAX_CHECKED = 20_000

/** The tokens, by their hash, that are refused although they have not expired. */
export interface RevokedTokens {
  /** What this replica knows without asking anybody. */
  has(hash: string): boolean
  /** Whether it is time to ask the other replicas, so that `check` may wait. */
  mustAsk(hash: string): boolean
  /**
   * Asks the other replicas' memory, at most once per token in 1.5 seconds. When it cannot be asked, what this replica
   * knows counts.
   */
  check(hash: string): Promise<boolean>
  /** @param ttlMs until the token expires by itself. Returns when the other replicas can know, if that is possible now. */
  add(hash: string, ttlMs: number): Promise<void>
}

/** @param clock Unix milliseconds @param elapsed milliseconds of a clock that never jumps */
export function createRevokedTokens(
  clock: () => number,
  store?: Pick<SharedStore, 'get' | 'set'>,
  elapsed = () => performance.now(),
): RevokedTokens {
  const revoked = new LRUCache<string, true>({ max: MAX_REVOKED })
  const checked = new LRUCache<string, { readonly at: number; readonly answer: Promise<void> }>({
    max: MAX_CHECKED,
  })
  const keyOf = (hash: string): string => `revoked/${hash}`

  const ask = async (hash: string): Promise<void> => {
    const found = await store?.get(keyOf(hash)).catch(() => undefined)
    // "until" in Unix milliseconds.
    if (found !== undefined) revoked.set(hash, true, { ttl: Math.max(1, Number(found) - clock()) })
  }

  const tell = async (hash: string, until: number): Promise<void> => {
    const ttlMs = until - clock()
    if (store === undefined || ttlMs <= 0) return
    try {
      await store.set(keyOf(hash), `${until}`, ttlMs)
    } catch {
      setTimeout(() => void tell(hash, until), RETRY_MS).unref()
    }
  }

  const mustAsk = (hash: string): boolean => {
    if (store === undefined || revoked.has(hash)) return false
    const last = checked.get(hash)
    return last === undefined || elapsed() - last.at >= RECHECK_MS
  }

  return {
    has: (hash) => revoked.has(hash),
    mustAsk,
    async check(hash) {
      if (mustAsk(hash)) checked.set(hash, { at: elapsed(), answer: ask(hash) })
      await checked.get(hash)?.answer
      return revoked.has(hash)
    },
    async add(hash, ttlMs) {
      const keptMs = ttlMs + KEPT_LONGER_MS
      revoked.set(hash, true, { ttl: keptMs })
      await tell(hash, clock() + keptMs)
    },
  }
}
