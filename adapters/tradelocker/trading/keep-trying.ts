const FIRST_PAUSE_MS = 500
/** An hour in all, for as long as requests are remembered: a store that this replica alone cannot reach forgets nothing. */
const TRIES = 125

/** Does something that may fail for a while: waits for the first try, the others follow in the background. Never fails. */
export async function keepTrying(work: () => Promise<void>, tries = TRIES): Promise<void> {
  try {
    await work()
  } catch {
    if (tries <= 1) return
    const pauseMs = FIRST_PAUSE_MS * 2 ** (TRIES - tries)
    setTimeout(() => void keepTrying(work, tries - 1), Math.min(pauseMs, 30_000)).unref()
  }
}
