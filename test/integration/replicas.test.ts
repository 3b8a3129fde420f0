import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type RedisServer, startRedisServer } from '../support/redis-server.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'
import { beOld } from '../support/shared-stores.ts'
import { startStopwatch } from '../support/stopwatch.ts'

/*
 * Two gateway processes with one Redis before one TradeLocker: whichever of them a request reaches, they act as one.
 */

let redis: RedisServer
let simulator: Simulator
let one: Replica
let other: Replica

beforeEach(async () => {
  redis = await startRedisServer()
  await beOld(redis)
})
afterEach(async () => {
  await Promise.all([one.close(), other.close()])
  await Promise.all([simulator.close(), redis.close()])
})

async function start(options: SimulatorOptions): Promise<void> {
  simulator = await startSimulator(options)
  const env = { ...replicaEnv(simulator), REDIS_URL: redis.url }
  ;[one, other] = await Promise.all([startReplica(env), startReplica(env)])
  for (const replica of [one, other]) {
    await redisIs(replica, 'connected', 2)
    await changesShow(replica, 'shown at once')
  }
}

function redisIs(replica: Replica, word: string, replicas: number) {
  return eventually(
    () => replica.readiness(),
    (readiness) => expect(readiness).toMatchObject({ status: 200, detail: { redis: word, replicas } }),
  )
}

/** The same user's panel at both replicas. */
async function loggedIn(): Promise<readonly [Panel, Panel]> {
  const panel = one.panel()
  await panel.logIn('anna@example.com', 'demo-password')
  return [panel, other.panel(panel.token)]
}

const ACCOUNT = '/accounts/700101'

/** Polls as a panel does, until told to stop. */
async function poll(panel: Panel, isOver: () => boolean): Promise<number> {
  let rounds = 0
  while (!isOver()) {
    await Promise.all([
      ...['orders', 'positions', 'state'].map((route) => panel.ok('GET', `${ACCOUNT}/${route}`)),
      panel.ok('GET', '/quotes?symbols=EURUSD%2CGBPUSD&accountId=700101'),
    ])
    rounds += 1
    await sleep(250)
  }
  return rounds
}

it('keeps the limits of an account that is polled through both', async () => {
  await start({ rateLimits: 'published' })
  const panels = await loggedIn()
  const until = Date.now() + 6_000
  const polling = panels.map((panel) => poll(panel, () => Date.now() >= until))
  simulator.control.setPrice('EURUSD', 1.1)
  for (const [i, panel] of [...panels, ...panels].entries()) {
    const elapsed = startStopwatch()
    await panel.ok('POST', `${ACCOUNT}/orders?requestId=busy${i}`, LIMIT_ORDER)
    expect(elapsed()).toBeLessThan(3_000)
  }
  await Promise.all(polling)
  const { rateLimitViolations, requests, ordersAccepted } = simulator.control.counters()
  expect(rateLimitViolations).toEqual({})
  expect(ordersAccepted).toHaveLength(4)
  expect(requests.getOrders ?? 0).toBeGreaterThanOrEqual(4)
})

const LIMIT_ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }

it('places one order per request that reaches both at once, also when Redis is killed meanwhile', async () => {
  await start({ rateLimits: 100 })
  const panels = await loggedIn()
  simulator.control.setPrice('EURUSD', 1.1)
  for (const panel of panels) await panel.ok('GET', `${ACCOUNT}/orders`)
  const placeAtBoth = async (requestId: string): Promise<void> => {
    const answers = panels.map((panel) =>
      panel.ok('POST', `${ACCOUNT}/orders?requestId=${requestId}`, LIMIT_ORDER),
    )
    const [first, second] = await Promise.all(answers)
    expect(first.orderId).toBe(second.orderId)
  }
  for (const id of ['a', 'b']) await placeAtBoth(id)
  const during = ['c', 'd', 'e'].map(placeAtBoth)
  const killed = sleep(15).then(() => redis.kill())
  await Promise.all([...during, killed])
  for (const id of ['f', 'a']) await placeAtBoth(id)
  await redis.restart()
  for (const replica of [one, other]) await redisIs(replica, 'connected', 2)
  for (const id of ['g', 'b']) await placeAtBoth(id)
  expect(simulator.control.counters().ordersAccepted).toHaveLength(7)
}, 180_000)

