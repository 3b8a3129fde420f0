/** How long requests are answered at a stretch. */
const SLICE_MS = 20

/**
 * Lets timers have their turn when more requests come than there is time for. Node goes on reading from its connections as
 * long as a thousand of them have something to say, and looks at no timer meanwhile: for seconds, when every answer is
 * followed by the next request at once. Reads that wait for their limit wait for a timer.
 * @returns runs work at once, or when the others have had their turn; in the order in which it came
 */
export function createTurnstile(elapsed: () => number = () => performance.now()): (work: () => void) => void {
  let waiting: (() => void)[] = []
  /** When this stretch began; undefined between two. */
  let begunAt: number | undefined

  const end = (): void => {
    begunAt = undefined
    if (waiting.length === 0) return
    begin()
    let done = 0
    while (done < waiting.length && isGoingOn()) {
      waiting[done]?.()
      done += 1
    }
    waiting = waiting.slice(done)
  }
  const begin = (): void => {
    begunAt = elapsed()
    setImmediate(end)
  }
  const isGoingOn = (): boolean => begunAt !== undefined && elapsed() - begunAt < SLICE_MS

  return (work) => {
    if (begunAt === undefined) begin()
    if (waiting.length === 0 && isGoingOn()) work()
    else waiting.push(work)
  }
}
