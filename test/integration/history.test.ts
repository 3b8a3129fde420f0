import { afterEach, describe, expect, it } from 'vitest'
import type { SimulatorOptions } from '../../simulator/simulator.ts'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'

/** /history over HTTP, read from the simulator through service accounts. */

const MINUTE = 60
const DAY = 86_400

const FEED = {
  DATA_FEED_EMAIL: 'feed@example.com',
  DATA_FEED_PASSWORD: 'demo-password',
  DATA_FEED_SERVER: 'SIM-DEMO',
}

let stack: Stack
afterEach(() => stack.close())

async function start(options: SimulatorOptions = { rateLimits: 100 }, env: Record<string, string> = FEED) {
  stack = await startStack(options, env)
  if (env.DATA_FEED_EMAIL === undefined) return
  await eventually(readiness, ({ detail }) => expect(detail.catalogue).toBe('loaded'))
  await eventually(
    () => ask({ symbol: 'USDJPY', resolution: '1', from: 0, to: 1 }),
    ({ s }) => expect(s).toBe('ok'),
  )
  stack.simulator.control.resetCounters()
}

interface Readiness {
  readonly status: string
  readonly detail: Readonly<Record<string, unknown>>
}
const readiness = async () => (await (await fetch(`${stack.admin.origin}/readyz`)).json()) as Readiness

interface Answer {
  readonly s: string
  readonly errmsg?: string
  readonly t: readonly number[]
  readonly o: readonly number[]
  readonly h: readonly number[]
  readonly l: readonly number[]
  readonly c: readonly number[]
}

async function ask(query: Record<string, string | number>): Promise<Answer> {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) search.set(name, String(value))
  const response = await fetch(`${stack.gateway.origin}/history?${search}`)
  expect(response.status).toBe(200)
  const answer = (await response.json()) as Answer
  if (answer.s === 'ok') dataContract['GET /history']?.parse(answer)
  return answer
}

const minutes = (from: number, to: number) => ask({ symbol: 'EURUSD', resolution: '1', from, to })
const calls = () => stack.simulator.control.counters().requests.getHistory ?? 0
const nowSeconds = () => Math.floor(Date.now() / 1_000)
/** 00:00 UTC so many days ago. */
const daysAgo = (days: number) => (Math.floor(Date.now() / 86_400_000) - days) * DAY

describe('a day of minutes', () => {
  it('is one upstream call wherever it begins, none when repeated, and the same bytes', async () => {
    await start()
    const from = daysAgo(10) + 7 * 3_600
    const first = await minutes(from, from + DAY - 1)
    expect(first.t).toEqual(Array.from({ length: 1_440 }, (_, n) => from + n * MINUTE))
    expect(calls()).toBe(1)
    expect(await minutes(from, from + DAY - 1)).toEqual(first)
    expect(calls()).toBe(1)
  })

  it('asked for in parts is the same as in one', async () => {
    await start()
    const from = daysAgo(3)
    const whole = await minutes(from, from + 200 * MINUTE - 1)
    const parts: number[] = []
    for (let n = 0; n < 10; n += 1) {
      parts.push(...(await minutes(from + n * 20 * MINUTE, from + (n + 1) * 20 * MINUTE - 1)).c)
    }
    expect(parts).toEqual(whole.c)
    expect(await minutes(whole.t[7] ?? 0, whole.t[7] ?? 0)).toMatchObject({
      t: [whole.t[7]],
      c: [whole.c[7]],
    })
  })

  it('walked through backwards costs a call a week', async () => {
    await start()
    for (let day = 1; day <= 28; day += 1) await minutes(daysAgo(day), daysAgo(day - 1) - 1)
    expect(calls()).toBeLessThanOrEqual(5)
  })
})

describe('a range of more bars than TradeLocker answers at once', () => {
  it('is read in pieces, and is whole', async () => {
    await start()
    const count = 45_000
    const from = daysAgo(60)
    const { t } = await minutes(from, from + count * MINUTE - 1)
    expect(t).toEqual(Array.from({ length: count }, (_, n) => from + n * MINUTE))
    // Of at most 20,000 bars each, which the simulator insists on; whole days in each.
    expect(calls()).toBe(3)
    expect(stack.simulator.control.counters().rateLimitViolations).toEqual({})
    await minutes(from, from + count * MINUTE - 1)
    expect(calls()).toBe(3)
  })
})

