import { afterAll, expect, it } from 'vitest'
import type { Clock } from '../../conformance/clock.ts'
import { DEFAULTS } from '../../conformance/options.ts'
import { runConformance } from '../../conformance/run.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/**
 * The runner's streamingHistoryEquality, which needs two minutes, against the gateway on the simulator. All three have the
 * same clock, which jumps; between two jumps every price that counts moves and is waited for, so none is missed.
 */

let stack: Stack | undefined
let reader: StreamReader | undefined
afterAll(async () => {
  reader?.close()
  await stack?.close()
})

/** As many as the test compares. */
const SYMBOLS = 20
const STEP_MS = 7_000
const MINUTE = 60_000

it('bars built from the stream equal those of /history', async () => {
  let ahead = 0
  const now = () => Date.now() + ahead
  stack = await startStack(
    { rateLimits: 20, now: Date.now() },
    { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' },
    { clock: now },
  )
  const { gateway, simulator } = stack
  const { control } = simulator
  const info = await eventually(
    async () => (await (await fetch(`${gateway.origin}/symbol_info`)).json()) as { ticker?: string[] },
    ({ ticker }) => expect(ticker?.length).toBeGreaterThan(60),
    20_000,
  )
  const names = (info.ticker ?? []).slice(0, SYMBOLS)
  const firsts = new Map(names.map((name) => [name, control.quote(name).bid]))
  for (const [name, bid] of firsts) control.setPrice(name, bid)
  const sources = new Map(names.map((name) => [name, name.startsWith('XA') ? 'ask' : 'bid'] as const))
  const stream = await readStream(`${gateway.origin}/streaming`)
  reader = stream

  const latest = new Map<string, Readonly<Record<string, unknown>>>()
  let seen = 0
  const look = async () => {
    for (; seen < stream.lines.length; seen += 1) {
      const line = stream.lines[seen] ?? {}
      latest.set(`${line.f}${line.id}`, line)
    }
    return latest
  }
  /** Waits until of every name something holds. */
  const untilAll = (holds: (name: string) => boolean) =>
    eventually(look, () => expect(names.filter((name) => !holds(name))).toEqual([]), 20_000)

  let steps = 0
  const step = async () => {
    control.advanceTime(STEP_MS)
    ahead += STEP_MS
    steps += 1
    // Bars open with the price that stands: it has to be read before it moves.
    const minute = Math.floor(now() / MINUTE) * 60
    await untilAll((name) => Number(latest.get(`q${name}`)?.t) >= minute)
    const factor = [1.002, 0.998, 1.003, 0.999, 1.001][steps % 5] ?? 1
    for (const [name, bid] of firsts) control.setPrice(name, bid * factor)
    await untilAll((name) => latest.get(`t${name}`)?.p === control.quote(name)[sources.get(name) ?? 'bid'])
  }
  const clock: Clock = { now: () => now() / 1_000, sleep: step }
  const report = await runConformance(
    {
      ...DEFAULTS,
      url: gateway.origin,
      noAuth: true,
      only: ['streamingHistoryEquality'],
      historyDuration: 130,
    },
    clock,
  )
  expect(report.results.map(({ outcome, sentence }) => `${outcome}: ${sentence}`)).toEqual([
    expect.stringMatching(/^passed: (20|40) bars built from the stream equal \/history \(20 symbols\)/),
  ])
}, 90_000)
