import { afterEach, expect, it } from 'vitest'
import { DEFAULTS } from '../../conformance/options.ts'
import { runConformance } from '../../conformance/run.ts'
import { instruments } from '../../simulator/instruments.ts'
import { type LoopTime, startLoopTime } from '../support/loop-time.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { symbolsAreThere } from '../support/symbols-are-there.ts'

/**
 * What the runner takes minutes for, against the gateway on a simulator with the published limits, whose prices move four
 * times a second and wait for nobody. Of every minute only the five seconds around its turn are lived through: in between
 * prices stand, and the time of all three jumps.
 */

let stack: Stack | undefined
let time: LoopTime | undefined
afterEach(async () => {
  await stack?.close()
  time?.stop()
})

const MINUTE = 60_000
const MINUTES = 5
/** As many as the runner compares. */
const SYMBOLS = 20
/** So many that each symbol is read nine times a second. */
const ACCOUNTS = SYMBOLS
/** Of the minute: when the runner begins. A stream that opens within a second of the minute's turn sees one minute less. */
const BEGIN_MS = 1_200
/** By which the simulator's users read prices. */
const INFO_ROUTES = [451, 452, 460]
/**
 * Of the minute: prices stop, time jumps, prices go on. The last price before is read meanwhile, and what the jump has made
 * due.
 */
const [STOP_MS, LEAVE_MS, ARRIVE_MS, GO_MS] = [2_500, 2_900, 56_300, 57_500]

it('bars built from the stream equal those of /history', async () => {
  const clock = startLoopTime()
  time = clock
  const emails = Array.from({ length: ACCOUNTS }, (_, n) => `crowd-${n + 1}@example.com`)
  const accounts = emails.map((email) => ({ email, password: 'demo-password' }))
  const moving = instruments.slice(0, SYMBOLS).map(({ name }) => name)
  const { gateway, simulator } = await startStack(
    { rateLimits: 'published' },
    {
      DATA_FEED_EMAIL: emails[0] ?? '',
      DATA_FEED_PASSWORD: 'demo-password',
      DATA_FEED_ACCOUNTS: JSON.stringify(accounts.slice(1)),
    },
    {
      // The others are not quoted, so nothing is spent on them.
      prepare(control) {
        for (const { name } of instruments.slice(SYMBOLS))
          for (const email of emails)
            for (const route of INFO_ROUTES) control.setInfoRoute(email, route, true, name)
      },
    },
  ).then((started) => {
    stack = started
    return started
  })
  await symbolsAreThere(gateway.origin)
  const { control } = simulator
  clock.jump(Math.ceil(clock.now() / MINUTE) * MINUTE + BEGIN_MS - clock.now())

  let isOver = false
  const live = async () => {
    while (!isOver) {
      const minute = Math.floor(clock.now() / MINUTE) * MINUTE
      await clock.until(minute + STOP_MS)
      for (const name of moving) control.setPrice(name, control.quote(name).bid)
      await clock.until(minute + LEAVE_MS)
      clock.jump(minute + ARRIVE_MS - clock.now())
      await clock.until(minute + GO_MS)
      for (const name of moving) control.releasePrice(name)
      await clock.until(minute + MINUTE)
    }
  }
  const living = live()
  control.resetCounters()
  const report = await runConformance(
    {
      ...DEFAULTS,
      url: gateway.origin,
      noAuth: true,
      only: ['streamingHistoryEquality'],
      historyDuration: (MINUTES + 1) * 60,
    },
    { now: () => clock.now() / 1_000, sleep: (seconds) => clock.until(clock.now() + seconds * 1_000) },
  )
  isOver = true
  await living
  expect(report.results.map(({ outcome, sentence }) => `${outcome}: ${sentence}`)).toEqual([
    // One in a hundred may differ.
    expect.stringMatching(/^(passed: 1[02]0|warning: 1 of 1[02]0) bars built from the stream/),
  ])
}, 600_000)
