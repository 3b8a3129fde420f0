import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { readBeat } from '../../../adapters/redis/heartbeat.ts'
import { BEAT } from '../../../adapters/redis/scripts.ts'
import { eventually } from '../../support/eventually.ts'
import { type RedisServer, startRedisServer } from '../../support/redis-server.ts'

/*
 * What a real Redis makes of signs of life that are given by hand, at times that are written by hand.
 */

const KEYS = ['members', 'birth', 'apart', 'run', 'joined', 'missed', 'doubted', 'agreed']
const GONE_MS = 5_000
const HOUR = 3_600_000

let server: RedisServer
let client: Redis

beforeAll(async () => {
  server = await startRedisServer()
  client = new Redis(server.url)
})
afterAll(async () => {
  client.disconnect()
  await server.close()
})
beforeEach(() => client.flushall())

async function beat(name: string, { answered = '' as number | '', known = '', goneMs = GONE_MS } = {}) {
  return readBeat(
    (await client.eval(BEAT, KEYS.length, ...KEYS, name, goneMs, 0, answered, known)) as string[],
  )
}

/** Milliseconds by Redis' clock. */
async function time(): Promise<number> {
  const [seconds, microseconds] = await client.time()
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000)
}

/** Signs of life of those who were last in touch so many milliseconds ago. */
async function were(ages: Readonly<Record<string, number>>): Promise<void> {
  const now = await time()
  for (const [name, age] of Object.entries(ages)) await client.zadd('members', now - age, name)
}

it('whoever comes for one that is missed stands in its place, so that the turns stay those that all know', async () => {
  await were({ c: 9_000, 'a-1': 8_000, b: 100, d: 50 })
  expect(await beat('d')).toMatchObject({
    missed: ['c', 'a-1'],
    agreed: ['a-1', 'b', 'c', 'd'],
    names: ['b', 'd'],
  })
  expect(await beat('z')).toMatchObject({ missed: ['a-1'], agreed: ['a-1', 'b', 'z', 'd'] })
  await client.zadd('members', (await time()) - 6_000, 'b')
  expect(await beat('y')).toMatchObject({ missed: ['b'], agreed: ['y', 'b', 'z', 'd'] })
  expect(await beat('x')).toMatchObject({ missed: [], agreed: [] })
})

it('one that is started anew too soon to stand for the one before is among those who take turns', async () => {
  await were({ before: 5_100, after: 100 })
  await client.zadd('joined', (await time()) - 4_000, 'after')
  expect(await beat('after')).toMatchObject({ missed: ['before'], agreed: ['after', 'before'] })
})

it('one that vanished is missed no more when another has come for it, also one that was without the store at first', async () => {
  await were({ before: 2_000 })
  // It cannot tell when it was last in touch, so it is taken for silent as well, until its second sign of life.
  const { now } = await beat('after', { answered: 0, goneMs: 1_000 })
  expect(await beat('after', { answered: now, goneMs: 1_000 })).toMatchObject({
    missed: [],
    names: ['after'],
  })
})

it('a Redis that runs anew keeps what was agreed, and one that has lost it is told in whose order turns are', async () => {
  await were({ a: 9_000, b: 8_000, c: 100, d: 100 })
  await beat('c')
  const before = await beat('z')
  expect(before.agreed).toEqual(['z', 'b', 'c', 'd'])
  // What one that was cut off since long remembers is not what the others go by.
  await client.set('run', 'the one before')
  expect((await beat('d', { known: 'a d' })).agreed).toEqual(before.agreed)
  await client.flushall()
  const { agreed, missed } = await beat('d', { known: before.agreed.join(' ') })
  expect(agreed).toEqual(before.agreed)
  expect([...missed].sort()).toEqual(['b', 'c', 'z'])
})

/** The answer to the sign of life of one that had stalled, alone, for longer than anybody is waited for. */
async function gaveItselfUp() {
  await were({ me: 6_000 })
  const answer = await beat('me', { answered: (await time()) - 6_000 })
  expect(answer).toMatchObject({ isNew: false, names: [] })
  return { answered: answer.now, known: 'me' }
}

it('one that only its own sign of life had given up is known when it gives the next one', async () => {
  expect(await beat('me', await gaveItselfUp())).toMatchObject({ isNew: false, missed: [], names: ['me'] })
})

it('one that another has given up meanwhile is not', async () => {
  await were({ me: 6_000, other: 100 })
  await beat('other')
  expect(await beat('me', { answered: (await time()) - 6_000 })).toMatchObject({
    isNew: true,
    names: ['other'],
  })
})

it.each(['', 'me other'])(
  'nor is one that was forgotten in between, by all but those who knew "%s"',
  async (known) => {
    const next = await gaveItselfUp()
    await client.flushall()
    await beat('other', { known })
    expect((await beat('me', next)).isNew).toBe(true)
  },
)

it('a Redis that runs anew vouches for nothing before, also where it broke off the first sign of life', async () => {
  const { birth } = await beat('me')
  await client.mset('run', 'the one before', 'birth', birth - HOUR)
  await client.call('ACL', 'SETUSER', 'default', '-del')
  await expect(beat('me')).rejects.toThrow()
  await client.call('ACL', 'SETUSER', 'default', '+del')
  expect((await beat('me')).birth).toBeGreaterThanOrEqual(birth)
})

it('a clock that was put back keeps nobody alive, nobody missed and nothing in doubt for longer', async () => {
  const later = (await beat('me')).now + HOUR
  await client.set('birth', later)
  const first = await beat('me')
  expect(first.birth).toBeLessThanOrEqual(first.now)
  for (const key of ['members', 'missed', 'doubted', 'joined']) await client.zadd(key, later, `one-${key}`)
  await client.set('agreed', 'one-members one-missed me')
  const { now } = await beat('me')
  for (const key of ['members', 'missed', 'doubted', 'joined'])
    expect(await client.zrangebyscore(key, `(${now}`, '+inf')).toEqual([])
  await eventually(
    () => beat('me', { goneMs: 50 }),
    ({ missed }) => expect(missed).toContain('one-members'),
  )
})
