import { afterEach, describe, expect, it } from 'vitest'
import { TestClient } from '../simulator/client.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { startStopwatch } from '../support/stopwatch.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/** `/streaming` over a gateway that reads the simulator's prices through service accounts. */

const FEED = { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' }
const MINUTE = 60_000

let stack: Stack
let reader: StreamReader
/** How far both clocks have been put forward. */
let ahead = 0
afterEach(async () => {
  reader?.close()
  await stack.close()
})

async function open(
  rateLimits: number,
  options: object = {},
  env: Record<string, string> = {},
): Promise<void> {
  ahead = 0
  stack = await startStack(
    { rateLimits, now: Date.now(), ...options },
    { ...FEED, ...env },
    { clock: () => Date.now() + ahead },
  )
  await eventually(
    async () =>
      (await (await fetch(`${stack.admin.origin}/readyz`)).json()) as { detail: { catalogue: string } },
    ({ detail }) => expect(detail.catalogue).toBe('loaded'),
  )
  // Nobody listens yet, so nobody has been asked for a price.
  expect(stack.simulator.control.counters().requests.getQuotes).toBeUndefined()
  reader = await readStream(`${stack.gateway.origin}/streaming`)
}

const pass = (ms: number): void => {
  stack.simulator.control.advanceTime(ms)
  ahead += ms
}

const lastTrade = (id: string) => reader.ticks().findLast((line) => line.f === 't' && line.id === id)?.p

/** Waits until a symbol has been read in a minute: sizes change all the time, so that makes a line. */
const readIn = (name: string, minute: number) =>
  reader.until((ticks) =>
    expect(ticks.findLast(({ f, id }) => f === 'q' && id === name)?.t).toBeGreaterThanOrEqual(minute),
  )

/** Sets a price and waits until the stream has shown it. */
async function move(name: string, bid: number, side: 'bid' | 'ask' = 'bid'): Promise<void> {
  stack.simulator.control.setPrice(name, bid)
  const price = stack.simulator.control.quote(name)[side]
  await eventually(
    async () => lastTrade(name),
    (last) => expect(last).toBe(price),
  )
}

interface Bar {
  readonly o: number
  readonly h: number
  readonly l: number
  readonly c: number
}

/** Minute bars as TradingView builds them, by their opening in Unix seconds. */
function builtBars(id: string): Map<number, Bar> {
  const bars = new Map<number, Bar>()
  for (const line of reader.ticks()) {
    if (line.f !== 't' || line.id !== id) continue
    const [p, t] = [Number(line.p), Number(line.t)]
    const minute = t - (t % 60)
    const { o, h, l } = bars.get(minute) ?? { o: p, h: p, l: p }
    bars.set(minute, { o, h: Math.max(h, p), l: Math.min(l, p), c: p })
  }
  return bars
}

async function brokerBars(name: string): Promise<Map<number, Bar>> {
  const client = await TestClient.login(stack.simulator)
  const now = stack.simulator.control.now()
  const { body } = await client.market('history', name, `&from=${now - 10 * MINUTE}&to=${now}&resolution=1m`)
  const bars = body.d.barDetails as unknown as (Bar & { t: number })[]
  return new Map(bars.map(({ t, o, h, l, c }) => [t / 1_000, { o, h, l, c }]))
}

describe('prices', () => {
  it("build the broker's own minute bars, of the side its bars are made from, and tell its day", async () => {
    await open(20)
    const { control } = stack.simulator
    const symbols = [
      ['BTCUSD', 'bid'],
      ['XAUUSD', 'ask'],
    ] as const
    const firsts = new Map<string, number>(symbols.map(([name]) => [name, control.quote(name).bid]))
    const minutes: number[] = []
    for (let n = 0; n < 4; n += 1) {
      pass(MINUTE - (control.now() % MINUTE) + 5_000)
      const minute = Math.floor(control.now() / MINUTE) * 60
      minutes.push(minute)
      // Each minute opens with the price that stands.
      for (const [name] of symbols) await readIn(name, minute)
      for (const factor of [1.001, 0.999, 1.002, 1]) {
        pass(2_000)
        const priceOf = (name: string) => (firsts.get(name) ?? 0) * (factor + n / 1_000)
        await Promise.all(symbols.map(([name, side]) => move(name, priceOf(name), side)))
      }
    }
    for (const [name] of symbols) {
      const [built, told] = [builtBars(name), await brokerBars(name)]
      // The first minute was not watched from its beginning, the last one has not ended.
      for (const minute of minutes.slice(1, -1)) {
        expect([name, built.get(minute)]).toEqual([name, told.get(minute)])
      }
    }
    const dayOf = (ticks: { f?: unknown; id?: unknown }[]) =>
      ticks.find(({ f, id }) => f === 'd' && id === 'BTCUSD')
    const days = await reader.until((ticks) => expect(dayOf(ticks)).toBeDefined())
    const midnight = Math.floor(control.now() / (1_440 * MINUTE)) * 1_440 * 60
    expect(dayOf(days)).toMatchObject({ t: midnight })
  })

  it('of every symbol come, never go back in time, and use the limits of every account and no more', async () => {
    const more = [1, 2].map((n) => ({ email: `crowd-${n}@example.com`, password: 'demo-password' }))
    await open(10, {}, { DATA_FEED_ACCOUNTS: JSON.stringify(more) })
    const { control } = stack.simulator
    const ids = () => new Set(reader.ticks().map(({ id }) => id))
    await eventually(
      async () => ids().size,
      (count) => expect(count).toBeGreaterThan(60),
    )

    // One account alone may make 90 calls a second.
    let [at, before] = [performance.now(), 0]
    await eventually(
      async () => {
        const seen = control.counters().requests.getQuotes ?? 0
        const rate = ((seen - before) / (performance.now() - at)) * 1_000
        if (performance.now() - at > 1_000) [at, before] = [performance.now(), seen]
        return rate
      },
      (rate) => expect(rate).toBeGreaterThan(150),
    )
    const times = new Map<string, number>()
    for (const { f, id, t } of reader.ticks()) {
      const key = `${f}${id}`
      expect(Number(t)).toBeGreaterThanOrEqual(times.get(key) ?? 0)
      times.set(key, Number(t))
    }
    expect(control.counters().totalRateLimitViolations).toBe(0)
    const metrics = await (await fetch(`${stack.admin.origin}/metrics`)).text()
    expect(metrics).toMatch(/^gateway_price_age_seconds\{symbol="worst"\} \d/m)
  })

  it('reach every connection within a second of being read, the same lines in the same order', async () => {
    await open(20)
    const more = [1, 2, 3].map(() => readStream(`${stack.gateway.origin}/streaming`))
    const all = [reader, ...(await Promise.all(more))]
    const { control } = stack.simulator
    const bid = control.quote('BTCUSD').bid
    const waits: number[] = []
    for (let n = 1; n <= 15; n += 1) {
      control.setPrice('BTCUSD', bid * (1 + n / 10_000))
      const price = control.quote('BTCUSD').bid
      const elapsed = startStopwatch()
      for (const { until } of all) {
        await until((ticks) =>
          expect(ticks.findLast(({ f, id }) => f === 't' && id === 'BTCUSD')?.p).toBe(price),
        )
      }
      waits.push(elapsed())
    }
    // Reading it anew is part of that. A busy machine may be late now and then.
    waits.sort((a, b) => a - b)
    expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(1_000)
    const [first = [], ...others] = all.map(({ raw }) => raw.filter((line) => line.includes('"BTCUSD"')))
    const begun = others.map((lines) => first.indexOf(lines[0] ?? ''))
    for (const [index, lines] of others.entries()) {
      const count = Math.min(lines.length, 50)
      expect(begun[index]).toBeGreaterThanOrEqual(0)
      expect(first.slice(begun[index], (begun[index] ?? 0) + count)).toEqual(lines.slice(0, count))
    }
    for (const one of all.slice(1)) one.close()
  })

  it('come back by themselves: after a dead route, and after the session of the service account was ended', async () => {
    await open(20)
    const { control } = stack.simulator
    const bid = control.quote('BTCUSD').bid
    await move('BTCUSD', bid * 1.001)
    const feed = await TestClient.login(stack.simulator, 'feed')
    control.setInfoRoute('feed@example.com', Number(feed.routes('BTCUSD', 'INFO').at(-1)), true, 'BTCUSD')
    await move('BTCUSD', bid * 1.002)

    control.expireTokens('feed@example.com', { refresh: true })
    await eventually(
      async () => stack.logs.text(),
      (log) => expect(log).toContain('logs in again'),
    )
    await move('BTCUSD', bid * 1.003)
  })
})
