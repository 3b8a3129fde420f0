import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, type Row, rounded } from '../support/figures.ts'
import { counters, resetCounters } from '../support/simulator-control.ts'
import { type BenchStack, PASSWORD, startBenchStack } from '../support/stack.ts'

const MINUTE = 60_000
const DURATION_MS = 40_000
/** What one account may do: 10 calls in a second, of which a tenth is left alone. */
const ALLOWED_PER_SECOND = 10 * 0.9

/**
 * How much of a service account's budget for quotes the stream uses, with the simulator's 63 symbols; and, with budget for
 * all of them, how many of the minute bars that are built from the stream differ from the broker's own.
 */
export const quoteRefresh: Figure = {
  name: 'quote-refresh',
  async measure() {
    return [await budgetUse(), await equalBars()]
  },
}

async function budgetUse(): Promise<Row> {
  const stack = await startFeed('published')
  const reader = readTrades(stack.gateway)
  // The first seconds begin with an unused window.
  await sleep(5_000)
  await resetCounters(stack.control)
  const began = performance.now()
  await sleep(DURATION_MS)
  const { requests, totalRateLimitViolations } = await counters(stack.control)
  const perSecond = ((requests.getQuotes ?? 0) / (performance.now() - began)) * 1_000
  reader.close()
  await stack.stop()
  const used = perSecond / ALLOWED_PER_SECOND
  return {
    figure: `quote refresh: achieved ÷ allowed QUOTES budget with ${reader.symbols.size} symbols`,
    measured: `${rounded(used, 3)} (${rounded(perSecond, 2)} calls/s), ${totalRateLimitViolations} violations`,
    target: '≥ 0.95, none',
    met: used >= 0.95 && totalRateLimitViolations === 0,
  }
}

async function equalBars(): Promise<Row> {
  const stack = await startFeed('100')
  const reader = readTrades(stack.gateway)
  await sleep(MINUTE - (Date.now() % MINUTE) + 2 * MINUTE + 2_000)
  const last = Math.floor(Date.now() / MINUTE) * 60 - 60
  let [compared, different] = [0, 0]
  for (const [id, bars] of reader.symbols) {
    for (const minute of [last - 60, last]) {
      compared += 1
      if (bars.get(minute)?.join() !== (await toldBar(stack, id, minute))?.join()) different += 1
    }
  }
  reader.close()
  await stack.stop()
  const part = different / compared
  return {
    figure: 'minute bars built from the stream that differ from /history, with budget for every symbol',
    measured: `${rounded(part * 100, 2)} % (${different} of ${compared}, ${reader.symbols.size} symbols that move four times a second)`,
    target: '≤ 1 %',
    met: part <= 0.01,
  }
}

type Bar = readonly [open: number, high: number, low: number, close: number]

/** Reads the stream and builds minute bars, by symbol and opening in Unix seconds. */
function readTrades(gateway: string) {
  const symbols = new Map<string, Map<number, Bar>>()
  let rest = ''
  const request = get(`${gateway}/streaming`, (response) => {
    response.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(JSON.parse(line))
    })
    response.on('error', () => {})
  })
  const take = ({ f, id, p, t }: { f?: string; id: string; p: number; t: number }): void => {
    if (f !== 't') return
    const bars = symbols.get(id) ?? new Map<number, Bar>()
    symbols.set(id, bars)
    const [open, high, low] = bars.get(t - (t % 60)) ?? [p, p, p]
    bars.set(t - (t % 60), [open, Math.max(high, p), Math.min(low, p), p])
  }
  return { symbols, close: () => request.destroy() }
}

async function toldBar({ gateway }: BenchStack, id: string, minute: number): Promise<Bar | undefined> {
  const query = new URLSearchParams({ symbol: id, resolution: '1', from: `${minute}`, to: `${minute}` })
  const answer = await fetch(`${gateway}/history?${query}`)
  const { o, h, l, c } = (await answer.json()) as Record<'o' | 'h' | 'l' | 'c', number[]>
  const [open, high, low, close] = [o[0], h[0], l[0], c[0]]
  if (open === undefined || high === undefined || low === undefined || close === undefined) return undefined
  return [open, high, low, close]
}

/** A gateway with a service account, once its instruments are loaded. */
async function startFeed(rateLimits: string): Promise<BenchStack> {
  const stack = await startBenchStack({
    rateLimits,
    env: { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: PASSWORD },
  })
  for (;;) {
    const { detail } = (await (await fetch(`${stack.admin}/readyz`)).json()) as {
      detail: { catalogue: string }
    }
    if (detail.catalogue === 'loaded') return stack
    await sleep(500)
  }
}
