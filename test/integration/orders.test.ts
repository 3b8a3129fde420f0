import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

const ACCOUNT = '/accounts/700101'
const ORDERS = `${ACCOUNT}/orders`
const POSITIONS = `${ACCOUNT}/positions`

let stack: Stack
let panel: Panel

beforeAll(async () => {
  stack = await startStack()
  panel = await stack.panel('anna')
})
afterAll(() => stack.close())
beforeEach(() => {
  stack.simulator.control.setPrice('EURUSD', 1.1)
})

interface OrderItem {
  id: string
  status: string
  parentId?: string
  parentType?: string
  side: string
  type: string
  qty: number
  limitPrice?: number
  stopPrice?: number
  message?: { text: string; type: string }
}

const orders = (): Promise<OrderItem[]> => panel.ok('GET', ORDERS)
const order = async (id: string) => (await orders()).find((item) => item.id === id)
const place = async (form: Record<string, string | number>): Promise<string> =>
  (
    await panel.ok('POST', `${ORDERS}?requestId=${crypto.randomUUID().slice(0, 10)}`, {
      instrument: 'EURUSD',
      side: 'buy',
      qty: 0.1,
      currentAsk: 1.1001,
      currentBid: 1.1,
      ...form,
    })
  ).orderId

describe('placing', () => {
  it('a market order is filled at once and opens a position', async () => {
    const id = await place({ type: 'market', durationType: 'IOC' })
    expect(await order(id)).toMatchObject({ status: 'filled', type: 'market', duration: { type: 'IOC' } })
    const positions = await panel.ok('GET', POSITIONS)
    expect(positions).toContainEqual(expect.objectContaining({ instrument: 'EURUSD', side: 'buy', qty: 0.1 }))
  })

  it('a limit order rests until it is cancelled, and stays visible as cancelled', async () => {
    const id = await place({ type: 'limit', limitPrice: 1.05, durationType: 'GTC' })
    expect(await order(id)).toMatchObject({ status: 'working', type: 'limit', limitPrice: 1.05 })
    await panel.ok('DELETE', `${ORDERS}/${id}`)
    expect(await order(id)).toMatchObject({ status: 'cancelled', limitPrice: 1.05 })
  })

  it('a stop order waits for its price and then opens a position', async () => {
    const id = await place({ type: 'stop', stopPrice: 1.12 })
    expect(await order(id)).toMatchObject({ status: 'working', type: 'stop', stopPrice: 1.12 })
    stack.simulator.control.setPrice('EURUSD', 1.121)
    await eventually(
      () => order(id),
      (item) => expect(item).toMatchObject({ status: 'filled' }),
    )
  })

  it('a trailing distance counts in ticks of the price the order fills at, which is waited for', async () => {
    const { control } = stack.simulator
    control.setMarket('open', 'JP225')
    control.setPrice('JP225', 38_500)
    control.addFault({ operation: 'getQuotes', kind: 'latency', ms: 600, count: 'untilCleared' })
    await place({ instrument: 'JP225', type: 'market', qty: 1, trailingStopPips: 50 })
    control.clearFaults('getQuotes')
    const stops = (await orders()).filter(
      ({ type, parentType }) => type === 'stop' && parentType === 'position',
    )
    expect(stops.map(({ stopPrice }) => stopPrice)).toContain(38_450)
  })

  it('the same requestId twice is one order and one answer, in sequence and in parallel', async () => {
    const before = stack.simulator.control.counters().ordersAccepted.length
    const form = { instrument: 'EURUSD', side: 'buy', qty: 0.1, type: 'limit', limitPrice: 1.04 }
    const send = () => panel.ok('POST', `${ORDERS}?requestId=same123456`, form)
    const [first, second] = await Promise.all([send(), send()])
    const third = await send()
    expect(new Set([first.orderId, second.orderId, third.orderId]).size).toBe(1)
    expect(stack.simulator.control.counters().ordersAccepted.length).toBe(before + 1)
  })

  it('the same requestId with another order is an error, and nothing is sent', async () => {
    const form = { instrument: 'EURUSD', side: 'buy', qty: 0.1, type: 'limit', limitPrice: 1.04 }
    await panel.ok('POST', `${ORDERS}?requestId=reuse12345`, form)
    const before = stack.simulator.control.counters().ordersAccepted.length
    const errmsg = await panel.refused('POST', `${ORDERS}?requestId=reuse12345`, { ...form, qty: 0.2 })
    expect(errmsg).toMatch(/request/i)
    expect(stack.simulator.control.counters().ordersAccepted.length).toBe(before)
  })
})

