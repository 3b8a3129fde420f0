import { Redis } from 'ioredis'
import { createRedisStore } from '../../adapters/redis/store.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { steadyClock } from '../../src/steady-clock.ts'
import { eventually } from './eventually.ts'
import { type RedisServer, startRedisServer } from './redis-server.ts'

export interface SharedStores {
  readonly server: RedisServer
  /** As two replicas have them; both connected, and both know of each other. */
  readonly one: SharedStore
  readonly other: SharedStore
  /** As one more replica has it that has just started. Whoever opens it closes it. */
  open(): SharedStore
  /** Waits until both have noticed. */
  areConnected(connected: boolean): Promise<void>
  close(): Promise<void>
}

const silent = { info: () => {}, warn: () => {} }

/** A real Redis and two replicas' stores in it. */
export async function startSharedStores({ isOld = false } = {}): Promise<SharedStores> {
  const server = await startRedisServer()
  if (isOld) await beOld(server)
  const open = () => createRedisStore(server.url, { log: silent, elapsed: steadyClock })
  const [one, other] = [open(), open()]
  const both = (holds: (store: SharedStore) => boolean) =>
    eventually(
      async () => [one, other].every(holds),
      (isSo) => {
        if (!isSo) throw new Error('The stores are not as they should be.')
      },
    )
  const close = async () => {
    await Promise.all([one.close(), other.close()])
    await server.close()
  }
  await both(({ status }) => status.connected && status.replicas?.count === 2).catch(async (error) => {
    await close()
    throw error
  })
  return {
    server,
    one,
    other,
    open,
    async areConnected(connected) {
      await both(({ status }) => status.connected === connected)
    },
    close,
  }
}

/** Makes it one that has been there for an hour, so that what it does not know of did not happen lately. */
export async function beOld({ url }: RedisServer): Promise<void> {
  const client = new Redis(url)
  const run = /run_id:(\w+)/.exec(await client.info('server'))?.[1] ?? ''
  await client.mset('tradelocker-gateway:birth', Date.now() - 3_600_000, 'tradelocker-gateway:run', run)
  client.disconnect()
}