it('a poll of one that begins after the answer of a change at the other shows the change', async () => {
  await start({ rateLimits: 100 })
  const panels = await loggedIn()
  simulator.control.setPrice('EURUSD', 1.1)
  const idsAt = async (panel: Panel): Promise<string[]> =>
    (await panel.ok('GET', `${ACCOUNT}/orders`)).map(({ id }: { id: string }) => id)
  let heard = 0
  for (let round = 0; heard < 6; round++) {
    expect(round).toBeLessThan(30)
    const changing = round % 2 === 0 ? one : other
    const [panel, elsewhere] = round % 2 === 0 ? panels : [panels[1], panels[0]]
    for (const each of panels) await idsAt(each)
    const before = await changesHeard(changing)
    const { orderId } = await panel.ok('POST', `${ACCOUNT}/orders?requestId=told${round}`, LIMIT_ORDER)
    const ids = await idsAt(elsewhere)
    // On a busy machine a quarter of a second may have been too short: then nothing is promised, and the replica says so.
    if ((await changesHeard(changing)) === before) continue
    expect(ids).toContain(orderId)
    heard += 1
  }
})

/** Changes made at a replica of which the other one had heard before they were answered. */
async function changesHeard({ adminOrigin }: Replica): Promise<number> {
  const metrics = await (await fetch(`${adminOrigin}/metrics`)).text()
  return Number(/^gateway_changes_told_total\{outcome="heard"\} (\d+)$/m.exec(metrics)?.[1] ?? 0)
}

it('a change is answered while Redis hangs or is gone; replicas say that it shows late, and catch up', async () => {
  await start({ rateLimits: 100 })
  const [panel, elsewhere] = await loggedIn()
  simulator.control.setPrice('EURUSD', 1.1)
  const ids = [0, 1, 2].map(async (i) => {
    const { orderId } = await panel.ok('POST', `${ACCOUNT}/orders?requestId=open${i}`, LIMIT_ORDER)
    return String(orderId)
  })
  const [first, second, third] = await Promise.all(ids)
  const cancel = (id: string | undefined) => panel.ok('DELETE', `${ACCOUNT}/orders/${id}`)
  const statusElsewhere = async (id: string | undefined): Promise<string> => {
    const orders: { id: string; status: string }[] = await elsewhere.ok('GET', `${ACCOUNT}/orders`)
    return orders.find((order) => order.id === id)?.status ?? 'missing'
  }
  expect(await statusElsewhere(first)).toBe('working')

  redis.pause()
  await cancel(first)
  for (const replica of [one, other]) await changesShow(replica, 'shown late')
  redis.resume()
  for (const replica of [one, other]) await changesShow(replica, 'shown at once')
  await eventually(
    () => statusElsewhere(first),
    (status) => expect(status).toBe('cancelled'),
  )

  await redis.kill()
  await cancel(second)
  await redis.restart()
  for (const replica of [one, other]) await changesShow(replica, 'shown at once')
  let ticks = 0
  await eventually(
    async () => {
      const before = await changesHeard(one)
      ticks += 1
      await panel.ok('PUT', `${ACCOUNT}/orders/${third}`, { limitPrice: 1.05 + ticks / 10_000, qty: 0.1 })
      return (await changesHeard(one)) - before
    },
    (heard) => expect(heard).toBe(1),
  )
  await cancel(third)
  const { requests, ordersAccepted } = simulator.control.counters()
  expect(ordersAccepted).toHaveLength(3)
  expect(requests.cancelOrder).toBe(3)
})

async function changesShow({ readiness }: Replica, changesElsewhere: string): Promise<void> {
  await eventually(readiness, (ready) =>
    expect(ready).toMatchObject({ status: 200, detail: { changesElsewhere } }),
  )
}