describe('weeks and months', () => {
  it.each([
    ['W', (time: number) => Math.floor((time - 4 * DAY) / (7 * DAY))],
    ['M', (time: number) => new Date(time * 1_000).toISOString().slice(0, 7)],
  ] as const)(
    '%s open with their first day, close with their last and have its extremes',
    async (resolution, spanOf) => {
      await start()
      const range = { symbol: 'EURUSD', from: daysAgo(400), to: daysAgo(-2) }
      const days = await ask({ ...range, resolution: 'D' })
      const spans = [...Map.groupBy(days.t.keys(), (day) => spanOf(days.t[day] ?? 0)).values()]
      const told = await ask({ ...range, resolution })
      expect(told.t.length).toBeGreaterThan(11)
      // The first one of the days began before them, the last one is open.
      const expected = spans.slice(1, -1).map((span) => ({
        t: days.t[span[0] ?? 0],
        o: days.o[span[0] ?? 0],
        h: Math.max(...span.map((day) => days.h[day] ?? 0)),
        l: Math.min(...span.map((day) => days.l[day] ?? 0)),
        c: days.c[span.at(-1) ?? 0],
      }))
      const rows = told.t.map((t, n) => ({ t, o: told.o[n], h: told.h[n], l: told.l[n], c: told.c[n] }))
      expect(rows.filter(({ t }) => expected.some((bar) => bar.t === t))).toEqual(expected)
      expect(rows.at(-1)?.t).toBe(days.t[spans.at(-1)?.[0] ?? 0])
    },
  )
})

describe('what begins with long holidays', () => {
  it('stands at its first day of trading, and is found by it', async () => {
    await start({ rateLimits: 100, enforceSessions: true })
    const at = (date: string) => Date.parse(date) / 1_000
    const told = async (resolution: string, from: string, to: string) => {
      const answer = await ask({ symbol: '7203.T', resolution, from: at(from), to: at(to) })
      expect(answer).toMatchObject({ s: 'ok' })
      return answer.t.map((time) => new Date(time * 1_000).toISOString().slice(0, 10))
    }
    // Tokyo rested from 27 April on.
    for (const resolution of ['M', 'W', 'D']) {
      expect(await told(resolution, '2019-05-07', '2019-05-07')).toEqual(['2019-05-07'])
      expect(await told(resolution, '2019-04-27', '2019-05-06')).toEqual([])
    }
    expect(await told('W', '2019-04-15', '2019-05-19')).toEqual([
      '2019-04-15',
      '2019-04-22',
      '2019-05-07',
      '2019-05-13',
    ])
  })
})

describe('more than the limits allow', () => {
  it('is refused in a sentence, and no limit is broken', async () => {
    stack = await startStack({ rateLimits: 3 }, FEED)
    await eventually(readiness, ({ detail }) => expect(detail.catalogue).toBe('loaded'), 40_000)
    const { ticker } = await eventually(
      async () =>
        (await (await fetch(`${stack.gateway.origin}/symbol_info`)).json()) as { ticker?: string[] },
      (info) => expect(info.ticker?.length).toBeGreaterThanOrEqual(60),
    )
    // Three times sixty a minute are allowed, less the headroom.
    const wanted = ['240', 'W', 'M'].flatMap((resolution) =>
      (ticker ?? []).map((symbol) => ({ symbol, resolution, from: daysAgo(60), to: daysAgo(30) })),
    )
    expect(wanted.length).toBeGreaterThan(180)
    const answers = await Promise.all(wanted.map(ask))
    const refused = answers.filter(({ s }) => s === 'error')
    expect(refused.length).toBeGreaterThanOrEqual(wanted.length - 180)
    expect(refused.length).toBeLessThan(wanted.length / 2)
    for (const { errmsg } of refused) expect(errmsg).toMatch(/Too many requests/)
    expect(stack.simulator.control.counters().rateLimitViolations).toEqual({})
  })
})

describe('the present', () => {
  it('ends with the open bar, of which nothing is kept; what has closed never changes', async () => {
    await start()
    const from = nowSeconds() - 30 * MINUTE
    const first = await minutes(from, nowSeconds() + DAY)
    const askedAt = nowSeconds()
    expect(first.t.at(-1)).toBeGreaterThanOrEqual(askedAt - (askedAt % MINUTE) - MINUTE)
    expect(first.t.at(-1)).toBeLessThanOrEqual(askedAt)
    const before = calls()
    const second = await minutes(from, nowSeconds() + DAY)
    expect(calls()).toBeGreaterThan(before)
    const closed = first.t.filter((time) => time + MINUTE <= askedAt).length
    expect(second.t.slice(0, closed)).toEqual(first.t.slice(0, closed))
    expect(second.c.slice(0, closed)).toEqual(first.c.slice(0, closed))
  })
})

