import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type RedisServer, startRedisServer } from '../support/redis-server.ts'
import { beOld } from '../support/shared-stores.ts'
import { type Stack, startStackOn } from '../support/stack.ts'

/*
 * Two gateways with one Redis, of which one is told another time of day while it runs.
 */

const ORDERS = '/accounts/700101/orders'
const LIMIT_ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }

let redis: RedisServer
let simulator: Simulator
let aheadMs: number
let set: Stack
let other: Stack
let atSet: Panel
let atOther: Panel

beforeEach(async () => {
  redis = await startRedisServer()
  await beOld(redis)
  simulator = await startSimulator({ rateLimits: 100 })
  aheadMs = 0
  const env = { REDIS_URL: redis.url }
  set = await startStackOn(simulator, env, { clock: () => Date.now() + aheadMs })
  other = await startStackOn(simulator, env)
  await redisIs('connected')
  atSet = await set.panel('anna')
  atOther = await other.panel('anna')
})
afterEach(async () => {
  await Promise.all([set.close(), other.close()])
  await Promise.all([simulator.close(), redis.close()])
})

async function redisIs(word: string): Promise<void> {
  for (const { admin } of [set, other]) {
    await eventually(
      async () => (await fetch(`${admin.origin}/readyz`)).json(),
      (readiness) => expect(readiness).toMatchObject({ detail: { redis: word, replicas: 2 } }),
    )
  }
}

it('a clock that is set back after Redis was lost keeps nobody from reading or trading', async () => {
  await redis.restart()
  await redisIs('connected')
  aheadMs = -3_600_000
  await atSet.ok('GET', ORDERS)
  const { orderId } = await atSet.ok('POST', `${ORDERS}?requestId=setback1`, LIMIT_ORDER)
  expect(await atOther.ok('POST', `${ORDERS}?requestId=setback1`, LIMIT_ORDER)).toEqual({ orderId })
  await atSet.ok('DELETE', `${ORDERS}/${orderId}`)
}, 60_000)

it.each([8_000, -8_000])(
  'a clock that is set by %i ms while Redis is lost gives nobody the turn of another',
  async (byMs) => {
    await redis.kill()
    await redisIs('lost')
    aheadMs = byMs
    const ids = ['inturn1', 'inturn2', 'inturn3']
    const placed = ids.map(async (id) => {
      const both = [atSet, atOther].map((panel) => panel.ok('POST', `${ORDERS}?requestId=${id}`, LIMIT_ORDER))
      const [first, second] = await Promise.all(both)
      expect(second).toEqual(first)
      return first.orderId
    })
    const orderIds = await Promise.all(placed)
    const accepted = simulator.control.counters().ordersAccepted.map(({ id }) => id)
    expect(accepted.sort()).toEqual(orderIds.sort())
  },
  90_000,
)
