import { describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountDirectory } from '../../../../adapters/tradelocker/account/account-directory.ts'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { readOrderHistory } from '../../../../adapters/tradelocker/book/order-history.ts'
import { tradeConfigAnswer } from '../../../support/trade-config.ts'

const config = parseTradeConfig(tradeConfigAnswer())
const HOUR_MS = 60 * 60_000
const NOW = 100 * 24 * HOUR_MS

/** A broker that tells the newest `cap` orders of those that ended at `times`. */
async function readDay(times: readonly number[], cap: number) {
  const cells = (id: number) =>
    [...config.columns.ordersHistory.keys()].map((column) => (column === 'id' ? id : '1'))
  let calls = 0
  const call = async (_: string, { query }: { query: { from: number; to: number } }) => {
    calls += 1
    const within = times.filter((time) => time >= query.from && time <= query.to).sort((a, b) => b - a)
    const ids = within.slice(0, cap).map((time) => times.indexOf(time) + 1)
    return { ordersHistory: ids.map(cells), hasMore: within.length > cap }
  }
  const directory = {
    readBy: async (_: unknown, __: unknown, read: (c: typeof config) => unknown) => read(config),
  }
  const account = { client: { call }, id: '1', accNum: '1' } as unknown as AccountContext
  const { rows, isWhole } = await readOrderHistory(
    account,
    directory as unknown as AccountDirectory,
    NOW - 24 * HOUR_MS,
    NOW,
  )
  return { calls, isWhole, rows: rows.length }
}

/** One every quarter of an hour, the last one `endingAt` of our clock. */
const aDay = (endingAt = NOW) => Array.from({ length: 90 }, (_, n) => endingAt - (n * HOUR_MS) / 4)

describe('an order history of a day', () => {
  it('is whole in one call where one answer holds it', async () => {
    expect(await readDay(aDay(), 90)).toEqual({ calls: 1, isWhole: true, rows: 90 })
  })

  it.each([
    ['up to this moment', aDay()],
    ['up to an hour ago', aDay(NOW - HOUR_MS)],
    ['up to a moment that is to come by our clock', aDay(NOW + 9 * 60_000)],
  ])('that is cut short is read in halves of what has been, not of what is to come: %s', async (_, times) => {
    expect(await readDay(times, 60)).toEqual({ calls: 3, isWhole: true, rows: 90 })
  })

  it('is read into the future where the clock of the broker is that far ahead', async () => {
    expect(await readDay(aDay(NOW + 6 * HOUR_MS), 80)).toEqual({ calls: 3, isWhole: true, rows: 90 })
  })

  it('is not whole where it takes too many calls', async () => {
    expect(await readDay(aDay(), 10)).toMatchObject({ isWhole: false })
  })
})
