import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import type { Broker } from '../../src/broker/broker.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { quietBroker } from '../support/quiet-broker.ts'
import { type Stack, startStack, startStackOn } from '../support/stack.ts'

/*
 * TradeLocker stamps orders by its own clock, which nobody promises to be ours: whatever is asked for by time has to be
 * found when the two are five minutes apart.
 */

const ACCOUNT = '/accounts/700101'
const ORDERS = `${ACCOUNT}/orders`
const MINUTE = 60_000
const FORM = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }
const MARKET = { instrument: 'EURUSD', side: 'sell', type: 'market', qty: 0.1 }

describe.each([
  ['behind', -5 * MINUTE],
  ['ahead', 5 * MINUTE],
])('a gateway whose clock is five minutes %s', (_, skewMs) => {
  let stack: Stack
  let panel: Panel

  beforeAll(async () => {
    stack = await startStack(undefined, {}, { clock: () => Date.now() + skewMs })
    stack.simulator.control.setPrice('EURUSD', 1.1)
    panel = await stack.panel()
    await panel.ok('GET', ORDERS)
  })
  afterAll(() => stack.close())

  const place = async (requestId: string, form: Record<string, string | number> = FORM): Promise<string> => {
    const { orderId } = await panel.ok('POST', `${ORDERS}?requestId=${requestId}`, form)
    // Known as a live order, it has to be found among those that ended.
    await panel.ok('GET', ORDERS)
    return orderId
  }
  const accepted = () => stack.simulator.control.counters().ordersAccepted.map(({ id }) => id)

  it('shows what became of orders, among the orders and in the history', async () => {
    const cancelled = { id: await place('cancelled1'), status: 'cancelled' }
    await panel.ok('DELETE', `${ORDERS}/${cancelled.id}`)
    const filled = { id: await place('filled1234', MARKET), status: 'filled' }
    for (const path of [ORDERS, `${ACCOUNT}/ordersHistory`]) {
      await eventually(
        () => panel.ok('GET', path),
        (orders) => {
          expect(orders).toContainEqual(expect.objectContaining(cancelled))
          expect(orders).toContainEqual(expect.objectContaining(filled))
        },
      )
    }
  })

  it('tells a cancel that was carried out as done, although its answer got lost', async () => {
    const id = await place('lostcancel')
    stack.simulator.control.addFault({ operation: 'cancelOrder', kind: 'drop', processed: true })
    await panel.ok('DELETE', `${ORDERS}/${id}`)
  })

  it('finds an order whose answer got lost', async () => {
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'drop', processed: true })
    const id = await place('lostorder1', MARKET)
    expect(accepted()).toContain(id)
  })

  it.each([
    ['at once', 0],
    ['minutes after the order', 6 * MINUTE],
  ])('sends no order again that has ended before a restart, when it is repeated %s', async (_, laterMs) => {
    const requestId = `restart${laterMs}`
    const id = await place(requestId)
    await panel.ok('DELETE', `${ORDERS}/${id}`)
    const options = { clock: () => Date.now() + skewMs + laterMs }
    await using restarted = await startStackOn(stack.simulator, {}, options)
    const again = await restarted.panel()
    const before = accepted()
    expect(await again.ok('POST', `${ORDERS}?requestId=${requestId}`, FORM)).toEqual({ orderId: id })
    expect(accepted()).toEqual(before)
  })
})

it.each([
  ['behind', -60 * MINUTE],
  ['ahead', 60 * MINUTE],
])(
  'a process whose clock is an hour %s sends no order again that has ended before its start',
  async (_, skewMs) => {
    const simulator = await startSimulator({ rateLimits: 100 })
    const brokers: Broker[] = []
    const accountAt = async (clock: () => number) => {
      const broker = quietBroker({ baseUrl: simulator.url, arrivesWithinMs: 500, clock })
      brokers.push(broker)
      const credentials = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
      const { grant } = await broker.logIn(credentials)
      return broker.resume(grant).account('700101')
    }
    try {
      const ticket = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 0.5, qty: 0.1 } as const
      const before = await accountAt(Date.now)
      const id = await before.placeOrder(ticket, 'ended')
      await before.cancelOrder(id)
      const after = await accountAt(() => Date.now() + skewMs)
      expect(await after.placeOrder(ticket, 'ended')).toBe(id)
      expect(simulator.control.counters().ordersAccepted).toHaveLength(1)
    } finally {
      await Promise.all(brokers.map((broker) => broker.close()))
      await simulator.close()
    }
  },
)
