import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/** The limits of service accounts change while prices are read through them, and nobody asks for anything else. */

const FEED = { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' }
const MINUTE = 60_000

let stack: Stack
let reader: StreamReader

/** Lets minutes pass on the clock that never jumps. */
let skippedMs = 0
const now = performance.now.bind(performance)
vi.spyOn(performance, 'now').mockImplementation(() => now() + skippedMs)
afterAll(() => vi.restoreAllMocks())

beforeEach(async () => {
  stack = await startStack({ rateLimits: 20 }, FEED)
  await eventually(
    async () =>
      (await (await fetch(`${stack.admin.origin}/readyz`)).json()) as { detail: { catalogue: string } },
    ({ detail }) => expect(detail.catalogue).toBe('loaded'),
  )
  reader = await readStream(`${stack.gateway.origin}/streaming`)
  await reader.until((ticks) => expect(ticks.length).toBeGreaterThan(0))
})
afterEach(async () => {
  reader.close()
  await stack.close()
})

const counters = () => stack.simulator.control.counters()

it('a 429 has them read again, and what they have become is kept to from then on', async () => {
  const { control } = stack.simulator
  skippedMs += MINUTE + 1_000
  control.resetCounters()
  control.setRateLimits(1)
  await eventually(
    async () => counters(),
    ({ requests }) => expect(requests.getConfigUsingGET).toBe(1),
  )
  // What was under way by the old limits, and the pause for it.
  await sleep(2_000)
  control.resetCounters()
  await eventually(
    async () => counters(),
    ({ requests }) => expect(requests.getQuotes).toBeGreaterThan(20),
  )
  expect(counters().rateLimitViolations).toEqual({})
}, 90_000)

/** How often the configuration has been read, by the gateway's own count: calls that a new token is needed for are made twice. */
async function configurationsRead(): Promise<number> {
  const text = await (await fetch(`${stack.admin.origin}/metrics`)).text()
  const count = /call_duration_seconds_count\{route="getConfigUsingGET",outcome="ok"\} (\d+)/.exec(text)
  return Number(count?.[1] ?? 0)
}

it('they are read every hour', async () => {
  const before = await configurationsRead()
  skippedMs += 61 * MINUTE
  await eventually(configurationsRead, (count) => expect(count).toBe(before + 1))
}, 60_000)
