import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../../../src/broker/errors.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { AdapterLog } from '../../options.ts'
import type { Parts } from '../../parts.ts'
import { forgetEverywhere } from '../read-your-writes.ts'
import type { PlacementLedger, PlacementOutcome } from './placement-ledger.ts'
import { type AccountReader, findPlacement, type Placement } from './placement-search.ts'

/** Finds out what became of orders whose answer got lost. */
export interface PlacementWatch {
  /**
   * Looks until the order is found or the time is up; then goes on in the background, so that asking again gives the
   * final truth. @param patienceMs by default the usual time of a search @throws outcome_unknown
   */
  search(
    account: AccountContext,
    strategyId: string,
    cause: unknown,
    patienceMs?: number,
  ): Promise<PlacementOutcome>
  /** Has the trader been told already that nobody knows? */
  isLost(strategyId: string): boolean
  /** Looks once more. @throws outcome_unknown */
  lookAgain(account: AccountContext, strategyId: string): Promise<PlacementOutcome>
  close(): void
}

export interface WatchTimes {
  /** How long the trader waits for the search, in milliseconds. */
  readonly searchMs: number
}

const SEARCH_PAUSE_MS = 500
const WATCH_PAUSE_MS = 5_000
const WATCH_MS = 10 * 60_000
/** More orders than these are not watched at once; they stay "unknown" until somebody asks again. */
const MAX_WATCHED = 200

/** @param ledger told how each order that is found has ended */
export function createPlacementWatch(
  parts: Pick<Parts, 'books' | 'reads' | 'tellOthers' | 'elapsed'>,
  ledger: PlacementLedger,
  readAccount: AccountReader,
  log: AdapterLog,
  { searchMs }: WatchTimes,
): PlacementWatch {
  const stop = new AbortController()
  const watched = new Set<string>()

  /** A reading that fails proves nothing, so it only means to look again. */
  const look = (account: AccountContext, strategyId: string): Promise<Placement | undefined> =>
    readAccount(account)
      .then(({ book }) => findPlacement(book, strategyId))
      .catch(() => undefined)

  const found = async (
    account: AccountContext,
    strategyId: string,
    placement: Placement,
  ): Promise<PlacementOutcome> => {
    const outcome = outcomeOf(placement)
    await forgetEverywhere(parts, account)
    void ledger.settle(strategyId, outcome)
    return outcome
  }

  const lookUntil = async (
    account: AccountContext,
    strategyId: string,
    times: { readonly deadline: number; readonly pauseMs: number },
  ): Promise<Placement | undefined> => {
    let seen: Placement | undefined
    while (seen?.kind !== 'order' && parts.elapsed() < times.deadline && !stop.signal.aborted) {
      await sleep(times.pauseMs, undefined, { ref: false })
      seen = (await look(account, strategyId)) ?? seen
    }
    return seen
  }

  const keepLooking = async (account: AccountContext, strategyId: string) => {
    if (watched.has(strategyId) || watched.size >= MAX_WATCHED) return
    watched.add(strategyId)
    const times = { deadline: parts.elapsed() + WATCH_MS, pauseMs: WATCH_PAUSE_MS }
    const placement = await lookUntil(account, strategyId, times)
    const isStillWanted = watched.delete(strategyId)
    if (placement === undefined || !isStillWanted) return
    await found(account, strategyId, placement)
    log.warn('An order whose answer got lost was found after the trader had been told that nobody knows.', {
      strategyId,
    })
  }

  return {
    async search(account, strategyId, cause, patienceMs = searchMs) {
      const times = { deadline: parts.elapsed() + patienceMs, pauseMs: SEARCH_PAUSE_MS }
      const placement = await lookUntil(account, strategyId, times)
      if (placement !== undefined) return found(account, strategyId, placement)
      void keepLooking(account, strategyId)
      throw outcomeUnknown(strategyId, cause)
    },
    isLost: (strategyId) => watched.has(strategyId),
    async lookAgain(account, strategyId) {
      const placement = await look(account, strategyId)
      if (placement === undefined) throw outcomeUnknown(strategyId, 'the order is still not found')
      watched.delete(strategyId)
      return found(account, strategyId, placement)
    },
    close: () => stop.abort(),
  }
}

/** The log tells its cause: by the tag operators find the order at the broker, if it is there. */
export function outcomeUnknown(strategyId: string, cause: unknown): BrokerError {
  return new BrokerError('outcome_unknown', { cause: { strategyId, cause } })
}

/** An order that only shows as a position was carried out; its position's id stands for its own, which nobody tells. */
export function outcomeOf(placement: Placement): PlacementOutcome {
  if (placement.kind === 'position') return { orderId: placement.record.id }
  const { record, refusal } = placement
  return refusal === undefined ? { orderId: record.id } : { refusal: 'rejected', params: { reason: refusal } }
}
