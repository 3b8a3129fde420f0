import { LRUCache } from 'lru-cache'
import { BrokerError, type BrokerErrorCode } from '../../src/broker/errors.ts'
import type { Soon } from '../../src/broker/soon.ts'
import { type ReadPace, UNHURRIED } from './read-pace.ts'
import { isSomebodyElses } from './transport/shared-failure.ts'

export interface SnapshotOptions<V> {
  /** Loads of one key start at least this far apart, unless somebody has to wait for one. */
  readonly freshMs: number
  /**
   * Share of `freshMs` by which loads come sooner, each by another part of it: for what is read rarely, and for many keys together
   * when all panels come back after a start. 0 by default.
   */
  readonly spread?: number
  /**
   * Whether a refusal holds for whoever asks: then nobody asks again before a value would be loaded anew, unless somebody was given
   * one lately, since who may see less than others must not speak for them. Any other is only that caller's under whom the load ran.
   * By default all who wait share a refusal, and nobody later.
   */
  readonly isForAll?: (refusal: BrokerError) => boolean
  /** A value younger than this is served at once, while the next one is loaded. From then on callers wait for it. */
  readonly staleMs: number
  /** A value younger than this is served when the next one cannot be had or is late. */
  readonly lastResortMs: number
  /** Stretches the first two, never beyond the third. */
  readonly pace?: Pick<ReadPace, 'factor'>
  /** How many are kept. */
  readonly max: number
  /** For values that can be large: about how many bytes one takes, and how many all may take. */
  readonly bytes?: { readonly of: (value: V) => number; readonly max: number }
  /** Milliseconds of a clock that never jumps; by default the process's own. */
  readonly elapsed?: () => number
}

type Load<V> = (isAfterChange: boolean) => Promise<V>

export interface Snapshots<V> {
  /**
   * The value of `key`, as fresh as the options tell; the same object as long as it is the same snapshot, and at once
   * while it need not be waited for. Callers share
   * one load, and none of them can cancel it for the others. They share its failure as well, unless that concerns only
   * the caller whose load it was: a session that has ended must not end anybody else's.
   * @param load is told whether it is the first after a change
   * @param slowness stretches the ages as `pace` does, for this key alone; asked only where it can make a difference
   * @param isUrgent asks for itself where others are refused, or wait behind what is not urgent
   */
  get(key: string, load: Load<V>, slowness?: () => number, isUrgent?: boolean): Soon<V>
  /**
   * Read your writes: who asks from now on waits for a load that starts from now on and never sees anything older. Until one
   * has succeeded, loads are told that they show a change.
   */
  changed(key: string): void
  /** Lets go of the value: who asks from now on waits for a load as well. */
  drop(key: string): void
  /**
   * All that is held or under way counts as old: who asks from now on waits for a load that starts from now on. Only where
   * that one is late or fails is something older shown, as a last resort.
   */
  outdate(): void
  /** The value as it was last loaded, however old. */
  last(key: string): V | undefined
  /** Lets the next call load a new value, unless the last load began less than `minMs` ago. */
  expire(key: string, minMs: number): void
  /** Like `expire`, but who asks from now on waits for it. @returns whether a new value is to be had */
  renew(key: string, minMs: number): boolean
}

/** From then on a load is late, and a value that may still be served as a last resort is. */
const PATIENCE_MS = 1_000

/** Failures that say nothing about the user, the account or the question. */
const PASSING: ReadonlySet<BrokerErrorCode> = new Set([
  'upstream_unavailable',
  'upstream_timeout',
  'rate_limited',
  'too_busy',
])

const NOT_SLOW = () => 1

/** Loads of other callers that one caller sees fail, before it begins its own beside them. */
const MOST_JOINS = 3

interface Loaded<V> {
  readonly value: V
  /** When it arrived: its age counts from then. */
  readonly at: number
  readonly isOutdated: boolean
}

