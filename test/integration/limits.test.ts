import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Panel } from '../support/panel.ts'
import { LONG_UP_MS, type Stack, startStack } from '../support/stack.ts'
import { startStopwatch } from '../support/stopwatch.ts'

/** TradeLocker's published limits, several panels that poll as TradingView's do, and user actions in between. */

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ rateLimits: 'published' }, {}, { uptimeMs: LONG_UP_MS })
})
afterAll(() => stack.close())

const ROUTES = ['orders', 'positions', 'state']
const RUN_MS = 6_000

async function poll(panel: Panel, account: string, until: number): Promise<void> {
  while (Date.now() < until) {
    await Promise.all([
      ...ROUTES.map((route) => panel.ok('GET', `/accounts/${account}/${route}`)),
      panel.ok('GET', `/quotes?symbols=EURUSD%2CGBPUSD&accountId=${account}`),
    ])
    await sleep(250)
  }
}

it('polling panels and a trader who acts never break a limit', async () => {
  const anna = await stack.panel('anna')
  const annaElsewhere = await stack.panel('anna')
  const ben = await stack.panel('ben')
  stack.simulator.control.setPrice('EURUSD', 1.1)
  const until = Date.now() + RUN_MS
  const polling = Promise.all([
    poll(anna, '700101', until),
    poll(annaElsewhere, '700102', until),
    poll(ben, '700201', until),
  ])
  for (let i = 0; i < 6; i++) {
    const elapsed = startStopwatch()
    await anna.ok('POST', `/accounts/700101/orders?requestId=busy${i}`, {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'limit',
      limitPrice: 1.05,
      qty: 0.1,
    })
    expect(elapsed()).toBeLessThan(2_000)
    await sleep(300)
  }
  await polling
  expect(stack.simulator.control.counters().rateLimitViolations).toEqual({})
})
