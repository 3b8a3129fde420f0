import { LRUCache } from 'lru-cache'
import { untilSettled } from '../until-settled.ts'
import {
  ARRIVES_WITHIN_MS,
  type PlacementLedger,
  type PlacementOutcome,
  type Verdict,
} from './placement-ledger.ts'

/** For how long a request is remembered. TradingView repeats one within seconds or minutes. */
export const REMEMBERED_MS = 60 * 60_000

/** Placements that have ended and are remembered: of one account, so that it pushes out no other's; and of all. */
export const MAX_ENDED_EACH = 2_000
const MAX_ENDED = 50_000
/** Placements of one account whose end is not known yet: as many as may wait for its limit. None of them is forgotten. */
export const MAX_OPEN_EACH = 200

/** What one process knows of its own placements. */
export interface LocalLedger extends PlacementLedger {
  /** The same without waiting. `mine` has noted the placement when it returns. */
  beginNow(account: string, strategyId: string, ticket: string): Verdict
  outcomeOf(strategyId: string): PlacementOutcome | 'pending' | 'released' | 'lost'
  settleNow(strategyId: string, outcome: PlacementOutcome): void
  releaseNow(strategyId: string): void
  lostNow(strategyId: string): void
}

interface Open {
  readonly account: string
  readonly ticket: string
  readonly begunAt: number
  readonly isLost?: boolean
}
interface Ended extends Open {
  readonly outcome: PlacementOutcome
  readonly endedAt: number
}

/**
 * The ledger of a replica that stands alone.
 * @param elapsed milliseconds of a clock that never jumps
 * @param arrivesWithinMs after this long an order that was being sent has been carried out or never will be
 */
export function createLocalLedger(elapsed: () => number, arrivesWithinMs = ARRIVES_WITHIN_MS): LocalLedger {
  const began = elapsed()
  /** The oldest first. */
  const open = new Map<string, Open>()
  const openPerAccount = new Map<string, number>()
  /** By account, the oldest first. */
  const endedPerAccount = new Map<string, Set<string>>()
  /** When the last had ended of those an account placed and that are forgotten: what ended later is remembered. */
  const forgottenUntil = new LRUCache<string, number>({ max: MAX_ENDED, ttl: REMEMBERED_MS })
  const ended = new LRUCache<string, Ended>({
    max: MAX_ENDED,
    ttl: REMEMBERED_MS,
    dispose: ({ account, endedAt }, strategyId) => {
      const own = endedPerAccount.get(account)
      own?.delete(strategyId)
      if (own?.size === 0) endedPerAccount.delete(account)
      forgottenUntil.set(account, Math.max(endedAt, forgottenUntil.get(account) ?? began))
    },
  })

  const closeOpen = (strategyId: string): Open | undefined => {
    const entry = open.get(strategyId)
    if (entry === undefined) return undefined
    open.delete(strategyId)
    const left = (openPerAccount.get(entry.account) ?? 1) - 1
    if (left > 0) openPerAccount.set(entry.account, left)
    else openPerAccount.delete(entry.account)
    return entry
  }

  const dropOld = (): void => {
    for (const [strategyId, { begunAt }] of open) {
      if (elapsed() - begunAt < REMEMBERED_MS) return
      closeOpen(strategyId)
    }
  }

  const ledger: LocalLedger = {
    beginNow(account, strategyId, ticket) {
      dropOld()
      const past = ended.get(strategyId)
      const known = past ?? open.get(strategyId)
      if (known !== undefined && known.ticket !== ticket) return { kind: 'reused' }
      if (past !== undefined) return { kind: 'settled', outcome: past.outcome }
      if (known !== undefined) {
        const look = async () => ledger.outcomeOf(strategyId)
        return { kind: 'elsewhere', outcome: (deadline) => untilSettled(look, elapsed, deadline) }
      }
      const count = openPerAccount.get(account) ?? 0
      if (count >= MAX_OPEN_EACH) return { kind: 'too-many-open' }
      openPerAccount.set(account, count + 1)
      open.set(strategyId, { account, ticket, begunAt: elapsed() })
      const knownForMs = elapsed() - (forgottenUntil.get(account) ?? began)
      return { kind: 'mine', knownForMs, arrivedBy: began + arrivesWithinMs, doubt: () => undefined }
    },
    outcomeOf(strategyId) {
      const begun = open.get(strategyId)
      if (begun !== undefined) return begun.isLost ? 'lost' : 'pending'
      return ended.get(strategyId)?.outcome ?? 'released'
    },
    settleNow(strategyId, outcome) {
      const entry = closeOpen(strategyId)
      if (entry === undefined) return
      const own = endedPerAccount.get(entry.account) ?? new Set()
      endedPerAccount.set(entry.account, own.add(strategyId))
      ended.set(strategyId, { ...entry, outcome, endedAt: elapsed() })
      const [oldest] = own
      if (own.size > MAX_ENDED_EACH && oldest !== undefined) ended.delete(oldest)
    },
    releaseNow: (strategyId) => void closeOpen(strategyId),
    lostNow(strategyId) {
      const begun = open.get(strategyId)
      if (begun !== undefined) open.set(strategyId, { ...begun, isLost: true })
    },

    begin: async (account, strategyId, ticket) => ledger.beginNow(account, strategyId, ticket),
    settle: async (strategyId, outcome) => ledger.settleNow(strategyId, outcome),
    release: async (strategyId) => ledger.releaseNow(strategyId),
    lost: async (strategyId) => ledger.lostNow(strategyId),
  }
  return ledger
}
