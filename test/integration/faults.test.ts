import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../simulator/faults.ts'
import { steadyClock } from '../../src/steady-clock.ts'
import { eventually } from '../support/eventually.ts'
import { PANEL_ORIGIN, type Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

const ACCOUNT = '/accounts/700101'
const ORDERS = `${ACCOUNT}/orders`

let stack: Stack
let panel: Panel
/** Lets time pass for the gateway. */
let aheadMs = 0

beforeAll(async () => {
  stack = await startStack(undefined, {}, { elapsed: () => steadyClock() + aheadMs })
  panel = await stack.panel('anna')
  await panel.ok('GET', `${ACCOUNT}/instruments`)
  stack.simulator.control.setPrice('EURUSD', 1.1)
})
afterAll(() => stack.close())
afterEach(() => stack.simulator.control.clearFaults())

const accepted = () => stack.simulator.control.counters().ordersAccepted.length
const limitOrder = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }
const place = (
  form: Record<string, string | number> = limitOrder,
  requestId = crypto.randomUUID().slice(0, 10),
) => panel.send('POST', `${ORDERS}?requestId=${requestId}`, form)

/** Faults that tell nothing of whether a request was carried out, when it was. */
const LOST_ANSWERS: readonly FaultRule[] = [
  { operation: 'placeOrder', kind: 'drop', processed: true },
  { operation: 'placeOrder', kind: 'malformedJson', processed: true },
  { operation: 'placeOrder', kind: 'html', processed: true },
  { operation: 'placeOrder', kind: 'status', status: 502, processed: true },
]

describe('an order whose answer got lost', () => {
  it.each(LOST_ANSWERS)('is found again and answered as accepted, once ($kind)', async (fault) => {
    const before = accepted()
    stack.simulator.control.addFault(fault)
    const { body } = await place()
    expect(body.s).toBe('ok')
    expect(accepted()).toBe(before + 1)
    const orders: { id: string }[] = await panel.ok('GET', ORDERS)
    expect(orders.map(({ id }) => id)).toContain(body.d.orderId)
  })

  it('is found as a filled market order as well', async () => {
    const before = accepted()
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'drop', processed: true })
    const { body } = await place({ instrument: 'EURUSD', side: 'sell', type: 'market', qty: 0.1 })
    expect(body.s).toBe('ok')
    expect(accepted()).toBe(before + 1)
    const orders: { id: string; status: string }[] = await panel.ok('GET', ORDERS)
    expect(orders.find(({ id }) => id === body.d.orderId)?.status).toBe('filled')
  })

  it('that never arrived is never sent again: the trader is told that nobody knows', async () => {
    const before = accepted()
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'drop', processed: false })
    const { body } = await place(limitOrder, 'lost123456')
    expect(body).toMatchObject({ s: 'error', errmsg: expect.stringMatching(/check/i) })
    expect(accepted()).toBe(before)
    // Asking again with the same id gives the same answer and still sends nothing.
    const again = await place(limitOrder, 'lost123456')
    expect(again.body).toMatchObject({ s: 'error' })
    expect(accepted()).toBe(before)
  })
})

describe('an order the broker is too busy for', () => {
  it('is sent when the pause is over, because a refusal for busyness carries nothing out', async () => {
    const before = accepted()
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'tooManyRequests', retryAfter: 1 })
    expect((await place()).body.s).toBe('ok')
    expect(accepted()).toBe(before + 1)
  })
})

describe('a refusal of the broker', () => {
  it('reaches the trader in the broker’s words', async () => {
    const message = 'The moon is in the wrong house.'
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'businessError', message })
    expect((await place()).body.errmsg).toContain('The moon is in the wrong house')
  })

  it.each([
    ['Order cannot be created since trading out of session is forbidden.', /closed/i],
    ['Order cannot be created. Only positions closing is allowed', /clos/i],
    ['Not enough margin to create Order #72778 Buy   0.10 Price 1.10000 ', /margin/i],
  ])('that is known is put clearly: %s', async (message, sentence) => {
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'businessError', message })
    expect((await place()).body.errmsg).toMatch(sentence)
  })
})

