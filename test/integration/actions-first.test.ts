import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { panelRoutes, poll } from '../support/polling.ts'
import { isPoll, watchQueues } from '../support/queue-watch.ts'
import { LONG_UP_MS, type Stack, startStack } from '../support/stack.ts'

/** Fifty panels poll for more calls than the ceiling allows, and traders act. */

const PANELS = 50
const RUN_MS = 5_000

let stack: Stack | undefined
afterEach(async () => {
  await stack?.close()
  vi.restoreAllMocks()
})

const accountOf = (user: number) => String(900_001 + user)

/** Places an order and cancels it, buys and closes the position: four calls that change something. */
async function trade(panel: Panel, accountId: string, requestId: string): Promise<void> {
  const account = `/accounts/${accountId}`
  const order = { instrument: 'EURUSD', side: 'buy', qty: 0.1 }
  const { orderId } = await panel.ok('POST', `${account}/orders?requestId=limit${requestId}`, {
    ...order,
    type: 'limit',
    limitPrice: 0.5,
  })
  await panel.ok('DELETE', `${account}/orders/${orderId}`)
  await panel.ok('POST', `${account}/orders?requestId=market${requestId}`, { ...order, type: 'market' })
  const [position] = await panel.ok('GET', `${account}/positions`)
  await panel.ok('DELETE', `${account}/positions/${position.id}`)
}

it.each([
  { users: PANELS, traders: 8, maxRps: '40' },
  { users: 1, traders: 1, maxRps: '4' },
])(
  'no poll goes before an action: $users accounts on fifty panels, $maxRps calls a second',
  async ({ users, traders, maxRps }) => {
    const calls = watchQueues()
    stack = await startStack(
      { rateLimits: 'published' },
      { UPSTREAM_MAX_RPS: maxRps },
      { uptimeMs: LONG_UP_MS },
    )
    const { simulator, panel } = stack
    simulator.control.setPrice('EURUSD', 1.1)
    const logins = await Promise.all(Array.from({ length: users }, (_, user) => panel(`crowd-${user + 1}`)))
    const panels = Array.from({ length: PANELS }, (_, i) => ({ login: logins[i % users], user: i % users }))
    const polling = panels.flatMap(({ login, user }, i) =>
      login ? poll(login, panelRoutes(accountOf(user), 'EURUSD'), { forMs: RUN_MS, delayMs: i * 10 }) : [],
    )
    await sleep(1_000)
    const trading = logins.slice(0, traders).map((login, user) => trade(login, accountOf(user), String(user)))
    await Promise.all([...polling, ...trading])

    const actions = calls.filter((call) => call.hasStarted && !isPoll(call))
    const sent = actions.filter(({ isRead }) => !isRead)
    expect(sent.length).toBeGreaterThanOrEqual(4 * traders)
    // What changes something waits for no poll of anybody's; what it has to read first for none in its queue.
    expect(sent.flatMap(({ before }) => before.filter(isPoll))).toEqual([])
    for (const { lane, before } of actions) {
      expect(before.filter((one) => one.lane === lane && isPoll(one))).toEqual([])
    }
    // The ceiling did bind: polls waited while actions went first.
    expect(calls.some((call) => isPoll(call) && call.before.some((one) => !isPoll(one)))).toBe(true)
  },
  60_000,
)

it('the first order of a trader whom nobody has looked at yet waits for no poll with anything it has to read', async () => {
  const calls = watchQueues()
  stack = await startStack({ rateLimits: 'published' }, { UPSTREAM_MAX_RPS: '20' }, { uptimeMs: LONG_UP_MS })
  const { panel } = stack
  const logins = await Promise.all(Array.from({ length: 30 }, (_, user) => panel(`crowd-${user + 1}`)))
  const polling = logins.map((login, user) =>
    poll(login, panelRoutes(accountOf(user), 'EURUSD'), { forMs: RUN_MS, delayMs: user * 10 }),
  )
  await sleep(1_000)
  const newcomer = await panel('crowd-40')
  const order = { instrument: 'EURUSD', side: 'buy', qty: 0.1, type: 'market' }
  const before = calls.length
  await newcomer.ok('POST', `/accounts/${accountOf(39)}/orders?requestId=first`, order)
  const [placed] = calls.slice(before).filter(({ isRead }) => !isRead)
  const own = calls.slice(before).filter(({ owner }) => owner === placed?.owner)
  expect(own.filter((call) => call.isRead && !isPoll(call)).length).toBeGreaterThanOrEqual(4)
  expect(own.filter((call) => !isPoll(call)).flatMap((call) => call.before.filter(isPoll))).toEqual([])
  await Promise.all(polling)
}, 60_000)

it('tokens of many panels that end together hold up no action, also one that needs a new token itself', async () => {
  let aheadMs = 0
  stack = await startStack(
    { rateLimits: 100 },
    { UPSTREAM_MAX_RPS: '20' },
    { uptimeMs: LONG_UP_MS, clock: () => Date.now() + aheadMs },
  )
  const { panel, simulator } = stack
  const refreshes = () => simulator.control.counters().refreshes
  const trader = await panel('anna')
  const place = (requestId: string) =>
    trader.ok('POST', `/accounts/700101/orders?requestId=${requestId}`, {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'limit',
      limitPrice: 0.5,
      qty: 0.1,
    })
  await place('before')
  const users = Array.from({ length: 30 }, (_, user) => user)
  const logins = await Promise.all(users.map((user) => panel(`crowd-${user + 1}`)))
  const pollAll = () =>
    logins.map((login, user) =>
      eventually(() => login.send('GET', `/accounts/${accountOf(user)}/state`), isShown),
    )
  await Promise.all(pollAll())

  aheadMs = 61 * 60_000
  const polls = pollAll()
  await eventually(
    async () => refreshes(),
    (count) => expect(count).toBeGreaterThan(0),
  )
  await place('meanwhile')
  expect(refreshes()).toBeLessThan(users.length / 2)
  await Promise.all(polls)
  await eventually(
    async () => refreshes(),
    (count) => expect(count).toBe(users.length + 1),
  )
}, 60_000)

const isShown = ({ body }: { body: { s: string } }) => expect(body.s).toBe('ok')
