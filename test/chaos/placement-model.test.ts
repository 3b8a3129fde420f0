import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strategyIdOf } from '../../adapters/tradelocker/trading/strategy-id.ts'
import type { FaultRule } from '../../simulator/faults.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Broker, BrokerSession } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import type { OrderTicket } from '../../src/broker/order.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { eventually } from '../support/eventually.ts'
import { quietBroker } from '../support/quiet-broker.ts'
import { type SharedStores, startSharedStores } from '../support/shared-stores.ts'

/*
 * Placements, repeats, restarts and faults in any order, at one replica or at two that share a Redis: whatever happens, a
 * request becomes at most one order, and what the trader was told is true.
 */

const ACCOUNT = '700101'

let simulator: Simulator
let stores: SharedStores
beforeAll(async () => {
  ;[simulator, stores] = await Promise.all([startSimulator({ rateLimits: 100 }), startSharedStores()])
  simulator.control.setPrice('EURUSD', 1.1)
})
afterAll(() => Promise.all([simulator.close(), stores.close()]))

/** @param store what it shares with the other replica; undefined for one that is alone */
const brokerOf = (store: SharedStore | undefined): Broker =>
  quietBroker({
    store,
    baseUrl: simulator.url,
    searchMs: 1_200,
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
  /** Nobody knew what became of it. */
  wasUnknown: boolean
}
interface Model {
  readonly requests: Map<string, Told>
}
interface Replica {
  readonly store: SharedStore | undefined
  broker: Broker
  session: BrokerSession
}
interface Real {
  readonly replicas: readonly Replica[]
  readonly run: string
}

/** One of them, whichever the number falls on. */
function pick<T>(all: readonly T[], number: number): T {
  const found = all[number % all.length]
  if (found === undefined) throw new Error('There is nothing to pick from.')
  return found
}

const acceptedFor = (requestId: string) => {
  const strategyId = strategyIdOf(`SIM-DEMO|${ACCOUNT}`, requestId)
  return simulator.control.counters().ordersAccepted.filter((order) => order.strategyId === strategyId)
}

async function placeAndCompare(
  model: Model,
  real: Real,
  requestId: string,
  { ticket, fault, at }: Pick<Place, 'ticket' | 'fault' | 'at'>,
) {
  const told = model.requests.get(requestId) ?? {
    ticket,
    orderIds: new Set(),
    wasRefused: false,
    wasUnknown: false,
  }
  model.requests.set(requestId, told)
  const mustSucceed = fault === undefined && !told.wasRefused && !told.wasUnknown
  const answers = await Promise.allSettled(
    at.map(async (number) => {
      const account = await pick(real.replicas, number).session.account(ACCOUNT)
      return account.placeOrder(told.ticket, requestId)
    }),
  )
  for (const answer of answers) {
    if (answer.status === 'fulfilled') told.orderIds.add(answer.value)
    else {
      expect(answer.reason).toBeInstanceOf(BrokerError)
      expect(mustSucceed, `without a fault: ${answer.reason}`).toBe(false)
      if (answer.reason.code === 'closing_only') told.wasRefused = true
      if (answer.reason.code === 'outcome_unknown') told.wasUnknown = true
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
  /** The replicas it reaches, all at the same time. */
  readonly at: readonly number[]
  constructor(name: string, ticket: OrderTicket, fault: FaultRule | undefined, at: readonly number[]) {
    this.name = name
    this.ticket = ticket
    this.fault = fault
    this.at = at
  }
  check = () => true
  async run(model: Model, real: Real) {
    if (this.fault !== undefined) simulator.control.addFault(this.fault)
    await placeAndCompare(model, real, `${real.run}-${this.name}`, this)
    simulator.control.clearFaults()
  }
  toString = () => `place ${this.name} at ${this.at} with ${this.fault?.kind ?? 'no fault'}`
}

class Restart implements fc.AsyncCommand<Model, Real> {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
  check = () => true
  async run(model: Model, real: Real) {
    const replica = pick(real.replicas, this.number)
    // A refusal leaves no trace at the broker; without a store that outlives the process it is forgotten.
    if (replica.store === undefined) for (const told of model.requests.values()) told.wasRefused = false
    const { grant } = replica.session
    await replica.broker.close()
    replica.broker = brokerOf(replica.store)
    replica.session = replica.broker.resume(grant)
  }
  toString = () => `restart of ${this.number}`
}

class OtherTicket implements fc.AsyncCommand<Model, Real> {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
  check = ({ requests }: Readonly<Model>) => [...requests.values()].some((told) => told.orderIds.size > 0)
  async run(model: Model, real: Real) {
    const [requestId, told] = [...model.requests].find(([, { orderIds }]) => orderIds.size > 0) ?? []
    if (requestId === undefined || told === undefined) return
    const account = await pick(real.replicas, this.number).session.account(ACCOUNT)
    const other = { ...told.ticket, qty: 0.5 }
    await expect(account.placeOrder(other, requestId)).rejects.toMatchObject({ code: 'request_id_reused' })
    expect(acceptedFor(requestId)).toHaveLength(1)
  }
  toString = () => 'the same request with another ticket'
}

/** Redis stops answering, or ends and forgets everything; at the next turn it comes back. */
class ToggleRedis implements fc.AsyncCommand<Model, Real> {
  readonly how: 'pause' | 'kill'
  constructor(how: 'pause' | 'kill') {
    this.how = how
  }
  check = () => true
  async run() {
    const { server } = stores
    if (stores.one.status.connected) {
      await (this.how === 'pause' ? server.pause() : server.kill())
      await stores.areConnected(false)
    } else await bringRedisBack()
  }
  toString = () => `Redis goes by ${this.how}, or comes back`
}

async function bringRedisBack(): Promise<void> {
  if (stores.one.status.connected && stores.other.status.connected) return
  if (stores.server.isPaused) stores.server.resume()
  else await stores.server.restart()
  await stores.areConnected(true)
}

const number = fc.constantFrom(0, 1)
const reached = fc.oneof(fc.tuple(number), fc.tuple(number), fc.tuple(number, number, number))
const place = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...TICKETS), fc.constantFrom(...FAULTS), reached)
  .map(([id, ticket, fault, at]) => new Place(id, ticket, fault, at))
const commands = fc.commands(
  [place, place, number.map((one) => new Restart(one)), number.map((one) => new OtherTicket(one))],
  { maxCommands: 8 },
)

/** A refusal that Redis has forgotten leaves no trace. While Redis is away, two at once could only be told apart by luck. */
const sure = place
  .filter(({ fault }) => fault?.kind !== 'businessError')
  .map(({ name, ticket, fault, at }) => new Place(name, ticket, fault, at.slice(0, 1)))
const commandsWithOutages = fc.commands(
  [sure, sure, fc.constantFrom('pause' as const, 'kill' as const).map((how) => new ToggleRedis(how))],
  { maxCommands: 8 },
)

async function startReplicas(shared: readonly (SharedStore | undefined)[]): Promise<Replica[]> {
  const credentials = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
  const brokers = shared.map((store) => ({ store, broker: brokerOf(store) }))
  const { grant } = await pick(brokers, 0).broker.logIn(credentials)
  return brokers.map(({ store, broker }) => ({ store, broker, session: broker.resume(grant) }))
}

async function holds(
  some: fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real>>>,
  { shared, name, numRuns }: { shared: readonly (SharedStore | undefined)[]; name: string; numRuns: number },
): Promise<void> {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(some, async (these) => {
      runs += 1
      const replicas = await startReplicas(shared)
      const real: Real = { replicas, run: `${name}-run${runs}` }
      try {
        await fc.asyncModelRun(() => ({ model: { requests: new Map() }, real }), these)
      } finally {
        simulator.control.clearFaults()
        await bringRedisBack()
        await Promise.all(replicas.map(({ broker }) => broker.close()))
      }
    }),
    { numRuns, endOnFailure: true },
  )
}

