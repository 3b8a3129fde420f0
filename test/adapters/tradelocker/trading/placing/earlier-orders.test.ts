import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import { parseTradeConfig, type Tables } from '../../../../../adapters/tradelocker/account/trade-config.ts'
import type { AccountBook } from '../../../../../adapters/tradelocker/book/account-book.ts'
import { createEarlierOrders } from '../../../../../adapters/tradelocker/trading/placing/earlier-orders.ts'
import {
  createAccountReader,
  type SearchedBook,
} from '../../../../../adapters/tradelocker/trading/placing/placement-search.ts'
import { BrokerError } from '../../../../../src/broker/errors.ts'
import { orderRecord } from '../../../../support/records.ts'
import { tradeConfigAnswer } from '../../../../support/trade-config.ts'

const { columns: usual } = parseTradeConfig(tradeConfigAnswer())
const other: Tables = { ...usual, orders: new Map([...usual.orders].reverse()) }
/** The same account under another login each time. */
const accountOfLogin = () => ({ key: 'S|1', client: {} }) as AccountContext
const ACCOUNT = accountOfLogin()
const ARRIVES_WITHIN_MS = 60
/** A process of this age. */
const aged = (knownForMs: number) => ({
  knownForMs,
  arrivedBy: performance.now() - knownForMs + ARRIVES_WITHIN_MS,
})
/** Long after everything has arrived. */
const GROWN = aged(1_000)

const bookOf = (...tags: string[]): AccountBook => ({
  working: tags.map((strategyId) => ({ ...orderRecord({ id: `of-${strategyId}` }), strategyId })),
  final: [],
  positions: [],
  unsided: [],
})

/**
 * @param world.books the account as it shows one reading after the other, the last for good
 * @param world.told what they are read by, instead of the broker's tables
 * @param world.takesMs how long a reading takes
 * @param world.knownForMs how old the book is that polls have read, without an order in it; undefined: there is none
 */
function setUp({
  tables = usual,
  books = [bookOf()] as readonly AccountBook[],
  told = [] as readonly Tables[],
  takesMs = 0,
  knownForMs = undefined as number | undefined,
} = {}) {
  const seen = { readings: 0, checks: 0, failures: 0 }
  const directory = {
    async hasStill(_: AccountContext, one: Tables) {
      seen.checks += 1
      if (seen.checks <= seen.failures) throw new BrokerError('session_expired')
      return one === tables
    },
  }
  const read = async (): Promise<SearchedBook> => {
    const book = { ...(books[Math.min(seen.readings, books.length - 1)] ?? bookOf()) }
    const reading = {
      book,
      isWhole: true,
      tables: told[seen.readings] ?? tables,
      holdsUntil: performance.now(),
    }
    seen.readings += 1
    if (takesMs > 0) await sleep(takesMs)
    return reading
  }
  const polled = knownForMs !== undefined && {
    book: bookOf(),
    tables,
    holdsUntil: performance.now() - knownForMs,
  }
  const known = { lastKnown: () => polled || undefined, bookForAction: async () => undefined }
  const parts = { books: known, directory, elapsed: () => performance.now() } as unknown as Parameters<
    typeof createEarlierOrders
  >[0]
  return { seen, earlier: createEarlierOrders(parts, read, ARRIVES_WITHIN_MS) }
}

