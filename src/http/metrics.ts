import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

interface Answered {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

/** The figures the gateway publishes about itself, for Prometheus. */
export interface GatewayMetrics {
  requestDone(event: Answered): void
  upstreamCall(event: { route: string; outcome: string; durationMs: number }): void
  /** A call that was not made: the rate limits left no time for it. */
  upstreamRefused(event: { route: string }): void
  catalogue(event: { server: string; complete: number; missing: number }): void
  serviceAccounts(event: { configured: number; usable: number }): void
  /** Whether the store that replicas share answers quickly. */
  sharedStore(connected: boolean): void
  /** A change that was told to the other replicas, and whether all of them have heard of it in time. */
  changeTold(isHeard: boolean): void
  /** How much older than usual the data of accounts may be. */
  readPace(factor: number): void
  /** How old the prices are that `/streaming` is fed with. */
  priceAges(event: { medianMs: number; worstMs: number }): void
  /** What becomes of the lines of `/streaming`. */
  readonly stream: {
    connections(count: number): void
    written(lines: number): void
    conflated(lines: number): void
    dropped(): void
  }
  /** Serves them in Prometheus' text format. */
  readonly handler: RequestHandler
  /** Stops measuring the process. */
  close(): void
}

/** Seconds: answers from memory take a millisecond, an order a second, and nobody waits longer than half a minute. */
const BUCKETS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Answers that wait to be counted; less than a millisecond's work. */
const COUNTED_AT_ONCE = 500

export function createMetrics(): GatewayMetrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const registers = [register]
  const requests = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Time to serve a request, by route pattern, method and HTTP status.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: BUCKETS,
    registers,
    collect: () => countAnswered(),
  })
  /** Counted many at a time: for each poll by itself that would be a tenth of its cost. */
  let answered: Answered[] = []
  const countAnswered = (): void => {
    for (const { route, method, status, durationMs } of answered) {
      requests.observe({ route, method, status }, durationMs / 1000)
    }
    answered = []
  }
  const upstream = new Histogram({
    name: 'gateway_upstream_call_duration_seconds',
    help: 'Calls to the broker and their time, by route and outcome (ok or an error code).',
    labelNames: ['route', 'outcome'] as const,
    buckets: BUCKETS,
    registers,
  })
  const refused = new Counter({
    name: 'gateway_upstream_refused_total',
    help: 'Calls not made because the rate limits left no time for them before their deadline, by route.',
    labelNames: ['route'] as const,
    registers,
  })
  const instruments = new Gauge({
    name: 'gateway_catalogue_instruments',
    help: 'Instruments of a server whose details are loaded (complete) or still to be loaded (missing).',
    labelNames: ['server', 'state'] as const,
    registers,
  })
  const serviceAccounts = new Gauge({
    name: 'gateway_service_accounts',
    help: 'Service accounts of the data half that are configured, and how many of them are usable.',
    labelNames: ['state'] as const,
    registers,
  })
  const sharedStore = new Gauge({
    name: 'gateway_shared_store_connected',
    help: 'Whether the store that replicas share answers quickly (1) or is slow or lost (0); always 0 without one.',
    registers,
  })
  const changesTold = new Counter({
    name: 'gateway_changes_told_total',
    help: 'Changes of accounts told to the other replicas before they were answered: heard by all in time, or not (late).',
    labelNames: ['outcome'] as const,
    registers,
  })
  const readPace = new Gauge({
    name: 'gateway_read_pace_factor',
    help: 'How much older than usual the data of accounts may be because the process has no time to read more often; 1 is usual.',
    registers,
  })
  readPace.set(1)
  const priceAges = new Gauge({
    name: 'gateway_price_age_seconds',
    help: 'Time since the prices of open markets were read, of the median and the worst symbol; 0 while nobody reads /streaming.',
    labelNames: ['symbol'] as const,
    registers,
  })
  const connections = new Gauge({
    name: 'gateway_stream_connections',
    help: 'Connections that read /streaming.',
    registers,
  })
  const lines = new Counter({
    name: 'gateway_stream_lines_total',
    help: 'Lines of /streaming, counted for each connection: written, or conflated (replaced by a newer one before a slow reader could take them).',
    labelNames: ['outcome'] as const,
    registers,
  })
  const dropped = new Counter({
    name: 'gateway_stream_dropped_total',
    help: 'Connections of /streaming given up because they did not keep up for too long.',
    registers,
  })

  return {
    requestDone(event) {
      if (answered.push(event) >= COUNTED_AT_ONCE) countAnswered()
    },
    upstreamCall({ route, outcome, durationMs }) {
      upstream.observe({ route, outcome }, durationMs / 1000)
    },
    upstreamRefused: ({ route }) => refused.inc({ route }),
    catalogue({ server, complete, missing }) {
      instruments.set({ server, state: 'complete' }, complete)
      instruments.set({ server, state: 'missing' }, missing)
    },
    serviceAccounts({ configured, usable }) {
      serviceAccounts.set({ state: 'configured' }, configured)
      serviceAccounts.set({ state: 'usable' }, usable)
    },
    sharedStore: (connected) => sharedStore.set(connected ? 1 : 0),
    changeTold: (isHeard) => changesTold.inc({ outcome: isHeard ? 'heard' : 'late' }),
    readPace: (factor) => readPace.set(factor),
    priceAges({ medianMs, worstMs }) {
      priceAges.set({ symbol: 'median' }, medianMs / 1000)
      priceAges.set({ symbol: 'worst' }, worstMs / 1000)
    },
    stream: {
      connections: (count) => connections.set(count),
      written: (count) => lines.inc({ outcome: 'written' }, count),
      conflated: (count) => lines.inc({ outcome: 'conflated' }, count),
      dropped: () => dropped.inc(),
    },
    handler: async (_request, response) => {
      response.set('Content-Type', register.contentType).send(await register.metrics())
    },
    close: () => register.clear(),
  }
}
