import { setInterval } from 'node:timers'

const LOOK_MS = 5
/** A look that comes later than this comes late because this process computed, or because it was not its turn. */
const LONGEST_WAIT_MS = 10

/**
 * Measures in the time that this process had: as real time, but it stands while the machine gives its processors to
 * others. Everything that was waited for or computed counts; that something else ran meanwhile does not.
 * @returns tells the milliseconds so far, and stops
 */
export function startStopwatch(): () => number {
  let passed = 0
  let at = performance.now()
  let before = process.cpuUsage()
  const look = (): void => {
    const now = performance.now()
    const { user, system } = process.cpuUsage(before)
    passed += Math.min(now - at, Math.max(LONGEST_WAIT_MS, (user + system) / 1_000))
    at = now
    before = process.cpuUsage()
  }
  const timer = setInterval(look, LOOK_MS)
  return () => {
    clearInterval(timer)
    look()
    return passed
  }
}
