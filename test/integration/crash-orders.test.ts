import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type RedisServer, startRedisServer } from '../support/redis-server.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'
import { beOld } from '../support/shared-stores.ts'

const ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 0.5, qty: 0.1 }
const placing = (requestId: string) =>
  ['POST', `/accounts/700101/orders?requestId=${requestId}`, ORDER] as const

let simulator: Simulator
let redis: RedisServer | undefined
const replicas: Replica[] = []
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.close()))
  await Promise.all([simulator.close(), redis?.close()])
})

async function loggedIn(replica: Replica): Promise<Panel> {
  const panel = replica.panel()
  await panel.logIn('anna@example.com', 'demo-password')
  return panel
}

async function start(env: Record<string, string>): Promise<Replica> {
  const replica = await startReplica(env)
  replicas.push(replica)
  return replica
}

it.each([
  ['the login that made it', async (next: Replica, panel: Panel) => next.panel(panel.token)],
  ['a login made since', (next: Replica) => loggedIn(next)],
])(
  'an order under way at TradeLocker when its process is killed is not sent again by the next one for %s',
  async (_, repeats) => {
    simulator = await startSimulator({ rateLimits: 100 })
    const env = replicaEnv(simulator)
    const { one, panel } = await killedWhilePlacing(env)
    await one.close()
    const two = await start(env)
    await isOneOrder(await repeats(two, panel))
  },
  120_000,
)

it('nor is it where Redis has ended with its process, and with it what that one had claimed', async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  redis = await startRedisServer()
  await beOld(redis)
  const env = { ...replicaEnv(simulator), REDIS_URL: redis.url }
  const { one, panel } = await killedWhilePlacing(env)
  await Promise.all([one.close(), redis.restart()])
  const two = await start(env)
  await isConnected(two)
  await isOneOrder(two.panel(panel.token))
}, 120_000)

/** @returns a replica that has placed one order, while its second one is under way at TradeLocker for ten seconds */
async function killedWhilePlacing(env: Record<string, string>): Promise<{ one: Replica; panel: Panel }> {
  const one = await start(env)
  if (env.REDIS_URL !== undefined) await isConnected(one)
  const panel = await loggedIn(one)
  await panel.ok(...placing('first'))
  simulator.control.addFault({ operation: 'placeOrder', kind: 'latency', ms: 10_000 })
  panel.send(...placing('crash')).catch(() => undefined)
  await eventually(
    async () => simulator.control.counters().requests.placeOrder,
    (count) => expect(count).toBe(2),
  )
  simulator.control.clearFaults()
  return { one, panel }
}

/** Repeats the order that was under way. */
async function isOneOrder(panel: Panel): Promise<void> {
  const { orderId } = await panel.ok(...placing('crash'))
  const { ordersAccepted, requests } = simulator.control.counters()
  expect([ordersAccepted.map(({ id }) => id).slice(1), requests.placeOrder]).toEqual([[orderId], 2])
}

function isConnected(replica: Replica) {
  return eventually(
    () => replica.readiness(),
    ({ detail }) => expect(detail).toMatchObject({ redis: 'connected' }),
  )
}

it('an order that has ended is not sent again by the next process while the history is cut short before it', async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  const env = replicaEnv(simulator)
  const one = await start(env)
  const panel = await loggedIn(one)
  const placed: string[] = []
  for (const requestId of ['oldest', 'second', 'newest']) {
    const { orderId } = await panel.ok(...placing(requestId))
    await panel.ok('DELETE', `/accounts/700101/orders/${orderId}`)
    placed.push(orderId)
  }
  await one.close()
  // All of them are of one minute, so there is no asking for less.
  simulator.control.setHistoryRows(2)
  const next = (await start(env)).panel(panel.token)
  const unknown = await next.send(...placing('oldest'))
  expect(unknown.body).toMatchObject({ s: 'error', errmsg: expect.stringMatching(/check/i) })
  expect(await next.ok(...placing('newest'))).toMatchObject({ orderId: placed[2] })
  simulator.control.setHistoryRows(10_000)
  expect(await next.ok(...placing('oldest'))).toMatchObject({ orderId: placed[0] })
  expect(simulator.control.counters().ordersAccepted.map(({ id }) => id)).toEqual(placed)
}, 120_000)

it('an order is not sent again by the next process where its tag has moved since that one read the configuration', async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  const env = replicaEnv(simulator)
  const one = await start(env)
  const panel = await loggedIn(one)
  const placed: string[] = []
  for (const requestId of ['moved', 'hidden']) placed.push((await panel.ok(...placing(requestId))).orderId)
  await one.close()
  const next = (await start(env)).panel(panel.token)
  await next.ok('GET', '/accounts/700101/orders')
  const has = (kind: 'movedTags' | 'noTags') => {
    simulator.control.clearFaults()
    simulator.control.addFault({ operation: '*', kind })
  }
  has('movedTags')
  expect(await next.ok(...placing('moved'))).toMatchObject({ orderId: placed[0] })
  has('noTags')
  const unknown = await next.send(...placing('hidden'))
  expect(unknown.body).toMatchObject({ s: 'error', errmsg: expect.stringMatching(/check/i) })
  has('movedTags')
  expect(await next.ok(...placing('hidden'))).toMatchObject({ orderId: placed[1] })
  placed.push((await next.ok(...placing('new'))).orderId)
  expect(simulator.control.counters().ordersAccepted.map(({ id }) => id)).toEqual(placed)
}, 120_000)
