import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { eurusd, startTestSimulator, TestClient } from './client.ts'
import type { Row } from './wire.ts'

let simulator: Simulator
let anna: TestClient

const setPrice = (bid: number) => simulator.control.setPrice(eurusd, bid)
const brackets = { stopLoss: 1.09, stopLossType: 'absolute', takeProfit: 1.12, takeProfitType: 'absolute' }

beforeEach(async () => {
  simulator = await startTestSimulator()
  anna = await TestClient.login(simulator)
  setPrice(1.1)
})
afterEach(() => simulator.close())

/** Opens a position and tells its row. */
async function opened(order: Record<string, unknown> = {}): Promise<Row> {
  await anna.placed(eurusd, order)
  return anna.row('positions')
}

const patch = (position: Row, body: unknown) => anna.send('PATCH', `/trade/positions/${position.id}`, body)
const close = (position: Row, qty: unknown) => anna.send('DELETE', `/trade/positions/${position.id}`, { qty })

describe('brackets', () => {
  it('of a filled order become linked orders of the position', async () => {
    const position = await opened(brackets)
    const [stop, target] = await anna.rows('orders')
    expect(stop).toMatchObject({
      id: position.stopLossId,
      type: 'stop',
      side: 'sell',
      qty: '0.10',
      stopPrice: '1.09000',
      price: null,
      positionId: position.id,
      isOpen: 'false',
    })
    expect(target).toMatchObject({
      id: position.takeProfitId,
      type: 'limit',
      price: '1.12000',
      stopPrice: null,
      positionId: position.id,
    })
    expect(await anna.row('ordersHistory')).toMatchObject({ stopLoss: '1.09000', takeProfit: '1.12000' })
  })

  it('given as offsets count ticks from the fill price', async () => {
    await opened({ stopLoss: 100, stopLossType: 'offset', takeProfit: 200, takeProfitType: 'offset' })
    const [stop, target] = await anna.rows('orders')
    expect([stop?.stopPrice, target?.price]).toEqual(['1.09902', '1.10202'])
  })

  it.each([
    ['stop loss', 1.08, 0, '-200.20'],
    ['take profit', 1.13, 1, '299.80'],
  ])('cancel one another: the %s closes the position', async (_, bid, which, result) => {
    const position = await opened(brackets)
    const ids = [position.stopLossId, position.takeProfitId]
    setPrice(bid)
    expect(await anna.rows('positions')).toEqual([])
    expect(await anna.rows('orders')).toEqual([])
    const history = await anna.rows('ordersHistory')
    const statusOf = (id: string | null | undefined) => history.find((row) => row.id === id)?.status
    expect([statusOf(ids[which]), statusOf(ids[1 - which])]).toEqual(['Filled', 'Cancelled'])
    expect(history.filter((row) => row.positionId === position.id)).toHaveLength(3)
    expect((await anna.state()).balance).toBe(50_000 + Number(result))
  })

  it('are set, moved and kept by PATCH of the position', async () => {
    const position = await opened()
    await patch(position, { stopLoss: 1.09 })
    const withStop = await anna.row('positions')
    expect(withStop).toMatchObject({ stopLossId: expect.any(String), takeProfitId: null })
    await patch(position, { stopLoss: '1.08', takeProfit: 1.2 })
    const both = await anna.row('positions')
    expect(both.stopLossId).toBe(withStop.stopLossId)
    await patch(position, { takeProfit: 1.3 })
    const [stop, target] = await anna.rows('orders')
    expect([stop?.stopPrice, target?.price]).toEqual(['1.08000', '1.30000'])
  })

  it('are removed by null and reported cancelled', async () => {
    const position = await opened(brackets)
    expect((await patch(position, { stopLoss: null })).body.s).toBe('ok')
    expect(await anna.row('positions')).toMatchObject({
      stopLossId: null,
      takeProfitId: position.takeProfitId,
    })
    const history = await anna.rows('ordersHistory')
    expect(history.find(({ id }) => id === position.stopLossId)?.status).toBe('Cancelled')
  })

  it.each([
    [{ stopLoss: 0 }, 'SL price'],
    [{ stopLoss: 1.2 }, 'SL price'],
    [{ takeProfit: 1.05 }, 'TP price'],
    [{ stopLoss: 1.05, takeProfit: 1 }, 'TP price'],
    [{}, 'Nothing to modify'],
    [{ trailingOffset: -1 }, 'SL offset'],
  ])('are refused as a whole: %j', async (body, text) => {
    const position = await opened()
    const answer = await patch(position, body)
    expect(answer.body.s).toBe('error')
    expect(answer.body.errmsg).toContain(text)
    expect(await anna.rows('orders')).toEqual([])
  })

  it('are moved and removed through their own orders too', async () => {
    const position = await opened(brackets)
    await anna.send('PATCH', `/trade/orders/${position.stopLossId}`, { stopPrice: 1.07 })
    await anna.send('PATCH', `/trade/orders/${position.takeProfitId}`, { price: 1.15 })
    const [stop, target] = await anna.rows('orders')
    expect([stop?.stopPrice, target?.price]).toEqual(['1.07000', '1.15000'])
    await anna.send('DELETE', `/trade/orders/${position.takeProfitId}`)
    expect(await anna.row('positions')).toMatchObject({ stopLossId: position.stopLossId, takeProfitId: null })
    const bad = await anna.send('PATCH', `/trade/orders/${position.stopLossId}`, { stopPrice: 1.3 })
    expect(bad.body.errmsg).toContain('SL price')
  })
})

