import type { Replicas } from '../../src/broker/shared-store.ts'

/** How long replicas that were seen before a loss are still counted after it: until all have found back. */
export const SETTLE_MS = 5_000

/** One answer of Redis to a sign of life. */
export interface Beat {
  /** Milliseconds by Redis' clock. */
  readonly now: number
  /** Milliseconds by Redis' clock. */
  readonly birth: number
  /** Some replica does not count its calls in Redis, or lately did not. */
  readonly isApart: boolean
  readonly names: readonly string[]
}

export function readBeat([now, birth, isApart, ...names]: readonly string[]): Beat {
  return { now: Number(now), birth: Number(birth), isApart: isApart === '1', names }
}

/** Who is there. A replica counts until Redis has missed it, or after a loss until all had time to come back. */
export class Membership {
  readonly #name: string
  #names: readonly string[] = []
  #clockOffsetMs = 0
  #birth: number | undefined
  #isApart = false

  constructor(name: string) {
    this.#name = name
  }

  /**
   * @param asked Unix milliseconds by our clock
   * @param isSettling those missed may just not have come back yet
   */
  seen({ now, birth, isApart, names }: Beat, asked: number, answered: number, isSettling: boolean): void {
    this.#clockOffsetMs = now - (asked + answered) / 2
    this.#birth = birth
    this.#isApart = isApart
    this.#names = [...new Set([...names, ...(isSettling ? this.#names : [])])].sort()
  }

  get replicas(): Replicas | undefined {
    const place = this.#names.indexOf(this.#name)
    return place < 0 ? undefined : { count: this.#names.length, place, clockOffsetMs: this.#clockOffsetMs }
  }

  /** Some replica goes by its share of the budgets. */
  get isApart(): boolean {
    return this.#isApart
  }

  /** Unix milliseconds by our clock. */
  get birth(): number | undefined {
    return this.#birth === undefined ? undefined : this.#birth - this.#clockOffsetMs
  }
}