describe('reads while the broker has trouble', () => {
  const TROUBLE: readonly FaultRule[] = [
    { operation: 'getState', kind: 'status', status: 500, count: 'untilCleared' },
    { operation: 'getState', kind: 'html', count: 'untilCleared' },
    { operation: 'getState', kind: 'malformedJson', count: 'untilCleared' },
    { operation: 'getState', kind: 'drop', count: 'untilCleared' },
    { operation: 'getState', kind: 'silence', count: 'untilCleared' },
  ]

  it.each(TROUBLE)('answer a sentence with a reference, and recover ($kind)', async (fault) => {
    stack.simulator.control.addFault(fault)
    const { status, body, headers } = await eventually(
      () => panel.send('GET', `${ACCOUNT}/state`),
      (answer) => expect(answer.body.s).toBe('error'),
      // Until it is ten seconds old the last state is served.
      12_000,
    )
    expect(status).toBe(200)
    expect(body.errmsg).toContain(headers.get('x-request-id'))
    expect(body.errmsg).not.toMatch(/<|\{|stack|axios|ECONN|http/i)
    expect(headers.get('access-control-allow-origin')).toBe(PANEL_ORIGIN)
    stack.simulator.control.clearFaults()
    await panel.ok('GET', `${ACCOUNT}/state`)
  })

  it('are repeated when the trouble passes quickly', async () => {
    stack.simulator.control.addFault({ operation: 'getState', kind: 'status', status: 503, count: 1 })
    await eventually(
      () => panel.send('GET', `${ACCOUNT}/state`),
      (answer) => expect(answer.body.s).toBe('ok'),
      0,
    )
  })

  it('columns in another order are read by their ids', async () => {
    const other = await startStack()
    try {
      other.simulator.control.addFault({ operation: '*', kind: 'reorderedColumns' })
      other.simulator.control.setPrice('EURUSD', 1.1)
      const anna = await other.panel('anna')
      const { orderId } = await anna.ok('POST', `${ORDERS}?requestId=cols1`, {
        ...limitOrder,
        stopLoss: 1.04,
      })
      expect(await anna.ok('GET', ORDERS)).toContainEqual(
        expect.objectContaining({ id: orderId, status: 'working', limitPrice: 1.05, qty: 0.1, side: 'buy' }),
      )
      expect(await anna.ok('GET', `${ACCOUNT}/state`)).toMatchObject({ balance: 50_000 })
    } finally {
      await other.close()
    }
  })
})

describe('a lost answer to a close, a cancel or a change', () => {
  const newOrder = async (): Promise<string> => (await place()).body.d.orderId

  it('a cancel that was carried out is answered as done', async () => {
    const id = await newOrder()
    stack.simulator.control.addFault({ operation: 'cancelOrder', kind: 'drop', processed: true })
    await panel.ok('DELETE', `${ORDERS}/${id}`)
  })

  it('a change that was carried out is answered as done', async () => {
    const id = await newOrder()
    stack.simulator.control.addFault({ operation: 'modifyOrder', kind: 'drop', processed: true })
    await panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.2, limitPrice: 1.06 })
  })

  it('a close that was carried out is answered as done; one that was not is not repeated', async () => {
    const readings = () => stack.simulator.control.counters().requests.getPositions ?? 0
    /** Closing is asynchronous: some seconds after a change the account is sure to show it. */
    const settle = async () => {
      aheadMs += 6_000
      const before = readings()
      await eventually(
        () => find().then(readings),
        (count) => expect(count).toBeGreaterThan(before + 1),
      )
    }
    await panel.ok('POST', `${ORDERS}?requestId=toclose1`, {
      instrument: 'GBPUSD',
      side: 'buy',
      type: 'market',
      qty: 0.6,
    })
    const find = async () =>
      (await panel.ok('GET', `${ACCOUNT}/positions`)).find(
        (item: { instrument: string }) => item.instrument === 'GBPUSD',
      )
    const { id } = await find()
    await settle()
    stack.simulator.control.addFault({ operation: 'closePosition', kind: 'drop', processed: true })
    await panel.ok('DELETE', `${ACCOUNT}/positions/${id}`, { amount: 0.1 })
    expect(await find()).toMatchObject({ qty: 0.5 })
    stack.simulator.control.addFault({ operation: 'closePosition', kind: 'drop', processed: false })
    await panel.refused('DELETE', `${ACCOUNT}/positions/${id}`, { amount: 0.05 })
    expect(await find()).toMatchObject({ qty: 0.5 })
    // A close before it, which the account shows only now, is not taken for it.
    await settle()
    await panel.ok('DELETE', `${ACCOUNT}/positions/${id}`, { amount: 0.3 })
    stack.simulator.control.addFault({ operation: 'closePosition', kind: 'drop', processed: false })
    expect(await panel.refused('DELETE', `${ACCOUNT}/positions/${id}`, { amount: 0.2 })).toMatch(/check/i)
    expect(await find()).toMatchObject({ qty: 0.2 })
  })
})

