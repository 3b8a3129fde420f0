import { setTimeout as sleep } from 'node:timers/promises'

/**
 * How long a test waits for what has to come, however busy the machine is: no promise of the product. What has to be quick
 * is measured as well, with a stopwatch.
 */
const PATIENCE_MS = 30_000

/** Reads again until `check` passes, as a panel that polls would; the last failure is the test's failure. */
export async function eventually<T>(
  read: () => Promise<T>,
  check: (value: T) => void,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await read()
    try {
      check(value)
      return value
    } catch (error) {
      if (Date.now() >= deadline) throw error
    }
    await sleep(50)
  }
}
