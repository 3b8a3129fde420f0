import { setInterval } from 'node:timers'
import { vi } from 'vitest'

/** The time of everything in this process that asks for it. Timers are left alone: they fire when they would. */
export interface LoopTime {
  /** Unix milliseconds. */
  now(): number
  jump(ms: number): void
  /** Resolves soon after the time has come. */
  until(ms: number): Promise<void>
  stop(): void
}

const STEP_MS = 5

/**
 * Time that passes with the turns of the event loop, at most as fast as real time: while the machine has no time for this
 * process, it stands. So nothing is late because the process had to wait.
 */
export function startLoopTime(): LoopTime {
  const realElapsed = performance.now.bind(performance)
  const [origin, elapsedOrigin] = [Date.now(), realElapsed()]
  let passed = 0
  let last = elapsedOrigin
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []
  const now = () => origin + passed

  vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(now()))
  vi.spyOn(performance, 'now').mockImplementation(() => elapsedOrigin + passed)
  const timer = setInterval(() => {
    const real = realElapsed()
    passed += Math.min(STEP_MS, real - last)
    last = real
    const due = sleepers.filter(({ at }) => at <= now())
    sleepers = sleepers.filter(({ at }) => at > now())
    for (const { wake } of due) wake()
  }, STEP_MS)

  return {
    now,
    jump(ms) {
      passed += ms
    },
    until: (at) => new Promise((wake) => sleepers.push({ at, wake })),
    stop() {
      clearInterval(timer)
      vi.restoreAllMocks()
    },
  }
}