describe('brackets of a resting order', () => {
  const resting = () => place({ type: 'limit', limitPrice: 1.05, stopLoss: 1.04, takeProfit: 1.08 })
  const legs = async (parent: string) => (await orders()).filter((item) => item.parentId === parent)

  it('appear as inactive orders of the opposite side with the same quantity', async () => {
    const id = await resting()
    expect(await legs(id)).toEqual([
      expect.objectContaining({
        status: 'inactive',
        side: 'sell',
        type: 'stop',
        stopPrice: 1.04,
        qty: 0.1,
        parentType: 'order',
      }),
      expect.objectContaining({
        status: 'inactive',
        side: 'sell',
        type: 'limit',
        limitPrice: 1.08,
        qty: 0.1,
        parentType: 'order',
      }),
    ])
  })

  it('are cancelled with their parent', async () => {
    const id = await resting()
    await panel.ok('DELETE', `${ORDERS}/${id}`)
    expect((await legs(id)).map((leg) => leg.status)).toEqual(['cancelled', 'cancelled'])
  })

  it('move to the position when the parent fills', async () => {
    const id = await resting()
    stack.simulator.control.setPrice('EURUSD', 1.0485)
    await eventually(
      () => order(id),
      (item) => expect(item).toMatchObject({ status: 'filled' }),
    )
    expect((await legs(id)).map((leg) => leg.status)).toEqual(['cancelled', 'cancelled'])
    const live = (await orders()).filter(
      (item) => item.parentType === 'position' && item.status === 'working',
    )
    expect(live).toContainEqual(expect.objectContaining({ type: 'stop', stopPrice: 1.04, side: 'sell' }))
    expect(live).toContainEqual(expect.objectContaining({ type: 'limit', limitPrice: 1.08, side: 'sell' }))
  })

  it('one is removed by cancelling it: it is reported cancelled, the other and the parent stay', async () => {
    const id = await resting()
    await panel.ok('DELETE', `${ORDERS}/${id}.SL`)
    expect(await order(`${id}.SL`)).toMatchObject({ status: 'cancelled' })
    expect(await order(`${id}.TP`)).toMatchObject({ status: 'inactive', limitPrice: 1.08 })
    expect(await order(id)).toMatchObject({ status: 'working' })
  })

  it('one is removed by editing the parent without it', async () => {
    const id = await resting()
    await panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.1, limitPrice: 1.05, stopLoss: 1.04 })
    expect(await order(`${id}.TP`)).toMatchObject({ status: 'cancelled' })
    expect(await order(`${id}.SL`)).toMatchObject({ status: 'inactive', stopPrice: 1.04 })
  })

  it('one is moved by dragging it', async () => {
    const id = await resting()
    await panel.ok('PUT', `${ORDERS}/${id}.SL`, {
      id: `${id}.SL`,
      instrument: 'EURUSD',
      qty: 0.1,
      stopPrice: 1.03,
      limitPrice: 0,
    })
    expect(await order(`${id}.SL`)).toMatchObject({ status: 'inactive', stopPrice: 1.03 })
    expect(await order(`${id}.TP`)).toMatchObject({ status: 'inactive', limitPrice: 1.08 })
  })

  it('one that is sent with its quantity only stays where it is', async () => {
    const id = await resting()
    await panel.ok('PUT', `${ORDERS}/${id}.SL`, { qty: 0.1 })
    expect(await order(`${id}.SL`)).toMatchObject({ status: 'inactive', stopPrice: 1.04 })
  })

  it('a trailing stop is told in pips', async () => {
    const id = await place({ type: 'limit', limitPrice: 1.05, trailingStopPips: 50 })
    expect(await order(`${id}.SL`)).toMatchObject({
      isTrailingStop: true,
      trailingStopPips: 50,
      status: 'inactive',
    })
  })
})

