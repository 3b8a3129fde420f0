import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { eurusd, startTestSimulator, TestClient } from './client.ts'

let simulator: Simulator
let anna: TestClient

/** The ask of EURUSD.PRO stands two ticks above the bid. */
const setPrice = (bid: number) => simulator.control.setPrice(eurusd, bid)

beforeEach(async () => {
  simulator = await startTestSimulator()
  anna = await TestClient.login(simulator)
  setPrice(1.1)
})
afterEach(() => simulator.close())

describe('a market order', () => {
  it('is filled when the answer comes, at the ask for a buyer', async () => {
    const id = await anna.placed(eurusd, { strategyId: 'grid-7' })
    expect(await anna.rows('orders')).toEqual([])
    const order = await anna.row('ordersHistory')
    const position = await anna.row('positions')
    expect(order).toMatchObject({
      id,
      tradableInstrumentId: String(anna.instrument(eurusd).tradableInstrumentId),
      routeId: '9912',
      qty: '0.10',
      side: 'buy',
      type: 'market',
      status: 'Filled',
      filledQty: '0.10',
      avgPrice: '1.10002',
      price: '0',
      stopPrice: null,
      validity: 'IOC',
      expireDate: null,
      isOpen: 'true',
      positionId: position.id,
      strategyId: 'grid-7',
    })
    expect(position).toMatchObject({
      side: 'buy',
      qty: '0.10',
      avgPrice: '1.10002',
      stopLossId: null,
      takeProfitId: null,
      unrealizedPl: '-0.20',
      strategyId: 'grid-7',
    })
    expect(position.id).not.toBe(id)
    expect(await anna.row('executions')).toMatchObject({
      orderId: id,
      positionId: position.id,
      price: '1.10002',
      qty: '0.10',
      side: 'buy',
    })
  })

  it('is filled at the bid for a seller', async () => {
    await anna.placed(eurusd, { side: 'sell' })
    expect(await anna.row('positions')).toMatchObject({ side: 'sell', avgPrice: '1.10000' })
  })

  it('opens a second position in the opposite direction: accounts hedge', async () => {
    await anna.placed(eurusd)
    await anna.placed(eurusd, { side: 'sell', qty: 0.3 })
    const positions = await anna.rows('positions')
    expect(positions.map(({ side, qty }) => [side, qty])).toEqual([
      ['buy', '0.10'],
      ['sell', '0.30'],
    ])
  })

  it('waits as a working order where fills are delayed', async () => {
    const slow = await startTestSimulator({ fillDelayMs: 60_000 })
    const client = await TestClient.login(slow)
    const id = await client.placed(eurusd)
    expect(await client.row('orders')).toMatchObject({ id, type: 'market', status: 'New' })
    expect(await client.rows('positions')).toEqual([])
    slow.control.advanceTime(60_000)
    expect(await client.row('ordersHistory')).toMatchObject({ id, status: 'Filled' })
    await slow.close()
  })
})

describe('a limit order', () => {
  it('waits until the price is as good, then moves to the history', async () => {
    const id = await anna.placed(eurusd, { type: 'limit', price: 1.09, strategyId: 'dip' })
    expect(await anna.row('orders')).toMatchObject({
      id,
      status: 'New',
      price: '1.09000',
      stopPrice: null,
      validity: 'GTC',
      filledQty: '0',
      avgPrice: null,
      positionId: null,
      strategyId: 'dip',
    })
    setPrice(1.09)
    expect(await anna.rows('positions')).toEqual([])
    setPrice(1.08998)
    expect(await anna.row('positions')).toMatchObject({ avgPrice: '1.09000', strategyId: 'dip' })
    expect(await anna.row('ordersHistory')).toMatchObject({ id, status: 'Filled', avgPrice: '1.09000' })
  })

  it('that can be filled is filled at once, at the better price', async () => {
    await anna.placed(eurusd, { type: 'limit', price: 1.2 })
    expect(await anna.row('positions')).toMatchObject({ avgPrice: '1.10002' })
  })

  it('fills in two parts on a thin market, both into one position', async () => {
    simulator.control.setPrice('XPTUSD', 900)
    const id = await anna.placed('XPTUSD', {
      type: 'limit',
      price: 890,
      qty: 0.5,
      stopLoss: 800,
      stopLossType: 'absolute',
    })
    simulator.control.setPrice('XPTUSD', 880)
    const [order, stop] = await anna.rows('orders')
    expect(order).toMatchObject({ id, status: 'New', qty: '0.5', filledQty: '0.2', avgPrice: '880.20' })
    expect(stop).toMatchObject({ type: 'stop', qty: '0.2' })
    expect(await anna.row('positions')).toMatchObject({ id: order?.positionId, qty: '0.2' })

    simulator.control.setPrice('XPTUSD', 870)
    simulator.control.advanceTime(1000)
    expect(await anna.row('ordersHistory')).toMatchObject({ id, status: 'Filled', filledQty: '0.5' })
    expect(await anna.row('positions')).toMatchObject({
      id: order?.positionId,
      qty: '0.5',
      avgPrice: '874.20',
    })
    expect(await anna.row('orders')).toMatchObject({ id: stop?.id, qty: '0.5' })
    expect(await anna.rows('executions')).toHaveLength(2)
  })
})

