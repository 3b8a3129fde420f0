import type { RateLimit } from './rate-limits.ts'

/**
 * Which calls one limit allows: at most `limit` starts in any window of `intervalMs`, wherever the window begins.
 * Instants are milliseconds of a clock that never jumps.
 */
export class CallWindow {
  #limit: RateLimit
  /** Oldest first: the latest `limit` at most, and of those out of the window only the last one. */
  #starts: number[] = []
  #count = 0

  constructor(limit: RateLimit) {
    this.#limit = limit
  }

  get limit(): RateLimit {
    return this.#limit
  }

  /** Starts so far. */
  get count(): number {
    return this.#count
  }

  /** Counts a start. */
  take(now: number): void {
    this.#count += 1
    this.#starts.push(now)
    const { limit, intervalMs } = this.#limit
    while (this.#starts.length > limit || this.#isOver(this.#starts[1], now - intervalMs))
      this.#starts.shift()
  }

  /**
   * When a call may start that goes after `ahead` others, if none of them starts before `from`.
   * @returns `from` or later
   */
  opensAt(from: number, ahead = 0): number {
    const { limit, intervalMs } = this.#limit
    const rounds = Math.floor(ahead / limit)
    // Of a full round each start makes way for one; starts that have not been made yet block nothing.
    const blocking = this.#starts[(ahead % limit) - (limit - this.#starts.length)]
    const first = blocking === undefined ? from : Math.max(from, blocking + intervalMs)
    return first + rounds * intervalMs
  }

  /** Applies another limit, under which the starts already made count. @returns whether it is another one */
  setLimit(limit: RateLimit): boolean {
    if (limit.limit === this.#limit.limit && limit.intervalMs === this.#limit.intervalMs) return false
    this.#limit = limit
    const [oldest] = this.#starts
    const forgotten = this.#count - this.#starts.length
    const missing = Math.min(forgotten, limit.limit - this.#starts.length)
    if (missing < 0) this.#starts.splice(0, -missing)
    // At the worst, the starts that are not remembered came together with the oldest one that is.
    else if (oldest !== undefined) this.#starts.unshift(...Array.from({ length: missing }, () => oldest))
    return true
  }

  #isOver(start: number | undefined, before: number): boolean {
    return start !== undefined && start <= before
  }

  /** True: no start counts any more. */
  isEmpty(now: number): boolean {
    const last = this.#starts.at(-1)
    return last === undefined || now - last >= this.#limit.intervalMs
  }
}
