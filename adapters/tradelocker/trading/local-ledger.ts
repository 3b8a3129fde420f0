import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { PlacementLedger, PlacementOutcome, Verdict } from './placement-ledger.ts'

/** For how long a request is remembered. TradingView repeats one within seconds or minutes. */
export const REMEMBERED_MS = 60 * 60_000

const MAX_REMEMBERED = 50_000
const POLL_MS = 50

/** What one process knows of its own placements. */
export interface LocalLedger extends PlacementLedger {
  /** The same without waiting. `mine` has noted the placement when it returns. */
  beginNow(strategyId: string, ticket: string): Verdict
  outcomeOf(strategyId: string): PlacementOutcome | 'pending' | 'released'
  settleNow(strategyId: string, outcome: PlacementOutcome): void
  releaseNow(strategyId: string): void
}

interface Entry {
  readonly ticket: string
  readonly outcome: PlacementOutcome | undefined
}

/** The ledger of a replica that stands alone. @param clock Unix milliseconds */
export function createLocalLedger(clock: () => number): LocalLedger {
  const since = clock()
  const entries = new LRUCache<string, Entry>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS })

  const ledger: LocalLedger = {
    beginNow(strategyId, ticket) {
      const entry = entries.get(strategyId)
      if (entry !== undefined) {
        if (entry.ticket !== ticket) return { kind: 'reused' }
        if (entry.outcome !== undefined) return { kind: 'settled', outcome: entry.outcome }
        const look = async () => ledger.outcomeOf(strategyId)
        return { kind: 'elsewhere', outcome: (deadline) => untilSettled(look, clock, deadline) }
      }
      entries.set(strategyId, { ticket, outcome: undefined })
      return { kind: 'mine', since }
    },
    outcomeOf(strategyId) {
      const entry = entries.get(strategyId)
      return entry === undefined ? 'released' : (entry.outcome ?? 'pending')
    },
    settleNow(strategyId, outcome) {
      const ticket = entries.get(strategyId)?.ticket
      if (ticket !== undefined) entries.set(strategyId, { ticket, outcome })
    },
    releaseNow: (strategyId) => void entries.delete(strategyId),

    begin: async (strategyId, ticket) => ledger.beginNow(strategyId, ticket),
    settle: async (strategyId, outcome) => ledger.settleNow(strategyId, outcome),
    release: async (strategyId) => ledger.releaseNow(strategyId),
  }
  return ledger
}

/** Looks again and again until there is an end, nobody can be asked, or the deadline (Unix milliseconds) has come. */
export async function untilSettled(
  look: () => Promise<PlacementOutcome | 'pending' | 'released' | undefined>,
  clock: () => number,
  deadline: number,
): Promise<PlacementOutcome | 'released' | undefined> {
  for (;;) {
    const seen = await look()
    if (seen !== 'pending') return seen
    if (clock() >= deadline) return undefined
    await sleep(POLL_MS)
  }
}
