import { type Figure, type Row, rounded, slope } from '../support/figures.ts'
import type { PaceResult } from '../support/pace.ts'
import { crowd, logIn, panelBeats } from '../support/panel-client.ts'
import { runJob } from '../support/processes.ts'
import { startBenchStack } from '../support/stack.ts'

const PANELS = 40
const PEOPLE = 160
const ROUND_MS = 5_000
const SHORT_MS = 60_000
const LONG_MS = 600_000
/** Of a long soak, before it counts: by then V8 has compiled what it compiles. */
const SETTLING_MS = 120_000
/** MB a minute. Noise above it could hide a leak that matters. */
const MOST_NOISE = 0.5

/**
 * Traders come, look and go. The heap is read after a garbage collection in each round. A logout is remembered until its token
 * expires, which no soak waits for: what those take is measured by itself, and taken off.
 */
export const soak: Figure = {
  name: 'soak',
  async measure(full) {
    const stack = await startBenchStack({
      rateLimits: '100',
      nodeArgs: ['--expose-gc', '--import', new URL('../support/collect-garbage.ts', import.meta.url).href],
    })
    const heap: number[] = []
    const rounds = (full ? SETTLING_MS + LONG_MS : SHORT_MS) / ROUND_MS
    for (let round = 0; round < rounds; round += 1) {
      await playRound(stack.gateway, round)
      heap.push(await heapMegabytes(stack.admin, stack.gatewayPid))
    }
    await stack.stop()
    const logouts = await runJob<number[]>('bench/support/remembered-logouts.ts', { rounds, each: PANELS }, [
      '--expose-gc',
    ])
    return report(heap, logouts, full)
  },
}

/** Everybody comes once in as many rounds; later rounds meet traders the gateway has seen before. */
const ROUNDS_UNTIL_ALL_CAME = PEOPLE / PANELS

async function playRound(gateway: string, round: number): Promise<void> {
  const first = (round % ROUNDS_UNTIL_ALL_CAME) * PANELS + 1
  const people = Array.from({ length: PANELS }, (_, n) => crowd(first + n))
  const tokens = await Promise.all(people.map(({ email }) => logIn(gateway, email)))
  const beats = tokens.flatMap((token, n) => panelBeats(token, people[n]?.accountId ?? ''))
  const job = { origin: gateway, beats, warmUp: 0, duration: ROUND_MS }
  await runJob<PaceResult>('bench/support/pace.ts', job)
  await Promise.all(tokens.map((token) => logOut(gateway, token)))
}

function report(heap: readonly number[], logouts: readonly number[], full: boolean): Row[] {
  // What is kept per trader is kept from the first visit on.
  const firstVisits = heap.slice(0, ROUNDS_UNTIL_ALL_CAME)
  const counted = full ? SETTLING_MS / ROUND_MS : ROUNDS_UNTIL_ALL_CAME
  const other = heap.map((megabytes, round) => megabytes - (logouts[round] ?? 0)).slice(counted)
  const [growth, noise] = perMinute(other)
  const [remembered] = perMinute(logouts.slice(counted))
  const kept = ((heap[ROUNDS_UNTIL_ALL_CAME - 1] ?? 0) - (heap[0] ?? 0)) / (PEOPLE - PANELS)
  return [
    {
      figure: `heap over ${full ? 'ten minutes' : 'a minute'}: ${PEOPLE} traders, ${PANELS} at a time, new logins every ${ROUND_MS / 1_000} s`,
      measured: `${rounded(growth, 2)} MB a minute, noise ± ${rounded(noise, 2)} (${other.map((one) => rounded(one, 1)).join(', ')} MB), besides ${rounded(remembered, 2)} for logouts, which are remembered until the tokens expire`,
      // A minute only tells of a leak that nobody could miss.
      ...(full
        ? {
            target: `flat: slope within the noise, and that below ${MOST_NOISE} MB a minute`,
            met: growth <= noise && noise <= MOST_NOISE,
          }
        : { target: 'for information; ten minutes decide' }),
    },
    {
      figure: 'memory kept per trader until it is needed for another',
      measured: `${rounded(kept * 1_000, 0)} KB (${firstVisits.map((one) => rounded(one, 1)).join(', ')} MB)`,
      target: 'for information',
    },
  ]
}

/** @param heap megabytes after each round @returns its growth, and two standard errors of that, in megabytes a minute */
function perMinute(heap: readonly number[]): [growth: number, noise: number] {
  const { perStep, error } = slope(heap)
  return [(perStep * 60_000) / ROUND_MS, (2 * error * 60_000) / ROUND_MS]
}

async function logOut(gateway: string, token: string): Promise<void> {
  await fetch(`${gateway}/logout`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
}

async function heapMegabytes(admin: string, pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR2')
  const read = async () => (await fetch(`${admin}/metrics`)).text()
  // The first answer may be on its way before the signal is heard.
  await read()
  const metrics = await read()
  const bytes = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1]
  return Number(bytes) / 1e6
}
