import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'

const ORDER = { instrument: 'EURUSD', side: 'buy', type: 'limit', limitPrice: 0.5, qty: 0.1 }
const placing = (requestId: string) =>
  ['POST', `/accounts/700101/orders?requestId=${requestId}`, ORDER] as const

let simulator: Simulator
const replicas: Replica[] = []
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.close()))
  await simulator.close()
})

async function start(env: Record<string, string>): Promise<Replica> {
  const replica = await startReplica(env)
  replicas.push(replica)
  return replica
}

it('an order under way at TradeLocker when its process is killed is not sent again by the next one', async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  const env = replicaEnv(simulator)
  const one = await start(env)
  const panel = one.panel()
  await panel.logIn('anna@example.com', 'demo-password')
  await panel.ok(...placing('first'))
  simulator.control.addFault({ operation: 'placeOrder', kind: 'latency', ms: 10_000 })
  const lost = panel.send(...placing('crash')).catch(() => undefined)
  await eventually(
    async () => simulator.control.counters().requests.placeOrder,
    (count) => expect(count).toBe(2),
  )
  await one.close()
  await lost
  simulator.control.clearFaults()
  const two = await start(env)
  const repeat = two.panel(panel.token).ok(...placing('crash'))
  // Who logs in anew can repeat nothing that is older, and waits for nothing.
  const newcomer = two.panel()
  await newcomer.logIn('crowd-1@example.com', 'demo-password')
  const other = newcomer.ok('POST', '/accounts/900001/orders?requestId=new', ORDER)
  expect(await Promise.race([repeat.then(() => 'repeat'), other.then(() => 'newcomer')])).toBe('newcomer')
  const { orderId } = await repeat
  const { ordersAccepted, requests } = simulator.control.counters()
  const ofPanel = ordersAccepted.filter(({ accountId }) => accountId === '700101')
  expect([ofPanel.map(({ id }) => id).slice(1), requests.placeOrder]).toEqual([[orderId], 3])
}, 120_000)
