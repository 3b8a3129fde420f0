/**
 * What replicas of the gateway share. Every method may reject when the store is slow or down, and soon: callers then go
 * on with what their own replica knows, and never do anything twice because of it.
 */
export interface SharedStore {
  /** Undefined when nothing is stored under `key`, or not any more. */
  get(key: string): Promise<string | undefined>
  set(key: string, value: string, ttlMs: number): Promise<void>
  /** Stores only where nothing is stored yet. @returns whether this call stored it: one of all replicas gets true */
  claim(key: string, value: string, ttlMs: number): Promise<boolean>
  /** Replaces `expected` by `value` in one step. @returns whether `expected` was still there */
  replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>
  /** @param expected with it, deletes only while that is what is stored */
  delete(key: string, expected?: string): Promise<void>
  /**
   * Takes one call out of a window shared by all replicas: at most `limit` in any `intervalMs`.
   * @returns 0 when the call may start now, otherwise milliseconds until another try makes sense
   */
  take(key: string, limit: number, intervalMs: number): Promise<number>
  /**
   * Tells the other replicas, and waits until all of them have heard it, for a quarter of a second at the most. Never
   * rejects. @returns whether all have
   */
  tell(text: string): Promise<boolean>
  /** The one who hears from now on what other replicas tell. */
  listen(listener: StoreListener): void
  readonly status: SharedStoreStatus
  close(): Promise<void>
}

export interface StoreListener {
  /** Another replica has told it, and waits until this returns. */
  told(text: string): void
  /** Something may have been told that was not heard. Whatever is told from now on is. */
  missed(): void
}

/** How quickly the store has to answer for calls to be counted in it: later they would start too long after. */
export const QUICK_ANSWER_MS = 50

/** All times are of the clock that the replica gave its store, which never jumps. */
export interface SharedStoreStatus {
  readonly connected: boolean
  /** Connected, and quick enough for calls to be counted together. */
  readonly counts: boolean
  /** This replica hears what others tell. */
  readonly hears: boolean
  /** No replica counts by itself any more: the store counts, and has for so long that all must have found back to it. */
  readonly settled: boolean
  /** Until when calls of this replica were counted together, while the store does not count. */
  readonly countedUntil: number
  /** Plain words for /readyz. */
  readonly detail: string
  /** When the last loss was, here or at another replica, also when it is over; of the start when there was none. */
  readonly lostAt: number
  /** When it was there again after it was out of reach, here or at another; undefined while it is, and when it never was. */
  readonly returnedAt: number | undefined
  /**
   * For how many milliseconds the store has known all that replicas have told it, and all of them have told it everything:
   * neither was it emptied nor out of reach of any. 0 while nobody could tell.
   */
  readonly rememberedMs: number
  /**
   * How this replica takes turns with those it cannot talk to: all others while the store is lost, those that are missed while
   * it is there. Undefined while it can talk to all, and before the first contact.
   */
  readonly turns: Turns | undefined
  /** The replicas as they last saw each other; undefined before the first contact. */
  readonly replicas: Replicas | undefined
}

/** All who know of the same turns agree on them. */
export interface Turns {
  /** Turns in a round, one for each replica. */
  readonly count: number
  /** Those that this replica may take, from 0; none where it came after the others had agreed, and for nobody. */
  readonly places: readonly number[]
  /** See Replicas. */
  readonly clockOffsetMs: number
}

export interface Replicas {
  /** At least 1: this one. */
  readonly count: number
  /** This replica's place among them, from 0; all agree on the order. */
  readonly place: number
  /** Add it to this replica's clock to get a time that all replicas agree on, in milliseconds. */
  readonly clockOffsetMs: number
}
