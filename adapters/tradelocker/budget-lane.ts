import PQueue from 'p-queue'
import type { RateLimit } from './rate-limits.ts'
import { UpstreamError } from './upstream-error.ts'

export interface LaneOptions {
  /** Undefined: no limit, the lane only orders and pauses. */
  readonly limit: RateLimit | undefined
  /** Jobs that may wait; more are refused at once. */
  readonly maxWaiting: number
  /** Unix milliseconds. */
  readonly clock: () => number
}

export interface Job<T> {
  readonly task: () => Promise<T>
  /** Higher goes first. */
  readonly priority: number
  /** How long it may wait, in milliseconds. */
  readonly deadlineMs: number
}

/** setTimeout's own ceiling; no deadline comes near it. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * One queue before one limit: in any window of `intervalMs` at most `limit` jobs start, the more important first, none
 * after its deadline. p-queue keeps the caller's async context, so a job logs under the request that caused it.
 */
export class Lane {
  readonly #maxWaiting: number
  readonly #clock: () => number
  #limit: RateLimit | undefined
  #queue: PQueue
  /** The queue of the limit before, while calls it started still count. */
  #retiring: PQueue | undefined
  #isPaused = false
  #pausedUntil = 0
  #lastStart = Number.NEGATIVE_INFINITY
  #resumeTimer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor({ limit, maxWaiting, clock }: LaneOptions) {
    this.#limit = limit
    this.#maxWaiting = maxWaiting
    this.#clock = clock
    this.#queue = queueFor(limit)
  }

  /** @throws UpstreamError `too_busy` when the job cannot start in time; it then never runs */
  async run<T>({ task, priority, deadlineMs }: Job<T>): Promise<T> {
    if (this.#isClosed) throw closed()
    const deadline = this.#clock() + deadlineMs
    const isHopeless = this.#isPaused && this.#pausedUntil > deadline
    if (isHopeless || this.#queue.size >= this.#maxWaiting) throw this.#tooBusy()
    const waiting = new AbortController()
    const giveUp = () => waiting.abort(this.#tooBusy())
    const timer = setTimeout(giveUp, Math.min(Math.max(0, deadlineMs), LONGEST_TIMER_MS))
    try {
      return await this.#queue.add(
        () => {
          clearTimeout(timer)
          // A busy process may run the queue's timer before this job's own.
          if (this.#clock() > deadline) throw this.#tooBusy()
          this.#lastStart = this.#clock()
          return task()
        },
        { priority, signal: waiting.signal },
      )
    } catch (error) {
      // The only error of p-queue's own making: it was cleared by close().
      throw error instanceof DOMException ? closed() : error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Starts nothing for `ms`; a pause that already lasts longer stays. */
  pause(ms: number): void {
    const until = this.#clock() + ms
    if (this.#isClosed || (this.#isPaused && until <= this.#pausedUntil)) return
    this.#isPaused = true
    this.#pausedUntil = until
    this.#queue.pause()
    this.#retiring?.pause()
    clearTimeout(this.#resumeTimer)
    this.#resumeTimer = setTimeout(() => {
      this.#isPaused = false
      this.#resume()
    }, ms).unref()
  }

  /** Applies another limit. Calls made under the old one still count: the new one starts when they are an interval old. */
  setLimit(limit: RateLimit | undefined): void {
    if (this.#retiring !== undefined || isSame(limit, this.#limit)) return
    const retiring = this.#queue
    const intervalMs = this.#limit?.intervalMs ?? 0
    this.#retiring = retiring
    this.#limit = limit
    this.#queue = queueFor(limit)
    this.#queue.pause()
    void retiring.onIdle().then(() => {
      const rest = Math.max(0, this.#lastStart + intervalMs - this.#clock())
      setTimeout(() => {
        this.#retiring = undefined
        this.#resume()
      }, rest).unref()
    })
  }

  /** Refuses all who wait, and everybody from now on. What runs, runs on. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#resumeTimer)
    this.#queue.clear()
    this.#retiring?.clear()
  }

  #resume(): void {
    if (this.#isPaused) return
    this.#retiring?.start()
    if (this.#retiring === undefined) this.#queue.start()
  }

  /** With a guess when it is worth trying again. */
  #tooBusy(): UpstreamError {
    const { limit, intervalMs } = this.#limit ?? { limit: 1, intervalMs: 0 }
    const queued = Math.ceil((this.#queue.size + 1) / limit) * intervalMs
    const paused = this.#isPaused ? this.#pausedUntil - this.#clock() : 0
    const waitMs = Math.max(1_000, queued, paused)
    return new UpstreamError('too_busy', {
      delivery: 'not_sent',
      params: { seconds: Math.ceil(waitMs / 1_000) },
      retryAfterMs: waitMs,
    })
  }
}

function queueFor(limit: RateLimit | undefined): PQueue {
  if (limit === undefined) return new PQueue()
  return new PQueue({ intervalCap: limit.limit, interval: limit.intervalMs, strict: true })
}

function isSame(a: RateLimit | undefined, b: RateLimit | undefined): boolean {
  return a?.limit === b?.limit && a?.intervalMs === b?.intervalMs
}

function closed(): UpstreamError {
  return new UpstreamError('upstream_unavailable', {
    delivery: 'not_sent',
    cause: 'the connection to TradeLocker is being closed',
  })
}