describe('a request becomes at most one order, and what the trader was told is true', () => {
  it('at one replica', () => holds(commands, { shared: [undefined], name: 'alone', numRuns: 20 }), 600_000)

  it('at two replicas', () => {
    const shared = [stores.one, stores.other]
    return holds(commands, { shared, name: 'two', numRuns: 20 })
  }, 600_000)

  it('at two replicas whose Redis comes and goes', () => {
    const shared = [stores.one, stores.other]
    return holds(commandsWithOutages, { shared, name: 'outages', numRuns: 5 })
  }, 600_000)
})

it('an order that one replica is still sending when Redis is back is not sent by the other one', async () => {
  const replicas = await startReplicas([stores.one, stores.other])
  const accounts = await Promise.all(replicas.map(({ session }) => session.account(ACCOUNT)))
  // Nothing but the order is to be waited for below.
  for (const account of accounts) await account.orders()
  await stores.server.kill()
  await stores.areConnected(false)
  simulator.control.addFault({ operation: 'placeOrder', kind: 'latency', ms: 2_500 })
  const sentBefore = placements()
  const first = pick(accounts, 0).placeOrder(pick(TICKETS, 0), 'redis-returns')
  await eventually(
    async () => placements(),
    (count) => expect(count).toBe(sentBefore + 1),
  )
  await stores.server.restart()
  await stores.areConnected(true)
  const second = pick(accounts, 1).placeOrder(pick(TICKETS, 0), 'redis-returns')
  const ids = await Promise.all([first, second])
  expect(new Set(ids).size).toBe(1)
  expect(acceptedFor('redis-returns').map(({ id }) => id)).toEqual(ids.slice(1))
  await Promise.all(replicas.map(({ broker }) => broker.close()))
})

const placements = () => simulator.control.counters().requests.placeOrder ?? 0
