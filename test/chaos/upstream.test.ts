import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { strategyIdOf } from '../../adapters/tradelocker/trading/placing/strategy-id.ts'
import type { OperationName } from '../../simulator/operations.ts'
import { eventually } from '../support/eventually.ts'
import { LONG_UP_MS, type Stack, startStack } from '../support/stack.ts'
import { startStopwatch } from '../support/stopwatch.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const ACCOUNT = '/accounts/700101'
const limitOrder = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }

let stack: Stack
let proxy: TcpProxy | undefined
afterEach(async () => {
  await stack.close()
  await proxy?.close()
  proxy = undefined
})

/** Ids of the orders that TradeLocker has taken for a request. */
const placedBy = (requestId: string): string[] => {
  const tag = strategyIdOf('SIM-DEMO|700101', requestId)
  const { ordersAccepted } = stack.simulator.control.counters()
  return ordersAccepted.filter(({ strategyId }) => strategyId === tag).map(({ id }) => id)
}

/** Told that it failed, the trader may place it anew: only "nobody knows" leaves both open. */
function expectTrue(
  requestId: string,
  answer: { s: string; d?: { orderId: string }; errmsg?: string },
): void {
  const ids = placedBy(requestId)
  if (answer.s === 'ok') expect(ids).toEqual([answer.d?.orderId])
  else if (!/may or may not/.test(answer.errmsg ?? '')) expect(ids).toEqual([])
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const elapsed = startStopwatch()
  await work()
  return elapsed()
}

describe('one route that hangs', () => {
  it('leaves all others fast: placing, closing, orders and prices', async () => {
    stack = await startStack()
    const anna = await stack.panel('anna')
    stack.simulator.control.setPrice('EURUSD', 1.1)
    await anna.ok('GET', `${ACCOUNT}/instruments`)
    await anna.ok('POST', `${ACCOUNT}/orders?requestId=hang0`, {
      ...limitOrder,
      type: 'market',
      limitPrice: 0,
    })
    const [position] = await anna.ok('GET', `${ACCOUNT}/positions`)
    stack.simulator.control.addFault({ operation: 'getState', kind: 'silence', count: 'untilCleared' })
    // More than may be under way on one route at once; the trader's own is among them.
    const crowd = await Promise.all(
      Array.from({ length: 80 }, (_, index) => stack.panel(`crowd-${index + 1}`)),
    )
    const hanging = [
      anna.send('GET', `${ACCOUNT}/state`),
      ...crowd.map((panel, index) => panel.send('GET', `/accounts/${900_001 + index}/state`)),
    ]
    await eventually(
      async () => stack.simulator.control.counters().requests.getState,
      (hang) => expect(hang).toBeGreaterThanOrEqual(64),
    )
    const slowest = Math.max(
      await timed(() => anna.ok('POST', `${ACCOUNT}/orders?requestId=hang1`, limitOrder)),
      await timed(() => anna.ok('GET', '/quotes?symbols=EURUSD&accountId=700101')),
      await timed(() => anna.ok('DELETE', `${ACCOUNT}/positions/${position.id}`)),
      await timed(() => anna.ok('GET', `${ACCOUNT}/orders`)),
    )
    expect(slowest).toBeLessThan(1_000)
    stack.simulator.control.clearFaults()
    await Promise.all(hanging)
  })

  it('leaves orders and positions to be seen, also when it is their history', async () => {
    stack = await startStack(undefined, {}, { uptimeMs: LONG_UP_MS })
    const { control } = stack.simulator
    control.setPrice('EURUSD', 1.1)
    const anna = await stack.panel('anna')
    control.addFault({ operation: 'getOrdersHistory', kind: 'silence', count: 'untilCleared' })
    const first = await timed(() => anna.ok('GET', `${ACCOUNT}/positions`))
    const { orderId } = await anna.ok('POST', `${ACCOUNT}/orders?requestId=history`, limitOrder)
    const placed = await timed(async () =>
      expect(await anna.ok('GET', `${ACCOUNT}/orders`)).toContainEqual(
        expect.objectContaining({ id: orderId }),
      ),
    )
    const moved = await timed(() =>
      anna.ok('PUT', `${ACCOUNT}/orders/${orderId}`, { qty: 0.2, limitPrice: 1.05 }),
    )
    expect(Math.max(first, placed, moved)).toBeLessThan(8_000)
    control.clearFaults()
    await anna.ok('DELETE', `${ACCOUNT}/orders/${orderId}`)
    await eventually(
      () => anna.ok('GET', `${ACCOUNT}/orders`),
      (orders) =>
        expect(orders).toContainEqual(expect.objectContaining({ id: orderId, status: 'cancelled' })),
    )
  }, 60_000)
})

