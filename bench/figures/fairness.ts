import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import type { PaceResult } from '../support/pace.ts'
import { call, crowd, logIn, panelBeats } from '../support/panel-client.ts'
import { runJob } from '../support/processes.ts'
import { counters, resetCounters, totalRequests } from '../support/simulator-control.ts'
import { startBenchStack } from '../support/stack.ts'

const PANELS = 300
const CEILING = 200
/** Panels that are opened at the same time. */
const AT_ONCE = 25
const WARM_UP_MS = 10_000
const DURATION_MS = 40_000

/**
 * More panels than the ceiling of the host can refresh at their pace: how evenly their data ages. Every panel holds a
 * position in a market that moves all the time, so its state changes with every refresh; the age is the mean time between
 * two changes. The same run tells how much of the ceiling is used.
 */
export const fairness: Figure = {
  name: 'fairness',
  async measure() {
    const stack = await startBenchStack({
      rateLimits: '20',
      env: { UPSTREAM_MAX_RPS: String(CEILING) },
    })
    const tokens: string[] = []
    while (tokens.length < PANELS) {
      const ordinals = Array.from({ length: AT_ONCE }, (_, n) => tokens.length + n + 1)
      tokens.push(...(await Promise.all(ordinals.map((ordinal) => openPanel(stack.gateway, ordinal)))))
    }
    const beats = tokens.flatMap((token, n) =>
      panelBeats(token, crowd(n + 1).accountId, 'BTCUSD').filter(({ kind }) => kind !== 'quotes'),
    )
    const watched = beats.map((beat) => ({ ...beat, watched: beat.kind === 'state' }))
    const job = { origin: stack.gateway, beats: watched, warmUp: WARM_UP_MS, duration: DURATION_MS }
    await resetCounters(stack.control)
    const started = performance.now()
    const { standstill, kinds } = await runJob<PaceResult>('bench/support/pace.ts', job)
    const seconds = (performance.now() - started) / 1_000
    const seen = await counters(stack.control)
    await stack.stop()

    const worst = Math.max(...standstill)
    const ratio = standstill.length < PANELS ? Number.POSITIVE_INFINITY : worst / median(standstill)
    const use = totalRequests(seen) / seconds / CEILING
    const failed = Object.values(kinds).reduce((sum, kind) => sum + kind.failed, 0)
    const rows: Row[] = [
      {
        figure: `${PANELS} panels under UPSTREAM_MAX_RPS=${CEILING}: data age, worst ÷ median`,
        measured: `${rounded(ratio, 2)} (${rounded(worst, 0)} ÷ ${rounded(median(standstill), 0)} ms; ${standstill.length} panels saw their data change; ${failed} polls failed)`,
        target: '≤ 2',
        met: ratio <= 2,
      },
      {
        figure: 'use of that ceiling meanwhile',
        measured: `${rounded(use * 100, 1)} %, ${seen.totalRateLimitViolations} violations`,
        target: '≥ 95 %, none',
        met: use >= 0.95 && use <= 1.01 && seen.totalRateLimitViolations === 0,
      },
    ]
    return rows
  },
}

/** Logs a user of the crowd in and opens a position. @returns the token */
async function openPanel(gateway: string, ordinal: number): Promise<string> {
  const { email, accountId } = crowd(ordinal)
  const token = await logIn(gateway, email)
  await call(gateway, token, `/accounts/${accountId}/orders?locale=en`, {
    instrument: 'BTCUSD',
    side: 'buy',
    type: 'market',
    qty: '0.1',
  })
  return token
}
