import { afterEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { Bar } from '../../../src/broker/market-data.ts'
import { dataContract } from '../../../src/data-feed/contract/index.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../../support/data-clients.ts'
import { eventually } from '../../support/eventually.ts'
import { aFeedInstrument } from '../../support/samples.ts'
import { startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** A Thursday, 00:00 UTC. */
const THURSDAY = Date.UTC(2026, 0, 15)
const NOW = THURSDAY + 12 * 60 * MINUTE + 20_000

let gateway: TestGateway
afterEach(() => gateway.close())

const bar = (time: number, changes: Partial<Bar> = {}): Bar => ({
  time,
  open: 1.1,
  high: 1.3,
  low: 1,
  close: 1.2,
  volume: 7,
  ...changes,
})

/** The minutes of Thursday up to now, and of the day before. */
const minutes = Array.from({ length: 1_440 + 721 }, (_, n) => bar(THURSDAY - DAY + n * MINUTE))

/** Sunday 17:00 to Friday 17:00 in New York. */
const FOREX_WEEK = {
  timeZone: 'America/New_York',
  stretches: [{ from: 17 * 60, to: 5 * 1_440 + 17 * 60 }],
  holidays: new Set<string>(),
}

const instruments = [
  aFeedInstrument({ name: 'EURUSD', tradingWeek: FOREX_WEEK }),
  aFeedInstrument({ name: 'BTC/USD' }),
  aFeedInstrument({ name: 'DAILY', hasIntraday: false }),
  aFeedInstrument({ name: 'MINUTES', hasDaily: false }),
]

async function start(bars: readonly Bar[] = minutes, env: Record<string, string> = {}): Promise<void> {
  gateway = await startTestGateway(env, ({ marketData }) => {
    marketData.list = instruments
    marketData.allBars = bars
  })
  gateway.now = NOW
}

interface Answer {
  readonly s: string
  readonly errmsg?: string
  readonly t: readonly number[]
  readonly v: readonly number[]
}

/** Times in milliseconds become the seconds of the address. Checks what succeeds against the contract. */
async function ask(query: Record<string, string | number>): Promise<Answer> {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) search.set(name, String(value))
  const response = await fetch(`${gateway.origin}/history?${search}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  const answer = (await response.json()) as Answer
  if (answer.s === 'ok') dataContract['GET /history']?.parse(answer)
  return answer
}

const range = (from: number, to: number, changes: Record<string, string | number> = {}) =>
  ask({ symbol: 'EURUSD', resolution: '1', from: from / 1_000, to: to / 1_000, ...changes })
const asked = () => gateway.broker.marketData.asked

describe('GET /history', () => {
  it('tells every bar of the range, both ends included, in columns of the same length', async () => {
    await start()
    const answer = await range(THURSDAY, THURSDAY + 2 * MINUTE)
    expect(answer).toEqual({
      s: 'ok',
      t: [0, 60, 120].map((seconds) => THURSDAY / 1_000 + seconds),
      o: [1.1, 1.1, 1.1],
      h: [1.3, 1.3, 1.3],
      l: [1, 1, 1],
      c: [1.2, 1.2, 1.2],
      v: [7, 7, 7],
    })
    expect((await range(THURSDAY + MINUTE, THURSDAY + MINUTE)).t).toEqual([THURSDAY / 1_000 + 60])
  })

  it('is empty where there is nothing, in all six columns', async () => {
    await start()
    const empty = { s: 'ok', t: [], o: [], h: [], l: [], c: [], v: [] }
    expect(await range(THURSDAY - 9 * DAY, THURSDAY - 8 * DAY)).toEqual(empty)
    // The year 1800, the future, and between two bars.
    expect(
      await ask({ symbol: 'EURUSD', resolution: '1', from: -5_364_662_400, to: -5_364_576_000 }),
    ).toEqual(empty)
    expect(await range(NOW + DAY, NOW + 2 * DAY)).toEqual(empty)
    expect(await range(THURSDAY + 1_000, THURSDAY + 2_000)).toEqual(empty)
  })

  describe('that is large', () => {
    const month = Array.from({ length: 6_000 }, (_, n) => bar(NOW - n * MINUTE)).reverse()
    const gate = { opened: Promise.withResolvers<void>() }
    let large = 0

    const startWith = async (env: Record<string, string> = {}) => {
      await start(month, env)
      gate.opened = Promise.withResolvers()
      large = 0
      const data = gateway.broker.marketData
      const { bars } = data
      data.bars = async (name, resolution, from, to) => {
        if (to - from > DAY) {
          large += 1
          await gate.opened.promise
        }
        return bars(name, resolution, from, to)
      }
    }
    const askAll = (count: number, headers: Record<string, string>, answers: Answer[]) =>
      Promise.all(
        Array.from({ length: count }, async (_, n) => {
          const query = `from=${Math.floor((NOW - 9 * DAY) / 1_000)}&to=${Math.floor(NOW / 1_000) + n}`
          const url = `${gateway.origin}/history?symbol=EURUSD&resolution=1&${query}`
          answers.push((await (await fetch(url, { headers })).json()) as Answer)
        }),
      )
    const from = (network: number) => ({ 'x-forwarded-for': `192.0.2.${network}` })
    const untilRefused = (answers: readonly Answer[], count: number) =>
      eventually(
        async () => answers.map(({ errmsg }) => errmsg),
        (told) => expect(told).toEqual(Array(count).fill(expect.stringContaining('Too many requests'))),
      )

    it('waits for others where everybody may ask, ten of one network and fifty in all, and small ones pass', async () => {
      await startWith()
      const answers: Answer[] = []
      const all = [askAll(13, from(1), answers)]
      await untilRefused(answers, 3)
      all.push(...[2, 3, 4, 5, 6].map((network) => askAll(10, from(network), answers)))
      await untilRefused(answers, 13)
      expect((await range(NOW - MINUTE, NOW)).t).toHaveLength(2)
      expect(large).toBe(2)
      gate.opened.resolve()
      await Promise.all(all)
      const told = answers.filter(({ s }) => s === 'ok')
      expect(told).toHaveLength(50)
      for (const { t } of told) expect(t).toEqual(month.map(({ time }) => Math.floor(time / 1_000)))
      const again: Answer[] = []
      await askAll(1, from(1), again)
      expect(again).toMatchObject([{ s: 'ok' }])
    })

    it('waits for others and is never refused where only TradingView’s servers may ask', async () => {
      await startWith(DATA_ENV)
      const { d } = (await (await gateway.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
      const answers: Answer[] = []
      const all = askAll(60, { authorization: `Bearer ${d.access_token}` }, answers)
      await eventually(
        async () => large,
        (count) => expect(count).toBe(2),
      )
      gate.opened.resolve()
      await all
      expect(answers.filter(({ s }) => s === 'ok')).toHaveLength(60)
    })
  })

  it('may reach into the future, of which nothing is told', async () => {
    await start([...minutes, bar(NOW + MINUTE)])
    const answer = await range(NOW - 5 * MINUTE, NOW + DAY)
    expect(answer.t.at(-1)).toBe(Math.floor(NOW / MINUTE) * 60)
  })

  it('leaves out minutes without a trade, but none whose volume is not told', async () => {
    await start([
      bar(THURSDAY),
      bar(THURSDAY + MINUTE, { volume: 0 }),
      bar(THURSDAY + 2 * MINUTE, { volume: undefined }),
    ])
    const answer = await range(THURSDAY, THURSDAY + 5 * MINUTE)
    expect(answer).toMatchObject({ t: [THURSDAY / 1_000, THURSDAY / 1_000 + 120], v: [7, 0] })
  })

  it('goes by the ticker where there is one, and by the symbol as well', async () => {
    await start()
    const symbols = (await (await fetch(`${gateway.origin}/symbol_info`)).json()) as {
      symbol: string[]
      ticker: string[]
    }
    const at = symbols.ticker.indexOf('BTC/USD')
    for (const symbol of ['BTC/USD', symbols.symbol[at] ?? '']) {
      expect((await range(THURSDAY, THURSDAY + MINUTE, { symbol })).t).toHaveLength(2)
    }
    expect(asked().map(({ name }) => name)).toEqual(['BTC/USD', 'BTC/USD'])
  })

  it.each([
    ['1', '1m'],
    ['5', '5m'],
    ['15', '15m'],
    ['30', '30m'],
    ['60', '1h'],
    ['240', '4h'],
    ['D', '1d'],
    ['1D', '1d'],
    ['W', '1w'],
    ['1W', '1w'],
    ['M', '1M'],
    ['1M', '1M'],
  ])('knows the resolution %s', async (resolution, expected) => {
    await start()
    await range(THURSDAY - DAY, THURSDAY, { resolution })
    expect(asked()[0]?.resolution).toBe(expected)
  })

  it('dates days at 00:00 UTC of the trading day, whatever they open with', async () => {
    // From Sunday on, each at 17:00 in New York.
    const opens = [-4, -3, -2, -1].map((day) => bar(THURSDAY + day * DAY + 22 * 60 * MINUTE))
    await start(opens)
    const days = [-3, -2, -1, 0].map((day) => (THURSDAY + day * DAY) / 1_000)
    expect((await range(THURSDAY - 9 * DAY, NOW, { resolution: 'D' })).t).toEqual(days)
    // The range counts in trading days, too.
    const monday = THURSDAY - 3 * DAY
    expect((await range(monday, monday, { resolution: 'D' })).t).toEqual([monday / 1_000])
  })

  it('finds a day by its date also where the broker lets it begin later', async () => {
    // With the session, in the afternoon of UTC.
    await start([-3, -2, -1, 0].map((day) => bar(THURSDAY + day * DAY + 14.5 * 60 * MINUTE)))
    const ask = (from: number, to: number) => range(from, to, { symbol: 'DAILY', resolution: 'D' })
    expect((await ask(THURSDAY - 2 * DAY, THURSDAY - 2 * DAY)).t).toEqual([(THURSDAY - 2 * DAY) / 1_000])
    expect((await ask(THURSDAY - 2 * DAY + 1_000, THURSDAY - DAY)).t).toEqual([(THURSDAY - DAY) / 1_000])
  })

  it('never dates a day into the future', async () => {
    await start([bar(THURSDAY - DAY), bar(THURSDAY + 22 * 60 * MINUTE)])
    gateway.now = THURSDAY + 23 * 60 * MINUTE
    expect((await range(THURSDAY - 5 * DAY, THURSDAY + 5 * DAY, { resolution: 'D' })).t).toEqual([
      (THURSDAY - DAY) / 1_000,
    ])
  })
})

describe('countback', () => {
  it('is so many bars that end at `to`, whatever `from`', async () => {
    await start()
    const to = (THURSDAY + 10 * MINUTE) / 1_000
    const answer = await ask({ symbol: 'EURUSD', resolution: '1', countback: 5, to, from: to })
    expect(answer.t).toEqual([6, 7, 8, 9, 10].map((minute) => THURSDAY / 1_000 + minute * 60))
    expect(await ask({ symbol: 'EURUSD', resolution: '1', countback: 5, to })).toEqual(answer)
  })

  it('counts days as they are dated', async () => {
    await start([-8, -4, -3, -2, -1].map((day) => bar(THURSDAY + day * DAY + 22 * 60 * MINUTE)))
    const answer = await ask({ symbol: 'EURUSD', resolution: 'D', countback: 3, to: THURSDAY / 1_000 - 1 })
    expect(answer.t).toEqual([-3, -2, -1].map((day) => (THURSDAY + day * DAY) / 1_000))
    const four = await ask({ symbol: 'EURUSD', resolution: 'D', countback: 4, to: THURSDAY / 1_000 - 1 })
    expect(four.t).toEqual([-7, -3, -2, -1].map((day) => (THURSDAY + day * DAY) / 1_000))
  })

  it('reaches across a weekend and longer', async () => {
    await start([bar(THURSDAY - 20 * DAY), bar(THURSDAY - 6 * DAY), bar(THURSDAY)])
    const to = NOW / 1_000
    const answer = await ask({ symbol: 'EURUSD', resolution: '1', countback: 3, to: Math.floor(to) })
    expect(answer.t).toHaveLength(3)
  })

  it('is fewer where there are no more, after a bounded search', async () => {
    await start([bar(THURSDAY)])
    const answer = await ask({
      symbol: 'EURUSD',
      resolution: '1',
      countback: 2_500,
      to: Math.floor(NOW / 1_000),
    })
    expect(answer.t).toHaveLength(1)
    expect(asked().length).toBeLessThanOrEqual(12)
  })
})

describe('what cannot be served is told in a sentence, and costs no call', () => {
  const good = { symbol: 'EURUSD', resolution: '1', from: THURSDAY / 1_000, to: THURSDAY / 1_000 + 60 }
  it.each<[string, Record<string, string | number>, RegExp]>([
    ['an unknown symbol', { symbol: 'NOTHING' }, /NOTHING/],
    ['no symbol', { symbol: '' }, /lacks.*symbol/],
    ['a symbol of a megabyte', { symbol: 'x'.repeat(1_000) }, /symbol/],
    ['a prototype', { symbol: '__proto__' }, /__proto__/],
    ['an unknown resolution', { resolution: '3' }, /resolution.*1, 5, 15, 30, 60, 240, D/],
    ['no resolution', { resolution: '' }, /lacks.*resolution/],
    ['a prototype of a resolution', { resolution: 'constructor' }, /resolution/],
    ['no from', { from: '' }, /lacks.*from/],
    ['no to', { to: '' }, /lacks.*to/],
    ['from after to', { from: good.to + 1 }, /to.*not before/],
    ['fractions', { from: '1767607200.5' }, /from.*whole seconds/],
    ['words', { to: 'now' }, /to.*whole seconds/],
    ['an exponent', { to: '1e9' }, /to.*whole seconds/],
    ['milliseconds', { to: '1767607200000000' }, /to.*whole seconds/],
    ['no number of bars', { countback: 0 }, /countback.*1 to 2500/],
    ['a negative number of bars', { countback: -5 }, /countback/],
    ['too many bars', { countback: 2_501 }, /countback/],
    ['minutes of what has none', { symbol: 'DAILY' }, /less than a day/],
    ['days of what has none', { symbol: 'MINUTES', resolution: 'D' }, /days and more/],
  ])('%s', async (_what, changes, sentence) => {
    await start()
    expect(await ask({ ...good, ...changes })).toEqual({
      s: 'error',
      errmsg: expect.stringMatching(sentence),
    })
    expect(asked()).toEqual([])
  })

  it('days of what has no minutes, and minutes of what has no days, are served', async () => {
    await start()
    expect((await ask({ ...good, symbol: 'DAILY', resolution: 'D' })).s).toBe('ok')
    expect((await ask({ ...good, symbol: 'MINUTES' })).s).toBe('ok')
  })

  it.each([
    ['data_feed_unavailable', /Market data cannot be read/],
    ['history_range_too_long', /range is too long/],
    ['too_busy', /Too many requests/],
  ] as const)('%s at the broker', async (code, sentence) => {
    await start()
    await ask(good)
    gateway.broker.marketData.failure = new BrokerError(code, { params: { bars: 7 } })
    const answer = await ask({ ...good, to: Math.floor(NOW / 1_000) })
    expect(answer).toEqual({ s: 'error', errmsg: expect.stringMatching(sentence) })
    gateway.broker.marketData.failure = undefined
    expect((await ask({ ...good, to: Math.floor(NOW / 1_000) })).s).toBe('ok')
  })
})

describe('what is kept', () => {
  const ownHeaders = new Set(['date', 'x-request-id'])
  const headersOf = ({ headers }: Response) =>
    Object.fromEntries([...headers].filter(([name]) => !ownHeaders.has(name)))

  it('is sent with the same headers, log line and measurement as it was the first time', async () => {
    await start()
    const url = `${gateway.origin}/history?symbol=EURUSD&resolution=1&from=${(THURSDAY - DAY) / 1_000}&to=${THURSDAY / 1_000 - 60}`
    const answers = await Promise.all([
      await fetch(url),
      await fetch(url),
      await fetch(url),
      await fetch(url),
    ])
    const [first, ...others] = answers
    for (const other of others) expect(headersOf(other)).toEqual(headersOf(first as Response))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(4)
    const lines = () => gateway.logs.text().match(/"route":"\/history"/g) ?? []
    await eventually(
      async () => lines(),
      (found) => expect(found).toHaveLength(4),
    )
    // Whoever stops serving says so, then as well.
    gateway.drain.begin()
    expect((await fetch(url)).headers.get('connection')).toBe('close')
  })

  it('is told to nobody who may not read it, however often it has been asked for', async () => {
    gateway = await startTestGateway(
      { DATA_CLIENTS: JSON.stringify([{ login: 'tv', password: 'a-long-password' }]) },
      ({ marketData }) => {
        marketData.list = instruments
        marketData.allBars = minutes
      },
    )
    gateway.now = NOW
    const logIn = await gateway.logIn({ login: 'tv', password: 'a-long-password' })
    const { d } = (await logIn.json()) as { d: { access_token: string } }
    const url = `${gateway.origin}/history?symbol=EURUSD&resolution=1&from=${(THURSDAY - DAY) / 1_000}&to=${THURSDAY / 1_000 - 60}`
    const statusWith = async (authorization?: string) =>
      (await fetch(url, { headers: authorization === undefined ? {} : { authorization } })).status
    for (let n = 0; n < 4; n += 1) expect(await statusWith(`Bearer ${d.access_token}`)).toBe(200)
    expect(await statusWith()).toBe(401)
    expect(await statusWith('Bearer nonsense')).toBe(401)
    expect(await statusWith(`Bearer ${await gateway.token()}`)).toBe(401)
    // A token that has ended opens nothing any more.
    gateway.now = NOW + 30 * DAY
    expect(await statusWith(`Bearer ${d.access_token}`)).toBe(401)
  })

  it('is a range that can never change again: the same bytes without asking', async () => {
    await start()
    const day = [THURSDAY - DAY, THURSDAY - MINUTE] as const
    const first = await range(...day)
    gateway.broker.marketData.failure = new BrokerError('data_feed_unavailable')
    expect(await range(...day)).toEqual(first)
    expect(first.t).toHaveLength(1_440)
    expect(asked()).toHaveLength(1)
  })

  it.each([
    ['the present', NOW - 5 * MINUTE, NOW],
    ['what has only just closed', NOW - 5 * MINUTE, Math.floor(NOW / MINUTE) * MINUTE - MINUTE],
    ['a time without bars', THURSDAY - 9 * DAY, THURSDAY - 8 * DAY],
  ])('is never %s', async (_what, from, to) => {
    await start()
    await range(from, to)
    await range(from, to)
    expect(asked()).toHaveLength(2)
  })

  it('stands for an instrument, not for a name: a new list of symbols ends it', async () => {
    await start()
    const day = [THURSDAY - DAY, THURSDAY - MINUTE] as const
    await range(...day)
    gateway.broker.marketData.list = [aFeedInstrument({ name: 'GBPUSD' })]
    await fetch(`${gateway.origin}/symbol_info`)
    expect(await range(...day)).toMatchObject({ s: 'error', errmsg: expect.stringMatching(/EURUSD/) })
  })
})
