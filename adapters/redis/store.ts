import { randomUUID } from 'node:crypto'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { createRedisClient } from './client.ts'
import { createLink } from './link.ts'
import { createNews } from './news.ts'
import type { RedisStoreOptions } from './options.ts'
import { createWindows } from './windows.ts'

/** Others may use the same Redis. */
const PREFIX = 'tradelocker-gateway:'

/**
 * A store in Redis for all replicas with the same `url`. Connects in the background and holds nothing up: while Redis
 * does not answer, every method rejects at once; one that Redis does not answer in time rejects after a quarter of a
 * second.
 */
export function createRedisStore(url: string, options: RedisStoreOptions): SharedStore {
  const client = createRedisClient(url)
  const self = { ...options, prefix: PREFIX, name: randomUUID() }
  const link = createLink(client, self)
  const news = createNews(client, createRedisClient(url), link, self)
  const windows = createWindows(client, `${PREFIX}window`)
  const at = (key: string): string => PREFIX + key
  const members = at('replicas')
  const ttl = (ms: number): number => Math.max(1, Math.ceil(ms))

  return {
    get: async (key) => (await link.rely(() => client.get(at(key)))) ?? undefined,
    async set(key, value, ttlMs) {
      await link.run(() => client.set(at(key), value, 'PX', ttl(ttlMs)))
    },
    claim: async (key, value, ttlMs) =>
      (await link.rely(() => client.claim(at(key), members, value, ttl(ttlMs), self.name))) === 1,
    replace: async (key, expected, value, ttlMs) =>
      (await link.rely(() => client.replaceIf(at(key), expected, value, ttl(ttlMs)))) === 1,
    async delete(key, expected) {
      await link.run(() =>
        expected === undefined ? client.del(at(key)) : client.deleteIf(at(key), expected),
      )
    },
    take: (key, limit, intervalMs) => link.run(() => windows.take(key, limit, intervalMs)),
    tell: news.tell,
    listen: news.listen,
    get status() {
      return { ...link.status, hears: news.hears }
    },
    async close() {
      // Until it has said goodbye the others wait for its answers.
      await link.close()
      news.close()
    },
  }
}
