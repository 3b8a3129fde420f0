import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { LONG_UP_MS, type Stack, startStack } from '../support/stack.ts'

/** TradeLocker changes its limits, and its edge network shuts the gateway out, while panels are open. */

const ORDERS = '/accounts/700101/orders'
const ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 0.5, qty: 0.1 }

let stack: Stack
let panel: Panel

/** Lets minutes pass on the clock that never jumps. */
let skippedMs = 0
const now = performance.now.bind(performance)

beforeAll(async () => {
  vi.spyOn(performance, 'now').mockImplementation(() => now() + skippedMs)
  stack = await startStack({ rateLimits: 'published' }, {}, { uptimeMs: LONG_UP_MS })
  panel = await stack.panel('anna')
  await panel.ok('GET', ORDERS)
})
afterEach(() => stack.simulator.control.clearFaults())
afterAll(async () => {
  await stack.close()
  vi.restoreAllMocks()
})

const counters = () => stack.simulator.control.counters()
const total = () => Object.values(counters().requests).reduce((sum, count) => sum + count, 0)
const place = (requestId: string) => panel.ok('POST', `${ORDERS}?requestId=${requestId}`, ORDER)
const refused = (requestId: string) => panel.refused('POST', `${ORDERS}?requestId=${requestId}`, ORDER)

/** How often the configuration has been read, by the gateway's own count. */
async function configurationsRead(): Promise<number> {
  const text = await (await fetch(`${stack.admin.origin}/metrics`)).text()
  const count = /call_duration_seconds_count\{route="getConfigUsingGET",outcome="ok"\} (\d+)/.exec(text)
  return Number(count?.[1] ?? 0)
}

it('a 429 has the limits read again, and what they have become is kept to from then on', async () => {
  const { control } = stack.simulator
  await place('before')
  const read = await configurationsRead()
  expect(read).toBeGreaterThanOrEqual(1)
  // One order a second instead of five.
  control.setRateLimits(0.2)
  skippedMs += 61_000
  for (let i = 0; counters().rateLimitViolations.placeOrder === undefined; i += 1) {
    await Promise.all([place(`first${i}`), place(`second${i}`)])
  }
  await eventually(
    async () => {
      await panel.ok('GET', ORDERS)
      return configurationsRead()
    },
    (count) => expect(count).toBe(read + 1),
  )

  control.resetCounters()
  await Promise.all(['a', 'b', 'c'].map(place))
  expect(counters().rateLimitViolations).toEqual({})
  expect(counters().ordersAccepted).toHaveLength(3)
}, 40_000)

it('a block by the edge pauses everything, a second one for longer; an order that met it did not arrive and may be placed again', async () => {
  const { control } = stack.simulator
  control.resetCounters()
  // What was on its way before the block comes through after it, which proves nothing.
  control.addFault({ operation: 'getQuotes', kind: 'latency', ms: 3_000 })
  const before = panel.ok('GET', '/quotes?accountId=700101&symbols=GBPUSD')
  await eventually(
    async () => counters().requests.getQuotes,
    (count) => expect(count).toBeGreaterThan(0),
  )
  control.addFault({ operation: 'placeOrder', kind: 'edgeBlock' })
  expect(await refused('edge')).toMatch(/too many requests/)
  expect(counters().requests.placeOrder).toBe(1)
  await before
  const paused = total()
  expect(await refused('other')).toMatch(/^Too many requests are waiting/)
  expect(total()).toBe(paused)

  // A minute and its spread later the edge still blocks.
  control.addFault({ operation: '*', kind: 'edgeBlock', count: 'untilCleared' })
  skippedMs += 73_000
  await refused('edge')
  const again = total()
  expect(again).toBeGreaterThan(paused)
  control.clearFaults()
  skippedMs += 73_000
  expect(await refused('edge')).toMatch(/^Too many requests are waiting/)
  expect(total()).toBe(again)
  skippedMs += 73_000
  await place('edge')
  expect(counters().ordersAccepted).toHaveLength(1)
})
