import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { instruments } from '../../simulator/instruments.ts'
import { type Figure, type Row, rounded } from '../support/figures.ts'
import { counters, quoteOnly, resetCounters } from '../support/simulator-control.ts'
import { type BenchStack, PASSWORD, startBenchStack } from '../support/stack.ts'

const MINUTE = 60_000
const DURATION_MS = 40_000
/** What one account may do: 10 calls in a second, of which a tenth is left alone. */
const ALLOWED_PER_SECOND = 10 * 0.9
/** Symbols whose bars are compared, each with the budget of an account, and for how many minutes. */
const [COMPARED, MINUTES] = [20, 6]

/**
 * How much of a service account's budget for quotes the stream uses, with all the simulator's symbols; and, with an account
 * for each of twenty, how many of the minute bars that are built from the stream differ from the broker's own.
 */
export const quoteRefresh: Figure = {
  name: 'quote-refresh',
  async measure() {
    return [await budgetUse(), await equalBars()]
  },
}

async function budgetUse(): Promise<Row> {
  const stack = await startFeed('published', ['feed@example.com'])
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
  const emails = Array.from({ length: COMPARED }, (_, n) => `crowd-${n + 1}@example.com`)
  const stack = await startFeed('published', emails)
  const names = instruments.slice(0, COMPARED).map(({ name }) => name)
  await quoteOnly(stack.control, emails, names)
  await resetCounters(stack.control)
  const reader = readTrades(stack.gateway)
  // The first readings take their time, and the last minute has to close.
  const begin = Math.ceil((Date.now() + 5_000) / MINUTE) * MINUTE
  await sleep(begin + MINUTES * MINUTE + 4_000 - Date.now())
  let [compared, different] = [0, 0]
  for (const name of names) {
    for (let n = 0; n < MINUTES; n += 1) {
      const minute = begin / 1_000 + n * 60
      compared += 1
      const built = reader.symbols.get(name)?.get(minute)
      if (built?.join() !== (await toldBar(stack, name, minute))?.join()) different += 1
    }
  }
  const { totalRateLimitViolations } = await counters(stack.control)
  reader.close()
  await stack.stop()
  const part = different / compared
  return {
    figure: 'minute bars built from the stream that differ from /history, with an account for every symbol',
    measured: `${rounded(part * 100, 2)} % (${different} of ${compared}, ${COMPARED} symbols that move four times a second, published limits), ${totalRateLimitViolations} violations`,
    target: '≤ 1 %, none',
    met: part <= 0.01 && totalRateLimitViolations === 0,
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

/** A gateway with service accounts, once its instruments are loaded. */
async function startFeed(rateLimits: string, emails: readonly string[]): Promise<BenchStack> {
  const [first = '', ...others] = emails
  const more = others.map((email) => ({ email, password: PASSWORD }))
  const stack = await startBenchStack({
    rateLimits,
    env: {
      DATA_FEED_EMAIL: first,
      DATA_FEED_PASSWORD: PASSWORD,
      ...(more.length > 0 && { DATA_FEED_ACCOUNTS: JSON.stringify(more) }),
    },
  })
  for (;;) {
    const { detail } = (await (await fetch(`${stack.admin}/readyz`)).json()) as {
      detail: { catalogue: string }
    }
    if (detail.catalogue === 'loaded') return stack
    await sleep(500)
  }
}
