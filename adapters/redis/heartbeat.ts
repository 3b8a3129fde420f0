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
  /** Redis did not know the one who gave it: for the first time, or because others gave it up, or it was forgotten with all the rest. */
  readonly isNew: boolean
  /** Who went without a goodbye and may be at work, cut off from Redis. */
  readonly missed: readonly string[]
  /**
   * The replicas as they were when the first of the missed went, in the order of their turns, so that all go by the same.
   * Where another one has come for a missed one, it stands in its place.
   */
  readonly agreed: readonly string[]
  readonly names: readonly string[]
}

/** Reads what the script of a sign of life answers (`BEAT`), in its order. */
export function readBeat([now, birth, isApart, isNew, missed, agreed, ...names]: readonly string[]): Beat {
  return {
    now: Number(now),
    birth: Number(birth),
    isApart: isApart === '1',
    isNew: isNew === '1',
    missed: namesIn(missed),
    agreed: namesIn(agreed),
    names,
  }
}

function namesIn(text = ''): string[] {
  return text.split(' ').filter((name) => name !== '')
}

/** Who is there. A replica counts until Redis has missed it, or after a loss until all had time to come back. */
export class Membership {
  readonly #name: string
  readonly #elapsed: () => number
  #names: readonly string[] = []
  #missed: readonly string[] = []
  #agreed: readonly string[] = []
  #missedAt: number | undefined
  #returnedAt: number | undefined
  #clockOffsetMs = 0
  #wholeAt: number | undefined
  #isApart = false

  /** @param elapsed milliseconds of a clock that never jumps */
  constructor(name: string, elapsed: () => number) {
    this.#name = name
    this.#elapsed = elapsed
  }

  /**
   * @param asked by our clock
   * @param isSettling those who are not there may just not have come back yet
   */
  seen(beat: Beat, asked: number, answered: number, isSettling: boolean): void {
    const { now, birth, isApart, missed, agreed, names } = beat
    this.#clockOffsetMs = now - (asked + answered) / 2
    this.#wholeAt = this.#elapsed() - (now - birth)
    this.#isApart = isApart
    this.#names = [...new Set([...names, ...(isSettling ? this.#names : [])])].sort()
    if (missed.some((name) => !this.#missed.includes(name))) this.#missedAt = answered
    if (this.#missed.some((name) => !missed.includes(name))) this.#returnedAt = answered
    this.#missed = missed
    this.#agreed = agreed
  }

  /** Those who take turns, in their order, also for a Redis that has forgotten them. */
  get known(): readonly string[] {
    return this.#agreed.length > 0 ? this.#agreed : this.#names
  }

  get replicas(): Replicas | undefined {
    const place = this.#names.indexOf(this.#name)
    return place < 0 ? undefined : { count: this.#names.length, place, clockOffsetMs: this.#clockOffsetMs }
  }

  /** Among those who can talk any may take the turn of any, also of one that has left. Who is in nobody's place may have none. */
  turns(canTalk: boolean): Turns | undefined {
    const all = this.known
    if (all.length === 0 || (canTalk && this.#missed.length === 0)) return undefined
    const mayTake = (name: string) => (canTalk ? !this.#missed.includes(name) : name === this.#name)
    const places = all.flatMap((name, place) => (mayTake(name) ? [place] : []))
    return { count: all.length, places, clockOffsetMs: this.#clockOffsetMs }
  }

  /** When, by our clock, a replica was last found to be missed; undefined when none ever was. */
  get missedAt(): number | undefined {
    return this.#missedAt
  }

  /** When, by our clock, a replica was last missed no more. */
  get returnedAt(): number | undefined {
    return this.#returnedAt
  }

  /** Some replica goes by its share of the budgets. */
  get isApart(): boolean {
    return this.#isApart
  }

  /** For how many milliseconds, as far as was told, the memory has been whole. Clocks that jump change nothing about it. */
  get wholeForMs(): number | undefined {
    return this.#wholeAt === undefined ? undefined : this.#elapsed() - this.#wholeAt
  }
}
