import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { eurusd, startTestSimulator, TestClient } from './client.ts'

let simulator: Simulator
let anna: TestClient

beforeEach(async () => {
  simulator = await startTestSimulator()
  anna = await TestClient.login(simulator)
  simulator.control.setPrice(eurusd, 1.1)
})
afterEach(() => simulator.close())

/** The text of the refusal of an order; fails when the order is taken or the status is not 200. */
async function refusal(name: string, order: Record<string, unknown>, client = anna): Promise<string> {
  const { status, body } = await client.place(name, order)
  expect([status, body.s]).toEqual([200, 'error'])
  return body.errmsg
}

describe('a quantity is refused', () => {
  it.each([
    ['zero', 0, '{qty=[must be greater than 0]}'],
    ['negative', -0.05, '{qty=[must be greater than 0]}'],
    ['below the minimum', 0.001, 'below the minimum of 0.01'],
    ['above the maximum', 201, 'above the maximum of 200'],
    ['between two steps', 0.123, 'lot step 0.01'],
  ])('that is %s', async (_, qty, text) => {
    expect(await refusal(eurusd, { qty })).toContain(text)
  })
})

describe('an order is refused', () => {
  it.each([
    ['market with GTC', { validity: 'GTC' }, 'TIF GTC'],
    ['limit with IOC', { type: 'limit', price: 1, validity: 'IOC' }, 'TIF IOC'],
    ['limit without a price', { type: 'limit' }, 'Price is not valid'],
    ['stop without a trigger', { type: 'stop', price: 1.2 }, 'Stop price is not valid'],
    ['stop that the market has passed', { type: 'stop', stopPrice: 1.09 }, 'Stop price is not valid'],
    ['limit between two ticks', { type: 'limit', price: 1.090001 }, 'Price is not valid'],
    ['of an unknown type', { type: 'stoplimit', validity: 'GTC' }, 'type='],
    ['of an unknown side', { side: 'long' }, 'side='],
    ['on the INFO route', { routeId: 452 }, 'Route 452'],
    ['of an unknown instrument', { tradableInstrumentId: 1 }, 'Instrument not found'],
    ['with a tag of 32 characters', { strategyId: 'x'.repeat(32) }, 'strategyId'],
  ])('%s', async (_, order, text) => {
    expect(await refusal(eurusd, order)).toContain(text)
    expect(await anna.rows('ordersHistory')).toEqual([])
    expect(simulator.control.counters().ordersAccepted).toEqual([])
  })

  it('but a tag of 31 characters is taken', async () => {
    await anna.placed(eurusd, { strategyId: 'x'.repeat(31) })
  })

  it('when the margin does not suffice, and stays in the history as refused', async () => {
    const text = await refusal('EURUSD', { qty: 50, side: 'sell' })
    const order = await anna.row('ordersHistory')
    expect(text).toMatch(/^Not enough margin to create Order #\d+ Sell {3}50 Price \d\.\d{5} $/)
    expect(text).toContain(`#${order.id} `)
    expect(order).toMatchObject({ status: 'Refused', filledQty: '0' })
    expect(await anna.rows('positions')).toEqual([])
  })

  it('when waiting orders have bound the margin', async () => {
    await anna.placed('EURUSD', { type: 'limit', price: 0.51, qty: 50 })
    expect(await refusal('EURUSD', { type: 'limit', price: 0.51, qty: 50, validity: 'GTC' })).toContain(
      'Not enough margin',
    )
  })

  it('out of session', async () => {
    simulator.control.setMarket('closed', eurusd)
    expect(await refusal(eurusd, {})).toBe(
      'Order cannot be created since trading out of session is forbidden.',
    )
    await anna.placed('USDJPY')
    expect((await anna.details(eurusd)).symbolStatus).toBe('CLOSED')
    simulator.control.setMarket('open', eurusd)
    await anna.placed(eurusd)
    expect((await anna.details(eurusd)).symbolStatus).toBe('FULLY_OPEN')
  })

  it('out of the hours of the calendar where sessions are enforced', async () => {
    const saturday = await startTestSimulator({ enforceSessions: true, now: Date.UTC(2026, 2, 14, 12) })
    const client = await TestClient.login(saturday)
    expect(await refusal(eurusd, {}, client)).toContain('out of session')
    expect((await client.details(eurusd)).symbolStatus).toBe('CLOSED')
    await client.placed('BTCUSD')
    await saturday.close()
  })

  it('while only closing is allowed', async () => {
    await anna.placed(eurusd)
    simulator.control.setMarket('closeOnly')
    expect(await refusal(eurusd, {})).toBe('Order cannot be created. Only positions closing is allowed')
    const { id } = await anna.row('positions')
    await anna.send('DELETE', `/trade/positions/${id}`, { qty: 0 })
    expect(await anna.rows('positions')).toEqual([])
  })

  it('of a type that the session does not allow', async () => {
    expect(await refusal('7203.T', { type: 'stop', stopPrice: 1_000_000, qty: 100 })).toBe(
      'Order cannot be created since order type is not allowed for current session.',
    )
    const { tradeSessionStatusId } = await anna.details('7203.T')
    const { text } = await anna.get(`/trade/sessionStatuses/${tradeSessionStatusId}`)
    expect(JSON.parse(text).d.allowedOrderTypes).toEqual([1, 1, 0, 0, 0, 0])
  })

  it('on an account that is not active', async () => {
    const restricted = await TestClient.login(simulator, 'chloe', 2)
    expect(await refusal(eurusd, {}, restricted)).toContain('not allowed for the account')
  })
})

describe('brackets are refused', () => {
  it.each([
    [
      'a stop loss above the price of a buyer',
      { stopLoss: 1.2, stopLossType: 'absolute' },
      'SL price is not valid for the order. ',
    ],
    [
      'a stop loss between two ticks',
      { stopLoss: 1.050001, stopLossType: 'absolute' },
      'SL price is not valid for the order. ',
    ],
    [
      'a take profit below the price of a buyer',
      { takeProfit: 1, takeProfitType: 'absolute' },
      'TP price is not valid for the order. ',
    ],
    ['a stop loss without its type', { stopLoss: 1 }, '{stopLossType=[must not be null]}'],
    ['a take profit that trails', { takeProfit: 5, takeProfitType: 'trailingOffset' }, 'takeProfitType='],
    ['half a tick of distance', { stopLoss: 0.5, stopLossType: 'offset' }, 'SL offset'],
  ])('%s', async (_, brackets, text) => {
    expect(await refusal(eurusd, brackets)).toContain(text)
  })

  it('a trailing stop on an account without them', async () => {
    const dmitri = await TestClient.login(simulator, 'dmitri')
    const trailing = { stopLoss: 50, stopLossType: 'trailingOffset' }
    expect(await refusal(eurusd, trailing, dmitri)).toContain('Trailing stop is not supported')
  })

  it('for a waiting order by its own price, not that of the market', async () => {
    const limit = { type: 'limit', price: 1.05, stopLossType: 'absolute' }
    expect(await refusal(eurusd, { ...limit, stopLoss: 1.06 })).toContain('SL price')
    await anna.placed(eurusd, { ...limit, stopLoss: 1.04 })
  })

  it('but zero and null mean none', async () => {
    await anna.placed(eurusd, { stopLoss: 0, takeProfit: null, trStopOffset: 0 })
  })
})
