import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaultRule } from '../../simulator/faults.ts'
import type { OrderTicket } from '../../src/broker/order.ts'
import { eventually } from '../support/eventually.ts'
import {
  acceptedFor,
  accountAt,
  bringRedisBack,
  endPlacements,
  endsInTruth,
  type Placements,
  pick,
  placeAndCompare,
  restart,
  startPlacements,
  type Told,
} from '../support/placements.ts'

/*
 * Placements, repeats, restarts and faults in any order, at one replica or at two that share a Redis or have lost it: whatever
 * happens, a request becomes at most one order, and what the trader was told is true.
 */

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

/** What can go wrong with every request of one kind that looks for the order, until it has been answered. */
const LOOK_FAULTS: readonly FaultRule[] = (
  ['getOrders', 'getOrdersHistory', 'getPositions', 'getConfigUsingGET'] as const
).flatMap((operation): FaultRule[] => [
  { operation, kind: 'html', count: 'untilCleared' },
  { operation, kind: 'malformedJson', count: 'untilCleared' },
  { operation, kind: 'drop', count: 'untilCleared' },
  { operation, kind: 'status', status: 500, count: 'untilCleared' },
])

/** By request id. */
type Model = Map<string, Told>
type Command = fc.AsyncCommand<Model, Placements>

const nothingTold = (ticket: OrderTicket): Told => ({
  ticket,
  orderIds: new Set(),
  wasRefused: false,
  wasUnknown: false,
})

class Place implements Command {
  readonly name: string
  readonly ticket: OrderTicket
  readonly fault: FaultRule | undefined
  /** The replicas it reaches, all at the same time. */
  readonly at: readonly number[]
  readonly lookFault: FaultRule | undefined
  constructor(
    name: string,
    ticket: OrderTicket,
    fault: FaultRule | undefined,
    at: readonly number[],
    lookFault?: FaultRule,
  ) {
    this.name = name
    this.ticket = ticket
    this.fault = fault
    this.at = at
    this.lookFault = lookFault
  }
  check = () => true
  async run(model: Model, real: Placements) {
    const { control } = real.simulator
    const requestId = `run${real.run}-${this.name}`
    const told = model.get(requestId) ?? nothingTold(this.ticket)
    model.set(requestId, told)
    const faults = [this.fault, this.lookFault].filter((fault) => fault !== undefined)
    for (const fault of faults) control.addFault(fault)
    await placeAndCompare(real, told, requestId, { isFaulty: faults.length > 0, at: this.at })
    control.clearFaults()
  }
  toString = () =>
    `place ${this.name} at ${this.at} with ${this.fault?.kind ?? 'no fault'}, ${this.lookFault?.operation ?? 'looking'} with ${this.lookFault?.kind ?? 'no fault'}`
}

class Restart implements Command {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
  check = () => true
  async run(model: Model, real: Placements) {
    const { store } = await restart(real, this.number)
    // A refusal leaves no trace at the broker; without a store that outlives the process it is forgotten.
    if (store === undefined) for (const told of model.values()) told.wasRefused = false
  }
  toString = () => `restart of ${this.number}`
}

class OtherTicket implements Command {
  readonly number: number
  constructor(number: number) {
    this.number = number
  }
  check = (model: Readonly<Model>) => [...model.values()].some((told) => told.orderIds.size > 0)
  async run(model: Model, real: Placements) {
    const [requestId, told] = [...model].find(([, { orderIds }]) => orderIds.size > 0) ?? []
    if (requestId === undefined || told === undefined) return
    const account = await accountAt(real, this.number)
    const other = { ...told.ticket, qty: 0.5 }
    await expect(account.placeOrder(other, requestId)).rejects.toMatchObject({ code: 'request_id_reused' })
    expect(acceptedFor(real, requestId)).toHaveLength(1)
  }
  toString = () => 'the same request with another ticket'
}

/** Redis stops answering, or ends and forgets everything; at the next turn it comes back. */
class ToggleRedis implements Command {
  readonly how: 'pause' | 'kill'
  constructor(how: 'pause' | 'kill') {
    this.how = how
  }
  check = () => true
  async run(_: Model, { stores }: Placements) {
    if (stores === undefined) throw new Error('There is no Redis.')
    if (!stores.one.status.connected) return bringRedisBack(stores)
    await (this.how === 'pause' ? stores.server.pause() : stores.server.kill())
    await stores.areConnected(false)
  }
  toString = () => `Redis goes by ${this.how}, or comes back`
}

