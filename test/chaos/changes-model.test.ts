import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FaultRule } from '../../simulator/faults.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Broker, TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import { times } from '../../src/broker/grid.ts'
import { eventually } from '../support/eventually.ts'
import { quietBroker } from '../support/quiet-broker.ts'

/*
 * Closes, cancels and changes in any order, with answers that get lost: what the trader was told is true. "Done" has been
 * carried out, once; a refusal has not; only "nobody knows" may be either.
 */

const ACCOUNT = '700101'
/** The broker's clock runs that much faster, so that nobody waits long for what does not come. */
const SPEED = 4
/** Lots are counted in steps, so that nothing is lost by adding up. */
const LOT = 0.1

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100, closeDelayMs: 50 })
  simulator.control.setPrice('EURUSD', 1.1)
})
afterAll(() => simulator.close())

function brokerOf(clock: () => number): Broker {
  return quietBroker({
    store: undefined,
    baseUrl: simulator.url,
    searchMs: 1_200,
    clock,
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
  readonly account: TradingAccount
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
  return new Set(answer === 'done' ? changed : [...before, ...changed])
}

/** The account as it is, whatever anybody was told. A close may take a moment. */
async function compare(
  { order, open }: Model,
  { account, orderId, positionId, settle }: Real,
): Promise<void> {
  await settle()
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

const cancel = faultOf('cancelOrder').map((fault) =>
  command(`cancel with ${JSON.stringify(fault)}`, async (model, { account, orderId }) => {
    addFault(fault)
    const answer = await told(account.cancelOrder(orderId))
    model.order = after(model.order, answer, () => undefined)
  }),
)

const modify = fc
  .tuple(faultOf('modifyOrder'), fc.constantFrom(1.04, 1.05, 1.06))
  .map(([fault, limitPrice]) =>
    command(`move to ${limitPrice} with ${JSON.stringify(fault)}`, async (model, { account, orderId }) => {
      addFault(fault)
      const answer = await told(account.modifyOrder(orderId, { qty: LOT, limitPrice }))
      model.order = after(model.order, answer, (price) => (price === undefined ? undefined : limitPrice))
    }),
  )

/** One after the other, as a trader in a hurry does who does not wait for what the account shows. */
const close = fc
  .array(fc.tuple(faultOf('closePosition'), fc.constantFrom(1, 2)), { minLength: 3, maxLength: 4 })
  .map((closes) =>
    command(`close ${JSON.stringify(closes)}`, async (model, { account, positionId }) => {
      for (const [fault, lots] of closes) {
        addFault(fault)
        const answer = await told(account.closePosition(positionId, times(lots, LOT)))
        model.open = after(model.open, answer, (open) => Math.max(0, open - lots))
      }
    }),
  )

const look = fc.constant(command('look', compare))

/** A resting order and a position of its own for every run. */
async function open(broker: Broker, settle: (account: TradingAccount) => Promise<void>): Promise<Real> {
  const session = await broker.logIn({
    email: 'anna@example.com',
    password: 'demo-password',
    server: 'SIM-DEMO',
  })
  const account = await session.account(ACCOUNT)
  const before = new Set((await account.positions()).map(({ id }) => id))
  await account.placeOrder({ instrument: 'EURUSD', side: 'buy', type: 'market', qty: 4 }, undefined)
  const limit = { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: LOT, limitPrice: 1.03 } as const
  const orderId = await account.placeOrder(limit, undefined)
  const positions = await eventually(
    async () => (await account.positions()).filter(({ id, qty }) => qty > 0 && !before.has(id)),
    (fresh) => expect(fresh).toHaveLength(1),
  )
  return { account, orderId, positionId: positions[0]?.id ?? '', settle: () => settle(account) }
}

it('what the trader was told of closes, cancels and changes is true', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([close, close, close, cancel, modify, modify, look], { maxCommands: 5, size: 'max' }),
      async (commands) => {
        const startedAt = Date.now()
        let aheadMs = 0
        const broker = brokerOf(() => startedAt + (Date.now() - startedAt) * SPEED + aheadMs)
        const readings = () => simulator.control.counters().requests.getPositions ?? 0
        const settle = async (account: TradingAccount) => {
          simulator.control.clearFaults()
          aheadMs += 6_000
          const before = readings()
          await eventually(
            async () => account.positions(),
            () => expect(readings()).toBeGreaterThan(before + 1),
          )
        }
        try {
          const real = await open(broker, settle)
          await settle(real.account)
          const model: Model = { order: new Set([1.03]), open: new Set([40]) }
          await fc.asyncModelRun(() => ({ model, real }), commands)
          await compare(model, real)
        } finally {
          simulator.control.clearFaults()
          await broker.close()
        }
      },
    ),
    { numRuns: 5, endOnFailure: true },
  )
}, 600_000)
