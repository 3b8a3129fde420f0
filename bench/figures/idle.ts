import { type Figure, type Row, rounded } from '../support/figures.ts'
import type { PaceResult } from '../support/pace.ts'
import { crowd, logIn, panelBeats } from '../support/panel-client.ts'
import { runJob } from '../support/processes.ts'
import { counters, resetCounters, totalRequests } from '../support/simulator-control.ts'
import { startBenchStack } from '../support/stack.ts'

const DURATION_MS = 15_000
/** What a login sets off, instruments above all, is over by then. */
const SETTLE_MS = 4_000
const MOST_CALLS_PER_SECOND = 4

/** What quiet panels cost TradeLocker: one, and fifty on the same account. */
export const idle: Figure = {
  name: 'idle',
  async measure() {
    const stack = await startBenchStack({ rateLimits: '100' })
    const { email, accountId } = crowd(1)
    const rows: Row[] = []
    for (const count of [1, 50]) {
      const tokens: string[] = []
      while (tokens.length < count) tokens.push(await logIn(stack.gateway, email))
      const beats = tokens.flatMap((token) => panelBeats(token, accountId))
      const play = (duration: number) =>
        runJob<PaceResult>('bench/support/pace.ts', { origin: stack.gateway, beats, warmUp: 0, duration })
      await play(SETTLE_MS)
      await resetCounters(stack.control)
      await play(DURATION_MS)
      const rate = totalRequests(await counters(stack.control)) / (DURATION_MS / 1_000)
      rows.push({
        figure: `upstream calls per second of ${count === 1 ? 'one idle panel' : `${count} panels on one account`}`,
        measured: rounded(rate, 2),
        target: '≤ 4',
        met: rate <= MOST_CALLS_PER_SECOND,
      })
    }
    await stack.stop()
    return rows
  },
}
