import { CallArrivals } from './call-arrivals.ts'
import { CallWindow } from './call-window.ts'
import { Pause } from './pause.ts'
import type { RateLimit } from './rate-limits.ts'

export interface LaneLimit {
  /** As TradeLocker enforces it, where calls arrive. */
  readonly published: RateLimit
  /** The same with headroom, as it is kept here, where calls start. */
  readonly kept: RateLimit
}

/** A call that has started; each is to be told when it is known. */
interface StartedCall {
  /** Its request has left this process. */
  left(now: number): void
  /** Its answer is here, or nobody waits for it any longer. A pause that it brings begins before. */
  ended(now: number): void
}

/**
 * When one limit allows the next call: no window holds more starts than the limit as it is kept, nor more arrivals than the
 * limit as it is published, and a refusal holds all up. Instants are milliseconds of a clock that never jumps.
 */
export class Allowance {
  readonly #window: CallWindow
  readonly #arrivals: CallArrivals
  readonly #pause = new Pause()

  constructor({ published, kept }: LaneLimit) {
    this.#window = new CallWindow(kept)
    this.#arrivals = new CallArrivals(published)
  }

  /** The limit as it is kept. */
  get limit(): RateLimit {
    return this.#window.limit
  }

  /** Calls started so far. */
  get starts(): number {
    return this.#window.count
  }

  get pausedUntil(): number {
    return this.#pause.until
  }

  /** When the next call may start, if none under way is answered before: `from`, which is now or later, or after it. */
  opensAt(now: number, from: number): number {
    return Math.max(this.#window.opensAt(this.#pause.opensAt(from)), this.#arrivals.opensAt(now))
  }

  /** About when a call may start that goes after `ahead` others, if none of them starts before `from`. */
  opensAfter(ahead: number, from: number): number {
    return this.#window.opensAt(Math.max(from, this.#pause.until), ahead)
  }

  /** Counts a call that starts now. */
  begin(now: number): StartedCall {
    this.#window.take(now)
    const call = this.#arrivals.begin()
    const hasEnded = this.#pause.begin(now)
    return {
      left(at) {
        call.leftAt ??= at
      },
      ended(at) {
        call.endedAt = at
        hasEnded()
      },
    }
  }

  /** Nothing starts before `until`, and then one call ahead of the others; a pause that already lasts longer stays. */
  pauseUntil(until: number): void {
    this.#pause.extend(until)
  }

  /** Applies another limit; calls made under the old one count under it. @returns whether it is another one */
  setLimit({ published, kept }: LaneLimit): boolean {
    this.#arrivals.setLimit(published)
    return this.#window.setLimit(kept)
  }

  /** True: no call counts any more and no pause lasts. A new one would keep the limit as well, but let all go at once after a pause. */
  isEmpty(now: number): boolean {
    return this.#window.isEmpty(now) && this.#arrivals.isEmpty(now) && this.#pause.until <= now
  }
}
