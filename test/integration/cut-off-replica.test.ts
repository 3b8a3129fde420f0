import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { startRedisServer } from '../support/redis-server.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'
import { beOld } from '../support/shared-stores.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const ACCOUNT = '/accounts/700101'
const LIMIT_ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }

/** Two gateway processes of which one alone cannot reach Redis, at the published limits, with a panel that polls at each. */
it('one order per request at a replica that is cut off from Redis and at one that is not, in turn and at once', async () => {
  const redis = await startRedisServer()
  await beOld(redis)
  const proxy = await startTcpProxy(Number(new URL(redis.url).port))
  const simulator = await startSimulator({ rateLimits: 'published' })
  const env = replicaEnv(simulator)
  const replicas = await Promise.all([
    startReplica({ ...env, REDIS_URL: `redis://127.0.0.1:${proxy.port}` }),
    startReplica({ ...env, REDIS_URL: redis.url }),
  ])
  const [cut, connected] = replicas
  let isOver = false
  const polls: Promise<void>[] = []
  try {
    for (const replica of replicas) await redisIs(replica, { redis: 'connected', replicas: 2 })
    const atCut = cut.panel()
    await atCut.logIn('anna@example.com', 'demo-password')
    const atConnected = connected.panel(atCut.token)
    simulator.control.setPrice('EURUSD', 1.1)
    polls.push(...[atCut, atConnected].map((panel) => poll(panel, () => isOver)))
    const told = new Map<string, Set<string>>()
    const place = async (panel: Panel, id: string): Promise<void> => {
      const orderId = await ordered(panel, id)
      told.set(id, (told.get(id) ?? new Set()).add(orderId ?? 'not known'))
    }

    proxy.cut(true)
    await redisIs(cut, { redis: 'lost' })
    const [cutOffFirst, connectedFirst, atOnce] = [['a', 'b'], ['c'], ['d', 'e', 'f']]
    const placeAll = (panel: Panel, ids: readonly string[]) => ids.map((id) => place(panel, id))
    await Promise.all([...placeAll(atCut, cutOffFirst), ...placeAll(atConnected, connectedFirst)])
    await Promise.all([
      ...placeAll(atConnected, [...cutOffFirst, ...atOnce]),
      ...placeAll(atCut, [...connectedFirst, ...atOnce]),
    ])

    proxy.cut(false)
    await redisIs(cut, { redis: 'connected', replicas: 2 })
    for (const id of told.keys()) await place(atConnected, id)
    isOver = true
    const accepted = simulator.control.counters().ordersAccepted.map(({ id }) => id)
    const known = [...told.values()].map((ids) => [...ids].filter((id) => id !== 'not known'))
    for (const ids of known) expect(ids).toHaveLength(1)
    expect(accepted.sort()).toEqual(known.flat().sort())
  } finally {
    isOver = true
    await Promise.allSettled(polls)
    await Promise.all(replicas.map((replica) => replica.close()))
    await Promise.all([simulator.close(), proxy.close()])
    await redis.close()
  }
}, 240_000)

/**
 * One that is cut off has its share of a limit, and the other one all of it: where TradeLocker will not be asked an order is not sent.
 * @returns the order's id, undefined where it is told that nobody knows, that there are too many requests, or that no turn came
 */
async function ordered(panel: Panel, id: string): Promise<string | undefined> {
  const { body } = await panel.send('POST', `${ACCOUNT}/orders?requestId=${id}`, LIMIT_ORDER)
  if (body.s === 'ok') return body.d.orderId
  expect(body.errmsg).toMatch(
    /^(The broker did not confirm the request|Too many requests|Orders cannot be placed safely)/,
  )
  return undefined
}

/** Polls as a panel does, until told to stop. A replica that is cut off may exceed the limits, and polls may come to nothing. */
async function poll(panel: Panel, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await Promise.all(
      ['orders', 'positions', 'state'].map((route) => panel.send('GET', `${ACCOUNT}/${route}`)),
    )
    await sleep(250)
  }
}

async function redisIs({ readiness }: Replica, detail: Readonly<Record<string, unknown>>): Promise<void> {
  await eventually(readiness, (ready) => expect(ready).toMatchObject({ status: 200, detail }))
}
