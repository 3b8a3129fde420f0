import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { SharedStore, Turns } from '../../../../src/broker/shared-store.ts'
import { keepTrying } from '../keep-trying.ts'
import { claimShared } from '../shared-claim.ts'
import { untilSettled } from '../until-settled.ts'
import { createLocalLedger, REMEMBERED_MS } from './local-ledger.ts'
import {
  ARRIVES_WITHIN_MS,
  type PlacementLedger,
  type PlacementOutcome,
  type Unsure,
  type Verdict,
} from './placement-ledger.ts'
import { turnAfter } from './placement-turns.ts'

/**
 * Another replica may learn of a loss up to a sign of life and its deadline later, and what has left it by then has five
 * seconds to arrive. By as long after the return of the store all replicas are back and have claimed what they send.
 */
const UNDER_WAY_MS = 6_500

/** Those who have not lost the store themselves miss one that has five seconds later, and go by their claims until then. */
const UNTIL_MISSED_MS = 5_000

/** By then a replica has reached its store, where that is there. */
const CONNECTED_WITHIN_MS = 5_000

/** Between two looks whether the store is back. Costs no call. */
const BACK_MS = 100

const MAX_CLAIMS = 50_000

const NOBODY_ELSE: Turns = { count: 1, places: [0], clockOffsetMs: 0 }

/** Who has never reached the store knows of no turns: any that it took could be another's as well. */
const NEVER_MET: Turns = { count: 2, places: [], clockOffsetMs: 0 }

interface Stored {
  readonly ticket: string
  /** Who has claimed it. */
  readonly by: string
  /** Tells apart what one replica tries again after it has released it: an old claim may still be taken back late. */
  readonly attempt: string
  readonly outcome?: PlacementOutcome
  /** Who has claimed it does not know how it ended. */
  readonly isLost?: true
}

/**
 * The ledger of replicas that share a store. A claim says who sends the order, and later how it ended. What this replica
 * knows by itself always counts first.
 * @param elapsed the clock of the store's status: milliseconds, and it never jumps
 * @param arrivesWithinMs after this long an order that was being sent has been carried out or never will be
 */
