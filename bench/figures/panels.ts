import { type Figure, type Row, rounded } from '../support/figures.ts'
import type { Beat, PaceResult } from '../support/pace.ts'
import {
  call,
  crowd,
  findEurusd,
  logIn,
  logInUpstream,
  panelBeats,
  polledPaths,
} from '../support/panel-client.ts'
import { listeningAt, runJob, startBaseline, startServer } from '../support/processes.ts'
import { counters, resetCounters } from '../support/simulator-control.ts'
import { startBenchStack, startSimulatorProcess } from '../support/stack.ts'

/** What logins set off is over by then, and the pace found at which so many accounts can be read. */
const WARM_UP_MS = 15_000
const DURATION_MS = 5_000
/** Milliseconds within which 99 of 100 polls must be answered. */
const LIMIT_MS = 250
const MOST_PANELS = 1_600
/** Logins at the same time. */
const AT_ONCE = 20
/** Numbers of panels closer than this share are not told apart. */
const PRECISION = 0.1

/** Code that is run a few hundred times a second is compiled in the course of half a minute. */
const LOAD_MS = 30_000
const LOAD_PANELS = 200

/**
 * How many panels, each with an account of its own, one process serves under TradeLocker's published limits: beside Express
 * that answers fixed payloads, and beside Express that reads from TradeLocker as often as the gateway does.
 */
export const panels: Figure = {
  name: 'panels',
  async measure() {
    const { payloads, ...gateway } = await gatewayPanels()
    return report({ ...gateway, express: await expressPanels(payloads) })
  },
}

async function gatewayPanels() {
  const stack = await startBenchStack({ rateLimits: 'published' })
  const tokenOf = keptTokens((email) => logIn(stack.gateway, email))
  let violations = 0
  /** Milliseconds between two readings of an account's orders, by the number of panels. */
  const readEvery = new Map<number, number>()
  const gateway = await most(async (count, duration) => {
    const beats = await beatsOf(count, tokenOf)
    await resetCounters(stack.control)
    const result = await play(stack.gateway, [...beats, ...orders(await tokenOf(1))], duration)
    const { totalRateLimitViolations, requests } = await counters(stack.control)
    violations += totalRateLimitViolations
    readEvery.set(count, (count * (WARM_UP_MS + duration)) / Math.max(1, requests.getOrders ?? 0))
    return result
  })
  const payloads: Record<string, unknown> = {}
  for (const path of Object.values(polledPaths(crowd(1).accountId))) {
    const payload = { s: 'ok', d: await call(stack.gateway, await tokenOf(1), path) }
    payloads[path.split('?', 1)[0] ?? ''] = payload
  }
  await stack.stop()
  const readEveryMs = readEvery.get(gateway.count) ?? 0
  return { gateway, readEveryMs, violations, payloads, upstream: await upstreamPanels() }
}

async function expressPanels(payloads: Readonly<Record<string, unknown>>): Promise<Most> {
  const baseline = await startBaseline('express', payloads)
  const beats = () => panelBeats('x'.repeat(900), crowd(1).accountId)
  const served = await most((count, duration) =>
    play(baseline.ready, Array.from({ length: count }, beats).flat(), duration),
  )
  await baseline.stop()
  return served
}

async function upstreamPanels(): Promise<Most> {
  // Whoever keeps no limits would be refused all the time.
  const simulator = await startSimulatorProcess('off')
  const { api } = simulator.ready
  const tokenOf = keptTokens((email) => logInUpstream(api, email))
  const { tradableInstrumentId, routes } = await findEurusd(api, await tokenOf(1), crowd(1).accountId)
  const routeId = routes.find(({ type }) => type === 'INFO')?.id
  const server = await startServer('bench/servers/express-upstream.ts', listeningAt, {
    core: 'server',
    env: {
      UPSTREAM: api,
      QUOTE_PATH: `/trade/quotes?routeId=${routeId}&tradableInstrumentId=${tradableInstrumentId}`,
    },
  })
  const served = await most(async (count, duration) =>
    play(server.ready, await beatsOf(count, tokenOf), duration),
  )
  await Promise.all([server.stop(), simulator.stop()])
  return served
}

