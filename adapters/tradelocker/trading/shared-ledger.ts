import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { SharedStore } from '../../../src/broker/shared-store.ts'
import { keepTrying } from './keep-trying.ts'
import { createLocalLedger, REMEMBERED_MS, untilSettled } from './local-ledger.ts'
import type { PlacementLedger, PlacementOutcome, Verdict } from './placement-ledger.ts'

/**
 * How long a replica gives the one before it to send its order and have it seen at the broker. The first turn is that of
 * a replica that can still ask the store and so need not wait.
 */
const TURN_MS = 1_000

/** Claims that vanish while they are read: released in this very moment. */
const MAX_TRIES = 5

/**
 * After a loss another replica may still be sending what it has claimed, and lookups wait until the budgets counted
 * together have run out, which would bring the replicas back into step. When the store is back, another replica may
 * still be sending what it could not claim.
 */
const UNDER_WAY_MS = 3_000

/** Between two looks whether the store is back. Costs no call. */
const BACK_MS = 100

const MAX_CLAIMS = 50_000

interface Stored {
  readonly ticket: string
  /** Who has claimed it. */
  readonly by: string
  readonly outcome?: PlacementOutcome
}

/**
 * The ledger of replicas that share a store. A claim says who sends the order, and later how it ended. What this replica
 * knows by itself always counts first.
 * @param clock Unix milliseconds @param random from 0 to 1
 */
