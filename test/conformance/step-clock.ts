import type { Clock } from '../../conformance/clock.ts'

export interface StepClock extends Clock {
  /** Calls back after every step until the clock is stopped. */
  onStep(listener: () => void): void
  stop(): void
}

/** Seconds per step, and real milliseconds between steps. */
const STEP = 0.25
const PAUSE = 4

/**
 * A clock that makes a minute of a second. It goes in steps and does not catch up: on a loaded machine it goes slower,
 * so that nothing seems late because the process had to wait.
 * @param start Unix seconds
 */
export function startStepClock(start: number): StepClock {
  let now = start
  const listeners: (() => void)[] = []
  let sleepers: { until: number; wake: () => void }[] = []
  const timer = setInterval(() => {
    now += STEP
    for (const listener of listeners) listener()
    const due = sleepers.filter(({ until }) => until <= now)
    sleepers = sleepers.filter(({ until }) => until > now)
    for (const { wake } of due) wake()
  }, PAUSE)
  return {
    now: () => now,
    sleep: (seconds) => new Promise((wake) => sleepers.push({ until: now + seconds, wake })),
    onStep: (listener) => listeners.push(listener),
    stop: () => clearInterval(timer),
  }
}
