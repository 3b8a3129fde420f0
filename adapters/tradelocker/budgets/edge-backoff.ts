/** The wait does not grow beyond this. */
const LONGEST_MS = 10 * 60_000
/** Of the wait, up to so much is added: replicas that were blocked together come back apart. */
const SPREAD = 0.2

/** How long to stay away from an edge network that blocks this address: longer each time it blocks again. */
export class EdgeBackoff {
  readonly #random: () => number
  #blocks = 0
  #until = Number.NEGATIVE_INFINITY

  /** @param random from 0 to 1 */
  constructor(random: () => number) {
    this.#random = random
  }

  /**
   * The edge has blocked a call. Calls that were on their way together find the same block, which counts once.
   * @param waitMs what it asks for the first time; doubled for every further block
   * @returns milliseconds from now during which nothing may be sent
   */
  blocked(now: number, waitMs: number): number {
    if (now < this.#until) return this.#until - now
    const grown = Math.min(LONGEST_MS, waitMs * 2 ** this.#blocks)
    const pauseMs = grown * (1 + SPREAD * this.#random())
    this.#blocks += 1
    this.#until = now + pauseMs
    return pauseMs
  }

  /** A call that started at `startedAt` came through; one from before the block proves nothing. */
  passed(startedAt: number): void {
    if (startedAt >= this.#until) this.#blocks = 0
  }
}
