import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { steadyClock } from '../../../src/steady-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { type SharedStores, startSharedStores } from '../../support/shared-stores.ts'

/*
 * A Redis that answers, only not as it is meant to: it takes nothing more, or has forgotten what it was told.
 */

let stores: SharedStores
let client: Redis
beforeEach(async () => {
  stores = await startSharedStores({ isOld: true })
  client = new Redis(stores.server.url)
})
afterEach(async () => {
  client.disconnect()
  await stores.close()
})

const both = () => [stores.one, stores.other]

it('a claim that it refuses is a loss: nobody takes himself for the only one because of it', async () => {
  await client.call('ACL', 'SETUSER', 'default', '-set')
  for (const store of both()) {
    await expect(store.claim('x', 'mine', 60_000)).rejects.toThrow()
    expect(store.status).toMatchObject({ connected: false, detail: 'lost', turns: { count: 2 } })
  }
})

it.each(['set', 'get', 'zscore', 'del'])(
  'one that takes no %s, which orders need, is lost until it does, also while nobody places any',
  async (command) => {
    await client.call('ACL', 'SETUSER', 'default', `-${command}`)
    await stores.areConnected(false)
    await client.call('ACL', 'SETUSER', 'default', `+${command}`)
    await stores.areConnected(true)
    for (const [i, store] of both().entries()) expect(await store.claim(`x${i}`, 'mine', 60_000)).toBe(true)
  },
)

it('nothing can be claimed in it once it was emptied, before it knows again who claims it', async () => {
  await client.flushall()
  for (const store of both()) {
    await expect(store.claim('x', 'mine', 60_000)).rejects.toThrow(/UNKNOWN/)
    expect(store.status.connected).toBe(false)
  }
  await stores.areConnected(true)
  expect(await stores.one.claim('x', 'mine', 60_000)).toBe(true)
})

it('every replica finds out by itself that it was emptied, whichever is the first: what is under way has left no trace', async () => {
  const emptiedAt = steadyClock()
  await client.flushall()
  await eventually(
    async () => both().map(({ status }) => status),
    (all) => {
      for (const { connected, returnedAt = 0, rememberedMs } of all) {
        expect(connected).toBe(true)
        expect(returnedAt).toBeGreaterThanOrEqual(emptiedAt)
        expect(rememberedMs).toBeLessThanOrEqual(steadyClock() - emptiedAt + 50)
      }
    },
  )
})
