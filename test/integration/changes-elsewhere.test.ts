import { expect, it, onTestFinished } from 'vitest'
import { startSimulator } from '../../simulator/simulator.ts'
import type { SharedStore, StoreListener } from '../../src/broker/shared-store.ts'
import { quietBroker } from '../support/quiet-broker.ts'
import { startSharedStores } from '../support/shared-stores.ts'

const ACCOUNT = '700101'

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
    const broker = quietBroker({
      store,
      baseUrl: simulator.url,
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
