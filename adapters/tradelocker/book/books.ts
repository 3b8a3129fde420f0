import { LRUCache } from 'lru-cache'
import type { Order } from '../../../src/broker/order.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import type { AccountContext } from '../account/account-context.ts'
import type { AccountDirectory } from '../account/account-directory.ts'
import { areSameTables, type Tables } from '../account/trade-config.ts'
import { MAX_ACCOUNTS } from '../bounds.ts'
import type { Haste } from '../budgets/route-budgets.ts'
import type { Instruments } from '../instruments/instruments.ts'
import type { Clocks } from '../options.ts'
import type { ReadPace } from '../read-pace.ts'
import { createSnapshots } from '../snapshots.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import { type AccountBook, type InstrumentNames, SESSION_MS } from './account-book.ts'
import { hasStirred, removedBrackets, vanishedPositions } from './book-changes.ts'
import { createEndedInTime, type EndedInTime, NONE_ENDED, readEnded, withLate } from './ended-orders.ts'
import type { LeftOut } from './left-out.ts'
import { type LiveBook, type LiveReading, readLive } from './live-book.ts'
import type { Level, OrderRecord, PositionRecord } from './order-records.ts'
import type { AccountMemory } from './orders.ts'

/** The books of all accounts, read when asked for and shared by all who ask. */
export interface Books {
  /** Orders, positions and recent history as of about a second ago at the most. */
  book(account: AccountContext): Soon<AccountBook>
  /** The same for a user's action, which must not wait behind polls: a reading under way becomes urgent as well. */
  bookForAction(account: AccountContext): Soon<AccountBook>
  /**
   * The book as it was last read, however old, even from before the last change. Makes no call. It `isSettled` when it was read
   * so long after the last change that nothing of that is missing in it.
   */
  lastKnown(account: AccountContext): (KnownBook & { readonly isSettled: boolean }) | undefined
  memory(account: AccountContext): AccountMemory
  /** Keeps the broker's words for a refused order; upstream's own rows do not tell them. */
  refused(account: AccountContext, strategyId: string, reason: string): void
  /** To be called after every change made upstream: who asks from now on sees it. */
  changed(account: AccountContext): void
  /** The same after a change that another replica has made. */
  changedElsewhere(accountKey: string): void
  /** Any account may have changed elsewhere. */
  missed(): void
  /** Lets go of all it holds of an account, what it remembers included. */
  forget(accountKey: string): void
}

interface KnownBook {
  readonly book: AccountBook
  /** What it was read by when that was; undefined where that was not one and the same. */
  readonly tables: Tables | undefined
  /** When the reading of its orders and positions began, in milliseconds of the clock that never jumps. */
  readonly liveAt: number
  /**
   * Whatever reached the broker before stands in it, ended or not, by the same clock.
   * Minus infinity when nobody can tell.
   */
  readonly holdsUntil: number
}

interface ReadBook extends KnownBook {
  /** Until when the history in it is good enough where nothing stirs, by the same clock. */
  readonly historyUntil: number
  /** The history has been read, from as far back as the first reading goes. */
  readonly knowsEnded: boolean
}

/**
 * Orders and positions may be read once a second, in practice a little less often; panels are told to poll at that pace.
 * Two calls each time: they are what a panel costs most.
 */
const AGES = { freshMs: 1_080, staleMs: 3_000, lastResortMs: 10_000 } as const
/** What a reading counts against. */
const LIMITS = ['GET_ORDERS', 'GET_POSITIONS'] as const
/** Without any sign of change the history is still read this often, and up to a fifth sooner: not for all accounts together. */
const HISTORY_AGE_MS = 30_000
const HISTORY_SPREAD = 0.2
/** Closing is asynchronous and refusals may come late: this long after a change the history is read every time. */
const UNSETTLED_MS = 5_000
const REMOVED_BRACKET_MS = 30 * 60_000
/** About what one order or position takes in memory: as it was read, as it is shown, and as it was last answered in one language. */
const ROW_BYTES = 1_000
/** What a level of an order takes besides, since it is shown as an order of its own. */
const LEVEL_BYTES = 720
const MAX_BYTES = 512 * 1024 * 1024

