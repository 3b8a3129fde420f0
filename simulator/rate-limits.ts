import type { Clock } from './clock.ts'
import { publishedRateLimits, type RateLimit, type RateLimitType } from './trade-config.ts'

/** `published` = the real numbers, a number = that many times the published ones, `off` = none. */
export type RateLimitMode = 'published' | 'off' | number

export type RateLimitScope = 'user' | 'all'

const UNLIMITED = 1_000_000

/** The limits in force, as GET /trade/config publishes them. */
export function rateLimitsOf(mode: RateLimitMode): readonly RateLimit[] {
  if (mode === 'published') return publishedRateLimits
  return publishedRateLimits.map((published) => ({
    ...published,
    limit: mode === 'off' ? UNLIMITED : Math.max(1, Math.floor(published.limit * mode)),
  }))
}

/** Allows at most `limit` calls in any stretch of `interval` milliseconds; refused calls do not count. */
class SlidingWindow {
  readonly #limit: number
  readonly #interval: number
  readonly #calls: number[] = []

  constructor(limit: number, interval: number) {
    this.#limit = limit
    this.#interval = interval
  }

  /** Takes a place: 0, or the milliseconds until one is free. */
  take(now: number): number {
    while (this.#calls.length > 0 && (this.#calls[0] ?? now) <= now - this.#interval) this.#calls.shift()
    const oldest = this.#calls[0]
    if (oldest !== undefined && this.#calls.length >= this.#limit) return oldest + this.#interval - now
    this.#calls.push(now)
    return 0
  }
}

export interface RateLimiter {
  /** Takes a place for `who` on a route: 0, or the milliseconds to wait. */
  take(who: string, type: RateLimitType): number
}

export function createRateLimiter(mode: RateLimitMode, clock: Clock): RateLimiter {
  if (mode === 'off') return { take: () => 0 }
  const limits = new Map(rateLimitsOf(mode).map((limit) => [limit.rateLimitType, limit]))
  const windows = new Map<string, SlidingWindow>()
  return {
    take(who, type) {
      const key = `${type} ${who}`
      let window = windows.get(key)
      if (!window) {
        const { limit = UNLIMITED, intervalNum = 1, measure = 'SECONDS' } = limits.get(type) ?? {}
        window = new SlidingWindow(limit, intervalNum * (measure === 'MINUTES' ? 60_000 : 1000))
        windows.set(key, window)
      }
      return window.take(clock.now())
    },
  }
}

/** Ten logins in ten seconds per e-mail address; only under the published limits. */
export function createLoginThrottle(mode: RateLimitMode, clock: Clock): (email: string) => number {
  if (mode !== 'published') return () => 0
  const windows = new Map<string, SlidingWindow>()
  return (email) => {
    const window = windows.get(email) ?? new SlidingWindow(10, 10_000)
    windows.set(email, window)
    return window.take(clock.now())
  }
}