const number = fc.constantFrom(0, 1)
const one = fc.tuple(number)
const together = fc.tuple(number, number, number)
const ticket = fc.constantFrom(...TICKETS)
const lookFault = fc.constantFrom(...LOOK_FAULTS)
const mayLook = fc.option(lookFault, { nil: undefined, freq: 1 })
const placing = (reached: fc.Arbitrary<readonly number[]>) =>
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), ticket, fc.constantFrom(...FAULTS), reached, mayLook)
    .map(([id, ...how]) => new Place(id, ...how))
const place = placing(fc.oneof(one, one, together))
const others = fc.commands(
  [place, place, number.map((at) => new Restart(at)), number.map((at) => new OtherTicket(at))],
  { maxCommands: 6 },
)
/** Every run has the worst of it: a repeat at a process that knows nothing of the order and cannot look for it. */
const commands = fc
  .tuple(ticket, lookFault, others)
  .map(([ordered, failing, rest]) => [
    new Place('first', ordered, undefined, [0]),
    new Restart(0),
    new Place('first', ordered, undefined, [0], failing),
    ...rest,
  ])

/** A refusal that Redis has forgotten leaves no trace. */
const sure = (reached: fc.Arbitrary<readonly number[]>) =>
  placing(reached).filter(({ fault }) => fault?.kind !== 'businessError')
const some = sure(fc.oneof(one, together))
const toggle = fc.constantFrom('pause' as const, 'kill' as const).map((how) => new ToggleRedis(how))
/** Every run has the worst of it: a request that reaches both while they cannot talk. */
const commandsWithOutages = fc
  .tuple(toggle, sure(fc.constant([0, 1])), fc.commands([some, some, toggle], { maxCommands: 4 }))
  .map(([loss, atBoth, others]) => [loss, atBoth, ...others])

/**
 * Runs mostly wait, for turns and for each other's answers.
 * @param how.lanes so many of them at once, each with a simulator, a Redis and replicas of its own
 * @param how.numRuns in each lane
 */
async function holds(
  runs: fc.Arbitrary<Iterable<Command>>,
  how: { readonly kind: 'alone' | 'two' | 'outages'; readonly lanes: number; readonly numRuns: number },
): Promise<void> {
  const lane = async () => {
    const real = await startPlacements(how.kind)
    const property = fc.asyncProperty(runs, async (these) => {
      real.run += 1
      const model: Model = new Map()
      try {
        await fc.asyncModelRun(() => ({ model, real }), these)
      } finally {
        real.simulator.control.clearFaults()
        await bringRedisBack(real.stores)
      }
      const open = [...model].filter(([, { wasRefused }]) => !wasRefused)
      await Promise.all(open.map(([requestId, told]) => endsInTruth(real, told, requestId)))
    })
    await fc.assert(property, { numRuns: how.numRuns, endOnFailure: true }).finally(() => endPlacements(real))
  }
  const all = Array.from({ length: how.lanes }, lane)
  await Promise.allSettled(all)
  await Promise.all(all)
}

describe('a request becomes at most one order, and what the trader was told is true', () => {
  it('at one replica', () => holds(commands, { kind: 'alone', lanes: 2, numRuns: 10 }), 600_000)

  it('at two replicas', () => holds(commands, { kind: 'two', lanes: 2, numRuns: 10 }), 600_000)

  it(
    'at two replicas whose Redis comes and goes',
    () => holds(commandsWithOutages, { kind: 'outages', lanes: 4, numRuns: 2 }),
    600_000,
  )
})

it('an order that one replica is still sending when Redis is back is not sent by the other one', async () => {
  const real = await startPlacements('outages')
  const { simulator, stores } = real
  const placements = () => simulator.control.counters().requests.placeOrder ?? 0
  const ticket = pick(TICKETS, 0)
  const told = nothingTold(ticket)
  try {
    // Nothing but the order is to be waited for below.
    for (const at of [0, 1]) await (await accountAt(real, at)).orders()
    await stores?.server.kill()
    await stores?.areConnected(false)
    // It arrives after everybody who goes by the return of Redis alone has looked for it.
    simulator.control.addFault({ operation: 'placeOrder', kind: 'latency', ms: 8_500 })
    const placeAt = async (at: number) => (await accountAt(real, at)).placeOrder(ticket, 'redis-returns')
    const first = placeAt(0)
    first.catch(() => undefined)
    await eventually(
      async () => placements(),
      (count) => expect(count).toBe(1),
    )
    await bringRedisBack(stores)
    const answers = await Promise.allSettled([first, placeAt(1)])
    for (const answer of answers) if (answer.status === 'fulfilled') told.orderIds.add(answer.value)
    await endsInTruth(real, told, 'redis-returns')
    expect(placements()).toBe(1)
  } finally {
    await endPlacements(real)
  }
}, 300_000)
