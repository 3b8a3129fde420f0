import { type Figure, type Row, rounded } from '../support/figures.ts'
import type { Beat, PaceResult } from '../support/pace.ts'
import { call, crowd, logIn, panelBeats, polledPaths } from '../support/panel-client.ts'
import { runJob, startBaseline } from '../support/processes.ts'
import { counters, resetCounters } from '../support/simulator-control.ts'
import { startBenchStack } from '../support/stack.ts'

/** What logins set off is over by then. */
const WARM_UP_MS = 6_000
const DURATION_MS = 5_000
/** Milliseconds within which 99 of 100 polls must be answered. */
const LIMIT_MS = 250
const MOST_PANELS = 1_600
/** Numbers of panels closer than this share are not told apart. */
const PRECISION = 0.1

/** How many panels, each with an account of its own, one process serves under TradeLocker's published limits. */
export const panels: Figure = {
  name: 'panels',
  async measure() {
    const stack = await startBenchStack({ rateLimits: 'published' })
    const tokens: string[] = []
    let violations = 0
    const gateway = await most(async (count) => {
      while (tokens.length < count) {
        const more = Math.min(20, count - tokens.length)
        const ordinals = Array.from({ length: more }, (_, n) => tokens.length + n + 1)
        tokens.push(...(await Promise.all(ordinals.map((one) => logIn(stack.gateway, crowd(one).email)))))
      }
      const beats = tokens.slice(0, count).flatMap((token, n) => panelBeats(token, crowd(n + 1).accountId))
      await resetCounters(stack.control)
      const result = await play(stack.gateway, [...beats, ...orders(tokens[0] ?? '')])
      violations += (await counters(stack.control)).totalRateLimitViolations
      return result
    })
    const paths = Object.values(polledPaths(crowd(1).accountId))
    const payloads: Record<string, unknown> = {}
    for (const path of paths) {
      const payload = { s: 'ok', d: await call(stack.gateway, tokens[0] ?? '', path) }
      payloads[path.split('?', 1)[0] ?? ''] = payload
    }
    await stack.stop()

    const baseline = await startBaseline('express', payloads)
    const express = await most((count) =>
      play(
        baseline.ready,
        Array.from({ length: count }, () => panelBeats('x'.repeat(900), crowd(1).accountId)).flat(),
      ),
    )
    await baseline.stop()
    return report(gateway, express, violations)
  },
}

interface Most {
  readonly count: number
  /** More would have been tried, had there been room. */
  readonly capped: boolean
  readonly result: PaceResult | undefined
}

/** The largest number of panels that is served well. */
async function most(run: (count: number) => Promise<PaceResult>): Promise<Most> {
  let served: Most = { count: 0, capped: false, result: undefined }
  let failed = Number.POSITIVE_INFINITY
  let count = 100
  while (count <= MOST_PANELS) {
    const result = await run(count)
    const good = isServed(result)
    process.stdout.write(`    ${count} panels: ${good ? 'served' : 'too many'} ${told(result)}\n`)
    if (good) served = { count, capped: count === MOST_PANELS, result }
    else failed = count
    if (served.count === MOST_PANELS || failed - served.count <= served.count * PRECISION || failed <= 25)
      break
    count = Number.isFinite(failed)
      ? Math.round((served.count + failed) / 2)
      : Math.min(MOST_PANELS, served.count * 2)
  }
  return served
}

function isServed({ kinds, kept }: PaceResult): boolean {
  const polls = Object.entries(kinds).filter(([kind]) => kind !== 'order')
  return kept >= 0.99 && polls.every(([, { p99, failed }]) => p99 < LIMIT_MS && failed === 0)
}

function told({ kinds, kept }: PaceResult): string {
  const each = Object.entries(kinds).map(
    ([kind, { p99, failed, failure }]) =>
      `${kind} p99 ${p99.toFixed(0)} ms${failed > 0 ? `, ${failed} failed: ${failure}` : ''}`,
  )
  return `(${each.join('; ')}; ${(kept * 100).toFixed(1)} % in time)`
}

function report(gateway: Most, express: Most, violations: number): Row[] {
  const share = gateway.count / Math.max(1, express.count)
  const order = gateway.result?.kinds.order
  return [
    {
      figure: 'panels served by one process at default intervals, ÷ Express with fixed payloads',
      measured: `${atLeast(gateway)} ÷ ${atLeast(express)} = ${rounded(share, 2)}`,
      target: '≥ 0.80',
      met: share >= 0.8,
    },
    {
      figure: 'rate limit violations at TradeLocker meanwhile',
      measured: String(violations),
      target: '0',
      met: violations === 0,
    },
    {
      figure: 'an order among that many panels, p99',
      measured: order === undefined ? 'none' : `${rounded(order.p99, 0)} ms, ${order.failed} failed`,
      target: '< 250 ms over upstream',
      met: order !== undefined && order.failed === 0 && order.p99 < LIMIT_MS,
    },
  ]
}

const atLeast = ({ count, capped }: Most) => (capped ? `≥ ${count}` : String(count))

const play = (origin: string, beats: readonly Beat[]) =>
  runJob<PaceResult>('bench/support/pace.ts', {
    origin,
    beats,
    warmUp: WARM_UP_MS,
    duration: DURATION_MS,
  })

/** One trader places an order a second. */
function orders(token: string): Beat[] {
  const [beat] = panelBeats(token, crowd(1).accountId)
  if (beat === undefined) return []
  const path = `/accounts/${crowd(1).accountId}/orders?locale=en&requestId=bench-{n}`
  const body = 'instrument=EURUSD&qty=0.01&side=buy&type=market'
  return [{ ...beat, kind: 'order', method: 'POST', path, body, every: 1_000, lane: 'orders' }]
}
