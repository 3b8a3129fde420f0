import type { RateLimit } from './rate-limits.ts'

/** A call that was made. */
export interface MadeCall {
  /** When its answer was here, or nobody waited for it any longer; undefined: under way. */
  endedAt: number | undefined
}

/**
 * Which calls one limit allows, counted where it is enforced: a call arrives there at some moment between its start and
 * its answer, and nobody here knows when. However late connections, networks and busy processes deliver some of them, at
 * most `limit` arrive in any window of `intervalMs`. Instants are milliseconds of a clock that never jumps.
 */
export class CallArrivals {
  #limit: RateLimit
  /** Calls that may still count. */
  #calls: MadeCall[] = []

  constructor(limit: RateLimit) {
    this.#limit = limit
  }

  /** Counts a call that starts now. Its end is to be told by `endedAt`. */
  begin(): MadeCall {
    const call: MadeCall = { endedAt: undefined }
    this.#calls.push(call)
    return call
  }

  /**
   * When another call may start.
   * @returns `now` or later; Infinity when that depends on calls under way
   */
  opensAt(now: number): number {
    this.#forget(now)
    const tooMany = this.#calls.length - this.#limit.limit
    if (tooMany < 0) return now
    const ends = this.#calls.map(({ endedAt = Number.POSITIVE_INFINITY }) => endedAt).sort((a, b) => a - b)
    return (ends[tooMany] ?? Number.POSITIVE_INFINITY) + this.#limit.intervalMs
  }

  setLimit(limit: RateLimit): void {
    this.#limit = limit
  }

  /** True: no call counts any more. */
  isEmpty(now: number): boolean {
    this.#forget(now)
    return this.#calls.length === 0
  }

  #forget(now: number): void {
    const counts = ({ endedAt }: MadeCall) => endedAt === undefined || endedAt > now - this.#limit.intervalMs
    if (!this.#calls.every(counts)) this.#calls = this.#calls.filter(counts)
  }
}
