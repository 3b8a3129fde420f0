import { LRUCache } from 'lru-cache'

export interface SnapshotOptions {
  /** How many are kept. */
  readonly max: number
  /** A snapshot older than this is read again. */
  readonly maxAgeMs: number
  /** Unix milliseconds. */
  readonly clock: () => number
}

export interface Snapshots<V> {
  /** The value of `key`, at most `maxAgeMs` old; callers at the same time share one load, and its failure. */
  get(key: string, load: () => Promise<V>): Promise<V>
  /** Forgets `key`: who asks from now on gets a load that starts from now on. */
  drop(key: string): void
}

interface Entry<V> {
  readonly value: Promise<V>
  /** Undefined while loading. */
  loadedAt: number | undefined
}

/**
 * Answers of the broker, shared and bounded in age. A failure reaches everyone who waited for it and is not kept.
 * A load that was on its way when its key was dropped still serves those who wait for it, and nobody else.
 */
export function createSnapshots<V>({ max, maxAgeMs, clock }: SnapshotOptions): Snapshots<V> {
  const entries = new LRUCache<string, Entry<V>>({ max })

  const isFresh = ({ loadedAt }: Entry<V>) => {
    if (loadedAt === undefined) return true
    const age = clock() - loadedAt
    // A negative age means the clock was set back; how old the value is can no longer be told.
    return age >= 0 && age < maxAgeMs
  }

  const start = (key: string, load: () => Promise<V>) => {
    const entry: Entry<V> = { value: Promise.resolve().then(load), loadedAt: undefined }
    entries.set(key, entry)
    entry.value.then(
      () => {
        entry.loadedAt = clock()
      },
      () => {
        if (entries.peek(key) === entry) entries.delete(key)
      },
    )
    return entry.value
  }

  return {
    get(key, load) {
      const known = entries.get(key)
      return known !== undefined && isFresh(known) ? known.value : start(key, load)
    },
    drop(key) {
      entries.delete(key)
    },
  }
}
