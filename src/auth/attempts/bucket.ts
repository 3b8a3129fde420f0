/** Lets through so many at once, and after that so many a second. */
export interface Bucket {
  /** Milliseconds until there is room; 0 for now. */
  waitMs(): number
  /** Counts an attempt from its beginning on. @returns ends it; one that has not failed does not count any more */
  add(): (hasFailed: boolean) => void
}

/** @param elapsed milliseconds of a clock that never jumps */
export function createBucket(size: number, perSecond: number, elapsed: () => number): Bucket {
  let level = 0
  let at = elapsed()
  const settle = (): void => {
    const now = elapsed()
    level = Math.max(0, level - ((now - at) / 1000) * perSecond)
    at = now
  }
  return {
    waitMs() {
      settle()
      return level + 1 <= size ? 0 : Math.ceil(((level + 1 - size) / perSecond) * 1000)
    },
    add() {
      settle()
      level += 1
      return (hasFailed) => {
        if (!hasFailed) level = Math.max(0, level - 1)
      }
    },
  }
}