describe('a stop order', () => {
  it('waits until the price has gone as far', async () => {
    await anna.placed(eurusd, { type: 'stop', stopPrice: 1.11, price: 0 })
    await anna.placed(eurusd, { type: 'stop', stopPrice: 1.09, side: 'sell' })
    expect((await anna.rows('orders')).map(({ price, stopPrice }) => [price, stopPrice])).toEqual([
      [null, '1.11000'],
      [null, '1.09000'],
    ])
    setPrice(1.115)
    expect(await anna.row('positions')).toMatchObject({ side: 'buy', avgPrice: '1.11502' })
    setPrice(1.085)
    expect((await anna.rows('positions'))[1]).toMatchObject({ side: 'sell', avgPrice: '1.08500' })
  })
})

describe('a working order', () => {
  it('keeps its id when it is changed', async () => {
    const id = await anna.placed(eurusd, { type: 'limit', price: 1.09 })
    const before = await anna.row('orders')
    simulator.control.advanceTime(1000)
    const patch = { price: 1.08, qty: '0.2', stopLoss: 1.07, stopLossType: 'absolute' }
    expect((await anna.send('PATCH', `/trade/orders/${id}`, patch)).body).toEqual({ s: 'ok' })
    const after = await anna.row('orders')
    expect(after).toMatchObject({
      id,
      price: '1.08000',
      qty: '0.20',
      stopLoss: '1.07000',
      stopLossType: 'absolute',
    })
    expect(after.createdDate).toBe(before.createdDate)
    expect(Number(after.lastModified)).toBeGreaterThanOrEqual(Number(before.lastModified) + 1000)
  })

  it('loses its stop loss by null and keeps what is not mentioned', async () => {
    const brackets = { stopLoss: 1.05, stopLossType: 'absolute', takeProfit: 200, takeProfitType: 'offset' }
    const id = await anna.placed(eurusd, { type: 'limit', price: 1.09, ...brackets })
    await anna.send('PATCH', `/trade/orders/${id}`, { stopLoss: null })
    expect(await anna.row('orders')).toMatchObject({
      stopLoss: null,
      stopLossType: null,
      takeProfit: '200',
      takeProfitType: 'offset',
      price: '1.09000',
    })
  })

  it('is cancelled into the history; a second time is an error', async () => {
    const id = await anna.placed(eurusd, { type: 'limit', price: 1.09 })
    expect((await anna.send('DELETE', `/trade/orders/${id}`)).body).toEqual({ s: 'ok' })
    expect(await anna.rows('orders')).toEqual([])
    expect(await anna.row('ordersHistory')).toMatchObject({ id, status: 'Cancelled', positionId: null })
    const again = await anna.send('DELETE', `/trade/orders/${id}`)
    expect([again.status, again.body.s]).toEqual([200, 'error'])
    expect((await anna.send('PATCH', `/trade/orders/${id}`, { price: 1 })).body.s).toBe('error')
  })

  it('is not seen by another account of the same user', async () => {
    const id = await anna.placed(eurusd, { type: 'limit', price: 1.09 })
    const second = await TestClient.login(simulator, 'anna', 2)
    expect(await second.rows('orders')).toEqual([])
    expect((await second.send('DELETE', `/trade/orders/${id}`)).body.s).toBe('error')
  })
})

describe('cancelling all orders', () => {
  it('takes those of one instrument on request, then all, and leaves brackets alone', async () => {
    await anna.placed(eurusd, { stopLoss: 1.05, stopLossType: 'absolute' })
    await anna.placed(eurusd, { type: 'limit', price: 1.05 })
    await anna.placed('USDJPY', { type: 'limit', price: 100 })
    const path = '/trade/accounts/:account/orders'
    await anna.send(
      'DELETE',
      `${path}?tradableInstrumentId=${anna.instrument('USDJPY').tradableInstrumentId}`,
    )
    expect((await anna.rows('orders')).map(({ type }) => type)).toEqual(['stop', 'limit'])
    await anna.send('DELETE', path)
    expect((await anna.rows('orders')).map(({ type }) => type)).toEqual(['stop'])
  })
})

describe('the orders history', () => {
  it('is filtered by time of the last change and by instrument, newest first', async () => {
    await anna.placed(eurusd)
    simulator.control.advanceTime(60_000)
    const from = simulator.control.now()
    await anna.placed('USDJPY')
    await anna.placed(eurusd)
    expect(await anna.rows('ordersHistory', `?from=${from}`)).toHaveLength(2)
    expect(await anna.rows('ordersHistory', `?to=${from - 1}`)).toHaveLength(1)
    const id = anna.instrument(eurusd).tradableInstrumentId
    const ofEurusd = await anna.rows('ordersHistory', `?tradableInstrumentId=${id}`)
    expect(ofEurusd).toHaveLength(2)
    expect(Number(ofEurusd[0]?.createdDate)).toBeGreaterThan(Number(ofEurusd[1]?.createdDate))
  })

  it('tells that rows are missing', async () => {
    simulator.control.setHistoryRows(2)
    await anna.placed(eurusd)
    await anna.placed(eurusd)
    expect((await anna.get('/trade/accounts/:account/ordersHistory')).body.d.hasMore).toBe(false)
    const id = await anna.placed(eurusd)
    const { body } = await anna.get('/trade/accounts/:account/ordersHistory')
    expect(body.d.hasMore).toBe(true)
    expect(body.d.ordersHistory.map(([first]) => first)).toHaveLength(2)
    expect(body.d.ordersHistory[0]?.[0]).toBe(id)
  })
})
