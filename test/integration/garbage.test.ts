import { afterEach, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Panel } from '../support/panel.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'

/*
 * What a call has made is garbage once it is answered, and found to be so the first time young memory is collected. What is
 * kept longer is copied, call by call, and all that are being served wait for that.
 */

const PROFILER = new URL('../support/promoted-bytes.ts', import.meta.url).href
const AT_ONCE = 8

let simulator: Simulator | undefined
let replica: Replica | undefined
afterEach(async () => {
  await replica?.close()
  await simulator?.close()
})

const ticket = { instrument: 'EURUSD', qty: '0.01', side: 'buy', type: 'market' }
const forLeverage = { instrument: 'EURUSD', orderType: 'market', side: 'buy' }

type Send = (panel: Panel, accountId: string, n: number) => Promise<unknown>

/** Of an order, its answer is kept for whoever repeats it. */
it.each<[string, { send: Send; calls: number; bytes: number }]>([
  [
    'an order',
    {
      send: (panel, id, n) => panel.ok('POST', `/accounts/${id}/orders?requestId=order-${n}`, ticket),
      calls: 600,
      bytes: 6_000,
    },
  ],
  [
    'a read',
    {
      send: (panel, id) => panel.ok('POST', `/accounts/${id}/getLeverage`, forLeverage),
      calls: 3_000,
      bytes: 2_000,
    },
  ],
  [
    'an answer that needs no call',
    { send: (panel) => panel.ok('GET', '/accounts'), calls: 3_000, bytes: 400 },
  ],
])(
  '%s leaves next to nothing behind',
  async (_, { send, calls, bytes }) => {
    simulator = await startSimulator({ rateLimits: 'off' })
    replica = await startReplica({ ...replicaEnv(simulator), NODE_OPTIONS: `--import=${PROFILER}` })
    const panel = replica.panel()
    await panel.logIn('anna@example.com', 'demo-password')
    const [{ id }] = await panel.ok('GET', '/accounts')
    const round = async (first: number) => {
      const lane = async (offset: number) => {
        for (let n = offset; n < calls; n += AT_ONCE) await send(panel, id, first + n)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, (_lane, offset) => lane(offset)))
      return promotedBytes()
    }
    const before = await round(0)
    const after = await round(calls)
    expect((after - before) / calls).toBeLessThan(bytes)
  },
  120_000,
)

/** Of the line that comes next. */
async function promotedBytes(): Promise<number> {
  const lines = () => replica?.output().match(/promoted \d+/g) ?? []
  const { length } = lines()
  await expect.poll(() => lines().length, { timeout: 5_000 }).toBeGreaterThan(length + 1)
  return Number(lines().at(-1)?.slice('promoted '.length))
}
