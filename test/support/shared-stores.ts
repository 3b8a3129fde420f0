import { createRedisStore } from '../../adapters/redis/store.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { eventually } from './eventually.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'

export interface SharedStores {
  readonly server: RedisServer
  /** As two replicas have them; both connected, and both know of each other. */
  readonly one: SharedStore
  readonly other: SharedStore
  /** Waits until both have noticed. */
  areConnected(connected: boolean): Promise<void>
  close(): Promise<void>
}

const silent = { info: () => {}, warn: () => {} }

/** A real Redis and two replicas' stores in it. */
export async function startSharedStores(): Promise<SharedStores> {
  const server = await startRedisServer()
  const open = () => createRedisStore(server.url, { log: silent, clock: Date.now })
  const [one, other] = [open(), open()]
  const both = (holds: (store: SharedStore) => boolean) =>
    eventually(
      async () => [one, other].every(holds),
      (isSo) => {
        if (!isSo) throw new Error('The stores are not as they should be.')
      },
    )
  await both(({ status }) => status.connected && status.replicas?.count === 2)
  return {
    server,
    one,
    other,
    async areConnected(connected) {
      await both(({ status }) => status.connected === connected)
    },
    async close() {
      await Promise.all([one.close(), other.close()])
      await server.close()
    },
  }
}
