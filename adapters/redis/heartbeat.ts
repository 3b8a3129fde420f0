import type { Replicas, Turns } from '../../src/broker/shared-store.ts'

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
  /** Who went without a goodbye and may be at work, cut off from Redis. */
  readonly missed: readonly string[]
  /** The replicas as they were when the first of the missed went, so that all go by the same turns. */
  readonly agreed: readonly string[]
  readonly names: readonly string[]
}

export function readBeat([now, birth, isApart, missed, agreed, ...names]: readonly string[]): Beat {
  return {
    now: Number(now),
    birth: Number(birth),
    isApart: isApart === '1',
    missed: namesIn(missed),
    agreed: namesIn(agreed).sort(),
    names,
  }
}

function namesIn(text = ''): string[] {
  return text.split(' ').filter((name) => name !== '')
}

/** Who is there. A replica counts until Redis has missed it, or after a loss until all had time to come back. */
export class Membership {
  readonly #name: string
  #names: readonly string[] = []
  #missed: readonly string[] = []
  #agreed: readonly string[] = []
  #missedAt: number | undefined
  #returnedAt: number | undefined
  #clockOffsetMs = 0
  #birth: number | undefined
  #isApart = false

  constructor(name: string) {
    this.#name = name
  }

  /**
   * @param asked Unix milliseconds by our clock
   * @param isSettling those who are not there may just not have come back yet
   */
  seen(beat: Beat, asked: number, answered: number, isSettling: boolean): void {
    const { now, birth, isApart, missed, agreed, names } = beat
    this.#clockOffsetMs = now - (asked + answered) / 2
    this.#birth = birth
    this.#isApart = isApart
    this.#names = [...new Set([...names, ...(isSettling ? this.#names : [])])].sort()
    if (missed.some((name) => !this.#missed.includes(name))) this.#missedAt = answered
    if (this.#missed.some((name) => !missed.includes(name))) this.#returnedAt = answered
    this.#missed = missed
    this.#agreed = agreed
  }

  /** Those who are there, or missed, for a Redis that has forgotten them. */
  get known(): readonly string[] {
    return [...new Set([...this.#names, ...this.#missed])]
  }

  get replicas(): Replicas | undefined {
    const place = this.#names.indexOf(this.#name)
    return place < 0 ? undefined : { count: this.#names.length, place, clockOffsetMs: this.#clockOffsetMs }
  }

  /** Among those who can talk any may take the turn of any, also of one that has left. Who came later has no turn of its own. */
  turns(canTalk: boolean): Turns | undefined {
    const clockOffsetMs = this.#clockOffsetMs
    const all = canTalk || this.#agreed.includes(this.#name) ? this.#agreed : this.#names
    const mayTake = (name: string) => (canTalk ? !this.#missed.includes(name) : name === this.#name)
    const places = all.flatMap((name, place) => (mayTake(name) ? [place] : []))
    const isNeeded = !canTalk || this.#missed.length > 0
    return isNeeded && places.length > 0 ? { count: all.length, places, clockOffsetMs } : undefined
  }

  /** Unix milliseconds by our clock when a replica was last found to be missed; undefined when none ever was. */
  get missedAt(): number | undefined {
    return this.#missedAt
  }

  /** Unix milliseconds by our clock when a replica was last missed no more. */
  get returnedAt(): number | undefined {
    return this.#returnedAt
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
