import { cpuSeconds } from '../support/cpu-time.ts'
import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import { call, crowd, logIn, panelHeaders, polledPaths } from '../support/panel-client.ts'
import { runJob, startBaseline } from '../support/processes.ts'
import type { SaturateJob, SaturateResult } from '../support/saturate.ts'
import { type BenchStack, startBenchStack } from '../support/stack.ts'

const CONNECTIONS = 20
const WARM_UP_SECONDS = 1
const SECONDS = 1.5
const REPETITIONS = 6

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
    const servers = {
      gateway: { origin: stack.gateway, pid: stack.gatewayPid },
      express: { origin: express.ready, pid: express.pid },
      bare: { origin: bare.ready, pid: bare.pid },
    }
    const rows: Row[] = []
    for (const [name, path] of Object.entries(paths))
      rows.push(...(await compare(name, path, token, servers)))
    await Promise.all([stack.stop(), express.stop(), bare.stop()])
    return rows
  },
}

interface Server {
  readonly origin: string
  readonly pid: number
}

type Servers = Readonly<Record<'gateway' | 'express' | 'bare', Server>>

interface Rate {
  readonly perSecond: number
  /** Per second of the server's own processor time, which no noise of the machine takes part in. */
  readonly perCpuSecond: number
}

async function compare(name: string, path: string, token: string, servers: Servers): Promise<Row[]> {
  const rate = ({ origin, pid }: Server, duration: number) =>
    rateOf(pid, { url: origin + path, headers: panelHeaders(token), connections: CONNECTIONS, duration })
  for (const server of Object.values(servers)) await rate(server, WARM_UP_SECONDS)
  const ratios = { express: [] as number[], bare: [] as number[], cpu: [] as number[] }
  for (let n = 0; n < REPETITIONS; n += 1) {
    // Neighbours in time are compared: a noisy machine is noisy for both. Each is the first as often as the other, because
    // who follows bare Node, which tires the machine most, gets a little less of it.
    const early = n % 2 === 0 ? await rate(servers.gateway, SECONDS) : undefined
    const express = await rate(servers.express, SECONDS)
    const gateway = early ?? (await rate(servers.gateway, SECONDS))
    const bare = await rate(servers.bare, SECONDS)
    ratios.express.push(gateway.perSecond / express.perSecond)
    ratios.bare.push(gateway.perSecond / bare.perSecond)
    ratios.cpu.push(gateway.perCpuSecond / express.perCpuSecond)
  }
  const ratio = median(ratios.express)
  return [
    {
      figure: `GET ${name}, throughput ÷ Express`,
      measured: `${rounded(ratio, 2)} (${ratios.express.map((one) => rounded(one, 2)).join(', ')})`,
      target: '≥ 1.0',
      met: ratio >= 1,
    },
    {
      figure: `GET ${name}, polls per second of processor time ÷ Express`,
      measured: `${rounded(median(ratios.cpu), 2)} (${ratios.cpu.map((one) => rounded(one, 2)).join(', ')})`,
      target: 'for information',
    },
    {
      figure: `GET ${name}, throughput ÷ bare node:http`,
      measured: rounded(median(ratios.bare), 2),
      target: 'for information',
    },
  ]
}

async function rateOf(pid: number, job: SaturateJob): Promise<Rate> {
  const before = cpuSeconds(pid) ?? Number.NaN
  const { requestsPerSecond, failed } = await runJob<SaturateResult>('bench/support/saturate.ts', job)
  const used = (cpuSeconds(pid) ?? Number.NaN) - before
  if (failed > 0) throw new Error(`${failed} polls of ${job.url} failed.`)
  return { perSecond: requestsPerSecond, perCpuSecond: (requestsPerSecond * job.duration) / used }
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
