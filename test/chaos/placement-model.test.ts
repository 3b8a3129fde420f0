import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTradeLockerBroker } from '../../adapters/tradelocker/broker.ts'
import { strategyIdOf } from '../../adapters/tradelocker/trading/strategy-id.ts'
import type { FaultRule } from '../../simulator/faults.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Broker, BrokerSession } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import type { OrderTicket } from '../../src/broker/order.ts'

/*
 * Placements, repeats, restarts and faults in any order: whatever happens, a request becomes at most one order, and what
 * the trader was told is true.
 */

const ACCOUNT = '700101'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  simulator.control.setPrice('EURUSD', 1.1)
})
afterAll(() => simulator.close())

const brokerOf = (): Broker =>
  createTradeLockerBroker({
    baseUrl: simulator.url,
    servers: ['SIM-DEMO'],
    accountType: 'demo',
    developerApiKey: undefined,
    rateLimits: { scope: 'user', headroom: 0.9, maxRps: undefined },
    serviceAccounts: [],
    searchMs: 1_200,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    events: {
      upstreamCall: () => undefined,
      catalogue: () => undefined,
      refused: () => undefined,
      serviceAccounts: () => undefined,
      priceAges: () => undefined,
    },
    clock: Date.now,
  })

const TICKETS: readonly OrderTicket[] = [
  { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: 0.1, limitPrice: 1.05 },
  { instrument: 'EURUSD', side: 'sell', type: 'market', qty: 0.01 },
  { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: 0.2, limitPrice: 1.04, stopLoss: 1.03 },
]

/** What can go wrong with the one request that places the order. */
const FAULTS: readonly (FaultRule | undefined)[] = [
  undefined,
  undefined,
  { operation: 'placeOrder', kind: 'drop', processed: true },
  { operation: 'placeOrder', kind: 'drop', processed: false },
  { operation: 'placeOrder', kind: 'html', processed: true },
  { operation: 'placeOrder', kind: 'status', status: 502, processed: true },
  { operation: 'placeOrder', kind: 'tooManyRequests', retryAfter: 1 },
  {
    operation: 'placeOrder',
    kind: 'businessError',
    message: 'Order cannot be created. Only positions closing is allowed',
  },
]

/** What the trader has been told of a request so far. */
interface Told {
  readonly ticket: OrderTicket
  readonly orderIds: Set<string>
  wasRefused: boolean
}
interface Model {
  readonly requests: Map<string, Told>
}
interface Real {
  broker: Broker
  session: BrokerSession
  readonly run: string
}

const acceptedFor = (requestId: string) => {
  const strategyId = strategyIdOf(`SIM-DEMO|${ACCOUNT}`, requestId)
  return simulator.control.counters().ordersAccepted.filter((order) => order.strategyId === strategyId)
}

async function placeAndCompare(
  model: Model,
  real: Real,
  requestId: string,
  ticket: OrderTicket,
  times: number,
) {
  const account = await real.session.account(ACCOUNT)
  const told = model.requests.get(requestId) ?? { ticket, orderIds: new Set(), wasRefused: false }
  model.requests.set(requestId, told)
  const answers = await Promise.allSettled(
    Array.from({ length: times }, () => account.placeOrder(told.ticket, requestId)),
  )
  for (const answer of answers) {
    if (answer.status === 'fulfilled') told.orderIds.add(answer.value)
    else {
      expect(answer.reason).toBeInstanceOf(BrokerError)
      if (answer.reason.code === 'closing_only') told.wasRefused = true
    }
  }
  const accepted = acceptedFor(requestId)
  expect(accepted.length, 'orders for one request').toBeLessThanOrEqual(1)
  if (told.orderIds.size > 0) expect([...told.orderIds]).toEqual(accepted.map((order) => order.id))
  if (told.wasRefused) expect(accepted).toEqual([])
}

class Place implements fc.AsyncCommand<Model, Real> {
  readonly name: string
  readonly ticket: OrderTicket
  readonly fault: FaultRule | undefined
  readonly times: number
  constructor(name: string, ticket: OrderTicket, fault: FaultRule | undefined, times: number) {
    this.name = name
    this.ticket = ticket
    this.fault = fault
    this.times = times
  }
  check = () => true
  async run(model: Model, real: Real) {
    if (this.fault !== undefined) simulator.control.addFault(this.fault)
    await placeAndCompare(model, real, `${real.run}-${this.name}`, this.ticket, this.times)
    simulator.control.clearFaults()
  }
  toString = () => `place ${this.name} ×${this.times} with ${this.fault?.kind ?? 'no fault'}`
}

class Restart implements fc.AsyncCommand<Model, Real> {
  check = () => true
  async run(model: Model, real: Real) {
    // A refusal leaves no trace at the broker; without a store that outlives the process it is forgotten.
    for (const told of model.requests.values()) told.wasRefused = false
    const { grant } = real.session
    await real.broker.close()
    real.broker = brokerOf()
    real.session = real.broker.resume(grant)
  }
  toString = () => 'restart'
}

class OtherTicket implements fc.AsyncCommand<Model, Real> {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  check = ({ requests }: Readonly<Model>) => [...requests.values()].some((told) => told.orderIds.size > 0)
  async run(model: Model, real: Real) {
    const [requestId, told] = [...model.requests].find(([, { orderIds }]) => orderIds.size > 0) ?? []
    if (requestId === undefined || told === undefined) return
    const account = await real.session.account(ACCOUNT)
    const other = { ...told.ticket, qty: 0.5 }
    await expect(account.placeOrder(other, requestId)).rejects.toMatchObject({ code: 'request_id_reused' })
    expect(acceptedFor(requestId)).toHaveLength(1)
  }
  toString = () => 'the same request with another ticket'
}

it('a request becomes at most one order, and what the trader was told is true', async () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const place = fc
    .tuple(name, fc.constantFrom(...TICKETS), fc.constantFrom(...FAULTS), fc.constantFrom(1, 1, 3))
    .map(([id, ticket, fault, times]) => new Place(id, ticket, fault, times))
  const commands = fc.commands(
    [place, place, fc.constant(new Restart()), name.map((id) => new OtherTicket(id))],
    { maxCommands: 8 },
  )
  let runs = 0
  await fc.assert(
    fc.asyncProperty(commands, async (some) => {
      runs += 1
      const broker = brokerOf()
      const session = await broker.logIn({
        email: 'anna@example.com',
        password: 'demo-password',
        server: 'SIM-DEMO',
      })
      const real: Real = { broker, session, run: `run${runs}` }
      try {
        await fc.asyncModelRun(() => ({ model: { requests: new Map() }, real }), some)
      } finally {
        await real.broker.close()
      }
    }),
    { numRuns: 25, endOnFailure: true },
  )
}, 120_000)
