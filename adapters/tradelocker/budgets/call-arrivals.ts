import type { RateLimit } from './rate-limits.ts'

/** A call that was made. */
interface MadeCall {
  /** When its request left this process; undefined: it waits for a connection, or for a process that is busy. */
  leftAt: number | undefined
  /** When its answer was here, or nobody waited for it any longer; undefined: under way. */
  endedAt: number | undefined
}

/**
 * So long after it has left a call has arrived, answered or not: one that hangs must not keep a trader from closing. No
 * network this side of a standstill holds a call up for longer.
 */
const LATEST_ARRIVAL_MS = 2_000

const NEVER = Number.POSITIVE_INFINITY

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

  /** Counts a call that starts now. `leftAt` and `endedAt` are to be told when they are known. */
  begin(): MadeCall {
    const call: MadeCall = { leftAt: undefined, endedAt: undefined }
    this.#calls.push(call)
    return call
  }

  /**
   * When another call may start, if no call under way is answered before: `now` or later. Infinity while too many have not
   * even left.
   */
  opensAt(now: number): number {
    this.#forget(now)
    const tooMany = this.#calls.length - this.#limit.limit
    if (tooMany < 0) return now
    const arrivals = this.#calls.map(latestArrival).sort((a, b) => a - b)
    return (arrivals[tooMany] ?? now) + this.#limit.intervalMs
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
    const counts = (call: MadeCall) => latestArrival(call) > now - this.#limit.intervalMs
    if (!this.#calls.every(counts)) this.#calls = this.#calls.filter(counts)
  }
}

function latestArrival({ leftAt = NEVER, endedAt = NEVER }: MadeCall): number {
  return Math.min(endedAt, leftAt + LATEST_ARRIVAL_MS)
}