describe('a trailing stop', () => {
  it('follows the price up, never down, and closes the position', async () => {
    await opened({ stopLoss: 100, stopLossType: 'trailingOffset' })
    const level = async () => (await anna.row('orders')).stopPrice
    expect(await level()).toBe('1.09900')
    setPrice(1.105)
    expect(await level()).toBe('1.10400')
    setPrice(1.1045)
    expect(await level()).toBe('1.10400')
    setPrice(1.1039)
    expect(await anna.rows('positions')).toEqual([])
  })

  it('follows the price down for a seller', async () => {
    await opened({ side: 'sell', stopLoss: 100, stopLossType: 'trailingOffset' })
    setPrice(1.09)
    expect((await anna.row('orders')).stopPrice).toBe('1.09102')
  })

  it('is made from a fixed one and back, keeping its id', async () => {
    const position = await opened(brackets)
    await patch(position, { trailingOffset: 50 })
    const [trailing] = await anna.rows('orders')
    expect(trailing).toMatchObject({
      id: position.stopLossId,
      stopPrice: '1.09950',
      stopLoss: '50',
      stopLossType: 'trailingOffset',
    })
    await patch(position, { trailingOffset: null })
    setPrice(1.11)
    expect((await anna.rows('orders'))[0]).toMatchObject({ stopPrice: '1.09950', stopLossType: null })
  })
})

describe('closing', () => {
  it('is asynchronous: a closing order waits while the position is still there', async () => {
    const slow = await startTestSimulator({ closeDelayMs: 60_000 })
    const client = await TestClient.login(slow)
    await client.placed(eurusd, { strategyId: 'in' })
    const { id } = await client.row('positions')
    const answer = await client.send('DELETE', `/trade/positions/${id}?strategyId=out`, { qty: 0 })
    expect(answer.body).toEqual({ s: 'ok' })
    expect(await client.row('positions')).toMatchObject({ id, qty: '0.10' })
    const closing = await client.row('orders')
    expect(closing).toMatchObject({
      type: 'market',
      status: 'New',
      side: 'sell',
      isOpen: 'false',
      positionId: id,
      strategyId: 'out',
    })
    expect((await client.send('DELETE', `/trade/positions/${id}`, { qty: 0 })).body.errmsg).toContain(
      'already being closed',
    )

    slow.control.advanceTime(60_000)
    expect(await client.rows('positions')).toEqual([])
    const history = await client.rows('ordersHistory')
    expect(history.map((row) => [row.id === closing.id, row.status, row.positionId])).toEqual([
      [true, 'Filled', id],
      [false, 'Filled', id],
    ])
    await slow.close()
  })

  it('in part reduces the position and its brackets', async () => {
    const position = await opened(brackets)
    await close(position, '0.04')
    expect(await anna.row('positions')).toMatchObject({ id: position.id, qty: '0.06', avgPrice: '1.10002' })
    expect((await anna.rows('orders')).map(({ id, qty }) => [id, qty])).toEqual([
      [position.stopLossId, '0.06'],
      [position.takeProfitId, '0.06'],
    ])
    expect((await anna.state()).balance).toBe(50_000 - 0.08)
  })

  it('cancels the brackets', async () => {
    const position = await opened(brackets)
    await close(position, 0)
    expect(await anna.rows('orders')).toEqual([])
    const statuses = (await anna.rows('ordersHistory')).map(({ status }) => status)
    expect(statuses.sort()).toEqual(['Cancelled', 'Cancelled', 'Filled', 'Filled'])
  })

  it.each([
    [0.2, 'above the open quantity of 0.1'],
    [-1, 'greater than or equal to 0'],
    [0.015, 'lot step'],
    [null, 'must not be null'],
  ])('refuses the quantity %s', async (qty, text) => {
    const answer = await close(await opened(), qty)
    expect(answer.body.errmsg).toContain(text)
  })

  it('in part is refused where the account does not support it', async () => {
    const dmitri = await TestClient.login(simulator, 'dmitri')
    await dmitri.placed(eurusd)
    const { id } = await dmitri.row('positions')
    const answer = await dmitri.send('DELETE', `/trade/positions/${id}`, { qty: 0.05 })
    expect(answer.body.errmsg).toContain('Partial close')
    expect((await dmitri.send('DELETE', `/trade/positions/${id}`, { qty: 0.1 })).body.s).toBe('ok')
  })

  it('of an unknown position, or out of session, is an error', async () => {
    expect((await anna.send('DELETE', '/trade/positions/1', { qty: 0 })).body.errmsg).toContain('not found')
    const position = await opened()
    simulator.control.setMarket('closed')
    expect((await close(position, 0)).body.errmsg).toContain('out of session')
  })

  it('of all positions can be limited to an instrument or a strategy', async () => {
    await anna.placed(eurusd, { strategyId: 'a' })
    await anna.placed(eurusd, { strategyId: 'b' })
    await anna.placed('USDJPY', { strategyId: 'b' })
    const path = '/trade/accounts/:account/positions'
    const left = async () => (await anna.rows('positions')).map(({ strategyId }) => strategyId)
    const id = anna.instrument('USDJPY').tradableInstrumentId
    expect((await anna.send('DELETE', `${path}?tradableInstrumentId=${id}`)).body.d.positions).toHaveLength(1)
    expect(await left()).toEqual(['a', 'b'])
    await anna.send('DELETE', `${path}?strategyId=a`)
    expect(await left()).toEqual(['b'])
    await anna.send('DELETE', path)
    expect(await left()).toEqual([])
  })
})