/** An account that is read as it is where the gateway runs; a call takes a moment. */
function setUpReader() {
  const calls: string[] = []
  const call = async (route: string) => {
    calls.push(route)
    await sleep(8)
    return { orders: [], ordersHistory: [], positions: [] }
  }
  const config = parseTradeConfig(tradeConfigAnswer())
  const directory = {
    readBy: async (_: unknown, __: unknown, read: (told: typeof config) => unknown) => read(config),
    hasStill: async () => true,
  }
  const clocks = { clock: Date.now, elapsed: () => performance.now() }
  const books = { lastKnown: () => undefined, bookForAction: async () => undefined }
  const parts = { ...clocks, books, directory } as unknown as Parameters<typeof createEarlierOrders>[0]
  const read = createAccountReader(parts.directory, clocks)
  const account = { ...ACCOUNT, id: '1', accNum: '1', client: { call } } as unknown as AccountContext
  return { calls, account, earlier: createEarlierOrders(parts, read, ARRIVES_WITHIN_MS) }
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

it('a book that polls have read serves where all of before had arrived by then, and no other', async () => {
  const grown = aged(ARRIVES_WITHIN_MS + 500)
  const late = setUp({ books: [bookOf('tv1')], knownForMs: 400 })
  expect(await late.earlier.find(ACCOUNT, 'tv1', grown)).toBeUndefined()
  expect(late.seen).toMatchObject({ readings: 0, checks: 1 })
  const early = setUp({ books: [bookOf('tv1')], knownForMs: 600 })
  expect(await early.earlier.find(ACCOUNT, 'tv1', grown)).toMatchObject({ record: { id: 'of-tv1' } })
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

it('a question about the tables that fails is asked again for the next order', async () => {
  const { seen, earlier } = setUp()
  const reading = Promise.resolve({ book: bookOf(), isWhole: true, tables: usual, holdsUntil: 0 })
  seen.failures = 1
  await expect(earlier.findIn(ACCOUNT, 'tv1', reading)).rejects.toThrow('session_expired')
  expect(await earlier.findIn(ACCOUNT, 'tv1', reading)).toBeUndefined()
})

it('a login that has ended fails no order of another one that is looked for in the same reading', async () => {
  const { seen, earlier } = setUp()
  const reading = Promise.resolve({ book: bookOf(), isWhole: true, tables: usual, holdsUntil: 0 })
  seen.failures = 1
  const [ended, live, another] = ['tv1', 'tv2', 'tv3'].map((tag) =>
    earlier.findIn(accountOfLogin(), tag, reading),
  )
  await expect(ended).rejects.toMatchObject({ code: 'session_expired' })
  expect([await live, await another]).toEqual([undefined, undefined])
  expect(seen.checks).toBe(2)
})

it('a login in trouble asks once for all its orders that are looked for in the same reading', async () => {
  const { seen, earlier } = setUp()
  const reading = Promise.resolve({ book: bookOf(), isWhole: true, tables: usual, holdsUntil: 0 })
  seen.failures = 10
  const found = ['tv1', 'tv2', 'tv3', 'tv4'].map((tag) => earlier.findIn(ACCOUNT, tag, reading))
  const ends = await Promise.allSettled(found)
  expect(ends.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
  expect(seen.checks).toBe(1)
})

it('what was read by several tables is read again', async () => {
  const { seen, earlier } = setUp({ books: [bookOf('tv1')] })
  const mixed = Promise.resolve({ book: bookOf(), isWhole: true, tables: undefined, holdsUntil: 0 })
  expect(await earlier.findIn(ACCOUNT, 'tv1', mixed)).toMatchObject({ record: { id: 'of-tv1' } })
  expect(seen).toMatchObject({ readings: 1, checks: 0 })
})

it('what may have been under way when another process was killed is looked for once more when it has arrived', async () => {
  const { seen, earlier } = setUp({ books: [bookOf(), bookOf('tv1')] })
  const began = performance.now()
  expect(await earlier.find(ACCOUNT, 'tv1', aged(0))).toMatchObject({ record: { id: 'of-tv1' } })
  expect(performance.now() - began).toBeGreaterThan(ARRIVES_WITHIN_MS - 2)
  expect(seen.readings).toBe(2)
})

it('ten orders just after a start cost three looks at the account: of the first one, of the others, and of all at last', async () => {
  const { earlier, calls, account } = setUpReader()
  const began = performance.now()
  const found = Array.from({ length: 10 }, (_, n) =>
    earlier.find(account, `tv${n}`, aged(performance.now() - began)),
  )
  expect(await Promise.all(found)).toEqual(Array(10).fill(undefined))
  expect(calls.filter((route) => route === 'getOrders')).toHaveLength(3)
})

it('also where the first look begins before that moment and ends after it', async () => {
  const { seen, earlier } = setUp({ books: [bookOf(), bookOf('tv1')], takesMs: 40 })
  const late = aged(ARRIVES_WITHIN_MS - 20)
  expect(await earlier.find(ACCOUNT, 'tv1', late)).toMatchObject({ record: { id: 'of-tv1' } })
  expect(seen.readings).toBe(2)
})

it('after a ledger has known for ten minutes nobody repeats what is older', async () => {
  const { seen, earlier } = setUp({ books: [bookOf('tv1')] })
  expect(await earlier.find(ACCOUNT, 'tv1', { ...GROWN, knownForMs: 600_001 })).toBeUndefined()
  expect(seen.readings).toBe(0)
})
