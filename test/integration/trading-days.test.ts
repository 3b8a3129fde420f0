import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/**
 * Daily bars of instruments with calendars of their own, of a broker whose days are those of UTC and of one whose days end
 * when New York's do: either way they stand at 00:00 UTC of their trading day. Clocks went forward in New York on 8 March.
 */

const DAY = 86_400
const seconds = (time: string) => Date.parse(`2026-${time}Z`) / 1_000

let stack: Stack
let reader: StreamReader | undefined
let now: () => number
let pass: (ms: number) => void

afterEach(async () => {
  reader?.close()
  reader = undefined
  await stack.close()
})

interface Answer {
  readonly s: string
  readonly t: readonly number[]
  readonly o: readonly number[]
  readonly c: readonly number[]
}

async function start(daysBegin: 'utc' | 'newYork', at: string): Promise<void> {
  let ahead = seconds(at) * 1_000 - Date.now()
  now = () => Date.now() + ahead
  pass = (ms) => {
    stack.simulator.control.advanceTime(ms)
    ahead += ms
  }
  stack = await startStack(
    { rateLimits: 100, enforceSessions: true, daysBegin, now: now() },
    { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password' },
    { clock: () => now() },
  )
  await eventually(
    () => ask('EURUSD', 'D', 0, 1),
    ({ s }) => expect(s).toBe('ok'),
  )
}

async function ask(symbol: string, resolution: string, from: number, to: number): Promise<Answer> {
  const query = new URLSearchParams({ symbol, resolution, from: String(from), to: String(to) })
  return (await (await fetch(`${stack.gateway.origin}/history?${query}`)).json()) as Answer
}

const dates = (times: readonly number[]) =>
  times.map((time) => new Date(time * 1_000).toISOString().replace('T00:00:00.000Z', ''))

/** Monday to Friday, or every day, from one day on up to another. */
function daysFrom(first: string, last: string, isEveryDay: boolean): string[] {
  const count = (seconds(`${last}T00:00`) - seconds(`${first}T00:00`)) / DAY + 1
  const all = Array.from({ length: count }, (_, n) => seconds(`${first}T00:00`) + n * DAY)
  return dates(all.filter((time) => isEveryDay || new Date(time * 1_000).getUTCDay() % 6 !== 0))
}

it.each(['utc', 'newYork'] as const)(
  'days that begin as in %s are trading days, each once, in one answer or in parts',
  async (daysBegin) => {
    await start(daysBegin, '03-18T20:30')
    const [from, half, to] = [seconds('02-02T00:00'), seconds('03-09T00:00'), seconds('03-19T00:00')]
    for (const symbol of ['EURUSD', 'US500', 'AAPL', '7203.T', 'BTCUSD']) {
      const isEveryDay = symbol === 'BTCUSD'
      const whole = await ask(symbol, 'D', from, to)
      expect([symbol, dates(whole.t)]).toEqual([symbol, daysFrom('02-02', '03-18', isEveryDay)])
      const parts = [await ask(symbol, 'D', from, half - 1), await ask(symbol, 'D', half, to)]
      expect(parts.flatMap(({ t }) => t)).toEqual(whole.t)
      expect(parts.flatMap(({ o }) => o)).toEqual(whole.o)
    }
    if (daysBegin === 'utc') return
    // In winter, over the change of clocks, and in summer.
    for (const [day, opening] of [
      ['03-03', '03-02T22:00'],
      ['03-09', '03-08T21:00'],
      ['03-17', '03-16T21:00'],
    ] as const) {
      const bar = await ask('EURUSD', 'D', seconds(`${day}T00:00`), seconds(`${day}T00:00`))
      const minutes = await ask('EURUSD', '1', seconds(opening), seconds(opening) + DAY - 1)
      expect(minutes.t[0]).toBe(seconds(opening))
      expect([bar.o, bar.c]).toEqual([[minutes.o[0]], [minutes.c.at(-1)]])
    }
  },
)

describe('the daily lines of the stream', () => {
  it.each([
    ['utc', '2026-03-17'],
    ['newYork', '2026-03-18'],
  ] as const)(
    'where days begin as in %s, after the session of 17 March has ended, are of %s, and so is the bar of /history',
    async (daysBegin, date) => {
      await start(daysBegin, '03-17T20:55')
      reader = await readStream(`${stack.gateway.origin}/streaming`)
      const { ticks } = reader
      const line = () => ticks().findLast(({ f, id }) => f === 'd' && id === 'EURUSD')
      await eventually(
        async () => line(),
        (told) => expect(told?.t).toBe(seconds('03-17T00:00')),
      )

      // 17:05 in New York.
      pass(10 * 60_000)
      const seen = ticks().length
      const late = await eventually(
        async () =>
          ticks()
            .slice(seen)
            .findLast(({ f, id }) => f === 'd' && id === 'EURUSD'),
        (told) => expect(told).toBeDefined(),
      )
      expect(dates([Number(late?.t)])).toEqual([date])
      const lastBar = async () => {
        const { t, o } = await ask('EURUSD', 'D', seconds('03-16T00:00'), seconds('03-19T00:00'))
        return { t: t.at(-1), o: o.at(-1) }
      }
      if (daysBegin === 'newYork') {
        // A bar that is dated tomorrow is none of /history, which has no bar of the future.
        expect(dates([Number((await lastBar()).t)])).toEqual(['2026-03-17'])
        pass(3 * 3_600_000)
      }
      expect(await lastBar()).toEqual({ t: late?.t, o: late?.o })
    },
  )

  it('of what never rests are of the day that most of the bar is of, from its first hour on, and so is the bar of /history', async () => {
    await start('newYork', '03-17T22:30')
    reader = await readStream(`${stack.gateway.origin}/streaming`)
    const { ticks } = reader
    const line = await eventually(
      async () => ticks().findLast(({ f, id }) => f === 'd' && id === 'BTCUSD'),
      (told) => expect(told).toBeDefined(),
    )
    pass(2 * 3_600_000)
    const day = seconds('03-18T00:00')
    const { t, o } = await ask('BTCUSD', 'D', day, day)
    expect([line?.t, line?.o]).toEqual([day, o[0]])
    expect(t).toEqual([day])
  })
})
