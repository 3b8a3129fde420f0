import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createRedisStore } from '../../../adapters/redis/store.ts'
import { createSharedPermit } from '../../../adapters/tradelocker/budgets/shared-budgets.ts'
import type { SharedStore } from '../../../src/broker/shared-store.ts'
import { steadyClock } from '../../../src/steady-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { type RedisServer, startRedisServer } from '../../support/redis-server.ts'
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'

/*
 * A Redis that answers, but too late for calls to be counted in it: two replicas, each behind a way of its own.
 */

interface Way {
  readonly store: SharedStore
  readonly proxy: TcpProxy
  readonly log: string[]
  readonly told: boolean[]
}

/** Two replicas that know of each other. */
async function startWays() {
  const server = await startRedisServer()
  const [one, other] = [await startWay(server), await startWay(server)]
  for (const way of [one, other]) await becomes(way, { detail: 'connected', settled: true, replicas: 2 })
  const close = async () => {
    for (const { store, proxy } of [one, other]) {
      await store.close()
      await proxy.close()
    }
    await server.close()
  }
  return { one, other, [Symbol.asyncDispose]: close }
}

async function startWay(server: RedisServer): Promise<Way> {
  const proxy = await startTcpProxy(Number(new URL(server.url).port))
  const log: string[] = []
  const told: boolean[] = []
  const note = (line: string) => void log.push(line.split(/[;.]/, 1)[0] ?? '')
  const store = createRedisStore(`redis://127.0.0.1:${proxy.port}`, {
    log: { info: note, warn: note },
    elapsed: steadyClock,
    onConnected: (is) => void told.push(is),
  })
  return { store, proxy, log, told }
}

async function becomes({ store }: Way, expected: { detail: string; settled: boolean; replicas: number }) {
  await eventually(
    async () => store.status,
    ({ detail, settled, replicas }) =>
      expect({ detail, settled, replicas: replicas?.count }).toEqual(expected),
  )
}

it.concurrent('is told as slow, is still asked, and is told as quick again when it is', async () => {
  await using ways = await startWays()
  const { one, other } = ways
  one.proxy.delay(120)
  await becomes(one, { detail: 'slow', settled: false, replicas: 2 })
  expect(one.store.status).toMatchObject({ connected: true, counts: false })
  expect(one.store.status.countedUntil).toBeGreaterThan(steadyClock() - 1_000)
  // What needs no haste works on: an order is claimed as before.
  expect(await one.store.claim('order', 'one', 60_000)).toBe(true)
  expect(await other.store.claim('order', 'other', 60_000)).toBe(false)
  // The other replica's way is quick, but calls are made that are not counted: it keeps to its share as well.
  await becomes(other, { detail: 'connected', settled: false, replicas: 2 })
  one.proxy.delay(0)
  for (const way of [one, other]) await becomes(way, { detail: 'connected', settled: true, replicas: 2 })
  expect(one.log).toEqual(['Connected to Redis', 'Redis answers too slowly', 'Redis answers quickly again'])
  expect(one.told).toEqual([false, true, false, true])
  expect(other.told).toEqual([false, true])
})

it.concurrent.each([
  { slow: 'both', limit: 2, intervalMs: 1_000, least: 2 },
  { slow: 'one', limit: 2, intervalMs: 1_000, least: 2 },
  { slow: 'both', limit: 1, intervalMs: 1_000, least: 1 },
])(
  'while it is slow for $slow of two replicas, both go on by their shares of a limit of $limit',
  async ({ slow, limit, intervalMs, least }) => {
    await using pair = await startWays()
    const { one, other } = pair
    const ways = [one, other].map((way) => ({ ...way, starts: [] as number[] }))
    let isOver = false
    const call = async ({ store, starts }: (typeof ways)[number]): Promise<void> => {
      const permit = createSharedPermit({ store, elapsed: steadyClock })
      while (!isOver) {
        // As with headroom: what is counted with up to 100 ms between count and start.
        const waitMs = await permit('lane', { limit, intervalMs: intervalMs / 0.9 })
        if (waitMs === 0) starts.push(performance.now())
        else await sleep(waitMs)
      }
    }
    const calling = ways.map(call)
    await sleep(1_000)
    for (const { proxy } of slow === 'both' ? [one, other] : [one]) proxy.delay(120)
    await becomes(one, { detail: 'slow', settled: false, replicas: 2 })
    const slowFrom = performance.now()
    await sleep(6_000)
    for (const { starts } of ways) {
      const while_ = starts.filter((at) => at > slowFrom)
      expect(while_.length).toBeGreaterThanOrEqual(least)
    }
    for (const { proxy } of ways) proxy.delay(0)
    for (const way of [one, other]) await becomes(way, { detail: 'connected', settled: true, replicas: 2 })
    await sleep(1_500)
    isOver = true
    await Promise.all(calling)
    const all = ways.flatMap(({ starts }) => starts).sort((a, b) => a - b)
    const closest = all.slice(limit).map((at, i) => at - (all[i] ?? 0))
    expect(Math.min(...closest)).toBeGreaterThan(intervalMs)
  },
)