describe('an upstream that is restarted, so that every connection is reset', () => {
  it('is noticed by nobody who reads, and no order is doubled or lost', async () => {
    stack = await startStack()
    const { port, pathname } = new URL(stack.simulator.url)
    proxy = await startTcpProxy(Number(port))
    const behind = await startStack(
      { rateLimits: 100 },
      {
        TRADELOCKER_BASE_URL: `http://127.0.0.1:${proxy.port}${pathname}`,
      },
    )
    try {
      stack.simulator.control.setPrice('EURUSD', 1.1)
      const anna = await behind.panel('anna')
      await anna.ok('GET', `${ACCOUNT}/instruments`)
      const { control } = stack.simulator
      /** Resets all connections while what was asked is with TradeLocker, and its answer on the way. */
      const resetUnder = async (route: OperationName) => {
        const before = control.counters().requests[route] ?? 0
        await eventually(
          async () => control.counters().requests[route] ?? 0,
          (count) => expect(count).toBeGreaterThan(before),
        )
        proxy?.resetAll()
        proxy?.delay(0)
      }
      for (let round = 0; round < 5; round++) {
        // Connections that nobody uses just now are reset as well.
        proxy.resetAll()
        await anna.ok('GET', `${ACCOUNT}/orders`)
        proxy.delay(400)
        const placing = anna.send('POST', `${ACCOUNT}/orders?requestId=reset${round}`, limitOrder)
        await resetUnder('placeOrder')
        const { body } = await placing
        expectTrue(`reset${round}`, body)
        // After the order nothing of the account is known any more: this is read.
        proxy.delay(400)
        const reading = ['orders', 'positions', 'state'].map((path) => anna.ok('GET', `${ACCOUNT}/${path}`))
        await resetUnder('getState')
        await Promise.all(reading)
        const accepted = stack.simulator.control.counters().ordersAccepted.length
        const again = await anna.send('POST', `${ACCOUNT}/orders?requestId=reset${round}`, limitOrder)
        if (body.s === 'ok') expect(again.body.d.orderId).toBe(body.d.orderId)
        expectTrue(`reset${round}`, again.body)
        const tags = stack.simulator.control.counters().ordersAccepted.map((order) => order.strategyId)
        expect(new Set(tags).size).toBe(tags.length)
        expect(tags.length - accepted).toBeLessThanOrEqual(1)
      }
    } finally {
      await behind.close()
    }
  }, 120_000)
})

describe('an access token that ends under fifty calls', () => {
  it('is refreshed once, and every call is answered', async () => {
    stack = await startStack({ rateLimits: 100 })
    const anna = await stack.panel('anna')
    await anna.ok('GET', `${ACCOUNT}/state`)
    const before = stack.simulator.control.counters().refreshes
    stack.simulator.control.expireTokens('anna@example.com')
    const paths = ['state', 'orders', 'positions', 'ordersHistory', 'executions?instrument=EURUSD']
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => anna.ok('GET', `${ACCOUNT}/${paths[i % paths.length]}`)),
    )
    expect(stack.simulator.control.counters().refreshes - before).toBe(1)
  })

  it('and again and again while it is polled: the session goes on', async () => {
    stack = await startStack({ rateLimits: 100, accessTokenSeconds: 1 })
    const anna = await stack.panel('anna')
    const until = Date.now() + 4_000
    let polls = 0
    while (Date.now() < until) {
      await anna.ok('GET', `${ACCOUNT}/state`)
      polls += 1
    }
    expect(polls).toBeGreaterThan(3)
    await eventually(
      async () => stack.simulator.control.counters().refreshes,
      (refreshes) => expect(refreshes).toBeGreaterThanOrEqual(2),
    )
  })
})

describe('a configuration that puts the columns in another order', () => {
  it('is noticed while panels poll: what they are shown stays right', async () => {
    stack = await startStack({ rateLimits: 100 })
    const anna = await stack.panel('anna')
    stack.simulator.control.setPrice('EURUSD', 1.1)
    await anna.ok('POST', `${ACCOUNT}/orders?requestId=columns1`, {
      ...limitOrder,
      type: 'market',
      limitPrice: 0,
    })
    const { orderId } = await anna.ok('POST', `${ACCOUNT}/orders?requestId=columns2`, limitOrder)
    const shown = async () => {
      const orders: { id: string }[] = await anna.ok('GET', `${ACCOUNT}/orders`)
      const positions: { qty: number; side: string; avgPrice: number }[] = await anna.ok(
        'GET',
        `${ACCOUNT}/positions`,
      )
      return {
        order: orders.find(({ id }) => id === orderId),
        positions: positions.map(({ qty, side, avgPrice }) => ({ qty, side, avgPrice })),
      }
    }
    const before = await shown()
    const { balance } = await anna.ok('GET', `${ACCOUNT}/state`)
    expect(before.order).toBeDefined()
    expect(before.positions).toHaveLength(1)
    const keepsShowing = async (ms: number) => {
      const until = Date.now() + ms
      while (Date.now() < until) {
        expect(await shown()).toEqual(before)
        await sleep(100)
      }
    }
    await keepsShowing(6_000)
    stack.simulator.control.resetCounters()
    stack.simulator.control.addFault({ operation: '*', kind: 'reorderedColumns' })
    await keepsShowing(4_000)
    expect(stack.simulator.control.counters().requests.getConfigUsingGET).toBe(1)
    expect((await anna.ok('GET', `${ACCOUNT}/state`)).balance).toBe(balance)
  })
})

describe('memory', () => {
  it('a session costs tens of kilobytes, however many come and go', async () => {
    stack = await startStack({ rateLimits: 'off' })
    const heapAfter = async (from: number, to: number) => {
      for (let i = from; i < to; i += 50) {
        await Promise.all(
          Array.from({ length: Math.min(50, to - i) }, async (_, index) => {
            const id = i + index
            const panel = await stack.panel(`crowd-${id + 1}`)
            await panel.ok('GET', `/accounts/${900_001 + id}/state`)
          }),
        )
      }
      collectGarbage()
      return process.memoryUsage().heapUsed / 1024 / 1024
    }
    const early = await heapAfter(0, 1_000)
    const late = await heapAfter(1_000, 3_000)
    // Gateway, simulator and test share this process, so this is the sum of what all three keep of a session.
    expect((late - early) / 2_000).toBeLessThan(0.05)
  }, 300_000)
})
