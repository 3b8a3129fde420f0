import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 50

/**
 * Looks again and again until what somebody else does has ended, nobody knows how or can be asked, or the deadline (Unix
 * milliseconds) has come.
 */
export async function untilSettled<T>(
  look: () => Promise<T | 'pending'>,
  clock: () => number,
  deadline: number,
): Promise<Exclude<T, 'pending'> | undefined> {
  for (;;) {
    const seen = await look()
    if (seen !== 'pending') return seen as Exclude<T, 'pending'>
    if (clock() >= deadline) return undefined
    await sleep(POLL_MS)
  }
}
