import { expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import { parseTradeConfig, type Tables } from '../../../../adapters/tradelocker/account/trade-config.ts'
import type { AccountBook } from '../../../../adapters/tradelocker/book/account-book.ts'
import { createEarlierOrders } from '../../../../adapters/tradelocker/trading/earlier-orders.ts'
import type { SearchedBook } from '../../../../adapters/tradelocker/trading/placement-search.ts'
import { orderRecord } from '../../../support/records.ts'
import { tradeConfigAnswer } from '../../../support/trade-config.ts'

const { columns: usual } = parseTradeConfig(tradeConfigAnswer())
const other: Tables = { ...usual, orders: new Map([...usual.orders].reverse()) }
const ACCOUNT = { key: 'S|1' } as AccountContext
const ARRIVES_WITHIN_MS = 60
/** Long after everything has arrived. */
const GROWN = { knownForMs: 1_000, wasCutShort: true }
const JUST_BEGUN = { knownForMs: 0, wasCutShort: true }

const bookOf = (...tags: string[]): AccountBook => ({
  working: tags.map((strategyId) => ({ ...orderRecord({ id: `of-${strategyId}` }), strategyId })),
  final: [],
  positions: [],
  unsided: [],
})

/** @param books the account as it shows one reading after the other, the last for good @param told what they are read by, instead of the broker's tables */
function setUp({
  tables = usual,
  books = [bookOf()] as readonly AccountBook[],
  told = [] as readonly Tables[],
} = {}) {
  const seen = { readings: 0, checks: 0 }
  const directory = {
    async hasStill(_: AccountContext, one: Tables) {
      seen.checks += 1
      return one === tables
    },
  }
  const read = async (): Promise<SearchedBook> => {
    const book = { ...(books[Math.min(seen.readings, books.length - 1)] ?? bookOf()) }
    seen.readings += 1
    return { book, isWhole: true, tables: told[seen.readings - 1] ?? tables, holdsUntil: performance.now() }
  }
  const known = { lastKnown: () => undefined, bookForAction: async () => undefined }
  const parts = { books: known, directory, elapsed: () => performance.now() } as unknown as Parameters<
    typeof createEarlierOrders
  >[0]
  return { seen, earlier: createEarlierOrders(parts, read, ARRIVES_WITHIN_MS) }
}

it('is certainly not there where a whole reading by the tables of the broker does not show it', async () => {
  const { seen, earlier } = setUp()
  expect(await earlier.find(ACCOUNT, 'tv1', GROWN)).toBeUndefined()
  expect(seen).toMatchObject({ readings: 1, checks: 1 })
})

it('what one reading has proven once needs no other for the next order of the account', async () => {
  const { seen, earlier } = setUp({ books: [bookOf('tv-old')] })
  await earlier.find(ACCOUNT, 'tv1', GROWN)
  expect(await earlier.find(ACCOUNT, 'tv2', GROWN)).toBeUndefined()
  expect(seen).toMatchObject({ readings: 1, checks: 1 })
  expect(await earlier.find(ACCOUNT, 'tv-old', GROWN)).toMatchObject({ record: { id: 'of-tv-old' } })
  await earlier.find({ ...ACCOUNT, key: 'S|2' }, 'tv2', GROWN)
  expect(seen).toMatchObject({ readings: 3, checks: 2 })
})

it('where the tables have changed the account is read again by the new ones', async () => {
  const { seen, earlier } = setUp({ told: [other], books: [bookOf(), bookOf('tv1')] })
  expect(await earlier.find(ACCOUNT, 'tv1', GROWN)).toMatchObject({ record: { id: 'of-tv1' } })
  expect(seen).toMatchObject({ readings: 2, checks: 1 })
})

it('nobody can tell where the tables are others at every look, or have no tags', async () => {
  const changing = setUp({ told: Array(3).fill(other) }).earlier.find(ACCOUNT, 'tv1', GROWN)
  await expect(changing).rejects.toMatchObject({ code: 'upstream_malformed' })
  for (const table of ['orders', 'ordersHistory'] as const) {
    const tagless = { ...usual, [table]: new Map([...usual[table]].filter(([id]) => id !== 'strategyId')) }
    const looked = setUp({ tables: tagless }).earlier.find(ACCOUNT, 'tv1', GROWN)
    await expect(looked).rejects.toMatchObject({ code: 'upstream_malformed' })
  }
})

it('orders that are looked for in one reading ask once about its tables', async () => {
  const { seen, earlier } = setUp()
  const reading = Promise.resolve({ book: bookOf(), isWhole: true, tables: usual, holdsUntil: 0 })
  const found = ['tv1', 'tv2', 'tv3'].map((tag) => earlier.findIn(ACCOUNT, tag, reading))
  expect(await Promise.all(found)).toEqual(Array(3).fill(undefined))
  expect(seen.checks).toBe(1)
})

it('what may have been under way when another process was killed is looked for once more when it has arrived', async () => {
  const { seen, earlier } = setUp({ books: [bookOf(), bookOf('tv1')] })
  const began = performance.now()
  expect(await earlier.find(ACCOUNT, 'tv1', JUST_BEGUN)).toMatchObject({ record: { id: 'of-tv1' } })
  expect(performance.now() - began).toBeGreaterThan(ARRIVES_WITHIN_MS - 2)
  expect(seen.readings).toBe(2)
})

it('also where the first look begins before that moment and ends after it', async () => {
  const { seen, earlier } = setUp({ books: [bookOf(), bookOf('tv1')] })
  const slow = { knownForMs: ARRIVES_WITHIN_MS - 1, wasCutShort: true }
  expect(await earlier.find(ACCOUNT, 'tv1', slow)).toMatchObject({ record: { id: 'of-tv1' } })
  expect(seen.readings).toBe(2)
})

it('after a ledger has known for ten minutes nobody repeats what is older', async () => {
  const { seen, earlier } = setUp({ books: [bookOf('tv1')] })
  expect(await earlier.find(ACCOUNT, 'tv1', { ...GROWN, knownForMs: 600_001 })).toBeUndefined()
  expect(seen.readings).toBe(0)
})