describe('modifying a resting order', () => {
  it('changes price and quantity, keeps the id, needs only qty', async () => {
    const id = await place({ type: 'limit', limitPrice: 1.05 })
    await panel.ok('PUT', `${ORDERS}/${id}`, {
      qty: 0.2,
      limitPrice: 1.06,
      stopPrice: 0,
      id,
      instrument: 'EURUSD',
    })
    expect(await order(id)).toMatchObject({ status: 'working', qty: 0.2, limitPrice: 1.06 })
    await panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.3 })
    expect(await order(id)).toMatchObject({ qty: 0.3, limitPrice: 1.06 })
  })

  it('adds brackets to an order that had none', async () => {
    const id = await place({ type: 'limit', limitPrice: 1.05 })
    await panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.1, limitPrice: 1.05, stopLoss: 1.02, takeProfit: 1.2 })
    expect(await order(`${id}.SL`)).toMatchObject({ status: 'inactive', stopPrice: 1.02 })
    expect(await order(`${id}.TP`)).toMatchObject({ status: 'inactive', limitPrice: 1.2 })
  })

  it.each([
    ['back to where it was', 1.05],
    ['on', 1.07],
  ])('changes asked for while one is under way follow it: %s', async (_, limitPrice) => {
    const id = await place({ type: 'limit', limitPrice: 1.05 })
    stack.simulator.control.addFault({ operation: 'modifyOrder', kind: 'latency', ms: 700 })
    const modifies = () => stack.simulator.control.counters().requests.modifyOrder ?? 0
    const before = modifies()
    const first = panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.1, limitPrice: 1.06 })
    await eventually(
      async () => modifies(),
      (count) => expect(count).toBe(before + 1),
    )
    const later = () => panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.1, limitPrice })
    await Promise.all([first, later(), later()])
    expect(await order(id)).toMatchObject({ status: 'working', limitPrice })
    expect(modifies()).toBe(before + 2)
  })

  it('a level taken off while it is being moved is off afterwards', async () => {
    const id = await place({ type: 'limit', limitPrice: 1.05, stopLoss: 1.02 })
    await orders()
    stack.simulator.control.addFault({ operation: 'modifyOrder', kind: 'latency', ms: 700 })
    const modifies = () => stack.simulator.control.counters().requests.modifyOrder ?? 0
    const before = modifies()
    const moved = panel.ok('PUT', `${ORDERS}/${id}`, { qty: 0.1, limitPrice: 1.05, stopLoss: 1.03 })
    await eventually(
      async () => modifies(),
      (count) => expect(count).toBe(before + 1),
    )
    await Promise.all([moved, panel.ok('DELETE', `${ORDERS}/${id}.SL`)])
    expect(await order(`${id}.SL`)).toMatchObject({ status: 'cancelled' })
    expect(modifies()).toBe(before + 2)
  })

  it('an order that has ended cannot be changed or cancelled any more', async () => {
    const id = await place({ type: 'limit', limitPrice: 1.05 })
    await panel.ok('DELETE', `${ORDERS}/${id}`)
    expect(await panel.refused('PUT', `${ORDERS}/${id}`, { qty: 0.2 })).toMatch(/already/)
    expect(await panel.refused('DELETE', `${ORDERS}/${id}`)).toMatch(/already/)
  })
})

describe('an order the broker refused', () => {
  it('shows the broker’s reason', async () => {
    const form = { instrument: 'EURUSD', side: 'sell', type: 'market', qty: 50 }
    const errmsg = await panel.refused('POST', `${ORDERS}?requestId=margin1`, form)
    expect(errmsg).toMatch(/margin/i)
    const rejected = (await orders()).find((item) => item.status === 'rejected')
    expect(rejected?.message).toMatchObject({
      type: 'error',
      text: expect.stringMatching(/Not enough margin/),
    })
  })
})

describe('the session of the day', () => {
  it('the history holds final orders only, newest first, at most as many as asked for', async () => {
    await place({ type: 'market' })
    const history: (OrderItem & { lastModified: number })[] = await panel.ok(
      'GET',
      `${ACCOUNT}/ordersHistory`,
    )
    expect(history.length).toBeGreaterThan(3)
    for (const item of history) expect(['filled', 'cancelled', 'rejected']).toContain(item.status)
    const times = history.map((item) => item.lastModified)
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect(await panel.ok('GET', `${ACCOUNT}/ordersHistory?maxCount=2`)).toHaveLength(2)
  })

  it('every order id stands there once', async () => {
    const ids = (await orders()).map((item) => item.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
