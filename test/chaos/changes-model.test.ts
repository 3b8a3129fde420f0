import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultRule } from '../../simulator/faults.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Broker, TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { times } from '../../src/broker/grid.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { eventually } from '../support/eventually.ts'
import { quietBroker } from '../support/quiet-broker.ts'
import { type SharedStores, startSharedStores } from '../support/shared-stores.ts'

/*
 * Closes, cancels and changes in any order, with answers that get lost, at one replica or at two: what the trader was told is
 * true. "Done" has been carried out, once; a refusal has not; only "nobody knows" may be either.
 */

const ACCOUNT = '700101'
/** The broker's clock runs that much faster, so that nobody waits long for what does not come. */
const SPEED = 4
/** Lots are counted in steps, so that nothing is lost by adding up. */
const LOT = 0.1

let simulator: Simulator
let stores: SharedStores
beforeAll(async () => {
  ;[simulator, stores] = await Promise.all([
    startSimulator({ rateLimits: 100, closeDelayMs: 50 }),
    startSharedStores(),
  ])
  simulator.control.setPrice('EURUSD', 1.1)
})
afterAll(() => Promise.all([simulator.close(), stores.close()]))

/** In this run all replicas heard of every change in time, so none takes a close made elsewhere for its own. */
let allHeard = true

function noting(store: SharedStore): SharedStore {
  const tell = async (text: string) => {
    const isHeard = await store.tell(text)
    allHeard &&= isHeard
    return isHeard
  }
  return new Proxy(store, { get: (_, name: keyof SharedStore) => (name === 'tell' ? tell : store[name]) })
}

function brokerOf(store: SharedStore | undefined, clock: () => number): Broker {
  return quietBroker({
    store,
    baseUrl: simulator.url,
    searchMs: 1_200,
    clock,
    elapsed: clock,
  })
}

/** What may be true by all that the trader was told; one element where it is certain. */
interface Model {
  /** Prices the resting order may have; `undefined` for an order that has ended. */
  order: ReadonlySet<number | undefined>
  /** Steps of lots that may be open. */
  open: ReadonlySet<number>
}

interface Real {
  /** The account at every replica. */
  readonly accounts: readonly TradingAccount[]
  readonly orderId: string
  readonly positionId: string
  /** Lets the account come to rest. */
  settle(): Promise<void>
}

type Told = 'done' | 'refused' | 'unknown'

async function told(change: Promise<unknown>): Promise<Told> {
  try {
    await change
    return 'done'
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error
    return error.code === 'outcome_unknown' ? 'unknown' : 'refused'
  }
}

/** What may be true after a change, by what may have been true before it. */
function after<T>(before: ReadonlySet<T>, answer: Told, change: (value: T) => T): ReadonlySet<T> {
  const changed = [...before].map(change)
  if (answer === 'refused') return before
  return new Set(answer === 'done' && allHeard ? changed : [...before, ...changed])
}

/** The account as it is, whatever anybody was told, at whichever replica. A close may take a moment. */
async function compare(
  { order, open }: Model,
  { accounts, orderId, positionId, settle }: Real,
): Promise<void> {
  await settle()
  for (const account of accounts)
    await eventually(
      () => Promise.all([account.orders(), account.positions()]),
      ([orders, positions]) => {
        const working = orders.find(({ id, status }) => id === orderId && status === 'working')
        const position = positions.find(({ id }) => id === positionId)
        expect([...order]).toContain(working?.limitPrice)
        expect([...open]).toContain(Math.round((position?.qty ?? 0) / LOT))
      },
    )
}

type Command = fc.AsyncCommand<Model, Real>

const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

const addFault = (fault: FaultRule | undefined) => {
  simulator.control.clearFaults()
  if (fault !== undefined) simulator.control.addFault(fault)
}

