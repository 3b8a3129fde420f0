import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import { runJob, type ServerProcess, startServer } from '../support/processes.ts'
import type { SaturateResult } from '../support/saturate.ts'

/** As many as TradingView has connections. */
const CONNECTIONS = 4
const WARM_UP_SECONDS = 2
const SECONDS = 3
const REPETITIONS = 5

interface Ready {
  readonly port: number
  readonly warmUpMs: number
  readonly longestTurnMs: number
}

/** /symbol_info of 5,000 instruments: preparing it, and serving it against Express that sends the same bytes from memory. */
export const symbolInfo: Figure = {
  name: 'symbol-info',
  async measure() {
    const gateway = await start()
    const url = addressOf(gateway)
    const express = await start({ BODY_OF: url })
    const bytes = (await (await fetch(url)).arrayBuffer()).byteLength
    const ratios: number[] = []
    for (const server of [gateway, express]) await rateOf(server, WARM_UP_SECONDS)
    let perSecond = 0
    for (let n = 0; n < REPETITIONS; n += 1) {
      perSecond = await rateOf(gateway, SECONDS)
      ratios.push(perSecond / (await rateOf(express, SECONDS)))
    }
    await Promise.all([gateway.stop(), express.stop()])
    return [throughput(ratios, perSecond, bytes), warmUp(await coldStarts())]
  },
}

function throughput(ratios: readonly number[], perSecond: number, bytes: number): Row {
  const ratio = median(ratios)
  const size = `${rounded(bytes / 1_000, 0)} kB each, ${rounded(perSecond, 0)} a second`
  return {
    figure: 'GET /symbol_info of 5,000 instruments, throughput ÷ Express with the same bytes',
    measured: `${rounded(ratio, 2)} (${ratios.map((one) => rounded(one, 2)).join(', ')}; ${size})`,
    target: '≥ 0.9',
    met: ratio >= 0.9,
  }
}

/** Preparing happens once in the life of a process, so each measurement takes a process of its own. */
async function coldStarts(): Promise<readonly Ready[]> {
  const told: Ready[] = []
  for (let n = 0; n < REPETITIONS; n += 1) {
    const server = await start({}, ['--expose-gc'])
    told.push(server.ready)
    await server.stop()
  }
  return told
}

function warmUp(starts: readonly Ready[]): Row {
  const waits = starts.map(({ longestTurnMs }) => longestTurnMs)
  const readyMs = median(starts.map(({ warmUpMs }) => warmUpMs))
  return {
    figure: 'Preparing /symbol_info of 5,000 instruments: longest wait of anything else',
    measured: `${rounded(median(waits), 0)} ms (${waits.map((one) => rounded(one, 0)).join(', ')}), ready after ${rounded(readyMs, 0)} ms`,
    target: '≤ 50 ms',
    met: median(waits) <= 50,
  }
}

const start = (env: Readonly<Record<string, string>> = {}, nodeArgs: readonly string[] = []) =>
  startServer(
    'bench/servers/symbol-info.ts',
    (line): Ready | undefined => {
      const told = JSON.parse(line)
      return 'port' in told ? told : undefined
    },
    { core: 'server', env, nodeArgs },
  )

const addressOf = ({ ready }: ServerProcess<Ready>): string => `http://127.0.0.1:${ready.port}/symbol_info`

async function rateOf(server: ServerProcess<Ready>, duration: number): Promise<number> {
  const job = { url: addressOf(server), headers: {}, connections: CONNECTIONS, duration }
  const { requestsPerSecond, failed } = await runJob<SaturateResult>('bench/support/saturate.ts', job)
  if (failed > 0) throw new Error(`${failed} reads of /symbol_info failed.`)
  return requestsPerSecond
}
