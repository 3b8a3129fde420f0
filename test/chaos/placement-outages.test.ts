import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Broker } from '../../src/broker/broker.ts'
import type { OrderTicket } from '../../src/broker/order.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { eventually } from '../support/eventually.ts'
import { quietBroker } from '../support/quiet-broker.ts'
import { type SharedStores, startSharedStores } from '../support/shared-stores.ts'

/*
 * The same request at two replicas that have lost their Redis, where nothing helps but to look at the broker in turns.
 */

const ACCOUNT = '700101'
const TICKET: OrderTicket = { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: 0.1, limitPrice: 1.05 }
const ANNA = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }

let simulator: Simulator
let stores: SharedStores
let brokers: Broker[] = []

afterEach(async () => {
  await Promise.all(brokers.map((broker) => broker.close()))
  await Promise.all([simulator.close(), stores.close()])
})

const brokerOf = (store: SharedStore): Broker =>
  quietBroker({
    store,
    baseUrl: simulator.url,
    searchMs: 1_200,
  })

/** The same account at two replicas that know each other. */
async function startTwo(rateLimits: 'published' | 100) {
  ;[simulator, stores] = await Promise.all([startSimulator({ rateLimits }), startSharedStores()])
  return openAt(stores.one, stores.other)
}

async function openAt(...replicas: readonly [SharedStore, SharedStore]) {
  simulator.control.setPrice('EURUSD', 1.1)
  const [one, other] = [brokerOf(replicas[0]), brokerOf(replicas[1])]
  brokers = [one, other]
  const session = await one.logIn(ANNA)
  const accounts = [
    await session.account(ACCOUNT),
    await other.resume(session.grant).account(ACCOUNT),
  ] as const
  for (const account of accounts) await account.orders()
  return accounts
}

async function loseRedis(): Promise<void> {
  await stores.server.kill()
  await stores.areConnected(false)
}

const accepted = () => simulator.control.counters().ordersAccepted

it('one order per request at both at once, at the published limits while panels poll at both', async () => {
  const accounts = await startTwo('published')
  let isOver = false
  const polls = accounts.map(async (account) => {
    while (!isOver) {
      await Promise.allSettled([account.orders(), account.positions(), account.state()])
      await sleep(200)
    }
  })
  await loseRedis()
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((id) => Promise.all(accounts.map((account) => account.placeOrder(TICKET, id)))),
  )
  isOver = true
  await Promise.all(polls)
  for (const [first, second] of answers) expect(first).toBe(second)
  expect(
    accepted()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(answers.map(([id]) => id).sort())
  expect(simulator.control.counters().rateLimitViolations).toEqual({})
}, 120_000)

it('one order where Redis is lost while the replica that has claimed it is told to wait before it may send it', async () => {
  const [one, other] = await startTwo(100)
  simulator.control.addFault({ operation: 'placeOrder', kind: 'tooManyRequests', retryAfter: 5 })
  const first = one.placeOrder(TICKET, 'late')
  await eventually(
    async () => simulator.control.counters().requests.placeOrder ?? 0,
    (count) => expect(count).toBe(1),
  )
  await loseRedis()
  const ids = await Promise.all([first, other.placeOrder(TICKET, 'late')])
  expect(new Set(ids).size).toBe(1)
  expect(accepted().map(({ id }) => id)).toEqual(ids.slice(1))
}, 120_000)

it('one order where it was sent elsewhere, after Redis was lost, while the replica that has claimed it was told to wait', async () => {
  const [one] = await startTwo(100)
  // So that the first one waits for no turn.
  await stores.other.close()
  await eventually(
    async () => stores.one.status.replicas?.count,
    (count) => expect(count).toBe(1),
  )
  // One that cannot be asked.
  const apart = await startSharedStores({ isOld: true })
  onTestFinished(apart.close)
  const elsewhere = brokerOf(apart.one)
  brokers.push(elsewhere)
  const there = await (await elsewhere.logIn(ANNA)).account(ACCOUNT)
  simulator.control.addFault({ operation: 'placeOrder', kind: 'tooManyRequests', retryAfter: 5 })
  const first = one.placeOrder(TICKET, 'sent elsewhere')
  await eventually(
    async () => simulator.control.counters().requests.placeOrder ?? 0,
    (count) => expect(count).toBe(1),
  )
  await loseRedis()
  const sent = await there.placeOrder(TICKET, 'sent elsewhere')
  expect(await first).toBe(sent)
  expect(accepted().map(({ id }) => id)).toEqual([sent])
}, 120_000)

