import { LRUCache } from 'lru-cache'

export interface CeilingOptions {
  /** Failures that cost no waiting. */
  readonly free: number
  /** Attempts, failed or still under way, that may be made before any wait; at least `free`. */
  readonly atOnce: number
  /** The wait after the last free attempt, in milliseconds. It doubles with every further one. */
  readonly firstWaitMs: number
  readonly maxWaitMs: number
  /** Without an attempt for so long everything is forgotten, in milliseconds. */
  readonly forgetMs: number
  /** Keys that are remembered at most; those that were used least recently are forgotten first. */
  readonly maxKeys: number
}

/** Counts attempts by a key and makes each wait longer than the last. */
export interface Ceiling {
  /** Milliseconds until the next attempt may be made; 0 for now. */
  waitMs(key: string): number
  /** Counts an attempt from its beginning on, so that a thousand at once count as a thousand. @returns ends it */
  add(key: string): (hasFailed: boolean) => void
  clear(key: string): void
}

interface Count {
  failures: number
  underWay: number
  /** Unix milliseconds. */
  lastAt: number
}

const NONE: Readonly<Count> = { failures: 0, underWay: 0, lastAt: 0 }

/** @param elapsed milliseconds of a clock that never jumps */
export function createCeiling(options: CeilingOptions, elapsed: () => number): Ceiling {
  const { free, atOnce, firstWaitMs, maxWaitMs, forgetMs, maxKeys } = options
  const counts = new LRUCache<string, Count>({ max: maxKeys })

  const find = (key: string): Count | undefined => {
    const count = counts.get(key)
    return count === undefined || elapsed() - count.lastAt >= forgetMs ? undefined : count
  }

  return {
    waitMs(key) {
      const { failures, underWay, lastAt } = find(key) ?? NONE
      const beyond = failures + underWay - (failures < free ? atOnce : free)
      if (beyond < 0) return 0
      return Math.max(0, lastAt + Math.min(firstWaitMs * 2 ** beyond, maxWaitMs) - elapsed())
    },
    add(key) {
      const count = find(key) ?? { ...NONE }
      count.underWay += 1
      count.lastAt = elapsed()
      counts.set(key, count)
      return (hasFailed) => {
        count.underWay -= 1
        if (hasFailed) count.failures += 1
      }
    },
    clear: (key) => void counts.delete(key),
  }
}