const faultOf = (operation: FaultRule['operation']): fc.Arbitrary<FaultRule | undefined> =>
  fc.constantFrom(
    undefined,
    undefined,
    { operation, kind: 'drop', processed: true } as const,
    { operation, kind: 'drop', processed: false } as const,
    { operation, kind: 'businessError', message: 'The moon is in the wrong house.' } as const,
  )

/** At which replica. */
const anyAt = fc.constantFrom(0, 1)

const accountAt = ({ accounts }: Real, at: number): TradingAccount => {
  const account = accounts[at % accounts.length]
  if (account === undefined) throw new Error('There is no replica.')
  return account
}

const ended = () => undefined
const movedTo = (limitPrice: number) => (price: number | undefined) =>
  price === undefined ? undefined : limitPrice
const without = (lots: number) => (open: number) => Math.max(0, open - lots)

const cancel = fc.tuple(faultOf('cancelOrder'), anyAt).map(([fault, at]) =>
  command(`cancel at ${at} with ${JSON.stringify(fault)}`, async (model, real) => {
    addFault(fault)
    const answer = await told(accountAt(real, at).cancelOrder(real.orderId))
    model.order = after(model.order, answer, ended)
  }),
)

const anyPrice = fc.constantFrom(1.04, 1.05, 1.06)

const modify = fc.tuple(faultOf('modifyOrder'), anyPrice, anyAt).map(([fault, limitPrice, at]) =>
  command(`move at ${at} to ${limitPrice} with ${JSON.stringify(fault)}`, async (model, real) => {
    addFault(fault)
    const answer = await told(accountAt(real, at).modifyOrder(real.orderId, { qty: LOT, limitPrice }))
    model.order = after(model.order, answer, movedTo(limitPrice))
  }),
)

/** One after the other, as a trader in a hurry does who does not wait for what the account shows. */
const close = fc
  .array(fc.tuple(faultOf('closePosition'), fc.constantFrom(1, 2), anyAt), { minLength: 3, maxLength: 4 })
  .map((closes) =>
    command(`close ${JSON.stringify(closes)}`, async (model, real) => {
      for (const [fault, lots, at] of closes) {
        addFault(fault)
        const answer = await told(accountAt(real, at).closePosition(real.positionId, times(lots, LOT)))
        model.open = after(model.open, answer, without(lots))
      }
    }),
  )

/** A close that is lost, after one like it at another replica: that one must not be taken for it. */
const lostAfterAnother = anyAt.map((at) =>
  command(`close at ${1 - at}, then a lost one at ${at}`, async (model, real) => {
    await real.settle()
    const close = (where: number) => told(accountAt(real, where).closePosition(real.positionId, LOT))
    model.open = after(model.open, await close(1 - at), without(1))
    addFault({ operation: 'closePosition', kind: 'drop', processed: false })
    model.open = after(model.open, await close(at), without(1))
  }),
)

/** From two windows at the same time. No close is lost here: the one made elsewhere meanwhile could be taken for it. */
const atOnce = fc
  .tuple(fc.oneof(faultOf('cancelOrder'), faultOf('modifyOrder')), anyPrice, anyAt)
  .map(([fault, limitPrice, at]) =>
    command(`move to ${limitPrice}, cancel and close with ${JSON.stringify(fault)}`, async (model, real) => {
      const { orderId, positionId } = real
      addFault(fault)
      const [one, other] = [accountAt(real, at), accountAt(real, at + 1)]
      const [moved, cancelled, ...closed] = await Promise.all([
        told(one.modifyOrder(orderId, { qty: LOT, limitPrice })),
        told(other.cancelOrder(orderId)),
        told(one.closePosition(positionId, times(1, LOT))),
        told(other.closePosition(positionId, times(2, LOT))),
      ])
      model.order = after(after(model.order, moved, movedTo(limitPrice)), cancelled, ended)
      for (const [index, answer] of closed.entries())
        model.open = after(model.open, answer, without(index + 1))
    }),
  )

