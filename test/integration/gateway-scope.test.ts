import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CHANGED_PRIORITY } from '../../adapters/tradelocker/transport/routes.ts'
import { panelRoutes, poll } from '../support/polling.ts'
import { isPoll, watchQueues } from '../support/queue-watch.ts'
import { LONG_UP_MS, type Stack, startStack } from '../support/stack.ts'

/** A TradeLocker that counts the calls of all users together, and a gateway that has been told so. */

let calls: ReturnType<typeof watchQueues>
let stack: Stack
beforeEach(async () => {
  calls = watchQueues()
  stack = await startStack(
    { rateLimits: 'published', rateLimitScope: 'all' },
    { RATE_LIMIT_SCOPE: 'gateway' },
    { uptimeMs: LONG_UP_MS },
  )
})
afterEach(async () => {
  await stack.close()
  vi.restoreAllMocks()
})

const violations = () => stack.simulator.control.counters().rateLimitViolations

it('users share one budget: no limit is broken, and all of them are served', async () => {
  const [anna, ben] = [await stack.panel('anna'), await stack.panel('ben')]
  const answers = await Promise.all([
    poll(anna, panelRoutes('700101', 'EURUSD'), { forMs: 6_000 }),
    poll(ben, panelRoutes('700201', 'EURUSD'), { forMs: 6_000 }),
  ])
  expect(answers.flat().filter(({ s }) => s !== 'ok')).toEqual([])
  expect(violations()).toEqual({})
  // Queues that both of them used: orders, positions and the state at the least.
  const started = Map.groupBy(
    calls.filter(({ hasStarted }) => hasStarted),
    ({ lane }) => lane,
  )
  const turns = [...started.values()]
    .map((used) => [...Map.groupBy(used, ({ owner }) => owner).values()].map(({ length }) => length))
    .filter((counts) => counts.length > 1 && Math.max(...counts) > 1)
  expect(turns.length).toBeGreaterThanOrEqual(3)
  // Prices are read for both by one of them, accounts for each.
  const even = turns.filter((counts) => Math.min(...counts) >= Math.max(...counts) / 2)
  expect(even.length).toBeGreaterThanOrEqual(3)
})

it('what a trader has changed is read before what others only look at, however many they are', async () => {
  const trader = await stack.panel('anna')
  const orders = '/accounts/700101/orders'
  await trader.ok('GET', orders)
  const crowd = await Promise.all(Array.from({ length: 12 }, (_, i) => stack.panel(`crowd-${i + 1}`)))
  const polling = crowd.map((panel, i) =>
    poll(panel, [{ path: `/accounts/${900_001 + i}/orders`, everyMs: 1_000 }], { forMs: 6_000 }),
  )
  for (const requestId of ['first', 'second']) {
    const order = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 0.5, qty: 0.1 }
    const { orderId } = await trader.ok('POST', `${orders}?requestId=${requestId}`, order)
    const listed: { id: string }[] = await trader.ok('GET', orders)
    expect(listed.map(({ id }) => id)).toContain(orderId)
  }
  await Promise.all(polling)
  // Orders and positions twice, and the history.
  const first = calls.filter(({ priority, hasStarted }) => priority === CHANGED_PRIORITY && hasStarted)
  expect(first.length).toBeGreaterThanOrEqual(6)
  for (const { lane, before } of first) {
    expect(before.filter((one) => one.lane === lane && isPoll(one))).toEqual([])
  }
  const waited = calls.filter(({ before }) => before.some(({ priority }) => priority === CHANGED_PRIORITY))
  expect(waited.length).toBeGreaterThan(first.length)
  expect(violations()).toEqual({})
}, 120_000)
