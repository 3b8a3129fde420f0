import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 50

/**
 * Looks again and again until what somebody else does has ended, nobody knows how or can be asked, or the deadline has come.
 * @param elapsed milliseconds of a clock that never jumps, as the deadline
 */
export async function untilSettled<T>(
  look: () => Promise<T | 'pending'>,
  elapsed: () => number,
  deadline: number,
): Promise<Exclude<T, 'pending'> | undefined> {
  for (;;) {
    const seen = await look()
    if (seen !== 'pending') return seen as Exclude<T, 'pending'>
    if (elapsed() >= deadline) return undefined
    await sleep(POLL_MS)
  }
}
