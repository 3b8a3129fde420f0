import { expect, it, onTestFinished } from 'vitest'
import { createTradeLockerBroker } from '../../adapters/tradelocker/broker.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import type { SharedStore, StoreListener } from '../../src/broker/shared-store.ts'
import { startSharedStores } from '../support/shared-stores.ts'

const ACCOUNT = '700101'
const nothing = () => undefined

it.each(['told', 'missed'] as const)(
  'after a change elsewhere that was %s the next poll reads orders, positions, money and fills anew',
  async (word) => {
    const [simulator, stores] = await Promise.all([startSimulator({ rateLimits: 100 }), startSharedStores()])
    let listener: StoreListener | undefined
    const store: SharedStore = Object.create(stores.one, {
      listen: {
        value(one: StoreListener) {
          listener = one
        },
      },
    })
    const broker = createTradeLockerBroker({
      store,
      baseUrl: simulator.url,
      servers: ['SIM-DEMO'],
      accountType: 'demo',
      developerApiKey: undefined,
      rateLimits: { scope: 'user', headroom: 0.9, maxRps: undefined },
      serviceAccounts: [],
      log: { info: nothing, warn: nothing, error: nothing },
      events: {
        upstreamCall: nothing,
        catalogue: nothing,
        refused: nothing,
        serviceAccounts: nothing,
        readPace: nothing,
        priceAges: nothing,
      },
      clock: Date.now,
    })
    onTestFinished(async () => {
      await broker.close()
      await Promise.all([simulator.close(), stores.close()])
    })
    const session = await broker.logIn({
      server: 'SIM-DEMO',
      email: 'anna@example.com',
      password: 'demo-password',
    })
    const account = await session.account(ACCOUNT)
    const poll = () => Promise.all([account.orders(), account.state(), account.executions('EURUSD', 10)])
    const reads = () => {
      const { getOrders, getPositions, getState, getExecutions } = simulator.control.counters().requests
      return [getOrders, getPositions, getState, getExecutions]
    }
    await poll()
    const before = reads()
    if (word === 'told') listener?.told(`SIM-DEMO|${ACCOUNT}`)
    else listener?.missed()
    await poll()
    for (const [i, count] of reads().entries()) expect(count).toBeGreaterThan(before[i] ?? 0)
  },
)
