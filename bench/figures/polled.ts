import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import { call, crowd, logIn, panelHeaders, polledPaths } from '../support/panel-client.ts'
import { runJob, startBaseline } from '../support/processes.ts'
import type { SaturateJob, SaturateResult } from '../support/saturate.ts'
import { type BenchStack, startBenchStack } from '../support/stack.ts'

const CONNECTIONS = 20
const WARM_UP_SECONDS = 2
const SECONDS = 2
const REPETITIONS = 5

/** Polls answered from snapshots, as fast as they can be, against Express and against bare Node with the same bytes. */
export const polled: Figure = {
  name: 'polled',
  async measure() {
    const { email, accountId } = crowd(1)
    const stack = await startBenchStack({ rateLimits: '100' })
    const token = await logIn(stack.gateway, email)
    await trade(stack, token, accountId)
    const paths = polledPaths(accountId)
    const payloads = await payloadsOf(stack, token, Object.values(paths))
    const express = await startBaseline('express', payloads)
    const bare = await startBaseline('bare', payloads)
    const origins = { gateway: stack.gateway, express: express.ready, bare: bare.ready }
    const rows: Row[] = []
    for (const [name, path] of Object.entries(paths))
      rows.push(...(await compare(name, path, token, origins)))
    await Promise.all([stack.stop(), express.stop(), bare.stop()])
    return rows
  },
}

type Origins = Readonly<Record<'gateway' | 'express' | 'bare', string>>

async function compare(name: string, path: string, token: string, origins: Origins): Promise<Row[]> {
  const rate = async (origin: string, duration: number) => {
    const headers = panelHeaders(token)
    const job: SaturateJob = { url: origin + path, headers, connections: CONNECTIONS, duration }
    const { requestsPerSecond, failed } = await runJob<SaturateResult>('bench/support/saturate.ts', job)
    if (failed > 0) throw new Error(`${failed} polls of ${path} failed.`)
    return requestsPerSecond
  }
  for (const origin of Object.values(origins)) await rate(origin, WARM_UP_SECONDS)
  const toExpress: number[] = []
  const toBare: number[] = []
  for (let n = 0; n < REPETITIONS; n += 1) {
    // Neighbours in time are compared: a noisy machine is noisy for both.
    const gateway = await rate(origins.gateway, SECONDS)
    toExpress.push(gateway / (await rate(origins.express, SECONDS)))
    toBare.push(gateway / (await rate(origins.bare, SECONDS)))
  }
  const ratio = median(toExpress)
  return [
    {
      figure: `GET ${name}, throughput ÷ Express`,
      measured: `${rounded(ratio, 2)} (${toExpress.map((one) => rounded(one, 2)).join(', ')})`,
      target: '≥ 1.0',
      met: ratio >= 1,
    },
    {
      figure: `GET ${name}, throughput ÷ bare node:http`,
      measured: rounded(median(toBare), 2),
      target: 'for information',
    },
  ]
}

/** An account with some of everything: three positions, three resting orders with brackets. */
async function trade({ gateway }: BenchStack, token: string, accountId: string): Promise<void> {
  const path = `/accounts/${accountId}/orders?locale=en`
  const common = { instrument: 'EURUSD', side: 'buy', qty: '0.1' }
  for (let n = 0; n < 3; n += 1) {
    await call(gateway, token, path, { ...common, type: 'market' })
    await call(gateway, token, path, { ...common, type: 'limit', limitPrice: '0.9', stopLoss: '0.8' })
  }
}

async function payloadsOf(
  { gateway }: BenchStack,
  token: string,
  paths: readonly string[],
): Promise<Record<string, unknown>> {
  const payloads: Record<string, unknown> = {}
  for (const path of paths) {
    payloads[path.split('?', 1)[0] ?? ''] = { s: 'ok', d: await call(gateway, token, path) }
  }
  return payloads
}
