import PQueue from 'p-queue'
import { URGENT_PRIORITY } from '../transport/routes.ts'
import { UpstreamError } from '../transport/upstream-error.ts'
import { Allowance, type LaneLimit } from './allowance.ts'
import type { GateLane, HostGate } from './host-gate.ts'
import type { RateLimit } from './rate-limits.ts'
import { type TurnOptions, TurnQueue, type WaitingJob } from './turn-queue.ts'
import { Turns } from './turns.ts'
import { type Ticket, WaitingRoom } from './waiting-room.ts'

export interface LaneOptions {
  readonly limit: LaneLimit
  /** Whose turn a call of this lane uses up at the gate. */
  readonly owner: string
  /** What every call passes after its own limit. */
  readonly gate: HostGate
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
  /**
   * Asked before a call whose turn it is, when others outside this process use the same limit.
   * @returns 0, or milliseconds until it may be asked again; it never rejects
   */
  readonly permit?: ((limit: RateLimit, isUrgent: boolean) => Promise<number>) | undefined
}

export interface Job<T> {
  /** @param left to be called when the request leaves this process */
  readonly task: (left: () => void) => Promise<T>
  /** Among equals, owners take turns. */
  readonly owner: string
  /** Higher goes first. */
  readonly priority: number
  /** How long it may wait, in milliseconds. */
  readonly deadlineMs: number
  /** Raises its priority once it is aborted. */
  readonly raised?: { readonly by: AbortSignal; readonly to: number } | undefined
}

/** Jobs that may wait in one lane, and in all of them together. */
const MAX_WAITING = 200
const MAX_WAITING_AT_GATE = 5_000

/** setTimeout's own ceiling; no deadline comes near it. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * One queue before one limit: no window holds more starts than the limit as it is kept, nor more arrivals than the limit
 * as it is published; the more important jobs go first, among equals owners take turns, none starts after its deadline. p-queue
 * keeps the jobs that wait in order and each in the async context of its caller; its door is shut and opened for one job at a
 * time, because only here is known when limit, pause and gate all allow one.
 */