describe('long ago', () => {
  it('nothing is found, and after that nothing is looked for', async () => {
    await start()
    const year1800 = Date.UTC(1800, 0, 1) / 1_000
    expect((await minutes(year1800, year1800 + DAY)).t).toEqual([])
    expect(calls()).toBe(0)
    // The simulated past begins in 2018.
    const before = Date.UTC(2016, 5, 1) / 1_000
    await minutes(before, before + DAY)
    const found = calls()
    for (let day = 10; day < 400; day += 30) {
      expect((await minutes(before - day * DAY, before - (day - 1) * DAY)).t).toEqual([])
    }
    expect(calls() - found).toBeLessThanOrEqual(1)
  })

  it('a range of centuries is bounded work: days from the first one on, minutes refused in a sentence', async () => {
    await start()
    const year1800 = Date.UTC(1800, 0, 1) / 1_000
    const days = await ask({ symbol: 'EURUSD', resolution: 'D', from: year1800, to: nowSeconds() + DAY })
    expect(days.t[0]).toBeLessThanOrEqual(Date.UTC(2018, 0, 2) / 1_000)
    expect(days.t.length).toBeGreaterThan(2_000)
    for (const time of days.t) expect(time % DAY).toBe(0)
    expect(await minutes(year1800, nowSeconds())).toEqual({
      s: 'error',
      errmsg: expect.stringMatching(/range is too long: at most 50000 bars/),
    })
    expect(calls()).toBeLessThan(10)
  })
})

describe('several service accounts', () => {
  it('share the calls', async () => {
    const others = ['crowd-1@example.com', 'crowd-2@example.com'].map((email) => ({
      email,
      password: 'demo-password',
    }))
    await start({ rateLimits: 100 }, { ...FEED, DATA_FEED_ACCOUNTS: JSON.stringify(others) })
    await eventually(readiness, ({ detail }) => expect(detail.serviceAccountsUsable).toBe(3))
    stack.simulator.control.resetCounters()
    for (let n = 1; n <= 9; n += 1) await minutes(daysAgo(20 * n), daysAgo(20 * n) + DAY - 1)
    expect(calls()).toBe(9)
    // Each finds its routes in a list of its own; the first one's is older.
    expect(stack.simulator.control.counters().requests.getInstruments).toBeGreaterThanOrEqual(1)
  })
})

describe('trouble', () => {
  it('without a service account it says that the operator has set none, and so does /readyz', async () => {
    await start({ rateLimits: 100 }, {})
    expect(await minutes(daysAgo(2), daysAgo(1))).toMatchObject({
      s: 'error',
      errmsg: expect.stringMatching(/operator has set no account/),
    })
    expect((await readiness()).detail).toMatchObject({ dataFeed: 'not configured' })
  })

  it('a locked service account is told, tried again slowly, and traders are served meanwhile', async () => {
    stack = await startStack({ rateLimits: 100 }, { ...FEED, DATA_FEED_PASSWORD: 'wrong' })
    await eventually(readiness, ({ status, detail }) => {
      expect(status).toBe('ready')
      expect(detail).toMatchObject({ dataFeed: 'unavailable', serviceAccountTrouble: 'wrong_credentials' })
    })
    expect(await minutes(daysAgo(2), daysAgo(1))).toMatchObject({
      s: 'error',
      errmsg: expect.stringMatching(/cannot be read at the moment/),
    })
    const metrics = await (await fetch(`${stack.admin.origin}/metrics`)).text()
    expect(metrics).toMatch(/gateway_service_accounts\{state="usable"\} 0/)
    const anna = await stack.panel('anna')
    await anna.ok('GET', '/accounts/700101/state')
    expect(stack.simulator.control.counters().requests.getJWTTokens).toBe(2)
  })

  it('a session that has ended is never the asker’s: it comes back by itself', async () => {
    await start()
    await minutes(daysAgo(2), daysAgo(1))
    stack.simulator.control.expireTokens('feed@example.com', { refresh: true })
    const answer = await minutes(daysAgo(200), daysAgo(199))
    expect(answer.s === 'ok' || answer.errmsg?.includes('cannot be read at the moment')).toBe(true)
    await eventually(
      () => minutes(daysAgo(200), daysAgo(199)),
      ({ t }) => expect(t.length).toBeGreaterThan(1_000),
    )
    expect((await readiness()).detail).toMatchObject({ dataFeed: 'ready', serviceAccountsUsable: 1 })
  })

  it.each([
    ['an error of the server', { kind: 'status', status: 503, count: 3 }],
    ['a page', { kind: 'html' }],
    ['half an answer', { kind: 'malformedJson' }],
    ['too many requests', { kind: 'tooManyRequests', retryAfter: 30 }],
    ['a refusal', { kind: 'businessError', message: 'No history today.', count: 3 }],
  ] as const)('%s is told in a sentence, and nothing of it is kept', async (_what, fault) => {
    await start()
    stack.simulator.control.addFault({ operation: 'getHistory', ...fault })
    const answer = await minutes(daysAgo(5), daysAgo(4) - 1)
    expect(answer).toEqual({ s: 'error', errmsg: expect.stringMatching(/^[A-Z].*[.)]$/) })
    stack.simulator.control.clearFaults()
    if (fault.kind === 'tooManyRequests') return
    expect((await minutes(daysAgo(5), daysAgo(4) - 1)).t).toHaveLength(1_440)
  })
})
