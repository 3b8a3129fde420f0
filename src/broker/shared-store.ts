/**
 * What replicas of the gateway share. Every method may reject when the store is slow or down: callers then go on with
 * what their own replica knows, and never do anything twice because of it.
 */
export interface SharedStore {
  /** Undefined when nothing is stored under `key`, or not any more. */
  get(key: string): Promise<string | undefined>
  set(key: string, value: string, ttlMs: number): Promise<void>
  /** Stores only where nothing is stored yet. @returns whether this call stored it: one of all replicas gets true */
  claim(key: string, value: string, ttlMs: number): Promise<boolean>
  /** Replaces `expected` by `value` in one step. @returns whether `expected` was still there */
  replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>
  delete(key: string): Promise<void>
  /**
   * Takes one call out of a window shared by all replicas: at most `limit` in any `intervalMs`.
   * @returns 0 when the call may start now, otherwise milliseconds until another try makes sense
   */
  take(key: string, limit: number, intervalMs: number): Promise<number>
  /** Plain facts for /readyz. */
  readonly status: { readonly connected: boolean; readonly detail: string }
  close(): Promise<void>
}
