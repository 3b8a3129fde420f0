import { READ_SHARES } from '../transport/routes.ts'
import { CallWindow } from './call-window.ts'
import { type Contender, Turns } from './turns.ts'
import { WaitingRoom } from './waiting-room.ts'

/** A queue in front of the gate. */
export interface GateLane extends Contender {
  /** Starts its next job. @returns false when that job was refused instead */
  startNext(): boolean
}

export interface HostGateOptions {
  /** Ceiling over all users, in requests per second; undefined: none, the gate only pauses. */
  readonly maxRps: number | undefined
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

const SECOND = 1_000
/**
 * Calls are also spread over the second, so that a user's action finds the ceiling open again in a fraction of it. A part
 * may take a little more than its share: what a busy process starts late is made up for.
 */
const PARTS = 10
const PART_SLACK = 1.1

const ALL_SHARES = [...READ_SHARES.values()].reduce((sum, share) => sum + share, 0)

/** What all calls to one host pass, whoever makes them. */
export class HostGate {
  /** Everybody who waits, in whichever lane. */
  readonly room = new WaitingRoom()
  readonly #elapsed: () => number
  readonly #windows: readonly CallWindow[]
  readonly #turns = new Turns<GateLane>()
  #pausedUntil = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #isOpening = false
  #isClosed = false

  constructor({ maxRps, elapsed }: HostGateOptions) {
    this.#elapsed = elapsed
    this.#windows = maxRps === undefined ? [] : windowsOf(maxRps)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** The lane's next job could start now, as far as its own limit is concerned. */
  join(lane: GateLane): void {
    this.#turns.join(lane)
    this.#open()
  }

  leave(lane: GateLane): void {
    this.#turns.leave(lane)
  }

  /** About when a new job could pass, by its place among those who wait. */
  opensFor(priority: number, owner: string): number {
    const from = Math.max(this.#elapsed(), this.#pausedUntil)
    if (this.#windows.length === 0) return from
    const ahead = this.#aheadOf(priority, owner)
    return Math.max(...this.#windows.map((window) => window.opensAt(from, ahead)))
  }

  /** Lets nothing pass for `ms`; a pause that already lasts longer stays. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#elapsed() + ms)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  #aheadOf(priority: number, owner: string): number {
    const share = READ_SHARES.get(priority)
    if (share === undefined) return this.room.from(priority)
    const equals = this.room.beforeTurnOf(owner, priority)
    const actions = this.room.from(Math.max(...READ_SHARES.keys()) + 1)
    return Math.min(this.room.size, actions + Math.ceil((equals * ALL_SHARES) / share))
  }

  #open(): void {
    // A job may ask for another call while it starts.
    if (this.#isOpening) return
    this.#isOpening = true
    try {
      while (this.#turns.size > 0) {
        const now = this.#elapsed()
        const opensAt = Math.max(this.#pausedUntil, ...this.#windows.map((window) => window.opensAt(now)))
        if (opensAt > now) {
          this.#openIn(opensAt - now)
          return
        }
        if (this.#turns.next()?.startNext()) for (const window of this.#windows) window.take(now)
      }
    } finally {
      this.#isOpening = false
    }
  }

  #openIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#open(), Math.ceil(ms))
  }
}

function windowsOf(maxRps: number): CallWindow[] {
  return [
    new CallWindow({ limit: maxRps, intervalMs: SECOND }),
    new CallWindow({ limit: Math.ceil((maxRps * PART_SLACK) / PARTS), intervalMs: SECOND / PARTS }),
  ]
}
