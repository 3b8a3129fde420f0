import { LRUCache } from 'lru-cache'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RedisClient } from './client.ts'
import { TAKE } from './scripts.ts'

/** Limits of different size that are remembered; TradeLocker publishes about twenty. */
const MAX_LIMITERS = 1_000

/** rate-limiter-flexible counts whole seconds; a shorter window is kept over a whole one. */
const SHORTEST_MS = 1_000

/** Windows over the calls of all replicas; see SharedStore.take. */
export interface Windows {
  take(key: string, limit: number, intervalMs: number): Promise<number>
}

/**
 * rate-limiter-flexible's own counting starts a fixed window with the first call, and lets twice the limit through where
 * two windows meet; therefore it runs a script of ours.
 */
export function createWindows(client: RedisClient, prefix: string): Windows {
  const limiters = new LRUCache<string, RateLimiterRedis>({ max: MAX_LIMITERS })

  const limiterOf = (points: number, intervalMs: number): RateLimiterRedis => {
    const name = `${points}/${intervalMs}`
    const known = limiters.get(name)
    if (known !== undefined) return known
    const limiter = new RateLimiterRedis({
      storeClient: client,
      keyPrefix: prefix,
      points,
      duration: intervalMs / 1_000,
      customIncrTtlLuaScript: TAKE,
    })
    limiters.set(name, limiter)
    return limiter
  }

  return {
    async take(key, limit, intervalMs) {
      // Less than one call per interval is one call per a longer interval.
      const points = Math.max(1, Math.floor(limit))
      const ms = Math.ceil(Math.max(intervalMs * Math.max(1, 1 / limit), SHORTEST_MS))
      try {
        await limiterOf(points, ms).consume(key)
        return 0
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext)
        throw refusal
      }
    },
  }
}