describe('getting out while the broker has trouble', () => {
  const UNREADABLE = ['getOrders', 'getOrdersHistory', 'getPositions', 'getQuotes', 'getState'] as const
  const breakReads = () => {
    for (const operation of UNREADABLE) {
      stack.simulator.control.addFault({ operation, kind: 'status', status: 500, count: 'untilCleared' })
    }
  }

  it('a position can be closed and an order cancelled although nothing can be read', async () => {
    const chloe = await stack.panel('chloe')
    const account = '/accounts/810301'
    const { orderId } = await chloe.ok('POST', `${account}/orders?requestId=out1`, limitOrder)
    await chloe.ok('POST', `${account}/orders?requestId=out2`, {
      ...limitOrder,
      type: 'market',
      limitPrice: 0,
    })
    const [position] = await chloe.ok('GET', `${account}/positions`)
    breakReads()
    await chloe.ok('DELETE', `${account}/positions/${position.id}`)
    await chloe.ok('DELETE', `${account}/orders/${orderId}`)
    stack.simulator.control.clearFaults()
    await eventually(
      () => chloe.ok('GET', `${account}/positions`),
      (items) => expect(items).toMatchObject([{ id: position.id, qty: 0 }]),
    )
    expect(await chloe.ok('GET', `${account}/orders`)).toContainEqual(
      expect.objectContaining({ id: orderId, status: 'cancelled' }),
    )
  })

  it('live orders are still shown when only the history cannot be read', async () => {
    await panel.ok('GET', ORDERS)
    stack.simulator.control.addFault({
      operation: 'getOrdersHistory',
      kind: 'status',
      status: 500,
      count: 'untilCleared',
    })
    const { body } = await place()
    expect(await panel.ok('GET', ORDERS)).toContainEqual(
      expect.objectContaining({ id: body.d.orderId, status: 'working' }),
    )
  })
})

describe('tokens', () => {
  it('an expired access token is refreshed without anybody noticing', async () => {
    stack.simulator.control.expireTokens('anna@example.com')
    await panel.ok('GET', `${ACCOUNT}/orders`)
    const { body } = await place()
    expect(body.s).toBe('ok')
  })

  it('a session that cannot be refreshed any more is 401, with CORS headers', async () => {
    const dmitri = await stack.panel('dmitri')
    await dmitri.ok('GET', '/accounts/700401/state')
    stack.simulator.control.expireTokens('dmitri@example.com', { refresh: true })
    const { status, headers } = await eventually(
      () => dmitri.send('GET', '/accounts/700401/state'),
      (answer) => expect(answer.status).toBe(401),
    )
    expect(status).toBe(401)
    expect(headers.get('access-control-allow-origin')).toBe(PANEL_ORIGIN)
  })

  it('of one user that have ended log nobody else out who shares the same prices', async () => {
    const crowd = await stack.panel('crowd-1')
    await crowd.ok('GET', '/accounts')
    stack.simulator.control.expireTokens('crowd-1@example.com', { refresh: true })
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await sleep(index * 60)
        const url = '/quotes?symbols=EURUSD%2CGBPUSD%2CUSDJPY&accountId='
        await Promise.all([crowd.send('GET', `${url}900001`), crowd.send('GET', '/accounts/900001/state')])
        return (await panel.send('GET', `${url}700101`)).status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await crowd.send('GET', '/accounts/900001/state')).status).toBe(401)
  })

  it('an order refused for a session that has ended can be placed after logging in again', async () => {
    const dmitri = await stack.panel('dmitri')
    const form = { ...limitOrder }
    await dmitri.ok('GET', '/accounts/700401/state')
    stack.simulator.control.expireTokens('dmitri@example.com', { refresh: true })
    expect((await dmitri.send('POST', '/accounts/700401/orders?requestId=again1', form)).status).toBe(401)
    const again = await stack.panel('dmitri')
    await again.ok('POST', '/accounts/700401/orders?requestId=again1', form)
  })

  it('a logged out token is refused', async () => {
    const ben = await stack.panel('ben')
    await ben.ok('GET', '/accounts')
    await ben.ok('POST', '/logout')
    expect((await ben.send('GET', '/accounts')).status).toBe(401)
  })
})
