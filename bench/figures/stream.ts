import { cpuSeconds } from '../support/cpu-time.ts'
import { type Figure, median, type Row, rounded } from '../support/figures.ts'
import { runJob, startServer } from '../support/processes.ts'
import type { StreamReadersJob, StreamReadersResult } from '../support/stream-readers.ts'

const WARM_UP_MS = 2_000
const DURATION_MS = 6_000
const REPETITIONS = 3
const IDLE_CONNECTIONS = 500
/** Enough to fill what the system buffers for a stalled reader within seconds. */
const BUSY_TICKS = 5_000

interface Stats {
  readonly conflated: number
  readonly dropped: number
  readonly rss: number
  readonly live: number
}

interface Run extends StreamReadersResult {
  readonly before: Stats
  readonly after: Stats
  /** Share of the server's core. */
  readonly busy: number
}

/**
 * The fan-out of /streaming on one core, readers on the other: how long the oldest tick of each portion was on its way, what
 * a connection costs, and what becomes of 49 readers when the fiftieth stalls.
 */
export const stream: Figure = {
  name: 'stream',
  async measure() {
    const rows: Row[] = []
    for (const [ticks, connections] of [
      [10_000, 4],
      [1_000, 200],
    ] as const) {
      rows.push(await delivery(ticks, connections))
    }
    rows.push(await idleConnections(), await stalledReader())
    return rows
  },
}

async function delivery(ticks: number, connections: number): Promise<Row> {
  const runs: Run[] = []
  for (let n = 0; n < REPETITIONS; n += 1) runs.push(await read(ticks, { connections, stalled: 0 }))
  const middle = (of: (run: Run) => number) => median(runs.map(of))
  const sum = (of: (run: Run) => number) => runs.reduce((total, run) => total + of(run), 0)
  const p99 = middle((run) => run.p99)
  const conflated = sum(({ after }) => after.conflated)
  const lost = sum((run) => run.lost)
  const all = runs.map((run) => rounded(run.p99, 0)).join(', ')
  return {
    figure: `stream: ${ticks} ticks/s to ${connections} connections, delivery p99`,
    measured: `${rounded(p99, 0)} ms (of ${all}; p50 ${rounded(
      middle((run) => run.p50),
      0,
    )} ms, ${rounded(middle(({ busy }) => busy) * 100, 0)} % of a core, ${conflated} lines conflated, ${lost} connections lost)`,
    target: '< 100 ms',
    met: p99 < 100 && conflated === 0 && lost === 0,
  }
}

async function idleConnections(): Promise<Row> {
  const { before, after } = await read(0, { connections: IDLE_CONNECTIONS, stalled: 0 })
  const live = (after.live - before.live) / IDLE_CONNECTIONS / 1_024
  const resident = (after.rss - before.rss) / IDLE_CONNECTIONS / 1_024
  return {
    figure: 'stream: memory of an idle connection',
    measured: `${rounded(live, 1)} KiB live, ${rounded(resident, 1)} KiB resident (mean of ${IDLE_CONNECTIONS})`,
    target: 'stated',
  }
}

/** Interleaved, so that whatever else the machine does is in both. */
async function stalledReader(): Promise<Row> {
  const runs: { readonly alone: Run; readonly beside: Run }[] = []
  for (let n = 0; n < REPETITIONS; n += 1) {
    const alone = await read(BUSY_TICKS, { connections: 49, stalled: 0 })
    const beside = await read(BUSY_TICKS, { connections: 50, stalled: 1 })
    runs.push({ alone, beside })
  }
  const p99 = (which: 'alone' | 'beside') => runs.map((run) => run[which].p99)
  const noise = Math.max(...p99('alone')) - Math.min(...p99('alone'))
  const change = median(p99('beside')) - median(p99('alone'))
  const grown = Math.max(...runs.map(({ beside }) => beside.after.live - beside.before.live)) / 1_048_576
  const conflated = Math.min(...runs.map(({ beside }) => beside.after.conflated))
  return {
    figure: "stream: one stalled reader among 50, others' p99 with and without it",
    measured: `${rounded(median(p99('beside')), 1)} and ${rounded(median(p99('alone')), 1)} ms (spread without it ${rounded(noise, 1)} ms); live memory +${rounded(grown, 1)} MiB for all 50, at least ${conflated} lines conflated`,
    target: 'unchanged within noise, memory bounded',
    met: change <= Math.max(noise, 5) && grown < 32,
  }
}

async function read(
  ticksPerSecond: number,
  readers: Pick<StreamReadersJob, 'connections' | 'stalled'>,
): Promise<Run> {
  const server = await startServer('bench/servers/stream.ts', (line) => Number(JSON.parse(line).port), {
    core: 'server',
    nodeArgs: ['--expose-gc'],
    env: { TICKS_PER_SECOND: String(ticksPerSecond) },
  })
  const stats = async () => (await (await fetch(`http://127.0.0.1:${server.ready}/stats`)).json()) as Stats
  const before = await stats()
  const job: StreamReadersJob = { port: server.ready, ...readers, warmUp: WARM_UP_MS, duration: DURATION_MS }
  const [began, used] = [performance.now(), cpuSeconds(server.pid) ?? 0]
  const result = runJob<StreamReadersResult>('bench/support/stream-readers.ts', job)
  // While all are still connected.
  await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS + DURATION_MS - 1_000))
  const after = await stats()
  const busy = (((cpuSeconds(server.pid) ?? 0) - used) * 1_000) / (performance.now() - began)
  const run = { ...(await result), before, after, busy }
  await server.stop()
  return run
}