export function createSharedLedger(
  store: SharedStore,
  clock: () => number,
  random: () => number = Math.random,
): PlacementLedger {
  const local = createLocalLedger(clock)
  const me = randomUUID()
  const keyOf = (strategyId: string): string => `placement/${strategyId}`
  const claimOf = (ticket: string): string => JSON.stringify({ ticket, by: me } satisfies Stored)
  /** The claims made here, as they lie in the store. */
  const claims = new LRUCache<string, string>({ max: MAX_CLAIMS, ttl: REMEMBERED_MS })
  /** What is being sent although the store could not be asked. */
  const sentUnasked = new LRUCache<string, true>({ max: MAX_CLAIMS, ttl: REMEMBERED_MS })

  /** Undefined: the store cannot be asked, and whoever has claimed it cannot tell. */
  const look = async (strategyId: string): Promise<PlacementOutcome | 'pending' | 'released' | undefined> => {
    const known = local.outcomeOf(strategyId)
    if (known !== 'released') return known
    try {
      const text = await store.get(keyOf(strategyId))
      return text === undefined ? 'released' : (read(text).outcome ?? 'pending')
    } catch {
      return undefined
    }
  }

  /** What others say of a placement that nobody has begun here. Undefined: nothing any more. */
  const verdictOf = (strategyId: string, ticket: string, text: string): Verdict => {
    const stored = read(text)
    // A claim of ours whose answer came too late is as good as any.
    if (stored.by === me && stored.outcome === undefined) return { kind: 'mine', since: knownSince() }
    local.releaseNow(strategyId)
    if (stored.ticket !== ticket) return { kind: 'reused' }
    if (stored.outcome !== undefined) return { kind: 'settled', outcome: stored.outcome }
    return {
      kind: 'elsewhere',
      outcome: (deadline) => untilSettled(() => look(strategyId), clock, deadline),
    }
  }

  const claim = async (strategyId: string, ticket: string): Promise<Verdict> => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const mine = claimOf(ticket)
      if (await store.claim(keyOf(strategyId), mine, REMEMBERED_MS))
        return { kind: 'mine', since: knownSince() }
      const text = await store.get(keyOf(strategyId))
      if (text !== undefined) return verdictOf(strategyId, ticket, text)
    }
    throw new Error('The claim comes and goes.')
  }

  const knownSince = (): number => store.status.remembersSince ?? clock()

  const holdMs = (strategyId: string): number => {
    const { replicas, lostAt } = store.status
    const underWayMs = Math.max(0, lostAt + UNDER_WAY_MS - clock())
    if (replicas === undefined) return underWayMs + Math.round((1 + random() * 2) * TURN_MS)
    return underWayMs + (1 + ((replicas.place + numberOf(strategyId)) % replicas.count)) * TURN_MS
  }

  /** As `claim`, except that what was claimed just after a loss may have been begun by somebody without a claim. */
  const verdict = async (strategyId: string, ticket: string): Promise<Verdict> => {
    const claimed = await claim(strategyId, ticket)
    const { returnedAt, settled } = store.status
    if (claimed.kind !== 'mine' || returnedAt === undefined || settled) return claimed
    const underWayMs = Math.max(0, returnedAt + UNDER_WAY_MS - clock())
    return { kind: 'unsure', holdMs: underWayMs, again: () => claimAgain(strategyId, ticket) }
  }

  /** For others to see, unless it has ended by then. */
  const claimWhenBack = async (strategyId: string, mine: string): Promise<void> => {
    const isOpen = () => claims.get(strategyId) === mine
    while (isOpen() && !store.status.connected) await sleep(BACK_MS, undefined, { ref: false })
    await keepTrying(async () => {
      if (isOpen() && !(await store.claim(keyOf(strategyId), mine, REMEMBERED_MS)))
        await takeOver(strategyId, mine)
    })
  }

  /** What is being sent already is not left to a replica that has claimed it since: that one asks again before it sends. */
  const takeOver = async (strategyId: string, mine: string): Promise<void> => {
    if (!sentUnasked.has(strategyId)) return
    const theirs = await store.get(keyOf(strategyId))
    if (theirs === undefined || read(theirs).by === me || read(theirs).outcome !== undefined) return
    await store.replace(keyOf(strategyId), theirs, mine, REMEMBERED_MS)
  }

  const claimAgain = async (strategyId: string, ticket: string) => {
    try {
      const found = await claim(strategyId, ticket)
      if (found.kind === 'mine' || found.kind === 'unsure') return undefined
      claims.delete(strategyId)
      return found
    } catch {
      sentUnasked.set(strategyId, true)
      return undefined
    }
  }

  const publish = async (strategyId: string, outcome: PlacementOutcome, own?: string): Promise<void> => {
    const key = keyOf(strategyId)
    const before = own ?? (await store.get(key))
    if (before === undefined) return
    const after = JSON.stringify({ ...read(before), outcome } satisfies Stored)
    if (await store.replace(key, before, after, REMEMBERED_MS)) return
    if (own !== undefined) await store.claim(key, after, REMEMBERED_MS)
  }

  return {
    async begin(account, strategyId, text) {
      const ticket = fingerprintOf(text)
      const known = local.beginNow(account, strategyId, ticket)
      if (known.kind !== 'mine') return known
      const mine = claimOf(ticket)
      claims.set(strategyId, mine)
      try {
        const shared = await verdict(strategyId, ticket)
        if (shared.kind !== 'mine' && shared.kind !== 'unsure') claims.delete(strategyId)
        return shared
      } catch {
        void claimWhenBack(strategyId, mine)
        const again = () => claimAgain(strategyId, ticket)
        return { kind: 'unsure', holdMs: holdMs(strategyId), again }
      }
    },
    async settle(strategyId, outcome) {
      const own = claims.get(strategyId)
      claims.delete(strategyId)
      local.settleNow(strategyId, outcome)
      await keepTrying(() => publish(strategyId, outcome, own))
    },
    async release(strategyId) {
      const own = claims.get(strategyId)
      claims.delete(strategyId)
      local.releaseNow(strategyId)
      if (own !== undefined) await keepTrying(() => store.delete(keyOf(strategyId), own))
    },
  }
}

/** What somebody trades is nobody's business in the store. */
function fingerprintOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url')
}

function read(text: string): Stored {
  return JSON.parse(text) as Stored
}

/** Spreads placements over the turns, so that no replica is always the last. */
function numberOf(text: string): number {
  return [...text].reduce((sum, character) => sum + character.charCodeAt(0), 0)
}
