import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Fault } from '../../simulator/faults.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type RedisServer, startRedisServer } from '../support/redis-server.ts'
import { type Replica, replicaEnv, startReplica } from '../support/replica.ts'
import { beOld } from '../support/shared-stores.ts'
import { startStopwatch } from '../support/stopwatch.ts'

/*
 * Two gateway processes with one Redis: a double click on "close a part" that a balancer spreads over both closes one part.
 */

const ACCOUNT = '/accounts/700101'
const PART = 0.1

let redis: RedisServer
let simulator: Simulator
let replicas: readonly [Replica, Replica]
/** The same trader's panel at both. */
let panels: readonly [Panel, Panel]
let positionId: string

beforeEach(async () => {
  ;[redis, simulator] = await Promise.all([
    startRedisServer(),
    startSimulator({ rateLimits: 100, closeDelayMs: 50 }),
  ])
  await beOld(redis)
  const env = { ...replicaEnv(simulator), REDIS_URL: redis.url }
  replicas = await Promise.all([startReplica(env), startReplica(env)])
  await bothSay('connected')
  const panel = replicas[0].panel()
  await panel.logIn('anna@example.com', 'demo-password')
  panels = [panel, replicas[1].panel(panel.token)]
  positionId = await open()
})
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()))
  await Promise.all([simulator.close(), redis.close()])
})

async function bothSay(word: string): Promise<void> {
  for (const replica of replicas)
    await eventually(replica.readiness, (readiness) =>
      expect(readiness).toMatchObject({ detail: { redis: word, replicas: 2 } }),
    )
}

interface Item {
  readonly id: string
  readonly instrument: string
  readonly qty: number
}

async function positionsAt(panel: Panel): Promise<readonly Item[]> {
  return panel.ok('GET', `${ACCOUNT}/positions`)
}

async function open(): Promise<string> {
  const ticket = { instrument: 'GBPUSD', side: 'buy', type: 'market', qty: 0.6 }
  await panels[0].ok('POST', `${ACCOUNT}/orders?requestId=open1`, ticket)
  const item = await eventually(
    async () => (await positionsAt(panels[0])).find(({ instrument }) => instrument === 'GBPUSD'),
    (found) => expect(found?.qty).toBe(0.6),
  )
  for (const panel of panels) await leftIs(panel, item?.id ?? '', 0.6)
  return item?.id ?? ''
}

async function leftIs(panel: Panel, id: string, qty: number): Promise<void> {
  await eventually(
    async () => (await positionsAt(panel)).find((item) => item.id === id)?.qty,
    (left) => expect(left).toBe(qty),
  )
}

/** Polls until the account has come to rest after its last change: by then what is left proves a close. */
async function settle(): Promise<void> {
  const until = Date.now() + 7_000
  await Promise.all(
    panels.map(async (panel) => {
      while (Date.now() < until) {
        await positionsAt(panel)
        await sleep(250)
      }
    }),
  )
}

/** What the trader is told, without the reference to the log. */
async function close(panel: Panel): Promise<string> {
  const { body } = await panel.send('DELETE', `${ACCOUNT}/positions/${positionId}`, { amount: PART })
  return body.s === 'ok' ? 'done' : body.errmsg.replace(/ \(.*/, '')
}

const closeAtBoth = () => Promise.all(panels.map(close))
const sent = () => simulator.control.counters().requests.closePosition ?? 0
const closesGo = (fault: Fault) =>
  simulator.control.addFault({ operation: 'closePosition', count: 'untilCleared', ...fault })

it('one part is closed when TradeLocker answers slowly; a click after the answer closes another', async () => {
  closesGo({ kind: 'latency', ms: 1_000 })
  expect(await closeAtBoth()).toEqual(['done', 'done'])
  expect(sent()).toBe(1)
  await leftIs(panels[0], positionId, 0.5)
  for (const [i, panel] of [panels[1], panels[0]].entries()) {
    expect(await close(panel)).toBe('done')
    await leftIs(panel, positionId, [0.4, 0.3][i] ?? 0)
  }
  expect(sent()).toBe(3)
}, 120_000)

it.each([
  { name: 'after it was carried out', processed: true, told: /^done$/, left: 0.5 },
  { name: 'before it was', processed: false, told: /check your orders and positions/i, left: 0.6 },
])(
  'the answer lost $name: one close, and both are told the same',
  async ({ processed, told, left }) => {
    await settle()
    closesGo({ kind: 'drop', processed })
    const [one, other] = await closeAtBoth()
    expect(one).toMatch(told)
    expect(other).toBe(one)
    expect(sent()).toBe(1)
    for (const panel of panels) await leftIs(panel, positionId, left)
  },
  120_000,
)

it('a refusal is told to both, in the words of the broker', async () => {
  closesGo({ kind: 'latency', ms: 500 })
  closesGo({ kind: 'businessError', message: 'The moon is in the wrong house.' })
  const [one, other] = await closeAtBoth()
  expect(one).toContain('The moon is in the wrong house.')
  expect(other).toBe(one)
  expect(sent()).toBe(1)
}, 120_000)

it('whoever waits for a replica that dies is told that nobody knows, and nothing more is sent', async () => {
  closesGo({ kind: 'silence' })
  const first = close(panels[0]).catch(() => 'no answer')
  await eventually(
    async () => sent(),
    (count) => expect(count).toBe(1),
  )
  const second = close(panels[1])
  await replicas[0].close()
  expect(await second).toMatch(/check/i)
  expect(await first).toBe('no answer')
  expect(sent()).toBe(1)
  simulator.control.clearFaults()
  expect(await close(panels[1])).toBe('done')
  expect(sent()).toBe(2)
}, 120_000)

it.each([
  ['gone', () => redis.kill()],
  ['silent', () => redis.pause()],
] as const)(
  'while Redis is %s both still close, each by itself',
  async (_, lose) => {
    await lose()
    const elapsed = startStopwatch()
    expect(await closeAtBoth()).toEqual(['done', 'done'])
    expect(elapsed()).toBeLessThan(2_000)
    expect(await closeAtBoth()).toEqual(['done', 'done'])
    expect(sent()).toBe(4)
  },
  120_000,
)
