import { expect, it } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import { readDays, readPrices } from '../../../../../adapters/tradelocker/feed/prices/price-readings.ts'
import { createInfoRoutes } from '../../../../../adapters/tradelocker/instruments/info-routes.ts'
import type { ListedInstrument } from '../../../../../adapters/tradelocker/instruments/instrument-list.ts'
import { NO_DATA } from '../../../../../adapters/tradelocker/transport/http.ts'
import { aFeedInstrument } from '../../../../support/samples.ts'

const listed = { id: '5', name: 'XAU', infoRoutes: ['7'] } as unknown as ListedInstrument
const instrument = aFeedInstrument({ name: 'XAU', barSource: 'ask' })

/** An account whose calls are written down and all answered the same. */
function answering(answer: unknown) {
  const calls: unknown[] = []
  const client = {
    async call(route: string, request: object) {
      calls.push({ route, ...request })
      return answer
    },
  }
  return { account: { client, accNum: '2', userKey: 'u' } as unknown as AccountContext, calls }
}

it('prices are best prices and sizes', async () => {
  const { account, calls } = answering({ ap: '2', as: 3, bp: 1, bs: 4 })
  expect(await readPrices(createInfoRoutes())(account, listed, instrument)).toEqual({
    kind: 'price',
    name: 'XAU',
    ask: 2,
    bid: 1,
    askSize: 3,
    bidSize: 4,
  })
  expect(calls).toEqual([
    { route: 'getQuotes', accNum: '2', query: { routeId: '7', tradableInstrumentId: '5' } },
  ])
})

it("bars of the day are of the side that the instrument's bars are made from", async () => {
  const { account, calls } = answering({ o: 1, h: '3', l: 0.5, c: 2, v: 10 })
  expect(await readDays(createInfoRoutes())(account, listed, instrument)).toEqual({
    kind: 'day',
    name: 'XAU',
    open: 1,
    high: 3,
    low: 0.5,
    close: 2,
    volume: 10,
  })
  expect(calls).toEqual([
    { route: 'getDailyBar', accNum: '2', query: { routeId: '7', tradableInstrumentId: '5', barType: 'ASK' } },
  ])
})

it('no bar is no update', async () => {
  const { account } = answering(NO_DATA)
  expect(await readDays(createInfoRoutes())(account, listed, instrument)).toBeUndefined()
})

it.each([{}, { o: 1, h: 1, l: 1 }, { o: 0, h: 1, l: 1, c: 1 }, 'x'])('%j is no bar', async (answer) => {
  const { account } = answering(answer)
  await expect(readDays(createInfoRoutes())(account, listed, instrument)).rejects.toMatchObject({
    code: 'upstream_malformed',
  })
})