/** Of the crowd, one after the other; each logs in once. */
function keptTokens(logInAs: (email: string) => Promise<string>): (ordinal: number) => Promise<string> {
  const tokens = new Map<number, Promise<string>>()
  return (ordinal) => {
    const token = tokens.get(ordinal) ?? logInAs(crowd(ordinal).email)
    tokens.set(ordinal, token)
    return token
  }
}

async function beatsOf(count: number, tokenOf: (ordinal: number) => Promise<string>): Promise<Beat[]> {
  const beats: Beat[] = []
  for (let first = 1; first <= count; first += AT_ONCE) {
    const ordinals = Array.from({ length: Math.min(AT_ONCE, count - first + 1) }, (_, n) => first + n)
    const tokens = await Promise.all(ordinals.map(tokenOf))
    beats.push(...ordinals.flatMap((ordinal, n) => panelBeats(tokens[n] ?? '', crowd(ordinal).accountId)))
  }
  return beats
}

interface Most {
  readonly count: number
  /** More would have been tried, had there been room. */
  readonly capped: boolean
  readonly result: PaceResult | undefined
}

/** The largest number of panels that is served well, by a process that has been at work for a while. */
async function most(run: (count: number, duration: number) => Promise<PaceResult>): Promise<Most> {
  await run(LOAD_PANELS, LOAD_MS)
  let served: Most = { count: 0, capped: false, result: undefined }
  let failed = Number.POSITIVE_INFINITY
  let count = LOAD_PANELS
  while (count <= MOST_PANELS) {
    const result = await run(count, DURATION_MS)
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
  return kept >= 0.99 && Object.values(kinds).every(({ p99, failed }) => p99 < LIMIT_MS && failed === 0)
}

function told({ kinds, kept }: PaceResult): string {
  const each = Object.entries(kinds).map(
    ([kind, { p99, failed, failure }]) =>
      `${kind} p99 ${p99.toFixed(0)} ms${failed > 0 ? `, ${failed} failed: ${failure}` : ''}`,
  )
  return `(${each.join('; ')}; ${(kept * 100).toFixed(1)} % in time)`
}

interface Outcome {
  readonly gateway: Most
  readonly express: Most
  readonly upstream: Most
  readonly readEveryMs: number
  readonly violations: number
}

function report({ gateway, express, upstream, readEveryMs, violations }: Outcome): Row[] {
  const ratio = (other: Most) => gateway.count / Math.max(1, other.count)
  const order = gateway.result?.kinds.order
  return [
    {
      figure: 'panels served by one process at default intervals, ÷ Express with fixed payloads',
      measured: `${atLeast(gateway)} ÷ ${atLeast(express)} = ${rounded(ratio(express), 2)}`,
      target: '≥ 0.80',
      met: ratio(express) >= 0.8,
    },
    {
      figure: 'the same, ÷ Express that reads from TradeLocker as often',
      measured: `${atLeast(gateway)} ÷ ${atLeast(upstream)} = ${rounded(ratio(upstream), 2)}`,
      target: '≥ 0.80',
      met: ratio(upstream) >= 0.8,
    },
    {
      figure: 'orders of an account among that many panels are read every',
      measured: `${rounded(readEveryMs / 1_000, 1)} s`,
      target: 'stated',
    },
    {
      figure: 'rate limit violations at TradeLocker meanwhile, overloaded steps included',
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

const play = (origin: string, beats: readonly Beat[], duration: number) =>
  runJob<PaceResult>('bench/support/pace.ts', { origin, beats, warmUp: WARM_UP_MS, duration })

/** One trader places an order a second. */
function orders(token: string): Beat[] {
  const [beat] = panelBeats(token, crowd(1).accountId)
  if (beat === undefined) return []
  const path = `/accounts/${crowd(1).accountId}/orders?locale=en&requestId=bench-{n}`
  const body = 'instrument=EURUSD&qty=0.01&side=buy&type=market'
  return [{ ...beat, kind: 'order', method: 'POST', path, body, every: 1_000, lane: 'orders' }]
}
