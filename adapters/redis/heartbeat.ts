import type { Replicas } from '../../src/broker/shared-store.ts'

/** How long replicas that were seen before a loss are still counted after it: until all have found back. */
export const SETTLE_MS = 5_000

/** One answer of Redis to a sign of life. */
export interface Beat {
  /** Milliseconds by Redis' clock. */
  readonly now: number
  /** Milliseconds by Redis' clock. */
  readonly birth: number
  readonly names: readonly string[]
}

export function readBeat([now, birth, ...names]: readonly string[]): Beat {
  return { now: Number(now), birth: Number(birth), names }
}

/** Who is there. A replica counts until Redis has missed it, or after a loss until all had time to come back. */
export class Membership {
  readonly #name: string
  #names: readonly string[] = []
  #clockOffsetMs = 0
  #birth: number | undefined

  constructor(name: string) {
    this.#name = name
  }

  /**
   * @param asked Unix milliseconds by our clock
   * @param isSettling those missed may just not have come back yet
   */
  seen({ now, birth, names }: Beat, asked: number, answered: number, isSettling: boolean): void {
    this.#clockOffsetMs = now - (asked + answered) / 2
    this.#birth = birth
    this.#names = [...new Set([...names, ...(isSettling ? this.#names : [])])].sort()
  }

  get replicas(): Replicas | undefined {
    const place = this.#names.indexOf(this.#name)
    return place < 0 ? undefined : { count: this.#names.length, place, clockOffsetMs: this.#clockOffsetMs }
  }

  /** Unix milliseconds by our clock. */
  get birth(): number | undefined {
    return this.#birth === undefined ? undefined : this.#birth - this.#clockOffsetMs
  }
}
