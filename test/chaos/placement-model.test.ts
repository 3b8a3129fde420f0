import fc from 'fast-check'
import PQueue from 'p-queue'
import { describe, expect, it } from 'vitest'
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
 * Placements, repeats, restarts and faults in any order, at one replica or at two that share a Redis or have lost it: whatever
 * happens, a request becomes at most one order, and what the trader was told is true.
 */

const ACCOUNT = '700101'
/** Runs have nothing in common and mostly wait: for turns, and for each other's answers. */
const AT_ONCE = 10
/** A first login takes much of the processor; a few at once, and others would take their Redis for lost. */
const logins = new PQueue({ concurrency: 1 })

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
/** All that one run happens in. */
interface Real {
  readonly simulator: Simulator
  /** Undefined for a replica that is alone. */
  readonly stores: SharedStores | undefined
  readonly replicas: readonly Replica[]
}

/** One of them, whichever the number falls on. */
function pick<T>(all: readonly T[], number: number): T {
  const found = all[number % all.length]
  if (found === undefined) throw new Error('There is nothing to pick from.')
  return found
}

const acceptedFor = ({ simulator }: Real, requestId: string) => {
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
  const accepted = acceptedFor(real, requestId)
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
    const { control } = real.simulator
    if (this.fault !== undefined) control.addFault(this.fault)
    await placeAndCompare(model, real, this.name, this)
    control.clearFaults()
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
    replica.broker = brokerOf(real.simulator, replica.store)
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
    expect(acceptedFor(real, requestId)).toHaveLength(1)
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
  async run(_: Model, { stores }: Real) {
    if (stores === undefined) throw new Error('There is no Redis.')
    if (!stores.one.status.connected) return bringRedisBack(stores)
    await (this.how === 'pause' ? stores.server.pause() : stores.server.kill())
    await stores.areConnected(false)
  }
  toString = () => `Redis goes by ${this.how}, or comes back`
}

async function bringRedisBack(stores: SharedStores): Promise<void> {
  if (stores.server.isPaused) stores.server.resume()
  else await stores.server.restart()
  await stores.areConnected(true)
}

const number = fc.constantFrom(0, 1)
const alone = fc.tuple(number)
const together = fc.tuple(number, number, number)
const placeAt = (reached: fc.Arbitrary<readonly number[]>) =>
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...TICKETS), fc.constantFrom(...FAULTS), reached)
    .map(([id, ticket, fault, at]) => new Place(id, ticket, fault, at))
const place = placeAt(fc.oneof(alone, alone, together))
const commands = fc.commands(
  [place, place, number.map((one) => new Restart(one)), number.map((one) => new OtherTicket(one))],
  { maxCommands: 6 },
)

/** A refusal that Redis has forgotten leaves no trace. */
const sure = placeAt(fc.oneof(alone, together)).filter(({ fault }) => fault?.kind !== 'businessError')
const toggle = fc.constantFrom('pause' as const, 'kill' as const).map((how) => new ToggleRedis(how))
const commandsWithOutages = fc
  .tuple(toggle, fc.commands([sure, sure, toggle], { maxCommands: 6 }))
  .map(([loss, others]) => [loss, ...others])

/** @param store what it shares with the other replica; undefined for one that is alone */
const brokerOf = (simulator: Simulator, store: SharedStore | undefined): Broker =>
  quietBroker({ store, baseUrl: simulator.url, searchMs: 1_200 })

async function start(isShared: boolean): Promise<Real> {
  const simulator = await startSimulator({ rateLimits: 100 })
  simulator.control.setPrice('EURUSD', 1.1)
  const stores = isShared ? await startSharedStores() : undefined
  const shared = stores === undefined ? [undefined] : [stores.one, stores.other]
  const brokers = shared.map((store) => ({ store, broker: brokerOf(simulator, store) }))
  const credentials = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
  const { grant } = await logins.add(() => pick(brokers, 0).broker.logIn(credentials))
  const replicas = brokers.map(({ store, broker }) => ({ store, broker, session: broker.resume(grant) }))
  return { simulator, stores, replicas }
}

async function end({ simulator, stores, replicas }: Real): Promise<void> {
  await Promise.all(replicas.map(({ broker }) => broker.close()))
  await Promise.all([simulator.close(), stores?.close()])
}

/** @param how.numRuns each with a simulator, replicas and a Redis of its own */
async function holds(
  some: fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real>>>,
  { isShared, numRuns }: { isShared: boolean; numRuns: number },
): Promise<void> {
  const property = fc.asyncProperty(some, async (these) => {
    const real = await start(isShared)
    try {
      await fc.asyncModelRun(() => ({ model: { requests: new Map() }, real }), these)
    } finally {
      await end(real)
    }
  })
  const queue = new PQueue({ concurrency: AT_ONCE })
  const run = () => fc.assert(property, { numRuns: 1, endOnFailure: true })
  const runs = Array.from({ length: numRuns }, () => queue.add(run))
  await Promise.allSettled(runs)
  await Promise.all(runs)
}

describe.concurrent('a request becomes at most one order, and what the trader was told is true', () => {
  it('at one replica', () => holds(commands, { isShared: false, numRuns: 20 }), 600_000)

  it('at two replicas', () => holds(commands, { isShared: true, numRuns: 25 }), 600_000)

  it(
    'at two replicas whose Redis comes and goes',
    () => holds(commandsWithOutages, { isShared: true, numRuns: 12 }),
    600_000,
  )
})

it('an order that one replica is still sending when Redis is back is not sent by the other one', async () => {
  const real = await start(true)
  const { simulator, stores, replicas } = real
  if (stores === undefined) throw new Error('There is no Redis.')
  const placements = () => simulator.control.counters().requests.placeOrder ?? 0
  try {
    const accounts = await Promise.all(replicas.map(({ session }) => session.account(ACCOUNT)))
    // Nothing but the order is to be waited for below.
    for (const account of accounts) await account.orders()
    await stores.server.kill()
    await stores.areConnected(false)
    simulator.control.addFault({ operation: 'placeOrder', kind: 'latency', ms: 2_500 })
    const first = pick(accounts, 0).placeOrder(pick(TICKETS, 0), 'redis-returns')
    await eventually(
      async () => placements(),
      (count) => expect(count).toBe(1),
    )
    await stores.server.restart()
    await stores.areConnected(true)
    const second = pick(accounts, 1).placeOrder(pick(TICKETS, 0), 'redis-returns')
    const ids = await Promise.all([first, second])
    expect(new Set(ids).size).toBe(1)
    expect(acceptedFor(real, 'redis-returns').map(({ id }) => id)).toEqual(ids.slice(1))
  } finally {
    await end(real)
  }
})