/** A double click that reaches both replicas: one close, and both are told what became of it. */
const sameAtOnce = fc.tuple(faultOf('closePosition'), fc.constantFrom(1, 2)).map(([fault, lots]) =>
  command(`close ${lots} at both with ${JSON.stringify(fault)}`, async (model, real) => {
    addFault(fault)
    const close = (where: number) =>
      told(accountAt(real, where).closePosition(real.positionId, times(lots, LOT)))
    const [answer, other] = await Promise.all([close(0), close(1)])
    expect(other).toBe(answer)
    model.open = after(model.open, answer, without(lots))
  }),
)

const look = fc.constant(command('look', compare))

/** A resting order and a position of its own for every run. */
async function open(
  brokers: readonly Broker[],
  settle: (accounts: readonly TradingAccount[]) => Promise<void>,
): Promise<Real> {
  const [first, ...others] = brokers
  if (first === undefined) throw new Error('There is no replica.')
  const session = await first.logIn({
    email: 'anna@example.com',
    password: 'demo-password',
    server: 'SIM-DEMO',
  })
  const account = await session.account(ACCOUNT)
  const elsewhere = others.map((broker) => broker.resume(session.grant).account(ACCOUNT))
  const accounts = [account, ...(await Promise.all(elsewhere))]
  const before = new Set((await account.positions()).map(({ id }) => id))
  await account.placeOrder({ instrument: 'EURUSD', side: 'buy', type: 'market', qty: 4 }, undefined)
  const limit = { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: LOT, limitPrice: 1.03 } as const
  const orderId = await account.placeOrder(limit, undefined)
  const positions = await eventually(
    async () => (await account.positions()).filter(({ id, qty }) => qty > 0 && !before.has(id)),
    (fresh) => expect(fresh).toHaveLength(1),
  )
  return { accounts, orderId, positionId: positions[0]?.id ?? '', settle: () => settle(accounts) }
}

const readings = () => simulator.control.counters().requests.getPositions ?? 0

/** @param shared what each replica shares with the others; undefined for one that is alone */
const isTrue = (
  shared: readonly (SharedStore | undefined)[],
  commands: fc.Arbitrary<Iterable<Command>>,
  numRuns: number,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(commands, async (some) => {
      allHeard = true
      const startedAt = Date.now()
      let aheadMs = 0
      const clock = () => startedAt + (Date.now() - startedAt) * SPEED + aheadMs
      const brokers = shared.map((store) => brokerOf(store, clock))
      const settle = async (accounts: readonly TradingAccount[]) => {
        simulator.control.clearFaults()
        aheadMs += 6_000
        for (const account of accounts) {
          const before = readings()
          await eventually(
            async () => account.positions(),
            () => expect(readings()).toBeGreaterThan(before + 1),
          )
        }
      }
      try {
        const real = await open(brokers, settle)
        await real.settle()
        const model: Model = { order: new Set([1.03]), open: new Set([40]) }
        await fc.asyncModelRun(() => ({ model, real }), some)
        await compare(model, real)
      } finally {
        simulator.control.clearFaults()
        await Promise.all(brokers.map((broker) => broker.close()))
      }
    }),
    { numRuns, endOnFailure: true },
  )

const changes = [close, close, close, cancel, modify, modify, look]
const alone = fc.commands(changes, { maxCommands: 5, size: 'max' })
const atTwo = fc
  .tuple(
    lostAfterAnother,
    sameAtOnce,
    fc.commands([...changes, atOnce, atOnce, sameAtOnce], { maxCommands: 4, size: 'max' }),
  )
  .map(([lost, same, others]) => [lost, same, ...others])

describe('what the trader was told of closes, cancels and changes is true', () => {
  it('at one replica', () => isTrue([undefined], alone, 5), 600_000)

  it(
    'at two replicas that share a Redis',
    () => isTrue([stores.one, stores.other].map(noting), atTwo, 4),
    600_000,
  )
})
