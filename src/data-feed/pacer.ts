import { setImmediate as nextTurn } from 'node:timers/promises'

/** Other requests wait no longer than about this for long work. */
const TURN_MS = 10

/** Lets others take their turn when the last turn has lasted long enough: to be awaited between pieces of long work. */
export function createPacer(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < TURN_MS) return
    await nextTurn()
    since = performance.now()
  }
}
