import autocannon from 'autocannon'

/*
 * The load generator: a process of its own, so that it takes nothing from what it measures. It is given its job as its
 * argument and prints what it saw.
 */

export interface LoadJob {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  /** Seconds. */
  readonly duration: number
  /** Requests per second over all connections; as fast as it goes when absent. */
  readonly rate?: number
  readonly method?: 'GET' | 'POST'
  readonly body?: string
}

export interface LoadResult {
  readonly requestsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers other than 2xx, and requests without any. */
  readonly failed: number
}

const job: LoadJob = JSON.parse(process.argv[2] ?? '{}')
const result = await autocannon({
  url: job.url,
  headers: { ...job.headers },
  connections: job.connections,
  duration: job.duration,
  method: job.method ?? 'GET',
  ...(job.rate === undefined ? {} : { overallRate: job.rate }),
  ...(job.body === undefined ? {} : { body: job.body }),
})
const seen: LoadResult = {
  requestsPerSecond: result.requests.average,
  p50: result.latency.p50,
  p99: result.latency.p99,
  failed: result.non2xx + result.errors + result.timeouts,
}
process.stdout.write(JSON.stringify(seen))
