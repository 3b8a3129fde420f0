import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createRedisStore } from '../../../adapters/redis/store.ts'
import type { SharedStore } from '../../../src/broker/shared-store.ts'
import { steadyClock } from '../../../src/steady-clock.ts'
import { eventually } from '../../support/eventually.ts'
import { type RedisServer, startRedisServer } from '../../support/redis-server.ts'
import { startStopwatch } from '../../support/stopwatch.ts'

const HOUR = 3_600_000

let server: RedisServer
let one: SharedStore
let other: SharedStore

beforeAll(async () => {
  server = await startRedisServer()
  one = await connected(server.url)
  other = await connected(server.url)
})
afterAll(async () => {
  await one.close()
  await other.close()
  await server.close()
})

const silent = { info: () => {}, warn: () => {} }

async function connected(url: string): Promise<SharedStore> {
  const store = createRedisStore(url, { log: silent, elapsed: steadyClock })
  await becomes(store, true)
  return store
}

async function becomes(store: SharedStore, isConnected: boolean): Promise<void> {
  await eventually(
    async () => store.status.connected,
    (value) => expect(value).toBe(isConnected),
  )
}

describe('values', () => {
  it('are what was set last, by whichever replica', async () => {
    expect(await one.get('value')).toBeUndefined()
    await one.set('value', 'first', HOUR)
    await other.set('value', 'second', HOUR)
    expect(await one.get('value')).toBe('second')
    await one.delete('value')
    expect(await other.get('value')).toBeUndefined()
  })

  it('end with their time to live', async () => {
    await one.set('short', 'x', 50)
    await eventually(
      () => one.get('short'),
      (value) => expect(value).toBeUndefined(),
    )
  })

  it('are claimed by one of fifty replicas that try at once', async () => {
    const claims = Array.from({ length: 50 }, (_, i) =>
      (i % 2 === 0 ? one : other).claim('order', `${i}`, HOUR),
    )
    const won = (await Promise.all(claims)).flatMap((hasWon, i) => (hasWon ? [`${i}`] : []))
    expect(won).toEqual([await one.get('order')])
  })

  it('are replaced and deleted only while they are what the caller believes', async () => {
    await one.set('held', 'mine', HOUR)
    expect(await other.replace('held', 'theirs', 'stolen', HOUR)).toBe(false)
    await other.delete('held', 'theirs')
    expect(await one.get('held')).toBe('mine')
    expect(await other.replace('held', 'mine', 'handed over', HOUR)).toBe(true)
    await one.delete('held', 'handed over')
    expect(await one.get('held')).toBeUndefined()
    expect(await one.replace('never there', '', 'x', HOUR)).toBe(false)
  })
})

