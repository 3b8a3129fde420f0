import { type Figure, rounded, slope } from '../support/figures.ts'
import type { PaceResult } from '../support/pace.ts'
import { crowd, logIn, panelBeats } from '../support/panel-client.ts'
import { runJob } from '../support/processes.ts'
import { startBenchStack } from '../support/stack.ts'

const PANELS = 40
const ROUND_MS = 5_000
const SHORT_MS = 60_000
const LONG_MS = 600_000
/** A slope below this, in MB a minute, is what garbage collection makes of noise. */
const NOISE = 0.5

/** Traders come, look and go: every round other ones. The heap is read after a garbage collection in each round. */
export const soak: Figure = {
  name: 'soak',
  async measure(full) {
    const stack = await startBenchStack({
      rateLimits: '100',
      nodeArgs: ['--expose-gc', '--import', new URL('../support/collect-garbage.ts', import.meta.url).href],
    })
    const heap: number[] = []
    const rounds = (full ? LONG_MS : SHORT_MS) / ROUND_MS
    for (let round = 0; round < rounds; round += 1) {
      const tokens = await Promise.all(
        Array.from({ length: PANELS }, (_, n) => logIn(stack.gateway, crowd(round * PANELS + n + 1).email)),
      )
      const beats = tokens.flatMap((token, n) => panelBeats(token, crowd(round * PANELS + n + 1).accountId))
      const job = { origin: stack.gateway, beats, warmUp: 0, duration: ROUND_MS }
      await runJob<PaceResult>('bench/support/pace.ts', job)
      await Promise.all(tokens.map((token) => logOut(stack.gateway, token)))
      heap.push(await heapMegabytes(stack.admin, stack.gatewayPid))
    }
    await stack.stop()
    // The catalogue and the compiler fill their memory first.
    const steady = heap.slice(Math.floor(heap.length / 3))
    const perMinute = (slope(steady) * 60_000) / ROUND_MS
    return [
      {
        figure: `heap over ${full ? 'ten minutes' : 'a minute'}, ${PANELS} other users every ${ROUND_MS / 1_000} s`,
        measured: `${rounded(perMinute, 2)} MB a minute (${heap.map((one) => rounded(one, 1)).join(', ')} MB)`,
        target: `flat: below ${NOISE} MB a minute`,
        met: perMinute < NOISE,
      },
    ]
  },
}

async function logOut(gateway: string, token: string): Promise<void> {
  await fetch(`${gateway}/logout`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
}

async function heapMegabytes(admin: string, pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR2')
  const metrics = await (await fetch(`${admin}/metrics`)).text()
  const bytes = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1]
  return Number(bytes) / 1e6
}