export class Lane implements GateLane {
  readonly owner: string
  readonly #options: LaneOptions
  readonly #turns = new Turns<WaitingJob>()
  readonly #queue = new PQueue<TurnQueue, TurnOptions>({
    autoStart: false,
    queueClass: TurnQueue.bind(undefined, this.#turns),
  })
  readonly #room = new WaitingRoom(({ owner }) => owner)
  readonly #allowance: Allowance
  /** When a permit may be had. */
  #askAt = Number.NEGATIVE_INFINITY
  #jobs = 0
  #isAsking = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: LaneOptions) {
    this.owner = options.owner
    this.#options = options
    this.#allowance = new Allowance(options.limit)
  }

  get priority(): number {
    return this.#room.highest ?? 0
  }

  /** @throws UpstreamError `too_busy` when the job cannot start in time; it then never runs */
  async run<T>({ task, owner, priority: usual, deadlineMs, raised }: Job<T>): Promise<T> {
    const { elapsed, gate } = this.#options
    if (gate.isClosed) throw closed()
    const now = elapsed()
    if (deadlineMs >= 0 && this.#passes(now)) return this.#perform(task, now)
    const deadline = now + deadlineMs
    const priority = raised?.by.aborted ? raised.to : usual
    this.#admit(priority, owner, deadline)
    const waiting = new AbortController()
    const ticket: Ticket = {
      priority,
      owner,
      laneOwner: this.owner,
      deadline,
      refuse: () => {
        // What has started can no longer be called not sent.
        if (!this.#room.has(ticket)) return
        this.#leave(ticket)
        waiting.abort(this.tooBusy(ticket.priority, owner))
        this.#seekTurn()
      },
    }
    const timer = setTimeout(ticket.refuse, Math.min(Math.max(0, deadlineMs), LONGEST_TIMER_MS))
    this.#enter(ticket)
    const start = () => {
      this.#queue.pause()
      clearTimeout(timer)
      this.#leave(ticket)
      const now = elapsed()
      // A busy process may open the door before this job's own timer fires.
      if (now > deadline) throw this.tooBusy(ticket.priority, owner)
      return this.#perform(task, now)
    }
    this.#jobs += 1
    const id = String(this.#jobs)
    const raise = () => this.#raise(ticket, id, raised?.to ?? priority)
    try {
      const result = this.#queue.add(start, { id, owner, ticket, priority, signal: waiting.signal })
      if (raised?.by.aborted === false) raised.by.addEventListener('abort', raise)
      this.#refuseOvertaken(priority)
      this.#seekTurn()
      return await result
    } catch (error) {
      // The only error of p-queue's own making: it was cleared by close().
      throw gate.isClosed && error instanceof DOMException ? closed() : error
    } finally {
      clearTimeout(timer)
      raised?.by.removeEventListener('abort', raise)
      this.#leave(ticket)
    }
  }

  startNext(): boolean | Promise<boolean> {
    const { permit } = this.#options
    return permit === undefined ? this.#startOne() : this.#startPermitted(permit)
  }

  /**
   * Starts nothing for `ms`, then one call before the others; a pause that already lasts longer stays. What cannot wait for
   * its end is refused at once.
   */
  pause(ms: number): void {
    this.#allowance.pauseUntil(this.#options.elapsed() + ms)
    this.#room.refuseAllBefore(this.#allowance.pausedUntil)
    this.#seekTurn()
  }

  /** Applies another limit; calls made under the old one count under it. */
  setLimit(limit: LaneLimit): void {
    if (this.#allowance.setLimit(limit)) this.#seekTurn()
  }

  /** True: nobody waits, nothing is under way and nothing counts any more, so that a new lane would keep the limit as well. */
  get isIdle(): boolean {
    return this.#room.size === 0 && this.#allowance.isEmpty(this.#options.elapsed())
  }

  /** Refuses all who wait, when the gate has been closed for good. What runs, runs on. */
  close(): void {
    clearTimeout(this.#timer)
    this.#options.gate.leave(this)
    this.#queue.clear()
  }

  /** Whether a call may start now because nobody waits and nothing holds it up: most need no queue and no timer. */
  #passes(now: number): boolean {
    const { permit, gate } = this.#options
    if (permit !== undefined || this.#room.size > 0 || this.#opensAt(now) > now) return false
    return gate.passes(now)
  }

  /** A job that waits becomes more important. */
  #raise(ticket: Ticket, id: string, priority: number): void {
    if (!this.#room.has(ticket) || ticket.priority >= priority) return
    this.#leave(ticket)
    ticket.priority = priority
    this.#enter(ticket)
    this.#queue.setPriority(id, priority)
    this.#refuseOvertaken(priority)
    this.#seekTurn()
  }

  #enter(ticket: Ticket): void {
    // When it may be asked for again was told to somebody less important.
    if (ticket.priority >= URGENT_PRIORITY) this.#askAt = Number.NEGATIVE_INFINITY
    this.#room.enter(ticket)
    this.#options.gate.room.enter(ticket)
  }

  #leave(ticket: Ticket): void {
    this.#room.leave(ticket)
    this.#options.gate.room.leave(ticket)
  }

  /** Refuses what has no chance; where there is no room, makes it at the cost of someone less important, or with more waiting. */
  #admit(priority: number, owner: string, deadline: number): void {
    if (this.#opensFor(priority, owner) > deadline) throw this.tooBusy(priority, owner)
    const rooms = [
      [this.#room, MAX_WAITING, owner],
      [this.#options.gate.room, MAX_WAITING_AT_GATE, this.owner],
    ] as const
    for (const [room, max, who] of rooms) {
      if (room.size < max) continue
      const evicted = room.leastImportant(priority) ?? room.lastOfGreediest(who, priority)
      if (evicted === undefined) throw this.tooBusy(priority, owner)
      evicted.refuse()
    }
  }

  /** When the next job may start, as far as this limit is concerned. */
  #opensAt(now: number): number {
    return this.#allowance.opensAt(now, Math.max(now, this.#askAt))
  }

  /** About when a job with so many ahead of it may start, as far as this limit is concerned. */
  #opensAfter(ahead: number): number {
    return this.#allowance.opensAfter(ahead, Math.max(this.#options.elapsed(), this.#askAt))
  }

  /** About when a new job could start. */
  #opensFor(priority: number, owner: string): number {
    const own = this.#opensAfter(this.#room.ahead(owner, priority))
    return Math.max(own, this.#options.gate.opensFor(priority, this.owner))
  }

  /** Refuses whom a job of this priority, which waits now, leaves no turn of this lane in time. */
  #refuseOvertaken(by: number): void {
    if (this.#room.from(by) === this.#room.size) return
    const late = this.#turns.late(
      ({ ticket }, ahead) => ticket !== undefined && this.#opensAfter(ahead) > ticket.deadline,
    )
    for (const { ticket } of late) ticket?.refuse()
  }

  /** Joins the gate as soon as the next job could start. */
  #seekTurn(): void {
    const { gate, elapsed } = this.#options
    clearTimeout(this.#timer)
    if (gate.isClosed || this.#room.size === 0) {
      gate.leave(this)
      return
    }
    if (this.#isAsking) return
    const now = elapsed()
    const waitMs = this.#opensAt(now) - now
    if (waitMs > 0) {
      gate.leave(this)
      // A call under way seeks the next turn itself when it has left, and when it is answered.
      this.#timer = setTimeout(() => this.#seekTurn(), Math.min(Math.ceil(waitMs), LONGEST_TIMER_MS))
    } else gate.join(this)
  }

  async #perform<T>(task: Job<T>['task'], now: number): Promise<T> {
    const { elapsed } = this.#options
    const call = this.#allowance.begin(now)
    const left = () => {
      call.left(elapsed())
      this.#seekTurn()
    }
    try {
      return await task(left)
    } finally {
      call.ended(elapsed())
      this.#seekTurn()
    }
  }

  #startOne(): boolean {
    const before = this.#allowance.starts
    this.#queue.start()
    this.#queue.pause()
    this.#seekTurn()
    return this.#allowance.starts > before
  }

  /** Asks only when it is its turn, so that a permit is used at once: others count the call from when it was given. */
  async #startPermitted(permit: NonNullable<LaneOptions['permit']>): Promise<boolean> {
    const { elapsed, gate } = this.#options
    const isUrgent = this.priority >= URGENT_PRIORITY
    this.#isAsking = true
    const waitMs = await permit(this.#allowance.limit, isUrgent)
    this.#isAsking = false
    // What somebody less important was told is nothing to an urgent job that came meanwhile.
    const isForAnother = !isUrgent && this.priority >= URGENT_PRIORITY
    if (waitMs > 0 && !isForAnother) {
      this.#askAt = elapsed() + waitMs
      this.#room.refuseAllBefore(this.#askAt)
    }
    const now = elapsed()
    const isOpen = waitMs <= 0 && !gate.isClosed && !gate.isPaused && this.#opensAt(now) <= now
    if (isOpen) return this.#startOne()
    this.#seekTurn()
    return false
  }

  /** With a guess when it is worth trying again. */
  tooBusy(priority: number, owner: string): UpstreamError {
    const waitMs = Math.max(1_000, this.#opensFor(priority, owner) - this.#options.elapsed())
    return new UpstreamError('too_busy', {
      delivery: 'not_sent',
      edge: this.#options.gate.isPaused,
      params: { seconds: Math.ceil(waitMs / 1_000) },
      retryAfterMs: waitMs,
    })
  }
}

function closed(): UpstreamError {
  return new UpstreamError('upstream_unavailable', {
    delivery: 'not_sent',
    cause: 'the connection to TradeLocker is being closed',
  })
}
