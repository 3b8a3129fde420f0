import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { type Replica, startReplica } from '../support/replica.ts'

/** A process whose calls find no place in TradeLocker's limits before their deadline. */

let simulator: Simulator
let gateway: Replica
beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  gateway = await startReplica({
    GATEWAY_ENV: 'staging',
    TRADELOCKER_BASE_URL: simulator.url,
    TRADELOCKER_SERVERS: 'SIM-DEMO',
  })
})
afterAll(async () => {
  await gateway.close()
  await simulator.close()
})

const ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 0.5, qty: 0.1 }

/** What /metrics counts of calls that were not made. */
async function refusedCalls(): Promise<Record<string, number>> {
  const text = await (await fetch(`${gateway.adminOrigin}/metrics`)).text()
  const lines = text.matchAll(/^gateway_upstream_refused_total\{route="(\w+)"\} (\d+)$/gm)
  return Object.fromEntries([...lines].map(([, route, count]) => [route, Number(count)]))
}

it('an order that cannot go out in time is refused at once with a sentence, counted in /metrics, and never sent', async () => {
  const panel = gateway.panel()
  await panel.logIn('anna@example.com', 'demo-password')
  const place = (requestId: string) =>
    panel.refused('POST', `/accounts/700101/orders?requestId=${requestId}`, ORDER)
  simulator.control.addFault({ operation: 'placeOrder', kind: 'tooManyRequests', retryAfter: 60 })
  expect(await place('first')).toMatch(/receiving too many requests.* try again in 60 seconds/)
  expect((await refusedCalls()).placeOrder).toBeUndefined()

  // From now on its route pauses for a minute, and an order waits for seconds at the most.
  for (const requestId of ['second', 'third']) {
    expect(await place(requestId)).toMatch(
      /^Too many requests are waiting at the moment\. Please try again in \d+ seconds\.$/,
    )
  }
  expect((await refusedCalls()).placeOrder).toBe(2)
  const { requests, ordersAccepted } = simulator.control.counters()
  expect(requests.placeOrder).toBe(1)
  expect(ordersAccepted).toEqual([])
})
