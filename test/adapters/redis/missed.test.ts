import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { createRedisStore } from '../../../adapters/redis/store.ts'
import { createSharedLedger } from '../../../adapters/tradelocker/trading/placing/shared-ledger.ts'
import type { SharedStore, SharedStoreStatus } from '../../../src/broker/shared-store.ts'
import { steadyClock } from '../../../src/steady-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { startRedisServer } from '../../support/redis-server.ts'
import { beOld } from '../../support/shared-stores.ts'
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'

/*
 * Replicas that fall silent, as the others see it. Each has a way of its own to Redis.
 */

const HOUR = 3_600_000

interface Way {
  readonly store: SharedStore
  readonly proxy: TcpProxy
  readonly log: readonly string[]
}

/** Replicas that know of each other, on a Redis that has been there for an hour. */
async function startWays(count: number) {
  const server = await startRedisServer()
  await beOld(server)
  const ways: Way[] = []
  const join = async (): Promise<Way> => {
    const proxy = await startTcpProxy(Number(new URL(server.url).port))
    const url = `redis://127.0.0.1:${proxy.port}`
    const log: string[] = []
    const note = (line: string) => void log.push(line.split(/[;.]/, 1)[0] ?? '')
    const store = createRedisStore(url, { log: { info: note, warn: note }, elapsed: steadyClock })
    const way = { proxy, store, log }
    ways.push(way)
    await becomes(way, (status) => expect(status.connected).toBe(true))
    return way
  }
  const one = await join()
  for (let i = 1; i < count; i += 1) await join()
  const other = ways[1] ?? one
  for (const way of ways) await becomes(way, ({ replicas }) => expect(replicas?.count).toBe(count))
  const close = async () => {
    for (const { store, proxy } of ways) {
      await store.close()
      await proxy.close()
    }
    await server.close()
  }
  return { server, one, other, ways, join, [Symbol.asyncDispose]: close }
}

function becomes({ store }: Way, check: (status: SharedStoreStatus) => void) {
  return eventually(async () => store.status, check)
}

const isMissed = (status: SharedStoreStatus) => expect(status.turns).toBeDefined()
const isNotMissed = (status: SharedStoreStatus) => expect(status.turns).toBeUndefined()

it.concurrent('one that says goodbye is not missed, and what the store remembers is as whole as before', async () => {
  await using group = await startWays(2)
  const { one, other } = group
  await one.store.close()
  await becomes(other, ({ replicas }) => expect(replicas?.count).toBe(1))
  // Longer than one that is silent is still counted.
  await sleep(7_000)
  expect(other.store.status).toMatchObject({ turns: undefined, returnedAt: undefined })
  expect(other.store.status.rememberedMs).toBeGreaterThan(HOUR / 2)
})

it.concurrent('one that says goodbye while it is missed, or has just come, leaves nothing for others to wait for', async () => {
  await using group = await startWays(2)
  const { server, ways } = group
  const client = new Redis(server.url, { keyPrefix: 'tradelocker-gateway:' })
  const names = await client.zrange('replicas', '0', '-1')
  for (const name of names) await client.zadd('missed', Date.now(), name)
  await Promise.all(ways.map(({ store }) => store.close()))
  const left = await Promise.all(['replicas', 'joined', 'missed'].map((key) => client.zrange(key, '0', '-1')))
  client.disconnect()
  expect(names).toHaveLength(2)
  expect(left).toEqual([[], [], []])
})

it.concurrent('one that is cut off is missed until it is back: the others take turns with it, and vouch for nothing before', async () => {
  await using group = await startWays(3)
  const { one, ways } = group
  const others = ways.slice(1)
  const ledger = createSharedLedger(others[0]?.store ?? one.store, steadyClock)
  const early = await ledger.begin('SIM-DEMO|1', 'tv-early', 'ticket')
  one.proxy.cut(true)
  const places: number[] = []
  for (const other of others) {
    const { turns, rememberedMs } = await becomes(other, isMissed)
    expect(turns?.count).toBe(3)
    places.push(...(turns?.places ?? []))
    expect(rememberedMs).toBeLessThan(5_000)
  }
  // Among themselves they have claims, so each may take the turns of both, but not those of the one that is missed.
  const own = one.store.status.turns?.places
  expect(own).toHaveLength(1)
  expect([...new Set(places), ...(own ?? [])].sort()).toEqual([0, 1, 2])
  expect((await ledger.begin('SIM-DEMO|1', 'tv-late', 'ticket')).kind).toBe('unsure')
  expect(early.kind === 'mine' && early.doubt()).toBeDefined()

  // The one that is cut off waits until all know.
  const alone = await createSharedLedger(one.store, steadyClock).begin('SIM-DEMO|1', 'tv-alone', 'ticket')
  const { lostAt } = one.store.status
  expect(alone.kind === 'unsure' && alone.nextTurn().from).toBeGreaterThan(lostAt + 11_000)

  one.proxy.cut(false)
  for (const other of others) {
    const { returnedAt, rememberedMs } = await becomes(other, isNotMissed)
    expect(returnedAt).toBeGreaterThan(lostAt)
    expect(rememberedMs).toBeLessThan(steadyClock() - lostAt)
  }
  for (const { log } of others) {
    expect(log).toEqual(['Connected to Redis', 'Another replica is missed', 'No replica is missed any more'])
  }
  const soon = await ledger.begin('SIM-DEMO|1', 'tv-soon', 'ticket')
  expect(soon.kind === 'unsure' && soon.nextTurn()).toMatchObject({ sendBy: Number.POSITIVE_INFINITY })
})

