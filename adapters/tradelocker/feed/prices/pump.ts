import type { RateLimit } from '../../budgets/rate-limits.ts'

export interface PumpOptions {
  /** What the limits allow, as it is now. */
  readonly pace: () => RateLimit
  /** Chooses what is to be done next and does it; undefined when nothing is due. Must not reject. */
  readonly next: () => Promise<void> | undefined
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

/** Keeps doing what is next, evenly, as fast as the limits allow. */
export interface Pump {
  /** Begins nothing for `ms`; a pause that already lasts longer stays. */
  pause(ms: number): void
  stop(): void
}

/**
 * A little slower than the limits: calls that begin late would push back all that follow, and the queue before the limits
 * would never become empty again.
 */
const EASE = 1.01
/**
 * How much of what a busy process began late is made up for. Calls that are made up for come together, and so do those a
 * window of the limits later: most of these would wait there, and the prices they were to read would be missed.
 */
const MOST_BEHIND_MS = 25
/** When nothing is due, it looks again after this. */
const IDLE_MS = 20
/** Calls under way, whatever a second's worth of them is: more would only wait in the queue before the limits. */
const FEWEST_UNDER_WAY = 4
const MOST_UNDER_WAY = 64

export function startPump({ pace, next, elapsed }: PumpOptions): Pump {
  let timer: NodeJS.Timeout | undefined
  let dueAt = elapsed()
  let pausedUntil = Number.NEGATIVE_INFINITY
  let underWay = 0
  let isFull = false
  let isStopped = false

  const turn = (): void => {
    const { limit, intervalMs } = pace()
    const stepMs = (intervalMs / limit) * EASE
    const most = Math.min(MOST_UNDER_WAY, Math.max(FEWEST_UNDER_WAY, limit))
    for (let now = elapsed(); now >= dueAt && underWay < most; now = elapsed()) {
      if (now < pausedUntil) {
        dueAt = pausedUntil
        break
      }
      const work = next()
      if (work === undefined) {
        dueAt = now + Math.max(IDLE_MS, stepMs)
        break
      }
      dueAt = Math.max(dueAt, now - MOST_BEHIND_MS) + stepMs
      underWay += 1
      void work.then(() => {
        underWay -= 1
        if (isFull) plan()
      })
    }
    // When all are under way, whichever ends goes on: the limit may be another one by then.
    isFull = underWay >= most
    if (!isFull) plan()
  }

  const plan = (): void => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(turn, Math.max(0, dueAt - elapsed()))
  }
  plan()

  return {
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, elapsed() + ms)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
