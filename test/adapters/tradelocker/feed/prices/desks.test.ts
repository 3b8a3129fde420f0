import { afterEach, expect, it, vi } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import {
  createPricePoller,
  type PricePoller,
} from '../../../../../adapters/tradelocker/feed/prices/price-poller.ts'
import { createInfoRoutes } from '../../../../../adapters/tradelocker/instruments/info-routes.ts'
import type { Instruments } from '../../../../../adapters/tradelocker/instruments/instruments.ts'
import type { FeedInstrument } from '../../../../../src/broker/market-data.ts'
import { aFeedInstrument } from '../../../../support/samples.ts'

/** Which calls an account at work makes, and how many. */

let poller: PricePoller
afterEach(() => {
  poller.close()
  vi.useRealTimers()
})

const QUOTE = { bp: 1, ap: 2, bs: 1, as: 1 }
const DAY = { o: 1, h: 2, l: 1, c: 2, v: 3 }

/** @returns the instruments that each kind of call was made for, within some seconds */
async function callsWithin(
  seconds: number,
  instruments: readonly FeedInstrument[],
  limit: number,
  isWanted: (name: string) => boolean = () => true,
) {
  vi.useFakeTimers()
  const calls: Record<string, string[]> = { getQuotes: [], getDailyBar: [] }
  const client = {
    server: 'MAIN',
    async call(route: string, { query }: { query: { tradableInstrumentId: string } }) {
      calls[route]?.push(query.tradableInstrumentId)
      return route === 'getQuotes' ? QUOTE : DAY
    },
  }
  const account = { client, userKey: 'MAIN|feed', accNum: '1' } as unknown as AccountContext
  const byName = new Map(instruments.map(({ name }) => [name, { id: name, name, infoRoutes: ['1'] }]))
  poller = createPricePoller({
    list: async () => instruments,
    services: { accounts: () => [account] },
    instruments: { index: (() => ({ byName })) as unknown as Instruments['index'] },
    infoRoutes: createInfoRoutes(),
    budgets: { paceOf: () => ({ limit, intervalMs: 1_000 }) },
    events: { priceAges() {} },
    log: { info() {}, warn() {}, error() {} },
    clock: Date.now,
  })
  const stop = poller.prices.listen(() => undefined, isWanted)
  await vi.advanceTimersByTimeAsync(seconds * 1_000)
  return { quotes: calls.getQuotes ?? [], days: calls.getDailyBar ?? [], stop }
}

it('bars of the day are read at half the pace that their limit allows, prices at all of it', async () => {
  const many = Array.from({ length: 200 }, (_, n) => aFeedInstrument({ name: `S${n}` }))
  const { quotes, days } = await callsWithin(10, many, 10)
  expect(quotes.length).toBeGreaterThan(90)
  expect(quotes.length).toBeLessThanOrEqual(101)
  expect(days.length).toBeGreaterThan(45)
  expect(days.length).toBeLessThanOrEqual(51)
})

it('bars of the day are read of those symbols that have them', async () => {
  const { quotes, days } = await callsWithin(
    5,
    [aFeedInstrument({ name: 'WITH' }), aFeedInstrument({ name: 'WITHOUT', hasDaily: false })],
    10,
  )
  expect(new Set(quotes)).toEqual(new Set(['WITH', 'WITHOUT']))
  expect(new Set(days)).toEqual(new Set(['WITH']))
})

it('nothing is read of what nobody wants, until somebody does', async () => {
  const both = [aFeedInstrument({ name: 'WANTED' }), aFeedInstrument({ name: 'LATER' })]
  const begun = await callsWithin(5, both, 10, (name) => name === 'WANTED')
  expect(new Set([...begun.quotes, ...begun.days])).toEqual(new Set(['WANTED']))

  const never = await callsWithin(5, both, 10, () => false)
  expect([never.quotes, never.days]).toEqual([[], []])

  let isKnown = false
  const calls = callsWithin(5, both, 10, (name) => name === 'WANTED' || isKnown)
  setTimeout(() => {
    isKnown = true
  }, 2_500)
  const { quotes, days } = await calls
  expect(new Set(quotes)).toEqual(new Set(['WANTED', 'LATER']))
  expect(new Set(days)).toEqual(new Set(['WANTED', 'LATER']))
})

it('who has gone is read for a little longer, as if still there', async () => {
  const { quotes, stop } = await callsWithin(5, [aFeedInstrument({ name: 'A' })], 10)
  stop()
  const before = quotes.length
  await vi.advanceTimersByTimeAsync(9_000)
  expect(quotes.length - before).toBeGreaterThan(80)
})
