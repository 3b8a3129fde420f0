import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CallRecorder, startCallRecorder } from '../support/call-recorder.ts'
import { type LoopTime, startLoopTime } from '../support/loop-time.ts'
import { createPanel, type Panel } from '../support/panel.ts'
import { panelRoutes, poll } from '../support/polling.ts'
import { LONG_UP_MS, type Stack, startStack } from '../support/stack.ts'

/**
 * Many users behind one address whose ceiling is far below what their panels ask for. Time stands while the machine has none
 * for this process: a ceiling that is not used up, or data that is old, has no other cause then than the gateway.
 */

const PANELS = 20
const MAX_RPS = 40
/** Whole seconds: within one the calls come unevenly. */
const RUN_MS = 6_000
const ROUTES = ['state', 'orders', 'positions'] as const

let clock: LoopTime
let recorder: CallRecorder
let stack: Stack
beforeAll(async () => {
  clock = startLoopTime()
  recorder = await startCallRecorder()
  stack = await startStack(
    { rateLimits: 'published' },
    {
      TRADELOCKER_BASE_URL: `${recorder.origin}/backend-api`,
      UPSTREAM_MAX_RPS: String(MAX_RPS),
    },
    { uptimeMs: LONG_UP_MS },
  )
  recorder.passTo(new URL(stack.simulator.url).origin)
})
afterAll(async () => {
  await stack.close()
  await recorder.close()
  clock.stop()
})

const pause = (ms: number) => clock.until(clock.now() + ms)
const accountOf = (index: number) => String(900_001 + index)

async function crowdMember(index: number): Promise<Panel> {
  const panel = createPanel(stack.gateway.origin)
  await panel.logIn(`SIM-DEMO\\crowd-${index + 1}@example.com`, 'demo-password')
  return panel
}

/** The mean age in milliseconds of what an account's panel could see between two instants. */
function meanAge(path: string, from: number, to: number): number {
  const arrivals = recorder.calls.filter((call) => call.path.endsWith(path)).map((call) => call.answeredAt)
  const before = arrivals.filter((at) => at < from).at(-1) ?? from
  const instants = [...arrivals.filter((at) => from <= at && at < to), to]
  let [last, start, sum] = [before, from, 0]
  for (const at of instants) {
    // The age grows from `start - last` to `at - last`.
    sum += ((at - last) ** 2 - (start - last) ** 2) / 2
    last = at
    start = at
  }
  return sum / (to - from)
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Places an order for one user after the other. @returns how long each took, in milliseconds */
async function trade(panels: readonly Panel[]): Promise<number[]> {
  const durations: number[] = []
  for (const [index, panel] of panels.entries()) {
    await pause(900)
    const sentAt = performance.now()
    await panel.ok('POST', `/accounts/${accountOf(index)}/orders?requestId=fair${index}`, {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'limit',
      limitPrice: 0.5,
      qty: 0.1,
    })
    durations.push(performance.now() - sentAt)
  }
  return durations
}

it('under a short ceiling data grows old evenly, trading stays quick, and no limit is broken', async () => {
  const panels = await Promise.all(Array.from({ length: PANELS }, (_, index) => crowdMember(index)))
  const watch = (forMs: number) =>
    Promise.all(
      panels.map((panel, index) =>
        poll(panel, panelRoutes(accountOf(index), 'EURUSD'), { forMs, delayMs: index * 25, pause }),
      ),
    )
  // What is read once per login has its own queueing.
  await watch(500)
  const from = performance.now()
  const [answers, durations] = await Promise.all([watch(RUN_MS), trade(panels.slice(0, 6))])
  // Until then all of them ask.
  const to = from + RUN_MS

  expect(answers.flat().filter(({ s }) => s !== 'ok')).toEqual([])
  for (const route of ROUTES) {
    const ages = panels.map((_, index) => meanAge(`/accounts/${accountOf(index)}/${route}`, from, to))
    expect(Math.max(...ages) / median(ages)).toBeLessThanOrEqual(2)
  }
  const calls = recorder.calls.filter(({ answeredAt }) => from <= answeredAt && answeredAt < to)
  const perSecond = calls.length / ((to - from) / 1_000)
  expect(perSecond).toBeGreaterThanOrEqual(0.9 * MAX_RPS)
  expect(perSecond).toBeLessThanOrEqual(1.05 * MAX_RPS)
  // All of them ask for the same prices: one user who asks pays for everybody.
  expect(calls.filter(({ path }) => path.endsWith('/quotes')).length).toBeGreaterThanOrEqual(4)
  expect(Math.max(...durations)).toBeLessThan(1_000)
  expect(stack.simulator.control.counters().rateLimitViolations).toEqual({})
}, 240_000)
