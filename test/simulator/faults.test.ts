import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Simulator } from '../../simulator/simulator.ts'
import { columnsOf, eurusd, startTestSimulator, TestClient } from './client.ts'

let simulator: Simulator
let anna: TestClient

beforeEach(async () => {
  simulator = await startTestSimulator()
  anna = await TestClient.login(simulator)
})
afterEach(() => simulator.close())

const orders = () => anna.get('/trade/accounts/:account/orders')
const accepted = () => simulator.control.counters().ordersAccepted

describe('a fault', () => {
  it('strikes one request unless said otherwise', async () => {
    simulator.control.addFault({ operation: 'getOrders', kind: 'status', status: 503 })
    expect((await orders()).status).toBe(503)
    expect((await orders()).status).toBe(200)
  })

  it('strikes as often as it is told, and only its operation', async () => {
    simulator.control.addFault({ operation: 'getOrders', kind: 'status', status: 500, count: 2 })
    expect((await anna.get('/trade/config')).status).toBe(200)
    const statuses = [await orders(), await orders(), await orders()].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 200])
  })

  it('of all operations strikes until it is cleared', async () => {
    simulator.control.addFault({
      operation: '*',
      kind: 'businessError',
      message: 'Not now',
      count: 'untilCleared',
    })
    expect((await orders()).body).toEqual({ s: 'error', errmsg: 'Not now' })
    expect((await anna.place(eurusd)).body.s).toBe('error')
    simulator.control.clearFaults()
    expect((await orders()).body.s).toBe('ok')
    expect(accepted()).toEqual([])
  })

  it('of one operation can be cleared alone', async () => {
    simulator.control.addFault({ operation: 'getOrders', kind: 'html', count: 'untilCleared' })
    simulator.control.addFault({ operation: 'getPositions', kind: 'html', count: 'untilCleared' })
    simulator.control.clearFaults('getOrders')
    expect((await orders()).body.s).toBe('ok')
    expect((await anna.get('/trade/accounts/:account/positions')).text).toContain('<html>')
  })
})

describe('latency', () => {
  it('delays the request and combines with another fault', async () => {
    simulator.control.addFault({ operation: 'getOrders', kind: 'latency', ms: 60 })
    simulator.control.addFault({ operation: 'getOrders', kind: 'status', status: 502 })
    const start = performance.now()
    expect((await orders()).status).toBe(502)
    expect(performance.now() - start).toBeGreaterThan(55)
    expect((await orders()).status).toBe(200)
  })
})

describe('throttling', () => {
  it.each([
    ['with', 7, '7'],
    ['without', undefined, null],
  ])('answers 429 %s Retry-After', async (_, retryAfter, header) => {
    const kind = 'tooManyRequests'
    simulator.control.addFault({ operation: 'getOrders', kind, ...(retryAfter && { retryAfter }) })
    const answer = await orders()
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe(header)
    expect(answer.body.message).toBeTypeOf('string')
    expect(simulator.control.counters().totalRateLimitViolations).toBe(0)
  })

  it('by the edge answers an HTML page that names error 1015', async () => {
    simulator.control.addFault({ operation: 'placeOrder', kind: 'edgeBlock' })
    const answer = await anna.place(eurusd)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.text).toContain('error code: 1015')
    expect(accepted()).toEqual([])
  })
})

describe('an order whose answer is lost', () => {
  it.each([
    ['dropped before it is processed', { kind: 'drop' }, 0],
    ['dropped after it was accepted', { kind: 'drop', processed: true }, 1],
  ] as const)('because the connection is %s', async (_, fault, count) => {
    simulator.control.addFault({ operation: 'placeOrder', ...fault })
    await expect(anna.place(eurusd, { strategyId: 'lost' })).rejects.toThrow()
    expect(accepted().map(({ strategyId }) => strategyId)).toEqual(Array(count).fill('lost'))
    expect(await anna.rows('ordersHistory')).toHaveLength(count)
  })

  it.each([
    ['was not accepted', { kind: 'silence' }, 0],
    ['was accepted', { kind: 'silence', processed: true }, 1],
  ] as const)('because no answer comes and it %s', async (_, fault, count) => {
    simulator.control.addFault({ operation: 'placeOrder', ...fault })
    const answer = anna.place(eurusd)
    await vi.waitFor(() => expect(simulator.control.counters().requests.placeOrder).toBe(1))
    expect(await Promise.race([answer, (await orders()).status])).toBe(200)
    expect(accepted()).toHaveLength(count)
    // Closing the simulator ends the connection that nobody answered.
    const ended = expect(answer).rejects.toThrow()
    await simulator.close()
    await ended
    simulator = await startTestSimulator()
  })

  it.each([
    ['a status', { kind: 'status', status: 502, processed: true }, 502],
    ['a page', { kind: 'html', processed: true }, 200],
    ['broken JSON', { kind: 'malformedJson', processed: true }, 200],
  ] as const)('behind %s', async (_, fault, status) => {
    simulator.control.addFault({ operation: 'placeOrder', ...fault })
    const answer = await anna.place(eurusd)
    expect(answer.status).toBe(status)
    expect(answer.body.d).toBeUndefined()
    expect(accepted()).toHaveLength(1)
  })
})

describe('a spoilt body', () => {
  it('is JSON that breaks off, declared as JSON', async () => {
    simulator.control.addFault({ operation: 'getState', kind: 'malformedJson' })
    const answer = await anna.get('/trade/accounts/:account/state')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ])
    expect(() => JSON.parse(answer.text)).toThrow()
  })
})

describe('reordered columns', () => {
  it('hold for the configuration and all rows until the faults are cleared', async () => {
    await anna.placed(eurusd, { stopLoss: 500, stopLossType: 'offset', strategyId: 'tag' })
    const usual = columnsOf((await anna.get('/trade/config')).body.d)
    const [position, state] = [await anna.row('positions'), await anna.state()]

    simulator.control.addFault({ operation: 'getConfigUsingGET', kind: 'reorderedColumns' })
    const client = await TestClient.login(simulator)
    const other = columnsOf((await client.get('/trade/config')).body.d)
    for (const [panel, ids] of Object.entries(usual)) {
      expect(other[panel]).not.toEqual(ids)
      expect(other[panel]?.toSorted()).toEqual(ids.toSorted())
    }
    expect(await client.row('positions')).toMatchObject({ id: position.id, strategyId: 'tag', qty: '0.10' })
    expect(await client.row('ordersHistory')).toMatchObject({ status: 'Filled', strategyId: 'tag' })
    expect(await client.row('executions')).toMatchObject({ positionId: position.id })
    expect((await client.state()).balance).toBe(state.balance)

    simulator.control.clearFaults()
    expect(columnsOf((await anna.get('/trade/config')).body.d)).toEqual(usual)
  })
})