interface Loading<V> {
  readonly value: Promise<V>
  /** Resolves when the load is late; never, when it is not. */
  readonly late: Promise<void>
  readonly isUrgent: boolean
}

interface Entry<V> {
  last: Loaded<V> | undefined
  loading: Loading<V> | undefined
  /** When the last load began. */
  begunAt: number
  /** How long no other one need begin. */
  freshMs: number
  /** Nothing has been loaded since it was changed. */
  isChanged: boolean
  /** How the last load failed, if nobody else's would end otherwise. */
  refusal: BrokerError | undefined
}

/** Answers of the broker, shared and bounded in age, number and size. */
export function createSnapshots<V>(options: SnapshotOptions<V>): Snapshots<V> {
  const { freshMs, staleMs, lastResortMs, max, bytes, spread = 0 } = options
  const { isForAll, pace = UNHURRIED, elapsed = () => performance.now() } = options
  /** What polls look up all the time: finding it here costs a fraction of what a cache with an order of use asks. */
  const byKey = new Map<string, Entry<V>>()
  /** The same entries. Decides which is dropped for another: the one that was loaded longest ago. */
  const entries = new LRUCache<string, Entry<V>>({
    max,
    maxSize: bytes?.max ?? max,
    onInsert: (entry, key) => byKey.set(key, entry),
    dispose: (_, key) => byKey.delete(key),
  })

  const isYounger = ({ at }: Loaded<V>, ms: number) => elapsed() - at < ms

  const createEntry = (key: string, isChanged: boolean): Entry<V> => {
    const begunAt = Number.NEGATIVE_INFINITY
    const entry: Entry<V> = {
      last: undefined,
      loading: undefined,
      begunAt,
      freshMs,
      isChanged,
      refusal: undefined,
    }
    entries.set(key, entry, { size: 1 })
    return entry
  }

  const entryOf = (key: string): Entry<V> => {
    const known = byKey.get(key)
    if (known !== undefined) return known
    return createEntry(key, false)
  }

  const store = (key: string, entry: Entry<V>, value: V) => {
    entry.last = { value, at: elapsed(), isOutdated: false }
    entry.isChanged = false
    // Dropped or pushed out meanwhile: only those who wait get it.
    if (bytes === undefined || byKey.get(key) !== entry) return
    // lru-cache keeps the size of a value that is set again.
    entries.delete(key)
    entries.set(key, entry, { size: Math.max(1, Math.ceil(bytes.of(value))) })
  }

  const begin = (key: string, entry: Entry<V>, load: Load<V>, isUrgent: boolean): Loading<V> => {
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, PATIENCE_MS).unref()
    const run = async (begun: Promise<V>) => {
      try {
        const value = await begun
        if (entry.loading === loading) store(key, entry, value)
        return value
      } catch (error) {
        if (entry.loading === loading && isRefusal(error) && isForAll?.(error)) entry.refusal = error
        throw error
      } finally {
        clearTimeout(timer)
        if (entry.loading === loading) entry.loading = undefined
      }
    }
    // Only to be the last to go when there is no room: lookups by `byKey` alone do not count as use.
    entries.get(key)
    entry.begunAt = elapsed()
    entry.freshMs = freshMs * (1 - spread * Math.random())
    entry.refusal = undefined
    // Begun at once, so that who joins in this very moment can make it urgent.
    const value = run(rejecting(() => load(entry.isChanged)))
    const loading: Loading<V> = { value, late: late.promise, isUrgent }
    entry.loading = loading
    // In the background nobody may be waiting for the failure; who does wait still gets it.
    loading.value.catch(() => undefined)
    return loading
  }

  /** What a caller gets who cannot have `last` at once. */
  const waitFor = async ({ value, late }: Loading<V>, last: Loaded<V> | undefined): Promise<V> => {
    if (last === undefined) return value
    try {
      return await Promise.race([
        value,
        late.then(() => (isYounger(last, lastResortMs) ? last.value : value)),
      ])
    } catch (error) {
      if (isPassing(error) && isYounger(last, lastResortMs)) return last.value
      throw error
    }
  }

  const isServable = (last: Loaded<V> | undefined, factor: number): last is Loaded<V> =>
    last !== undefined && !last.isOutdated && isYounger(last, Math.min(staleMs * factor, lastResortMs))

  const isFresh = (entry: Entry<V>, factor: number): entry is Entry<V> & { last: Loaded<V> } =>
    isServable(entry.last, factor) && elapsed() - entry.begunAt < entry.freshMs * factor

  const isRefused = ({ last, refusal, begunAt, freshMs }: Entry<V>, factor: number): boolean =>
    refusal !== undefined &&
    elapsed() - begunAt < freshMs * factor &&
    (last === undefined || !isYounger(last, lastResortMs))

  /** Says nothing to one who has waited for another caller's load. */
  const isOnlyTheirs = (error: unknown, isUrgent: boolean): boolean =>
    isSomebodyElses(error) || (isRefusal(error) && (isUrgent || isForAll?.(error) === false))

  /** What is urgent waits for nothing else; where there is nothing to wait for, one load is enough. */
  const loadToJoin = ({ last, loading }: Entry<V>, isUrgent: boolean, factor: number) =>
    isUrgent && !loading?.isUrgent && !isServable(last, factor) ? undefined : loading

  const get = (key: string, load: Load<V>, joins: number, slowness = NOT_SLOW, isUrgent = false): Soon<V> => {
    const entry = entryOf(key)
    const { last } = entry
    if (isFresh(entry, pace.factor)) return entry.last.value
    const factor = Math.max(pace.factor, slowness())
    if (isFresh(entry, factor)) return entry.last.value
    if (!isUrgent && isRefused(entry, factor)) return Promise.reject(entry.refusal)
    const underWay = joins > 0 ? loadToJoin(entry, isUrgent, factor) : undefined
    const loading = underWay ?? begin(key, entry, load, isUrgent)
    if (isServable(last, factor)) return last.value
    if (underWay === undefined) return waitFor(loading, last)
    return waitFor(loading, last).catch((error: unknown) => {
      if (!isOnlyTheirs(error, isUrgent)) throw error
      return get(key, load, joins - 1, slowness, isUrgent)
    })
  }

  return {
    get: (key, load, slowness, isUrgent) => get(key, load, MOST_JOINS, slowness, isUrgent),
    changed(key) {
      // What nobody looks at here takes nobody's place.
      if (entries.delete(key)) createEntry(key, true)
    },
    drop(key) {
      entries.delete(key)
    },
    outdate() {
      for (const entry of byKey.values()) {
        if (entry.last !== undefined) entry.last = { ...entry.last, isOutdated: true }
        entry.loading = undefined
        entry.begunAt = Number.NEGATIVE_INFINITY
      }
    },
    last: (key) => byKey.get(key)?.last?.value,
    renew(key, minMs) {
      const entry = byKey.get(key)
      if (entry !== undefined && elapsed() - entry.begunAt < minMs) return false
      entries.delete(key)
      return true
    },
    expire(key, minMs) {
      const entry = byKey.get(key)
      if (entry !== undefined && elapsed() - entry.begunAt >= minMs) entry.begunAt = Number.NEGATIVE_INFINITY
    },
  }
}

/** What `load` throws rejects as well. */
function rejecting<V>(load: () => Promise<V>): Promise<V> {
  try {
    return load()
  } catch (error) {
    return Promise.reject(error)
  }
}

/** The broker says no, or nothing that can be understood, whoever asks. */
function isRefusal(error: unknown): error is BrokerError {
  return error instanceof BrokerError && !isPassing(error) && !isSomebodyElses(error)
}

function isPassing(error: unknown): boolean {
  return error instanceof BrokerError && PASSING.has(error.code)
}
