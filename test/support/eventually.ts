import { setTimeout as sleep } from 'node:timers/promises'

/** Reads again until `check` passes, as a panel that polls would; the last failure is the test's failure. */
export async function eventually<T>(
  read: () => Promise<T>,
  check: (value: T) => void,
  withinMs = 5_000,
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