it('log out on one is log out on both, within two seconds', async () => {
  await start({ rateLimits: 100 })
  const [panel, elsewhere] = await loggedIn()
  await elsewhere.ok('GET', '/accounts')
  await panel.ok('POST', '/logout')
  const loggedOutAt = performance.now()
  let askedAt = loggedOutAt
  let servedAt = loggedOutAt
  await eventually(
    () => {
      ;[servedAt, askedAt] = [askedAt, performance.now()]
      return elsewhere.send('GET', '/accounts')
    },
    ({ status }) => expect(status).toBe(401),
  )
  // Of those that were served, who asked last. How long an answer takes is another matter.
  expect(servedAt - loggedOutAt).toBeLessThan(2_000)
  // For good, also where the token was never seen.
  expect((await elsewhere.send('GET', '/accounts')).status).toBe(401)
})

it('a token that TradeLocker no longer takes is refreshed once for both', async () => {
  await start({ rateLimits: 100 })
  const [panel, elsewhere] = await loggedIn()
  for (const at of [panel, elsewhere]) await at.ok('GET', `${ACCOUNT}/state`)
  // A refresh token works once: whoever used it again would be logged out.
  for (let round = 1; round <= 3; round++) {
    simulator.control.expireTokens('anna@example.com')
    const read = () =>
      ['orders', 'positions', 'state', 'ordersHistory'].flatMap((route) =>
        [panel, elsewhere].map((at) => at.ok('GET', `${ACCOUNT}/${route}`)),
      )
    // Nothing is asked of TradeLocker while what was read last is fresh enough.
    await eventually(
      () => Promise.all(read()).then(() => simulator.control.counters().refreshes),
      (count) => expect(count).toBe(round),
    )
    await sleep(300)
  }
})

it('a token that expires is refreshed ahead of time, once for both', async () => {
  await start({ rateLimits: 100, accessTokenSeconds: 4 })
  const loggedInAt = Date.now()
  const panels = await loggedIn()
  const until = Date.now() + 9_000
  await Promise.all(panels.map((panel) => poll(panel, () => Date.now() >= until)))
  const { refreshes } = simulator.control.counters()
  expect(refreshes).toBeGreaterThanOrEqual(2)
  // Of four seconds a tenth is left unused, and up to one is lost because a token tells its end in whole seconds.
  expect(refreshes).toBeLessThanOrEqual((Date.now() - loggedInAt) / 2_600)
})

it('tokens lie in Redis, but nobody can read them there', async () => {
  await start({ rateLimits: 100 })
  const [panel, elsewhere] = await loggedIn()
  simulator.control.expireTokens('anna@example.com')
  for (const at of [panel, elsewhere]) await at.ok('GET', `${ACCOUNT}/state`)
  const values = await everythingIn(redis)
  expect(values.some((value) => value.startsWith('k1.'))).toBe(true)
  expect(values.join('\n')).not.toContain('eyJ')
  expect(values.join('\n')).not.toMatch(/anna|700101/)
})

it('goes on without Redis, each by its share, and together again when it is back', async () => {
  await start({ rateLimits: 'published' })
  const panels = await loggedIn()
  let isOver = false
  const polling = panels.map((panel) => poll(panel, () => isOver))
  await sleep(1_500)
  await redis.kill()
  for (const replica of [one, other]) await redisIs(replica, 'lost', 2)
  expect(await (await fetch(`${one.adminOrigin}/metrics`)).text()).toContain(
    'gateway_shared_store_connected 0',
  )
  await sleep(3_500)
  await redis.restart()
  for (const replica of [one, other]) await redisIs(replica, 'connected', 2)
  expect(await (await fetch(`${one.adminOrigin}/metrics`)).text()).toContain(
    'gateway_shared_store_connected 1',
  )
  await sleep(5_500)
  isOver = true
  for (const rounds of await Promise.all(polling)) expect(rounds).toBeGreaterThan(5)
  expect(simulator.control.counters().rateLimitViolations).toEqual({})
  for (const replica of [one, other]) {
    expect(replica.output()).toContain('Redis was lost')
    expect(replica.output()).toContain('Redis is back')
  }
})

/** Keys and values, as somebody with access to Redis sees them. */
async function everythingIn({ url }: RedisServer): Promise<string[]> {
  const client = new Redis(url)
  const keys = await client.keys('*')
  const values = await Promise.all(
    keys.map(async (key) => ((await client.type(key)) === 'string' ? ((await client.get(key)) ?? '') : '')),
  )
  client.disconnect()
  return [...keys, ...values]
}