describe('the account state', () => {
  it('adds up, and agrees with the position rows', async () => {
    await anna.placed(eurusd, { qty: 1 })
    await anna.placed('USDJPY', { side: 'sell' })
    await anna.placed(eurusd, { type: 'limit', price: 1, qty: 0.5 })
    setPrice(1.11)
    const state = await anna.state()
    const positions = await anna.rows('positions')
    const open = positions.reduce((sum, { unrealizedPl }) => sum + Number(unrealizedPl), 0)
    expect(state.openNetPnL).toBeCloseTo(open, 2)
    expect(state.projectedBalance).toBeCloseTo((state.balance ?? 0) + open, 2)
    expect(state.availableFunds).toBeCloseTo((state.projectedBalance ?? 0) - (state.initialMarginReq ?? 0), 2)
    // 1 lot at 1.10002 and half a lot waiting at 1 with leverage 500, 0.1 lots of the dollar with leverage 100.
    expect(state.initialMarginReq).toBeCloseTo(220 + 100 + 100, 0)
    expect(state).toMatchObject({ positionsCount: 2, ordersCount: 1, todayTradesCount: 2, todayVolume: 1.1 })
  })

  it('is in the currency of the account', async () => {
    simulator.control.setPrice('USDJPY', 150)
    const [pounds, yen] = [
      await TestClient.login(simulator, 'chloe'),
      await TestClient.login(simulator, 'ben', 2),
    ]
    await yen.placed(eurusd, { side: 'sell', qty: 1 })
    setPrice(1.09)
    // (1.10000 − 1.09002) × 100000 = 998 dollars, at 150.006 yen.
    expect((await yen.state()).openNetPnL).toBeCloseTo(998 * 150.006, 0)

    simulator.control.setPrice('GBPJPY', 200)
    await pounds.placed('USDJPY', { qty: 1 })
    simulator.control.setPrice('USDJPY', 151)
    // (151 − 150.012) × 100000 = 98800 yen, at 200.012 yen to the pound.
    expect((await pounds.state()).openNetPnL).toBeCloseTo(98_800 / 200.012, 1)
  })

  it('tells the results of the day, until midnight UTC', async () => {
    await close(await opened(), 0)
    expect(await anna.state()).toMatchObject({ todayGross: -0.2, todayNet: -0.2, todayTradesCount: 2 })
    simulator.control.advanceTime(12 * 3_600_000)
    anna = await TestClient.login(simulator)
    expect(await anna.state()).toMatchObject({ todayGross: 0, todayTradesCount: 0, balance: 49_999.8 })
  })

  it('follows a balance set by the control', async () => {
    simulator.control.setBalance(anna.accountId, 77)
    expect(await anna.state()).toMatchObject({ balance: 77, projectedBalance: 77, availableFunds: 77 })
  })
})
