import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import { runJob, startBaseline } from '../support/processes.ts'
import type { SaturateJob, SaturateResult } from '../support/saturate.ts'
import { PASSWORD, startBenchStack } from '../support/stack.ts'

const CONNECTIONS = 20
const WARM_UP_SECONDS = 2
const SECONDS = 2
const REPETITIONS = 5

const DAY = 86_400

/** A day of minutes that is kept, as fast as it can be, against bare Express that sends the same bytes. */
export const history: Figure = {
  name: 'history',
  async measure() {
    const stack = await startBenchStack({
      rateLimits: '100',
      env: { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: PASSWORD },
    })
    const from = (Math.floor(Date.now() / 1_000 / DAY) - 3) * DAY
    const path = `/history?symbol=EURUSD&resolution=1&from=${from}&to=${from + DAY - 60}`
    const body = await untilServed(stack.gateway + path)
    const express = await startBaseline('bytes', { '/history': body })
    const rate = async (origin: string, duration: number) => {
      const job: SaturateJob = { url: origin + path, headers: {}, connections: CONNECTIONS, duration }
      const { requestsPerSecond, failed } = await runJob<SaturateResult>('bench/support/saturate.ts', job)
      if (failed > 0) throw new Error(`${failed} requests of ${job.url} failed.`)
      return requestsPerSecond
    }
    for (const origin of [stack.gateway, express.ready]) await rate(origin, WARM_UP_SECONDS)
    const ratios: number[] = []
    for (let n = 0; n < REPETITIONS; n += 1) {
      // Neighbours in time are compared: a noisy machine is noisy for both.
      const gateway = await rate(stack.gateway, SECONDS)
      ratios.push(gateway / (await rate(express.ready, SECONDS)))
    }
    await Promise.all([stack.stop(), express.stop()])
    return rowsOf(median(ratios), ratios, body.length)
  },
}

function rowsOf(ratio: number, ratios: readonly number[], bytes: number): readonly Row[] {
  return [
    {
      figure: `GET /history, a kept day of minutes (${Math.round(bytes / 1_000)} kB), throughput ÷ bare Express sending the same bytes`,
      measured: `${rounded(ratio, 2)} (${ratios.map((one) => rounded(one, 2)).join(', ')})`,
      target: '≥ 0.75',
      met: ratio >= 0.75,
    },
  ]
}

/** The answer as text, as soon as the instruments are loaded. */
async function untilServed(url: string): Promise<string> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const text = await (await fetch(url)).text()
    if (JSON.parse(text).t?.length === DAY / 60) return text
    if (Date.now() > deadline) throw new Error(`${url} is not served: ${text.slice(0, 200)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
