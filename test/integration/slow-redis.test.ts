import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { startRedisServer } from '../support/redis-server.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const ACCOUNT = '/accounts/700101'
const LIMIT_ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }

/** Two gateway processes whose Redis answers, but a tenth of a second late. */
it('goes on with a slow Redis, each replica by its share, and places one order per request', async () => {
  const redis = await startRedisServer()
  const proxy = await startTcpProxy(Number(new URL(redis.url).port))
  const simulator = await startSimulator({ rateLimits: 'published' })
  const env = { ...replicaEnv(simulator), REDIS_URL: `redis://127.0.0.1:${proxy.port}` }
  const replicas = await Promise.all([startReplica(env), startReplica(env)])
  const [one, other] = replicas
  try {
    await redisIs(replicas, 'connected', 1)
    const panel = one.panel()
    await panel.logIn('anna@example.com', 'demo-password')
    const panels = [panel, other.panel(panel.token)]
    simulator.control.setPrice('EURUSD', 1.1)

    let isOver = false
    const polls = panels.map(async (each) => {
      let rounds = 0
      for (; !isOver; rounds++) {
        await Promise.all(['orders', 'positions', 'state'].map((route) => poll(each, `${ACCOUNT}/${route}`)))
        await sleep(250)
      }
      return rounds
    })
    await sleep(1_000)
    proxy.delay(120)
    await redisIs(replicas, 'slow', 0)
    const { getOrders: before = 0 } = simulator.control.counters().requests
    for (const id of ['a', 'b']) {
      const answers = panels.map((each) => each.ok('POST', `${ACCOUNT}/orders?requestId=${id}`, LIMIT_ORDER))
      const [first, second] = await Promise.all(answers)
      expect(first?.orderId).toBe(second?.orderId)
    }
    await sleep(4_000)
    expect((simulator.control.counters().requests.getOrders ?? 0) - before).toBeGreaterThanOrEqual(2)
    proxy.delay(0)
    await redisIs(replicas, 'connected', 1)
    await sleep(2_000)
    isOver = true
    for (const rounds of await Promise.all(polls)) expect(rounds).toBeGreaterThan(5)
    expect(simulator.control.counters().rateLimitViolations).toEqual({})
    expect(simulator.control.counters().ordersAccepted).toHaveLength(2)
    for (const replica of replicas) {
      expect(replica.output()).toContain('Redis answers too slowly')
      expect(replica.output()).toContain('Redis answers quickly again')
    }
  } finally {
    await Promise.all(replicas.map((replica) => replica.close()))
    await Promise.all([simulator.close(), proxy.close()])
    await redis.close()
  }
}, 120_000)

/**
 * While replicas change over to their shares, and where every second turn of a share is an order's, what was read last may
 * become too old to be shown: then, and for no other reason, a poll says that it waited in vain.
 */
async function poll(panel: Panel, path: string): Promise<void> {
  const { status, body } = await panel.send('GET', path)
  expect(status).toBe(200)
  if (body.s !== 'ok') expect(body.errmsg).toMatch(/^Too many requests are waiting at the moment\./)
}

async function redisIs(replicas: readonly Replica[], word: string, connected: 0 | 1): Promise<void> {
  for (const { readiness, adminOrigin } of replicas) {
    await eventually(
      readiness,
      (ready) => expect(ready).toMatchObject({ status: 200, detail: { redis: word, replicas: 2 } }),
      30_000,
    )
    const metrics = await (await fetch(`${adminOrigin}/metrics`)).text()
    expect(metrics).toContain(`gateway_shared_store_connected ${connected}`)
  }
}