it.each([
  ['is full', (client: Redis) => client.config('SET', 'maxmemory', '1')],
  ['has become a copy', (client: Redis) => client.replicaof('127.0.0.1', 1)],
  ['takes no SET', (client: Redis) => client.call('ACL', 'SETUSER', 'default', '-set')],
])(
  'one order per request at both at once where Redis %s and refuses their claims',
  async (_, befall) => {
    const accounts = await startTwo(100)
    const client = new Redis(stores.server.url)
    await befall(client)
    client.disconnect()
    const [first, second] = await Promise.all(
      accounts.map((account) => account.placeOrder(TICKET, 'refused')),
    )
    expect(first).toBe(second)
    expect(accepted().map(({ id }) => id)).toEqual([first])
  },
  120_000,
)

it('one order where Redis forgets everything while the order is on its way', async () => {
  const [one, other] = await startTwo(100)
  simulator.control.addFault({ operation: 'placeOrder', kind: 'latency', ms: 4_000 })
  const first = one.placeOrder(TICKET, 'forgotten')
  await eventually(
    async () => simulator.control.counters().requests.placeOrder ?? 0,
    (count) => expect(count).toBe(1),
  )
  const client = new Redis(stores.server.url)
  await client.flushall()
  client.disconnect()
  const ids = await Promise.all([first, other.placeOrder(TICKET, 'forgotten')])
  expect(accepted().map(({ id }) => id)).toEqual(ids.slice(1))
  expect(new Set(ids).size).toBe(1)
}, 120_000)

it('no order, but a close, at two that start while Redis is away: they know of no turns until they have met in it', async () => {
  ;[simulator, stores] = await Promise.all([startSimulator({ rateLimits: 100 }), startSharedStores()])
  const known = brokerOf(stores.one)
  const earlier = await (await (await known.logIn(ANNA)).account(ACCOUNT)).placeOrder(TICKET, 'earlier')
  await known.close()
  await loseRedis()
  const strangers = [stores.open(), stores.open()] as const
  onTestFinished(async () => void (await Promise.all(strangers.map((store) => store.close()))))
  const accounts = await openAt(...strangers)
  const market = { ...TICKET, type: 'market' } as const
  // Without a requestId nothing can be repeated, and nothing is waited for but Redis, at the start.
  await accounts[0].placeOrder(market, undefined)
  const [position] = await accounts[0].positions()
  if (position === undefined) throw new Error('The position is missing.')
  const bothAt = (id: string) => Promise.allSettled(accounts.map((account) => account.placeOrder(TICKET, id)))
  const refused = { status: 'rejected', reason: { code: 'no_turn', delivery: 'not_sent' } }
  expect(await bothAt('unmet')).toMatchObject([refused, refused])
  const there = { status: 'fulfilled', value: earlier }
  expect(await bothAt('earlier')).toEqual([there, there])
  await accounts[1].closePosition(position.id, undefined)
  expect(accepted()).toHaveLength(2)
  await stores.server.restart()
  await eventually(
    async () => strangers.map(({ status }) => status.replicas?.count),
    (counts) => expect(counts).toEqual([4, 4]),
  )
  const [first, second] = await bothAt('unmet')
  expect(first).toMatchObject({ status: 'fulfilled' })
  expect(second).toEqual(first)
  expect(accepted()).toHaveLength(3)
}, 120_000)

it('no order at a replica that has no turn, until nobody is missed any more', async () => {
  const [one] = await startTwo(100)
  const client = new Redis(stores.server.url, { keyPrefix: 'tradelocker-gateway:' })
  await client.set('agreed', 'cut-off')
  await client.zadd('missed', Date.now(), 'cut-off')
  await eventually(
    async () => stores.one.status.turns,
    (turns) => expect(turns).toMatchObject({ places: [] }),
  )
  const refused = { code: 'no_turn', delivery: 'not_sent', retryAfterMs: 40_000 }
  await expect(one.placeOrder(TICKET, 'later')).rejects.toMatchObject(refused)
  expect(simulator.control.counters().requests.placeOrder).toBeUndefined()
  await client.del('missed')
  client.disconnect()
  await eventually(
    async () => stores.one.status.turns,
    (turns) => expect(turns).toBeUndefined(),
  )
  const id = await one.placeOrder(TICKET, 'later')
  expect(accepted().map((order) => order.id)).toEqual([id])
}, 120_000)
