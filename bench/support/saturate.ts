import { json } from 'node:stream/consumers'
import autocannon from 'autocannon'

/*
 * Sends one request over and over, as fast as it is answered. A process of its own, so that it takes nothing from what
 * it measures.
 */

export interface SaturateJob {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  /** Seconds. */
  readonly duration: number
}

export interface SaturateResult {
  readonly requestsPerSecond: number
  /** Answers other than 2xx, and requests without any. */
  readonly failed: number
}

const { url, headers, connections, duration } = (await json(process.stdin)) as SaturateJob
const { requests, non2xx, errors, timeouts } = await autocannon({
  url,
  headers: { ...headers },
  connections,
  duration,
  // Counted four times a second: whole seconds would be a quarter of a short run.
  sampleInt: 250,
})
const result: SaturateResult = {
  requestsPerSecond: requests.total / duration,
  failed: non2xx + errors + timeouts,
}
process.stdout.write(JSON.stringify(result))