const NEVER = Number.NEGATIVE_INFINITY

interface Kept {
  last: ReadBook | undefined
  /** Loads are numbered as they start; `loadKept` is the number of the one that `last` came from. */
  loadsStarted: number
  loadKept: number
  /** Makes the latest load urgent. */
  urgency: AbortController
  readonly ended: EndedInTime
  unsettledUntil: number
  readonly removedBrackets: LRUCache<string, Order>
  readonly closedPositions: LRUCache<string, PositionRecord>
  readonly refusals: LRUCache<string, string>
}

export function createBooks(
  directory: AccountDirectory,
  instruments: Instruments,
  { clock, elapsed }: Clocks,
  pace: ReadPace,
  leftOut: LeftOut,
): Books {
  const bytes = { of: bytesOf, max: MAX_BYTES }
  const snapshots = createSnapshots<AccountBook>({ ...AGES, pace, max: MAX_ACCOUNTS, bytes })
  const kept = new LRUCache<string, Kept>({ max: MAX_ACCOUNTS, maxSize: MAX_BYTES })

  const keptOf = (account: AccountContext): Kept => {
    const known = kept.get(account.key)
    if (known !== undefined) return known
    const fresh: Kept = {
      last: undefined,
      loadsStarted: 0,
      loadKept: 0,
      urgency: new AbortController(),
      ended: createEndedInTime(),
      unsettledUntil: NEVER,
      removedBrackets: fewOf(REMOVED_BRACKET_MS),
      closedPositions: fewOf(SESSION_MS),
      refusals: fewOf(SESSION_MS),
    }
    kept.set(account.key, fresh, { size: ROW_BYTES })
    return fresh
  }

  const withFinal = async (
    own: Kept,
    account: AccountContext,
    { live, tables }: LiveReading,
    liveAt: number,
    haste: Haste,
  ): Promise<ReadBook> => {
    const { last } = own
    const read = async (known?: AccountBook) => {
      const ended = await readEnded(account, directory, known, clock(), haste)
      leftOut(account, 'ordersHistory', ended.unsided)
      return ended
    }
    const { historyUntil = NEVER, knowsEnded = false } = last ?? {}
    const before = last && { ...last.book, ...withLate(last.book, own.ended.arrived()) }
    const now = elapsed()
    const isRecent = now >= own.unsettledUntil && now < historyUntil
    const holds = isRecent && last !== undefined && areSameTables(last.tables, tables)
    if (holds && before !== undefined && !hasStirred(before, live))
      return { ...last, liveAt, book: { ...before, ...live } }
    const known = knowsEnded ? before : undefined
    const ended = await own.ended
      .wait(() => read(known))
      .catch((error: unknown) => {
        if (!(error instanceof UpstreamError)) throw error
      })
    // Live orders and positions matter more than ended ones; the history is read again at the next load.
    if (ended === undefined) {
      const book = { ...NONE_ENDED, ...before, ...live }
      return { liveAt, book, tables, holdsUntil: NEVER, historyUntil: NEVER, knowsEnded }
    }
    const { isWhole, tables: historyTables, ...history } = ended
    const book = { ...live, ...history }
    const goodMs = HISTORY_AGE_MS * (1 - HISTORY_SPREAD * Math.random())
    const holdsUntil = isWhole && areSameTables(historyTables, tables) ? liveAt : NEVER
    return { liveAt, book, tables, holdsUntil, historyUntil: now + goodMs, knowsEnded: true }
  }

  /** A level told as a distance has a price only once the tick size is known; a level must never seem to be missing. */
  const loadSteps = async (account: AccountContext, { working }: LiveBook) => {
    const distant = working.filter((order) => hasDistance(order.stopLoss) || hasDistance(order.takeProfit))
    if (distant.length === 0) return
    const names = await instruments.names(account)
    const wanted = new Set(distant.map((order) => names.nameOf(order.instrumentId)))
    await Promise.allSettled([...wanted].map((name) => instruments.known(account, name)))
  }

  const load = async (
    account: AccountContext,
    afterChange: boolean,
    urgency = new AbortController(),
  ): Promise<AccountBook> => {
    const own = keptOf(account)
    own.loadsStarted += 1
    const number = own.loadsStarted
    own.urgency = urgency
    const haste: Haste = { urgent: urgency.signal, afterChange }
    const liveAt = elapsed()
    const reading = await readLive(account, directory, haste)
    const { live } = reading
    await loadSteps(account, live)
    const before = own.last
    const known = await withFinal(own, account, reading, liveAt, haste)
    const { book } = known
    const names = before && (await instruments.names(account))
    // A load that was overtaken by a later one must not put the account back to an older state; nor one of an account that
    // has been let go of meanwhile. So nothing waits from here on.
    if (number < own.loadKept || kept.peek(account.key) !== own) return book
    if (before !== undefined && names !== undefined) remember(own, before.book, book, names, clock())
    for (const position of live.positions) own.closedPositions.delete(position.id)
    own.loadKept = number
    own.last = known
    // lru-cache keeps the size of a value that is set again.
    kept.delete(account.key)
    kept.set(account.key, own, { size: bytesOf(book) })
    return book
  }

  const loadInHaste = (account: AccountContext, afterChange: boolean): Promise<AccountBook> => {
    const urgency = new AbortController()
    urgency.abort()
    return load(account, afterChange, urgency)
  }

  const slowness = (account: AccountContext) => directory.slowness(account, LIMITS, AGES.freshMs)

  return {
    book: (account) =>
      snapshots.get(
        account.key,
        (afterChange) => load(account, afterChange),
        () => slowness(account),
      ),
    bookForAction(account) {
      const book = snapshots.get(
        account.key,
        (afterChange) => loadInHaste(account, afterChange),
        () => slowness(account),
      )
      if (book instanceof Promise) keptOf(account).urgency.abort()
      return book
    },
    lastKnown(account) {
      const { last, unsettledUntil } = keptOf(account)
      return last && { ...last, isSettled: last.liveAt >= unsettledUntil }
    },
    memory: (account) => {
      const own = keptOf(account)
      return {
        removedBrackets: new Map(own.removedBrackets.entries()),
        closedPositions: new Map(own.closedPositions.entries()),
        refusals: own.refusals,
      }
    },
    refused(account, strategyId, reason) {
      keptOf(account).refusals.set(strategyId, reason)
    },
    changed(account) {
      keptOf(account).unsettledUntil = elapsed() + UNSETTLED_MS
      snapshots.changed(account.key)
    },
    changedElsewhere(accountKey) {
      const own = kept.peek(accountKey)
      if (own !== undefined) own.unsettledUntil = elapsed() + UNSETTLED_MS
      snapshots.changed(accountKey)
    },
    missed() {
      for (const own of kept.values()) own.unsettledUntil = elapsed() + UNSETTLED_MS
      snapshots.outdate()
    },
    forget(accountKey) {
      snapshots.drop(accountKey)
      kept.delete(accountKey)
    },
  }
}

/**
 * What is remembered of an account, mostly nothing. Bounded by `maxSize`: for `max` lru-cache would take the memory of all 500
 * beforehand, of every account.
 */
function fewOf<V extends object | string>(ttl: number): LRUCache<string, V> {
  return new LRUCache({ maxSize: 500, sizeCalculation: () => 1, ttl })
}

function bytesOf({ working, positions, final, unsided }: AccountBook): number {
  const rows = working.length + positions.length + final.length + unsided.length
  return ROW_BYTES * (1 + rows) + LEVEL_BYTES * (levelCount(working) + levelCount(final))
}

function levelCount(orders: readonly OrderRecord[]): number {
  let count = 0
  for (const { stopLoss, takeProfit } of orders)
    count += Number(stopLoss !== undefined) + Number(takeProfit !== undefined)
  return count
}

function remember(own: Kept, before: LiveBook, book: AccountBook, names: InstrumentNames, now: number): void {
  for (const position of vanishedPositions(before, book)) own.closedPositions.set(position.id, position)
  for (const bracket of removedBrackets(before, book, names, now))
    own.removedBrackets.set(bracket.id, bracket)
}

function hasDistance(level: Level | undefined): boolean {
  return level !== undefined && level.type !== 'absolute'
}