export function createSharedLedger(
  store: SharedStore,
  elapsed: () => number,
  arrivesWithinMs = ARRIVES_WITHIN_MS,
): PlacementLedger {
  const began = elapsed()
  const local = createLocalLedger(elapsed)
  const me = randomUUID()
  const keyOf = (strategyId: string): string => `placement/${strategyId}`
  const claimOf = (ticket: string): string =>
    JSON.stringify({ ticket, by: me, attempt: randomUUID() } satisfies Stored)
  /** The claims made here, as they lie in the store. */
  const claims = new LRUCache<string, string>({ max: MAX_CLAIMS, ttl: REMEMBERED_MS })
  /** What is being sent although the store could not be asked. */
  const sentUnasked = new LRUCache<string, true>({ max: MAX_CLAIMS, ttl: REMEMBERED_MS })

  /** Undefined: the store cannot be asked, and whoever has claimed it cannot tell. */
  const look = async (
    strategyId: string,
  ): Promise<PlacementOutcome | 'pending' | 'released' | 'lost' | undefined> => {
    const known = local.outcomeOf(strategyId)
    if (known !== 'released') return known
    try {
      const text = await store.get(keyOf(strategyId))
      if (text === undefined) return 'released'
      const { outcome, isLost } = read(text)
      return outcome ?? (isLost ? 'lost' : 'pending')
    } catch {
      return undefined
    }
  }

  /** A claim whose answer came too late, or of a try that was released here, only not yet there. */
  const isOurs = (claim: string): boolean => {
    const { by, outcome } = read(claim)
    return by === me && outcome === undefined
  }

  /** What others say of a placement that nobody has begun here. */
  const verdictOf = (strategyId: string, own: string, stored: Stored): Verdict => {
    local.releaseNow(strategyId)
    if (stored.ticket !== read(own).ticket) return { kind: 'reused' }
    if (stored.outcome !== undefined) return { kind: 'settled', outcome: stored.outcome }
    return {
      kind: 'elsewhere',
      outcome: (deadline) => untilSettled(() => look(strategyId), elapsed, deadline),
    }
  }

  const claim = async (strategyId: string, own: string): Promise<Verdict> => {
    const claimed = mine(strategyId, own)
    const text = await claimShared(store, keyOf(strategyId), own, REMEMBERED_MS, isOurs)
    return text === own ? claimed : verdictOf(strategyId, own, read(text))
  }

  /** A claim holds as long as the store does: whoever cannot ask it does not know of the claim. */
  const mine = (strategyId: string, own: string): Verdict => {
    const { lostAt, rememberedMs } = store.status
    const doubt = (): Unsure | undefined => {
      if (store.status.connected && store.status.lostAt === lostAt) return undefined
      void claimWhenBack(strategyId, own)
      return unsure(strategyId, own)
    }
    return { kind: 'mine', knownForMs: rememberedMs, arrivedBy: arrivedBy(), doubt }
  }

  /**
   * What those before this replica were sending when they were killed has arrived by then. A store that remembers more than
   * so long knows of it; whatever it forgets later, this replica was there.
   */
  const arrivedBy = (): number =>
    Math.min(elapsed() - store.status.rememberedMs, began + CONNECTED_WITHIN_MS) + arrivesWithinMs

  const unsure = (strategyId: string, own: string): Unsure => ({
    kind: 'unsure',
    nextTurn() {
      const { connected, lostAt, returnedAt = Number.NEGATIVE_INFINITY, ...status } = store.status
      const turns = status.turns ?? (connected ? NOBODY_ELSE : NEVER_MET)
      const knownBy = connected ? returnedAt : lostAt + (turns.count > 1 ? UNTIL_MISSED_MS : 0)
      const from = Math.max(elapsed(), knownBy + UNDER_WAY_MS, arrivedBy())
      return { ...turnAfter(from, turns, strategyId), holds: () => store.status.lostAt === lostAt }
    },
    again: () => claimAgain(strategyId, own),
  })

  /** As `claim`, except that while somebody is missed, and just after a loss, it may have been begun without a claim. */
  const verdict = async (strategyId: string, own: string): Promise<Verdict> => {
    const claimed = await claim(strategyId, own)
    if (claimed.kind !== 'mine') return claimed
    const { turns, returnedAt = Number.NEGATIVE_INFINITY } = store.status
    const isClear = turns === undefined && elapsed() >= returnedAt + UNDER_WAY_MS
    return isClear ? claimed : unsure(strategyId, own)
  }

  /** Just after its start a replica reaches the store in a moment, and places nothing before it has. */
  const untilMet = (): Promise<void> =>
    untilBack(() => elapsed() < began + CONNECTED_WITHIN_MS && store.status.turns === undefined)

  const untilBack = async (isWanted: () => boolean): Promise<void> => {
    while (isWanted() && !store.status.connected) await sleep(BACK_MS, undefined, { ref: false })
  }

  /** For others to see, unless it has ended by then. */
  const claimWhenBack = async (strategyId: string, own: string): Promise<void> => {
    const isOpen = () => claims.get(strategyId) === own
    await untilBack(isOpen)
    await keepTrying(async () => {
      if (isOpen() && !(await store.claim(keyOf(strategyId), own, REMEMBERED_MS)))
        await takeOver(strategyId, own)
    })
  }

  /**
   * What is being sent already is not left to a replica that has claimed it since: that one asks again before it sends.
   * Fails where what lies there changes meanwhile, to be tried again.
   */
  const takeOver = async (strategyId: string, own: string): Promise<void> => {
    if (!sentUnasked.has(strategyId)) return
    const theirs = await store.get(keyOf(strategyId))
    if (theirs !== undefined) {
      const { outcome, attempt } = read(theirs)
      if (outcome !== undefined || attempt === read(own).attempt) return
      if (await store.replace(keyOf(strategyId), theirs, own, REMEMBERED_MS)) return
    }
    throw new Error('The claim has changed.')
  }

  const claimAgain = async (strategyId: string, own: string) => {
    try {
      const found = await claim(strategyId, own)
      if (found.kind === 'mine' || found.kind === 'unsure') return undefined
      claims.delete(strategyId)
      return found
    } catch {
      sentUnasked.set(strategyId, true)
      void claimWhenBack(strategyId, own)
      return undefined
    }
  }

  /** Instead of the claim made here, also where the store has forgotten that. */
  const putInPlace = async (strategyId: string, own: string, after: string): Promise<boolean> => {
    const key = keyOf(strategyId)
    return (await store.replace(key, own, after, REMEMBERED_MS)) || store.claim(key, after, REMEMBERED_MS)
  }

  /** Fails where what lies there changes meanwhile, to be tried again. */
  const publish = async (strategyId: string, outcome: PlacementOutcome, own?: string): Promise<void> => {
    const ended = (claim: string) => JSON.stringify({ ...read(claim), outcome } satisfies Stored)
    if (own !== undefined && (await putInPlace(strategyId, own, ended(own)))) return
    const key = keyOf(strategyId)
    const theirs = await store.get(key)
    if (theirs === undefined && own === undefined) return
    if (theirs !== undefined && read(theirs).outcome !== undefined) return
    // Whoever has claimed it since learns that it has ended, and does not send it.
    const isTold =
      theirs !== undefined && (await store.replace(key, theirs, ended(own ?? theirs), REMEMBERED_MS))
    if (!isTold) throw new Error('The claim has changed.')
  }

  return {
    async begin(account, strategyId, text) {
      const ticket = fingerprintOf(text)
      const known = local.beginNow(account, strategyId, ticket)
      if (known.kind !== 'mine') return known
      const own = claimOf(ticket)
      claims.set(strategyId, own)
      try {
        await untilMet()
        const shared = await verdict(strategyId, own)
        if (shared.kind !== 'mine' && shared.kind !== 'unsure') claims.delete(strategyId)
        return shared
      } catch {
        void claimWhenBack(strategyId, own)
        return unsure(strategyId, own)
      }
    },
    async settle(strategyId, outcome) {
      const own = claims.get(strategyId)
      claims.delete(strategyId)
      local.settleNow(strategyId, outcome)
      await keepTrying(() => publish(strategyId, outcome, own))
    },
    async lost(strategyId) {
      local.lostNow(strategyId)
      const own = claims.get(strategyId)
      if (own === undefined) return
      const lost = JSON.stringify({ ...read(own), isLost: true } satisfies Stored)
      const isOpen = () => claims.get(strategyId) === own
      await untilBack(isOpen)
      await keepTrying(async () => {
        if (!isOpen()) return
        if (!(await putInPlace(strategyId, own, lost))) throw new Error('It is not taken over yet.')
        if (isOpen()) claims.set(strategyId, lost)
      })
    },
    async release(strategyId) {
      const own = claims.get(strategyId)
      claims.delete(strategyId)
      sentUnasked.delete(strategyId)
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