it.concurrent('one that came for one of two that are missed has its turns, also when Redis is lost to all', async () => {
  await using group = await startWays(3)
  const { server, one, other, ways, join } = group
  const third = ways[2] ?? one
  for (const way of [one, other]) way.proxy.cut(true)
  await becomes(third, ({ turns }) => expect(turns?.places).toHaveLength(1))
  const joined = await join()
  await becomes(third, ({ turns }) => expect(turns?.places).toHaveLength(2))
  await server.kill()
  const own = []
  for (const way of [third, joined]) {
    const { turns } = await becomes(way, ({ connected }) => expect(connected).toBe(false))
    expect(turns).toMatchObject({ count: 3, places: [expect.any(Number)] })
    own.push(turns?.places)
  }
  expect(own[0]).not.toEqual(own[1])
  expect([one, other].map(({ store }) => store.status.turns?.places)).toContainEqual(own[1])
})

it.concurrent('one that is nobody’s heir sends nothing while all who have turns are missed, with Redis and without', async () => {
  await using group = await startWays(1)
  const { server, one } = group
  const client = new Redis(server.url, { keyPrefix: 'tradelocker-gateway:' })
  await client.zadd('missed', Date.now(), 'a', Date.now(), 'b')
  await client.set('agreed', 'a b')
  client.disconnect()
  const ledger = createSharedLedger(one.store, steadyClock)
  for (const connected of [true, false]) {
    if (!connected) await server.kill()
    await becomes(one, (status) =>
      expect(status).toMatchObject({ connected, turns: { count: 2, places: [] } }),
    )
    const begun = await ledger.begin('SIM-DEMO|1', `tv-${connected}`, 'ticket')
    expect(begun.kind === 'unsure' && begun.nextTurn().from).toBe(Number.POSITIVE_INFINITY)
  }
})

it.concurrent('one whose answers come too late is missed, although its signs of life arrive', async () => {
  await using group = await startWays(2)
  const { one, other } = group
  one.proxy.delay(400)
  await becomes(other, isMissed)
  expect(one.store.status.connected).toBe(false)
  one.proxy.delay(0)
  await becomes(other, isNotMissed)
  await becomes(one, ({ connected, turns }) => expect({ connected, turns }).toEqual({ connected: true }))
})

it.concurrent.each(['before', 'after'] as const)(
  'one that was replaced %s it was missed needs no turns any more, but is doubted',
  async (when) => {
    await using group = await startWays(2)
    const { one, other, join } = group
    one.proxy.cut(true)
    if (when === 'after') await becomes(other, isMissed)
    // As long as a process takes to start at least.
    else await sleep(2_000)
    const joined = await join()
    // Until then it was counted, and not missed.
    if (when === 'before')
      await becomes(other, ({ rememberedMs }) => expect(rememberedMs).toBeLessThan(5_000))
    for (const way of [other, joined]) await becomes(way, isNotMissed)
    const from = steadyClock()
    for (const way of [other, joined])
      await becomes(way, ({ rememberedMs }) => expect(rememberedMs).toBeLessThan(steadyClock() - from))
    expect(other.store.status.turns).toBeUndefined()
  },
)

it.concurrent('a Redis that has forgotten all is told whom the first that comes back knew', async () => {
  await using group = await startWays(2)
  const { server, one, other } = group
  one.proxy.cut(true)
  await server.restart()
  const { turns } = await becomes(other, ({ connected, turns }) => {
    expect(connected).toBe(true)
    expect(turns).toBeDefined()
  })
  expect(turns?.count).toBe(2)
  expect(turns?.places).not.toEqual(one.store.status.turns?.places)
  one.proxy.cut(false)
  for (const way of [one, other]) await becomes(way, isNotMissed)
})

it.concurrent('so it is by one that comes back after a replica that knew nobody had come first', async () => {
  await using group = await startWays(2)
  const { server, one, other, join } = group
  for (const { proxy } of [one, other]) proxy.cut(true)
  await server.restart()
  const stranger = await join()
  other.proxy.cut(false)
  for (const way of [other, stranger]) await becomes(way, isMissed)
  expect(other.store.status.turns).toMatchObject({ count: 2 })
  expect(other.store.status.turns?.places).not.toEqual(one.store.status.turns?.places)
  one.proxy.cut(false)
  for (const way of [one, other, stranger]) await becomes(way, isNotMissed)
})

it('one that stalls, and has no others, places orders at once when it goes on, but none by a claim from before', async () => {
  await using group = await startWays(1)
  const { one } = group
  const ledger = createSharedLedger(one.store, steadyClock)
  const early = await ledger.begin('SIM-DEMO|1', 'tv-early', 'ticket')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000)
  // By then its sign of life is on the way.
  await sleep(0)
  const first = await ledger.begin('SIM-DEMO|1', 'tv-first', 'ticket')
  for (const order of [early.kind === 'mine' ? early.doubt() : early, first]) {
    if (order?.kind !== 'unsure') throw new Error('It goes by its claim.')
    expect(order.nextTurn().from).toBeLessThan(steadyClock() + 500)
  }
  await eventually(
    () => one.store.claim('x', 'mine', HOUR).catch(() => false),
    (isOurs) => expect(isOurs).toBe(true),
  )
  expect(one.store.status.returnedAt).toBeUndefined()
  expect(one.log).toEqual(['Connected to Redis'])
})
