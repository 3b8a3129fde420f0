import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../../../../simulator/simulator.ts'
import type { Broker, TradingAccount } from '../../../../../src/broker/broker.ts'
import type { SharedStore } from '../../../../../src/broker/shared-store.ts'
import { quietBroker } from '../../../../support/quiet-broker.ts'
import { type SharedStores, startSharedStores } from '../../../../support/shared-stores.ts'

/*
 * Whoever repeats a request waits for the one who sends it, a minute if need be; but not once that one does not know either.
 */

const ACCOUNT = '700101'
const LOOK_UPS = ['getOrders', 'getOrdersHistory', 'getPositions'] as const
const TICKET = { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: 0.1, limitPrice: 1.05 } as const
/** Less than whoever sends may take. */
const NOT_A_MINUTE_MS = 30_000

let simulator: Simulator
let stores: SharedStores
let brokers: Broker[]
let one: TradingAccount
let other: TradingAccount

const brokerOf = (store: SharedStore) => quietBroker({ store, baseUrl: simulator.url, searchMs: 1_200 })

beforeEach(async () => {
  ;[simulator, stores] = await Promise.all([
    startSimulator({ rateLimits: 100 }),
    startSharedStores({ isOld: true }),
  ])
  simulator.control.setPrice('EURUSD', 1.1)
  const [first, second] = [brokerOf(stores.one), brokerOf(stores.other)]
  brokers = [first, second]
  const login = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
  const session = await first.logIn(login)
  one = await session.account(ACCOUNT)
  other = await second.resume(session.grant).account(ACCOUNT)
  for (const account of [one, other]) await account.orders()
})

afterEach(async () => {
  await Promise.all(brokers.map((broker) => broker.close()))
  await Promise.all([simulator.close(), stores.close()])
})

/** The order is accepted, its answer lost, and nobody can look. */
function lose(): void {
  simulator.control.addFault({ operation: 'placeOrder', kind: 'drop', processed: true })
  for (const operation of LOOK_UPS) {
    simulator.control.addFault({ operation, kind: 'status', status: 503, count: 'untilCleared' })
  }
}

const UNKNOWN = { code: 'outcome_unknown' }

describe('an order of which nobody knows', () => {
  it.each([
    ['at the replica that sent it', () => one],
    ['at another replica', () => other],
  ])(
    'does not keep a repeat %s waiting, which is told the truth as soon as there is one',
    async (_, repeating) => {
      const repeater = repeating()
      lose()
      const answers = [one, repeater].map((account) => account.placeOrder(TICKET, 'lost-1'))
      await Promise.all(answers.map((answer) => expect(answer).rejects.toMatchObject(UNKNOWN)))
      await expect(repeater.placeOrder(TICKET, 'lost-1')).rejects.toMatchObject(UNKNOWN)
      simulator.control.clearFaults()
      const orderId = await repeater.placeOrder(TICKET, 'lost-1')
      expect(simulator.control.counters().ordersAccepted.map(({ id }) => id)).toEqual([orderId])
      expect(await one.placeOrder(TICKET, 'lost-1')).toBe(orderId)
    },
    NOT_A_MINUTE_MS,
  )

  it(
    'is looked for at once by a process that knows it from the others alone',
    async () => {
      lose()
      await expect(one.placeOrder(TICKET, 'lost-2')).rejects.toMatchObject(UNKNOWN)
      await brokers[0]?.close()
      simulator.control.clearFaults()
      const orderId = await other.placeOrder(TICKET, 'lost-2')
      expect(simulator.control.counters().ordersAccepted.map(({ id }) => id)).toEqual([orderId])
    },
    NOT_A_MINUTE_MS,
  )

  it(
    'is named to operators, whoever asks for it, by the tag under which the broker shows it',
    async () => {
      lose()
      const askers = [one, one, other]
      const failures: unknown[] = []
      for (const account of askers)
        failures.push(await account.placeOrder(TICKET, 'lost-3').catch((error: unknown) => error))
      const tags = simulator.control.counters().ordersAccepted.map(({ strategyId }) => strategyId)
      expect(tags).toEqual([expect.stringMatching(/^tv[0-9a-f]{29}$/)])
      const named = { ...UNKNOWN, cause: { strategyId: tags[0] } }
      expect(failures).toMatchObject(askers.map(() => named))
    },
    NOT_A_MINUTE_MS,
  )
})
