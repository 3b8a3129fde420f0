/** So long the first call after a pause is waited for: one that hangs must not keep a trader from closing. */
const FIRST_ALONE_MS = 1_000

interface FirstCall {
  /** From then on it is waited for no longer. */
  readonly overdueAt: number
}

/**
 * How TradeLocker's refusal holds a queue up: until it is over nothing starts, and then one call goes ahead of the others.
 * If that is refused as well, the others have cost nothing. Instants are milliseconds of a clock that never jumps.
 */
export class Pause {
  #until = Number.NEGATIVE_INFINITY
  #first: FirstCall | 'to come' | undefined

  /** Nothing starts before. */
  get until(): number {
    return this.#until
  }

  /** A pause that already lasts longer stays. */
  extend(until: number): void {
    this.#until = Math.max(this.#until, until)
    this.#first = 'to come'
  }

  /** When a call may start, if the first one is not answered before: `now` or later. */
  opensAt(now: number): number {
    const overdueAt = typeof this.#first === 'object' ? this.#first.overdueAt : now
    return Math.max(now, this.#until, overdueAt)
  }

  /** To be told of every call. @returns to be called when it has ended; it tells of its own refusal before */
  begin(now: number): () => void {
    if (this.#first !== 'to come') return nothing
    const first: FirstCall = { overdueAt: now + FIRST_ALONE_MS }
    this.#first = first
    return () => {
      if (this.#first === first) this.#first = undefined
    }
  }
}

function nothing(): void {}
