import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { QUICK_ANSWER_MS, type SharedStore } from '../../../src/broker/shared-store.ts'
import { createOwnShare } from './own-share.ts'
import type { RateLimit } from './rate-limits.ts'

/**
 * Asked before a call: 0, or milliseconds until it may be asked again. Never rejects.
 * @param isUrgent a user's action waits for it
 */
export type Permit = (lane: string, limit: RateLimit, isUrgent?: boolean) => Promise<number>

export interface SharedBudgetOptions {
  readonly store: Pick<SharedStore, 'take' | 'status'>
  /** The clock of the store's status: milliseconds, and it never jumps. */
  readonly elapsed: () => number
  /** From 0 to 1. */
  readonly random?: () => number
}

/**
 * Of a limit of one call, all replicas know when the next may be made. Then first asks whom a user's action waits for, a
 * little later who refreshes what is shown, and after all others who had the last one, so that they take turns.
 */
const AFTER_USERS_MS = 15
const AFTER_YOU_MS = 30
const MAX_LANES = 50_000
/** Without the store: it may be back at any moment. */
const ASK_AGAIN_MS = 200

/**
 * The budgets of several replicas. While the store answers quickly, every call is counted there. While it does not, a replica
 * has its own share, after a whole window in which what was counted before runs out. When the store is back, both hold
 * until all replicas are back, since some may still go by their shares.
 */
export function createSharedPermit(options: SharedBudgetOptions): Permit {
  const { store, elapsed, random = Math.random } = options
  const replicas = () => store.status.replicas
  const share = createOwnShare({ replicas, elapsed, random })

  /** When this replica had its last call of a lane. */
  const hadAt = new LRUCache<string, number>({ max: MAX_LANES })

  const givesWay = ({ limit }: RateLimit, isUrgent: boolean): boolean =>
    !isUrgent && limit === 1 && (replicas()?.count ?? 1) > 1

  const afterYou = (lane: string, { intervalMs }: RateLimit): number => {
    const had = hadAt.get(lane)
    return had === undefined ? 0 : had + intervalMs + AFTER_YOU_MS - elapsed()
  }

  const fromStore = async (lane: string, limit: RateLimit, isUrgent: boolean): Promise<number> => {
    const isPatient = givesWay(limit, isUrgent)
    const turnMs = isPatient ? afterYou(lane, limit) : 0
    if (turnMs > 0) return turnMs
    const asked = elapsed()
    const waitMs = await store.take(`budget/${nameOf(lane)}`, limit.limit, limit.intervalMs)
    if (waitMs > 0) return isPatient ? waitMs + AFTER_USERS_MS : waitMs
    // A call that starts later than it was counted comes too close to the next one, as far as headroom does not cover
    // it. It is given up and asked for again: who comes too late has not had its turn.
    // Not given back: that would be another question to a store that is slow just now, and it runs out by itself.
    if (elapsed() - asked > QUICK_ANSWER_MS) return 1
    hadAt.set(lane, asked)
    return 0
  }

  const byShare = (lane: string, limit: RateLimit): number => {
    const runsOutMs = store.status.countedUntil + limit.intervalMs - elapsed()
    return Math.max(runsOutMs, share.opensIn(lane, limit))
  }

  const ask = async (lane: string, limit: RateLimit, isUrgent: boolean): Promise<number> => {
    const { settled, counts } = store.status
    const shareMs = settled ? 0 : byShare(lane, limit)
    if (shareMs > 0) return Math.min(shareMs, ASK_AGAIN_MS)
    if (!counts) return 0
    try {
      return await fromStore(lane, limit, isUrgent)
    } catch {
      return Math.min(byShare(lane, limit), ASK_AGAIN_MS)
    }
  }

  return async (lane, limit, isUrgent = false) => {
    const waitMs = await ask(lane, limit, isUrgent)
    if (waitMs === 0) share.take(lane, limit)
    return waitMs
  }
}

/** Lanes are named after users, who are nobody's business in the store. */
function nameOf(lane: string): string {
  return createHash('sha256').update(lane).digest('base64url')
}