describe('what a replica tells', () => {
  it('has been heard by every other one when that is said, and is not told to itself', async () => {
    const heard: string[] = []
    const [teller, ...others] = await replicas(3)
    teller.listen({ told: (text) => heard.push(`teller: ${text}`), missed: () => {} })
    for (const [i, one] of others.entries())
      one.listen({ told: (text) => heard.push(`${i}: ${text}`), missed: () => {} })
    for (const text of ['a', 'b', 'c']) {
      await toldInTime(teller, text)
      // In vain on a busy machine, it may have been told more than once.
      expect(new Set(heard.splice(0))).toEqual(new Set([`0: ${text}`, `1: ${text}`]))
    }
  })

  it('is waited for a quarter of a second where somebody does not answer, and only once', async () => {
    const own = await startOwn()
    const lines: string[] = []
    const heard: boolean[] = []
    const log = {
      info: (line: string) => void lines.push(line),
      warn: (line: string) => void lines.push(line),
    }
    const onTold = (isHeard: boolean) => void heard.push(isHeard)
    const store = closing(createRedisStore(own.url, { log, elapsed: steadyClock, onTold }))
    await hears(store)
    const client = clientOf(own)
    await toldInTime(store, 'to nobody')
    heard.length = 0
    lines.length = 0
    await client.zadd('tradelocker-gateway:replicas', Date.now() + HOUR, 'hangs')
    const [from, elapsed] = [performance.now(), startStopwatch()]
    expect(await store.tell('first')).toBe(false)
    expect(performance.now() - from).toBeGreaterThan(240)
    expect(elapsed()).toBeLessThan(600)
    const again = startStopwatch()
    expect(await store.tell('second')).toBe(false)
    expect(again()).toBeLessThan(200)
    await client.zrem('tradelocker-gateway:replicas', 'hangs')
    await toldInTime(store, 'to nobody again')
    expect(heard.slice(0, 2)).toEqual([false, false])
    expect(heard.at(-1)).toBe(true)
    const ofChanges = lines.filter((line) => line.includes('in time'))
    expect(ofChanges.map((line) => line.split(/[;.]/, 1)[0])).toEqual([
      'Not all replicas heard of a change in time',
      'All replicas hear of changes in time again',
    ])
  })

  it('may have been missed by one that did not hear for a while; it is told so when it hears again', async () => {
    const own = await startOwn()
    const [store, other] = [closing(await connected(own.url)), closing(await connected(own.url))]
    for (const each of [store, other]) await hears(each)
    const heard: string[] = []
    other.listen({ told: (text) => heard.push(text), missed: () => heard.push('missed') })
    const client = clientOf(own)
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await eventually(
      async () => heard,
      (all) => expect(all).toEqual(['missed']),
    )
    await hears(store)
    await toldInTime(store, 'a')
    expect(new Set(heard)).toEqual(new Set(['missed', 'a']))
    heard.length = 0
    // A way that has died without a word.
    own.pause()
    await eventually(
      async () => other.status,
      (status) => expect(status).toMatchObject({ hears: false }),
    )
    const elapsed = startStopwatch()
    expect(await store.tell('b')).toBe(false)
    expect(elapsed()).toBeLessThan(400)
    own.resume()
    await eventually(
      async () => heard,
      (all) => expect(all).toContain('missed'),
    )
    for (const each of [store, other]) await becomes(each, true)
    await hears(store)
    await toldInTime(store, 'c')
    expect(heard.at(-1)).toBe('c')
  })

  it('is not told, nor waited for, where there is no Redis; and one that does not hear says so', async () => {
    const own = await startOwn()
    const admin = clientOf(own)
    await admin.call('ACL', 'SETUSER', 'mute', 'on', '>mute', '~*', '+@all', 'resetchannels')
    const lines: string[] = []
    const url = new URL(own.url)
    url.username = url.password = 'mute'
    const log = { info: () => {}, warn: (line: string) => void lines.push(line) }
    const store = closing(createRedisStore(url.href, { log, elapsed: steadyClock }))
    await eventually(
      async () => lines,
      (all) => expect(all.at(-1)).toContain('does not hear of changes at the others'),
    )
    expect(store.status).toMatchObject({ connected: true, hears: false })
    expect(await store.tell('x')).toBe(false)
    await admin.call('ACL', 'SETUSER', 'mute', 'allchannels')
    await hears(store)
    await toldInTime(store, 'x')
    await own.kill()
    await becomes(store, false)
    const elapsed = startStopwatch()
    expect(await store.tell('x')).toBe(false)
    expect(elapsed()).toBeLessThan(50)
  })

  const replicas = async (count: number): Promise<[SharedStore, ...SharedStore[]]> => {
    const first = closing(await connected(server.url))
    const rest = await Promise.all(
      Array.from({ length: count - 1 }, async () => closing(await connected(server.url))),
    )
    for (const store of [first, ...rest, one, other]) await hears(store)
    return [first, ...rest]
  }
  const startOwn = async (): Promise<RedisServer> => {
    const own = await startRedisServer()
    onTestFinished(() => own.close())
    return own
  }
  const closing = (store: SharedStore): SharedStore => {
    onTestFinished(() => store.close())
    return store
  }
  const clientOf = ({ url }: RedisServer): Redis => {
    const client = new Redis(url)
    client.on('error', () => undefined)
    onTestFinished(() => client.disconnect())
    return client
  }
  const hears = (store: SharedStore) =>
    eventually(
      async () => store.status,
      (status) => expect(status).toMatchObject({ connected: true, hears: true }),
    )
  /** On a busy machine a quarter of a second may be too short. */
  const toldInTime = (store: SharedStore, text: string) =>
    eventually(
      () => store.tell(text),
      (isHeard) => expect(isHeard).toBe(true),
    )
})

/** The most milliseconds that can have passed in Redis since then: its clock is another one. */
const since = (from: number): number => performance.now() - from + 2

describe('a window', () => {
  it.concurrent.each([
    { limit: 1, intervalMs: 1_000 },
    { limit: 4, intervalMs: 1_000 },
    { limit: 5, intervalMs: 1_112 },
  ])(
    'never holds more than $limit calls in $intervalMs ms, over two replicas',
    async ({ limit, intervalMs }) => {
      const windows = 4
      const elapsed = startStopwatch()
      const key = `window ${limit} ${intervalMs}`
      const starts: { readonly from: number; readonly to: number }[] = []
      const replica = async (store: SharedStore): Promise<void> => {
        while (starts.length < windows * limit) {
          const from = performance.now()
          const waitMs = await store.take(key, limit, intervalMs)
          if (waitMs === 0) starts.push({ from, to: performance.now() })
          // Odd steps, so that tries come at every phase of a window.
          else await sleep(Math.min(waitMs, 7 + (starts.length % 5) * 13))
        }
      }
      await Promise.all([replica(one), replica(other), replica(one)])
      // The first window is free; each of the others opens when the one before it ends.
      expect(elapsed()).toBeLessThan(windows * intervalMs)
      starts.sort((a, b) => a.from - b.from)
      // A call was counted somewhere between question and answer: too close is what no moment in there can explain.
      const tooClose = starts.filter((start, i) => {
        const next = starts[i + limit]
        return next !== undefined && next.to - start.from < intervalMs - 1
      })
      expect(tooClose).toEqual([])
    },
  )

  it('has no moment at which it begins anew', async () => {
    const take = () => one.take('burst', 3, 1_000)
    expect(await take()).toBe(0)
    await sleep(850)
    const from = performance.now()
    expect([await take(), await other.take('burst', 3, 1_000)]).toEqual([0, 0])
    await sleep(250)
    // The first call has left the window, the other two have not.
    expect(await take()).toBe(0)
    expect(await take()).toBeGreaterThan(1_000 - since(from))
  })

  it('tells when the next call may start', async () => {
    const from = performance.now()
    expect(await one.take('told', 1, 2_000)).toBe(0)
    const waitMs = await other.take('told', 1, 2_000)
    expect(waitMs).toBeGreaterThan(2_000 - since(from))
    expect(waitMs).toBeLessThanOrEqual(2_000)
  })

  it('takes less than one call per second as one call per a longer time', async () => {
    const from = performance.now()
    expect(await one.take('slow', 0.5, 1_000)).toBe(0)
    expect(await one.take('slow', 0.5, 1_000)).toBeGreaterThan(2_000 - since(from))
  })
})

