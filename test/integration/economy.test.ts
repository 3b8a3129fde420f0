import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { createPanel, type Panel } from '../support/panel.ts'
import { panelRoutes, poll } from '../support/polling.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { startStopwatch } from '../support/stopwatch.ts'

/** What panels cost TradeLocker under its published limits. */

const ACCOUNT = '700101'
const ROUTES = panelRoutes(ACCOUNT, 'EURUSD')
const RUN_MS = 10_000
const PAUSE_MS = 2_000

let stack: Stack
let panel: Panel
beforeAll(async () => {
  stack = await startStack({ rateLimits: 'published' })
  panel = await stack.panel('anna')
  // What is read once per login or hour is no cost of polling.
  await poll(panel, ROUTES, { forMs: 2_000 })
})
afterAll(() => stack.close())

beforeEach(() => stack.simulator.control.resetCounters())
afterEach(() => {
  const { rateLimitViolations } = stack.simulator.control.counters()
  stack.simulator.control.clearFaults()
  expect(rateLimitViolations).toEqual({})
})

const requests = (): Record<string, number> => stack.simulator.control.counters().requests
const total = () => Object.values(requests()).reduce((sum, count) => sum + count, 0)

/** A further window of the same login. */
function anotherPanel(): Panel {
  const another = createPanel(stack.gateway.origin)
  another.token = panel.token
  return another
}

it('a further login of the same user costs no call but the login', async () => {
  const another = await stack.panel('anna')
  stack.simulator.control.resetCounters()
  await poll(another, ROUTES, { forMs: 2_000 })
  expect(requests().getAllAccounts).toBeUndefined()
})

describe('polling costs at most four calls a second', () => {
  it('for one panel that does nothing else', async () => {
    const answers = await poll(panel, ROUTES, { forMs: RUN_MS })
    expect(new Set(answers.map(({ s }) => s))).toEqual(new Set(['ok']))
    expect(total() / (RUN_MS / 1_000)).toBeLessThanOrEqual(4)
    // It also gets something for them: each of the four is read about once a second.
    for (const route of ['getOrders', 'getPositions', 'getState', 'getQuotes']) {
      expect(requests()[route]).toBeGreaterThanOrEqual(5)
    }
  })

  it('for fifty panels on the same account and symbol together', async () => {
    const polling = Array.from({ length: 50 }, (_, index) =>
      poll(anotherPanel(), ROUTES, { forMs: RUN_MS - 1_000, delayMs: index * 20 }),
    )
    const answers = (await Promise.all(polling)).flat()
    expect(new Set(answers.map(({ s }) => s))).toEqual(new Set(['ok']))
    expect(total() / (RUN_MS / 1_000)).toBeLessThanOrEqual(4)
  })

  it('and nothing when nobody polls', async () => {
    // What the last polls began may still be under way.
    await eventually(
      async () => {
        stack.simulator.control.resetCounters()
        await sleep(1_500)
        return requests()
      },
      (calls) => expect(calls).toEqual({}),
    )
  })
})

describe('a storm of 429 on quotes', () => {
  it('leaves orders alone, is answered from the last prices for five seconds, then with a sentence', async () => {
    const [quotes] = ROUTES.slice(-1)
    if (quotes === undefined) throw new Error('no quotes are polled')
    await poll(panel, [quotes], { forMs: 400 })
    const before = requests().getQuotes ?? 0
    const from = performance.now()
    stack.simulator.control.addFault({
      operation: 'getQuotes',
      kind: 'tooManyRequests',
      retryAfter: PAUSE_MS / 1_000,
      count: 'untilCleared',
    })
    const polled = poll(panel, [quotes], { forMs: 9_000 })
    for (let i = 0; i < 5; i += 1) {
      const elapsed = startStopwatch()
      await panel.ok('POST', `/accounts/${ACCOUNT}/orders?requestId=storm${i}`, {
        instrument: 'GBPUSD',
        side: 'buy',
        type: 'limit',
        limitPrice: 1,
        qty: 0.1,
      })
      expect(elapsed()).toBeLessThan(2_000)
    }
    const answers = await polled
    const early = answers.filter(({ sentAt }) => sentAt < 2_500)
    expect(early.filter(({ s, durationMs }) => s !== 'ok' || durationMs > 2_000)).toEqual([])
    const late = answers.filter(({ sentAt, durationMs }) => sentAt + durationMs > 6_000)
    expect(new Set(late.map(({ s }) => s))).toEqual(new Set(['error']))
    for (const { errmsg } of late) expect(errmsg).toMatch(/try again in \d+ second/)
    // One call after each pause, whoever waits; before the first one the prices of both instruments may be under way.
    const refused = (requests().getQuotes ?? 0) - before
    expect(refused).toBeGreaterThanOrEqual(3)
    expect(refused).toBeLessThanOrEqual(2 + Math.floor((performance.now() - from) / PAUSE_MS))
    stack.simulator.control.clearFaults()
  })
})

it('a History tab that opens in many windows at once costs one reading of the history', async () => {
  const read = (window: Panel) => window.ok('GET', `/accounts/${ACCOUNT}/ordersHistory`)
  const histories = await Promise.all(Array.from({ length: 20 }, () => read(anotherPanel())))
  expect(new Set(histories.map((history) => JSON.stringify(history))).size).toBe(1)
  // One for what has ended today, which the other tabs show, and one for the month.
  expect(requests().getOrdersHistory).toBeLessThanOrEqual(2)
})
