import type { Replicas } from '../../../src/broker/shared-store.ts'
import { READ_SHARES } from '../transport/routes.ts'
import { CallWindow } from './call-window.ts'
import type { RateLimit } from './rate-limits.ts'
import { type Contender, Turns } from './turns.ts'
import { WaitingRoom } from './waiting-room.ts'

/** A queue in front of the gate. */
export interface GateLane extends Contender {
  /** Starts its next job, at once or when it knows that it may. @returns false when no job was started after all */
  startNext(): boolean | Promise<boolean>
}

export interface HostGateOptions {
  /** Ceiling over all users and replicas, in requests per second; undefined: none, the gate only pauses. */
  readonly maxRps: number | undefined
  /** The processes that divide the ceiling among them; by default this one alone has it. */
  readonly replicas?: (() => Pick<Replicas, 'count' | 'place'>) | undefined
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

const SECOND = 1_000
const ALONE = { count: 1, place: 0 }
/**
 * Calls are also spread over the second, so that a user's action finds the ceiling open again in a fraction of it. A part
 * may take a little more than its share: what a busy process starts late is made up for.
 */
const PARTS = 10
const PART_SLACK = 1.1

/** What all calls to one host pass, whoever makes them. */
export class HostGate {
  /** Everybody who waits, in whichever lane. */
  readonly room = new WaitingRoom(({ laneOwner }) => laneOwner)
  readonly #elapsed: () => number
  readonly #ceiling: () => readonly RateLimit[]
  readonly #windows: readonly CallWindow[]
  /** Jobs whose turn it was and that may start at any moment. */
  #starting = 0
  readonly #turns = new Turns<GateLane>()
  #pausedUntil = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #isOpening = false
  #isClosed = false

  constructor({ maxRps, replicas = () => ALONE, elapsed }: HostGateOptions) {
    this.#elapsed = elapsed
    this.#ceiling = () => (maxRps === undefined ? [] : limitsOf(shareOf(maxRps, replicas())))
    this.#windows = this.#ceiling().map((limit) => new CallWindow(limit))
  }

  get isPaused(): boolean {
    return this.#pausedUntil > this.#elapsed()
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Counts a call that starts now, where nobody waits for the gate and it is open. */
  passes(now: number): boolean {
    // What starts while it opens comes before the one that is being started is counted.
    if (this.#isOpening || this.#turns.size > 0) return false
    if (Math.max(this.#pausedUntil, this.#opensAt(now, this.#starting)) > now) return false
    this.#take()
    return true
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
    return this.#opensAt(from, this.#aheadOf(priority, owner))
  }

  /** Lets nothing pass for `ms`; a pause that already lasts longer stays. What cannot wait for its end is refused at once. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#elapsed() + ms)
    this.room.refuseAllBefore(this.#pausedUntil)
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
    const others = [...READ_SHARES].map(([other, otherShare]) =>
      other === priority ? 0 : Math.min(this.room.of(other), Math.ceil((equals * otherShare) / share)),
    )
    return others.reduce((sum, count) => sum + count, actions + equals)
  }

  #open(): void {
    // A job may ask for another call while it starts.
    if (this.#isOpening) return
    this.#isOpening = true
    try {
      while (this.#turns.size > 0) {
        const now = this.#elapsed()
        const opensAt = Math.max(this.#pausedUntil, this.#opensAt(now, this.#starting))
        if (opensAt > now) {
          this.#openIn(opensAt - now)
          return
        }
        const started = this.#turns.next()?.startNext()
        if (started instanceof Promise) void this.#startedLater(started)
        else if (started) this.#take()
      }
    } finally {
      this.#isOpening = false
    }
  }

  /** Its place is kept meanwhile. */
  async #startedLater(started: Promise<boolean>): Promise<void> {
    this.#starting += 1
    const hasStarted = await started
    this.#starting -= 1
    if (hasStarted) this.#take()
    else if (!this.#isClosed) this.#open()
  }

  #take(): void {
    for (const window of this.#windows) window.take(this.#elapsed())
  }

  /** When a job could pass that goes after `ahead` others. */
  #opensAt(from: number, ahead: number): number {
    for (const [index, limit] of this.#ceiling().entries()) this.#windows[index]?.setLimit(limit)
    return Math.max(from, ...this.#windows.map((window) => window.opensAt(from, ahead)))
  }

  #openIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#open(), Math.ceil(ms))
  }
}

/** Whole calls, of which what is left goes to the first places; only where there are fewer calls than replicas, a part of one. */
function shareOf(maxRps: number, { count, place }: Pick<Replicas, 'count' | 'place'>): number {
  if (maxRps < count) return maxRps / count
  return Math.floor(maxRps / count) + (place < maxRps % count ? 1 : 0)
}

/** Less than one call per interval is one call per a longer interval. */
function limitsOf(rps: number): RateLimit[] {
  const stretched = Math.max(1, 1 / rps)
  return [
    { limit: Math.max(1, Math.floor(rps)), intervalMs: SECOND * stretched },
    { limit: Math.ceil((rps * PART_SLACK) / PARTS), intervalMs: SECOND / PARTS },
  ]
}