it('tells replicas of each other, in one order', async () => {
  await eventually(
    async () => [one.status.replicas, other.status.replicas],
    ([first, second]) => {
      expect(first?.count).toBe(2)
      expect(second?.count).toBe(2)
      expect([first?.place, second?.place].sort()).toEqual([0, 1])
      expect(Math.abs(first?.clockOffsetMs ?? Number.NaN)).toBeLessThan(100)
    },
  )
})

describe('a Redis that is not there', () => {
  it('holds nothing up: every method rejects at once', async () => {
    const store = createRedisStore('redis://127.0.0.1:1', { log: silent, elapsed: steadyClock })
    const elapsed = startStopwatch()
    await expect(store.get('x')).rejects.toThrow()
    await expect(store.take('x', 1, 1_000)).rejects.toThrow()
    await expect(store.claim('x', 'y', 1_000)).rejects.toThrow()
    expect(elapsed()).toBeLessThan(50)
    expect(store.status).toMatchObject({ connected: false, detail: 'not connected yet', replicas: undefined })
    await store.close()
  })

  it('is told once when it is lost and once when it is back, however often it is asked', async () => {
    const own = await startRedisServer()
    const lines: string[] = []
    const log = {
      info: (line: string) => void lines.push(line),
      warn: (line: string) => void lines.push(line),
    }
    const states: boolean[] = []
    const store = createRedisStore(own.url, {
      log,
      elapsed: steadyClock,
      onConnected: (is) => void states.push(is),
    })
    await becomes(store, true)

    own.pause()
    const elapsed = startStopwatch()
    const answers = await Promise.allSettled(Array.from({ length: 200 }, () => store.get('x')))
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true)
    expect(elapsed()).toBeLessThan(450)
    const again = startStopwatch()
    await expect(store.get('x')).rejects.toThrow()
    expect(again()).toBeLessThan(50)
    own.resume()
    await becomes(store, true)

    for (let flap = 0; flap < 2; flap++) {
      await own.kill()
      await becomes(store, false)
      await own.restart()
      await becomes(store, true)
      await store.set('x', 'usable', HOUR)
      expect(await store.get('x')).toBe('usable')
    }
    expect(lines.map((line) => line.split(/[;.]/, 1)[0])).toEqual([
      'Connected to Redis',
      ...Array(3).fill(['Redis was lost', 'Redis is back']).flat(),
    ])
    expect(states).toEqual([false, true, false, true, false, true, false, true])
    await store.close()
    await own.close()
  })

  it('vouches for nothing before its own run: what it has saved, or copied, may lack the last minutes', async () => {
    const own = await startRedisServer()
    const first = await connected(own.url)
    await first.close()
    const client = new Redis(own.url)
    await client.set('tradelocker-gateway:birth', Date.now() - HOUR)
    const sameRun = await connected(own.url)
    expect(Math.abs(sameRun.status.rememberedMs - HOUR)).toBeLessThan(5_000)
    await sameRun.close()
    // As after a restart from a dump.
    await client.set('tradelocker-gateway:run', 'of the run that wrote it')
    const restored = await connected(own.url)
    expect(restored.status.rememberedMs).toBeLessThan(5_000)
    client.disconnect()
    await restored.close()
    await own.close()
  })

  it('comes back with a new memory when it came back empty', async () => {
    const own = await startRedisServer()
    const store = await connected(own.url)
    const first = steadyClock()
    expect(store.status.rememberedMs).toBeLessThan(5_000)
    expect(store.status.returnedAt).toBeUndefined()
    await own.restart()
    await eventually(
      async () => store.status,
      ({ connected, rememberedMs }) => {
        expect(connected).toBe(true)
        expect(rememberedMs).toBeLessThan(steadyClock() - first)
      },
    )
    expect(store.status.settled).toBe(false)
    expect(store.status.returnedAt).toBeGreaterThan(store.status.lostAt)
    await store.close()
    await own.close()
  })
})
