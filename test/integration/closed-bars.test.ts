import { afterEach, expect, it } from 'vitest'
import { DEFAULTS } from '../../conformance/options.ts'
import { runConformance } from '../../conformance/run.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { symbolsAreThere } from '../support/symbols-are-there.ts'

/**
 * The tests of the runner that watch closed bars, against the gateway on the simulator. What they wait for is not lived through:
 * the time of all three jumps, so that minutes close between their readings.
 */

let stack: Stack | undefined
afterEach(() => stack?.close())

it.each([
  ['historyNoDataChanges', /^passed: After 130 s the \d+ bars of the last half hour are the same/],
  ['historyNoChangesInData', /^passed: Closed bars did not change within 130 s \(\d{2,} comparisons\)/],
])(
  'do not change while minutes close: %s',
  async (name, sentence) => {
    let aheadMs = 0
    const { gateway, simulator } = await startStack(
      { rateLimits: 100, now: Date.now() },
      { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' },
      { clock: () => Date.now() + aheadMs },
    ).then((started) => {
      stack = started
      return started
    })
    await symbolsAreThere(gateway.origin)
    const report = await runConformance(
      { ...DEFAULTS, url: gateway.origin, noAuth: true, only: [name] },
      {
        now: () => (Date.now() + aheadMs) / 1_000,
        async sleep(seconds) {
          // As every clock here tells whole milliseconds.
          const ms = Math.round(seconds * 1_000)
          simulator.control.advanceTime(ms)
          aheadMs += ms
        },
      },
    )
    expect(report.results.map(({ outcome, sentence: told }) => `${outcome}: ${told}`)).toEqual([
      expect.stringMatching(sentence),
    ])
    expect(report.seconds).toBeGreaterThanOrEqual(DEFAULTS.historyDuration)
  },
  90_000,
)
