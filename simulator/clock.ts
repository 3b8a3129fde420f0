/** The simulator's time: it starts where it is told and then runs with real time; tests may push it forward. */
export interface Clock {
  /** Simulator time, epoch milliseconds, whole. */
  now(): number
  /** Moves simulator time forward by `ms` and tells the new time. */
  advance(ms: number): number
}

/** Starts a clock at `startAt` (epoch ms). A monotonic source drives it, so it never runs backwards. */
export function startClock(
  startAt: number = Date.now(),
  elapsed: () => number = () => performance.now(),
): Clock {
  const origin = elapsed()
  let skipped = 0
  const now = () => startAt + skipped + Math.floor(elapsed() - origin)
  return {
    now,
    advance(ms) {
      skipped += ms
      return now()
    },
  }
}
