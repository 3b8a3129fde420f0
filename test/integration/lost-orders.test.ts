import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { strategyIdOf } from '../../adapters/tradelocker/trading/placing/strategy-id.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { LONG_UP_MS, type Stack, startStack, startStackOn } from '../support/stack.ts'

/*
 * Orders whose answer got lost while the account cannot be read, or does not answer either: nobody may take that for "not
 * there", and the truth has to reach who asks again.
 */

const ORDERS = '/accounts/700101/orders'
const LOOK_UPS = ['getOrders', 'getOrdersHistory', 'getPositions'] as const
const FORM = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 1.05, qty: 0.1 }

let stack: Stack
let panel: Panel

beforeAll(async () => {
  stack = await startStack(undefined, {}, { uptimeMs: LONG_UP_MS })
  stack.simulator.control.setPrice('EURUSD', 1.1)
})
beforeEach(async () => {
  panel = await stack.panel('anna')
  await panel.ok('GET', ORDERS)
})
afterEach(() => stack.simulator.control.clearFaults())
afterAll(() => stack.close())

const accepted = () => stack.simulator.control.counters().ordersAccepted.map(({ id }) => id)
const place = (requestId?: string) =>
  panel.send('POST', requestId === undefined ? ORDERS : `${ORDERS}?requestId=${requestId}`, FORM)
const FOUND_LATER = {
  message: expect.stringContaining('answer got lost was found'),
  strategyId: strategyIdOf('SIM-DEMO|700101', 'blind67890'),
}
const blind = () => {
  for (const operation of LOOK_UPS) {
    stack.simulator.control.addFault({ operation, kind: 'status', status: 503, count: 'untilCleared' })
  }
}

describe('an order whose answer got lost while the account cannot be read', () => {
  it('is unknown, and stays so however often it is asked for; then a repeat is told the truth', async () => {
    const before = accepted()
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'drop', processed: true })
    blind()
    const unknown = { s: 'error', errmsg: expect.stringMatching(/check/i) }
    expect((await place('blind12345')).body).toMatchObject(unknown)
    expect((await place('blind12345')).body).toMatchObject(unknown)
    stack.simulator.control.clearFaults()
    const { body } = await place('blind12345')
    expect(body.s).toBe('ok')
    expect(accepted()).toEqual([...before, body.d.orderId])
  }, 40_000)

  it('is looked for in the background, too: the log tells when it was found', async () => {
    const before = accepted()
    stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'drop', processed: true })
    blind()
    expect((await place('blind67890')).body.s).toBe('error')
    stack.simulator.control.clearFaults()
    await eventually(
      async () => stack.logs.lines(),
      (lines) => expect(lines).toContainEqual(expect.objectContaining(FOUND_LATER)),
      15_000,
    )
    blind()
    const { body } = await place('blind67890')
    expect(body.s).toBe('ok')
    expect(accepted()).toEqual([...before, body.d.orderId])
  }, 40_000)
})

describe('an order that TradeLocker does not answer at all', () => {
  it.each([
    ['with a requestId', 'silent1234'],
    ['without one', undefined],
  ])(
    '%s is found after its deadline and answered as accepted, once',
    async (_, requestId) => {
      const before = accepted()
      stack.simulator.control.addFault({ operation: 'placeOrder', kind: 'silence', processed: true })
      const { body } = await place(requestId)
      expect(body.s).toBe('ok')
      expect(accepted()).toEqual([...before, body.d.orderId])
    },
    40_000,
  )
})

describe('just after a start, when a request may be older than the process', () => {
  it('nothing is sent while the account cannot be read: nobody knows whether it is there already', async () => {
    const { body } = await place('restart123')
    await using restarted = await startStackOn(stack.simulator)
    const before = accepted()
    const again = await restarted.panel('anna')
    blind()
    const asked = await again.send('POST', `${ORDERS}?requestId=restart123`, FORM)
    expect(asked.body).toMatchObject({ s: 'error', errmsg: expect.stringMatching(/check/i) })
    expect(accepted()).toEqual(before)
    stack.simulator.control.clearFaults()
    const truth = await again.ok('POST', `${ORDERS}?requestId=restart123`, FORM)
    expect(truth.orderId).toBe(body.d.orderId)
    expect(accepted()).toEqual(before)
  }, 60_000)

  it('an order waits out a 429 for the configuration that it has to know', async () => {
    await using restarted = await startStackOn(stack.simulator)
    const again = await restarted.panel('anna')
    await again.ok('GET', ORDERS)
    const before = accepted()
    stack.simulator.control.addFault({
      operation: 'getConfigUsingGET',
      kind: 'tooManyRequests',
      retryAfter: 6,
    })
    const { orderId } = await again.ok('POST', `${ORDERS}?requestId=throttled1`, FORM)
    expect(accepted()).toEqual([...before, orderId])
  })

  it('is not sent again where the clock is put forward in between', async () => {
    let aheadMs = 0
    const clock = () => Date.now() + aheadMs
    await using restarted = await startStackOn(stack.simulator, {}, { clock, uptimeMs: 0 })
    const again = await restarted.panel('anna')
    const first = await place('forward1')
    aheadMs = LONG_UP_MS
    expect(await again.ok('POST', `${ORDERS}?requestId=forward1`, FORM)).toEqual(first.body.d)
  })

  it('a book that was read too early proves nothing; one read late enough serves every order from then on', async () => {
    let aheadMs = 0
    const elapsed = () => performance.now() + aheadMs
    await using restarted = await startStackOn(stack.simulator, {}, { elapsed, uptimeMs: 0 })
    const again = await restarted.panel('anna')
    const repeat = (id: string) => again.ok('POST', `${ORDERS}?requestId=${id}`, FORM)
    const readings = () => stack.simulator.control.counters().requests.getOrders ?? 0
    await again.ok('GET', ORDERS)
    // What the process before this one was still sending arrives only now.
    const late = [await place('underway1'), await place('underway2')].map(({ body }) => body.d)
    const before = accepted()
    expect(await repeat('underway1')).toEqual(late[0])
    aheadMs = 16_000
    expect(await repeat('underway2')).toEqual(late[1])
    expect(accepted()).toEqual(before)
    const sent = [await repeat('later11111'), await repeat('later22222')]
    const read = readings()
    sent.push(await repeat('later33333'), await repeat('later44444'))
    expect(accepted()).toEqual([...before, ...sent.map(({ orderId }) => orderId)])
    expect(readings()).toBe(read)
  }, 60_000)
})
