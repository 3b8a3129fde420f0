import { createHash, randomUUID } from 'node:crypto'
import {
  BrokerError,
  type BrokerErrorCode,
  type MessageParams,
  type Retry,
} from '../../../../src/broker/errors.ts'
import type { SharedStore } from '../../../../src/broker/shared-store.ts'
import { onceAtATime, takePart } from '../../transport/shared-failure.ts'
import { keepTrying } from '../keep-trying.ts'
import { claimShared } from '../shared-claim.ts'
import { untilSettled } from '../until-settled.ts'

/** Closes a part of a position once while that is under way, whichever of the replicas that share a store it reaches. */
export interface SharedCloses {
  /**
   * Runs `close`, unless the same is under way here or at another replica: then it ends as that one does. Where the store
   * cannot be asked quickly, this replica goes by what it knows alone.
   * @param what equal for equal closes of a quantity
   * @param isPart more than that quantity may be open, so that twice would close another part
   * @throws what `close` throws, wherever it ran; outcome_unknown when whoever ran it cannot tell
   */
  once(what: string, isPart: boolean, close: () => Promise<void>): Promise<void>
}

/** Renewed while the close is under way: a replica that died with it holds up nobody for longer. */
const CLAIM_MS = 15_000
const RENEW_MS = 5_000
/** How long those who wait can learn of the end. They look every 50 ms. */
const ENDED_MS = 10_000
/** Longer than a close takes: one call of 10 s, 6 s of watching, and the reads that are needed when nothing is known yet. */
const WAIT_FOR_OTHERS_MS = 60_000

type CloseEnd =
  | 'done'
  | {
      readonly code: BrokerErrorCode
      readonly params: MessageParams
      readonly retry: Retry
      readonly retryAfterMs?: number
    }

/** A claim, as it lies in the store. */
interface Stored {
  readonly by: string
  readonly attempt: string
  readonly end?: CloseEnd
}

type Closes = Pick<SharedStore, 'get' | 'claim' | 'replace' | 'delete'>

/** @param elapsed milliseconds of a clock that never jumps */
export function createSharedCloses(store: Closes, elapsed: () => number): SharedCloses {
  const me = randomUUID()
  const underWay = new Map<string, Promise<void>>()

  /** One that has ended holds up nobody, nor does one of this replica, which makes one at a time: it could not be taken back. */
  const isOver = (claim: string): boolean => {
    const { by, end } = read(claim)
    return end !== undefined || by === me
  }

  /** The claim of another replica that is at it; undefined: nobody is, or nobody can be asked. For a part, `own` is claimed then. */
  const claimElsewhere = async (key: string, own: string, isPart: boolean): Promise<string | undefined> => {
    try {
      const found = isPart ? await claimShared(store, key, own, CLAIM_MS, isOver) : await store.get(key)
      return found === undefined || isOver(found) ? undefined : found
    } catch {
      return undefined
    }
  }

  /**
   * Those who wait learn of an end that is told in time. Told later, it would be taken for that of a new close, which the trader
   * may have asked for meanwhile.
   */
  const letGo = async (key: string, own: string, end: CloseEnd | undefined): Promise<void> => {
    try {
      if (end === undefined) await store.delete(key, own)
      else await store.replace(key, own, JSON.stringify({ ...read(own), end } satisfies Stored), ENDED_MS)
    } catch {
      await keepTrying(() => store.delete(key, own))
    }
  }

  /** Also where nobody knows whether the claim has reached the store: what is there is renewed, and ends. */
  const closeHere = async (key: string, own: string, close: () => Promise<void>): Promise<void> => {
    const renew = () => void store.replace(key, own, own, CLAIM_MS).catch(() => undefined)
    const renewing = setInterval(renew, RENEW_MS).unref()
    let end: CloseEnd | undefined
    try {
      await close()
      end = 'done'
    } catch (error) {
      end = endOf(error)
      throw error
    } finally {
      clearInterval(renewing)
      // Before the answer: what the trader asks for after it is a new close.
      await letGo(key, own, end)
    }
  }

  const closedElsewhere = async (key: string, theirs: string): Promise<void> => {
    const { attempt } = read(theirs)
    const look = async (): Promise<CloseEnd | 'pending' | undefined> => {
      const found = await store.get(key).catch(() => undefined)
      if (found === undefined || read(found).attempt !== attempt) return undefined
      return read(found).end ?? 'pending'
    }
    const end = await untilSettled(look, elapsed, elapsed() + WAIT_FOR_OTHERS_MS)
    if (end === 'done') return
    if (end !== undefined) throw errorOf(end)
    throw new BrokerError('outcome_unknown', { cause: 'another replica closes the same, and cannot tell' })
  }

  const run = async (key: string, isPart: boolean, close: () => Promise<void>): Promise<void> => {
    const own = JSON.stringify({ by: me, attempt: randomUUID() } satisfies Stored)
    const theirs = await claimElsewhere(key, own, isPart)
    if (theirs !== undefined) return takePart(closedElsewhere(key, theirs), () => run(key, isPart, close))
    return isPart ? closeHere(key, own, close) : close()
  }

  return {
    once(what, isPart, close) {
      // What somebody trades is nobody's business in the store.
      const key = `closing/${createHash('sha256').update(what).digest('base64url')}`
      return onceAtATime(underWay, key, () => run(key, isPart, close))
    },
  }
}

function read(text: string): Stored {
  return JSON.parse(text) as Stored
}

/** Undefined for what nobody foresaw: then nobody knows what became of it. */
function endOf(error: unknown): CloseEnd | undefined {
  if (!(error instanceof BrokerError)) return undefined
  const { code, params, retry, retryAfterMs } = error
  return { code, params, retry, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

function errorOf({ code, ...options }: Exclude<CloseEnd, 'done'>): BrokerError {
  return new BrokerError(code, options)
}
