import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountDirectory } from '../../../../adapters/tradelocker/account/account-directory.ts'
import type { Columns } from '../../../../adapters/tradelocker/account/rows.ts'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { type Books, createBooks } from '../../../../adapters/tradelocker/book/books.ts'
import { createLeftOut } from '../../../../adapters/tradelocker/book/left-out.ts'
import type { Instruments } from '../../../../adapters/tradelocker/instruments/instruments.ts'
import { UNHURRIED } from '../../../../adapters/tradelocker/read-pace.ts'
import { findPlacement } from '../../../../adapters/tradelocker/trading/placing/placement-search.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { names } from '../../../support/records.ts'

/** The book of one account over a broker whose tables the test sets, with a clock of its own. */

const config = parseTradeConfig(JSON.parse(readFileSync('test/fixtures/trade-config.json', 'utf8')).d)
const MINUTE = 60_000

type Cells = Readonly<Record<string, string>>
const rows = (columns: Columns, table: readonly Cells[]) =>
  table.map((cells) => [...columns.keys()].map((id) => cells[id] ?? null))

const order = (id: string, cells: Cells = {}): Cells => ({
  id,
  tradableInstrumentId: '278',
  side: 'buy',
  type: 'limit',
  status: 'New',
  qty: '1',
  filledQty: '0',
  price: '1.1',
  createdDate: '1000',
  lastModified: '1000',
  ...cells,
})
const position = (id: string): Cells => ({
  id,
  tradableInstrumentId: '278',
  side: 'buy',
  qty: '1',
  avgPrice: '1.1',
  unrealizedPl: '0',
})

interface Tables {
  orders: Cells[]
  positions: Cells[]
  ordersHistory: Cells[]
}

let now: number
let tables: Tables
let calls: { route: string; query: Record<string, number>; urgent: AbortSignal }[]
let historyFails: boolean
let historyIsCut: boolean
let isDown: boolean
/** Set to hold reads of the history until the test lets them go. */
let holdHistory: Promise<void> | undefined
/** Set to hold the next read of /orders until the test lets it go. */
let hold: Promise<void> | undefined
/** Set to hold the names of instruments until the test lets them go. */
let holdNames: Promise<void> | undefined
/** What the next rows are read by, instead of the usual. */
let told: (typeof config)[]
let warnings: unknown[]
let books: Books

const answers: Record<string, () => object> = {
  getOrders: () => ({ orders: rows(config.columns.orders, tables.orders) }),
  getPositions: () => ({ positions: rows(config.columns.positions, tables.positions) }),
  getOrdersHistory: () => ({
    ordersHistory: rows(config.columns.ordersHistory, tables.ordersHistory),
    hasMore: historyIsCut,
  }),
}

const account = {
  key: 'OSP|1',
  id: '1',
  accNum: '1',
  client: {
    async call(route: string, { query, urgent }: { query: Record<string, number>; urgent: AbortSignal }) {
      calls.push({ route, query, urgent })
      if (isDown || (route === 'getOrdersHistory' && historyFails)) {
        throw new UpstreamError('upstream_unavailable', { delivery: 'unknown' })
      }
      const answer = answers[route]?.()
      if (route === 'getOrders') await hold
      if (route === 'getOrdersHistory') await holdHistory
      return answer
    },
  },
} as unknown as AccountContext

const historyReads = () => calls.filter(({ route }) => route === 'getOrdersHistory')
const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id)

/** Reads anew, as a poll does once the last book is too old. */
const readAgain = async () => {
  books.changed(account)
  now += 6_000
  return books.book(account)
}

beforeEach(() => {
  now = 10 * 24 * 60 * MINUTE
  tables = { orders: [], positions: [], ordersHistory: [] }
  calls = []
  historyFails = false
  historyIsCut = false
  isDown = false
  hold = undefined
  holdHistory = undefined
  holdNames = undefined
  told = []
  const readBy = async (_client: unknown, _accNum: unknown, read: (known: typeof config) => unknown) =>
    read(told.shift() ?? config)
  const directory = { readBy, slowness: () => 1 } as unknown as AccountDirectory
  const instruments = {
    names: () => (holdNames ?? Promise.resolve()).then(() => names()),
  } as unknown as Instruments
  warnings = []
  const leftOut = createLeftOut({ warn: (_, facts) => warnings.push(facts) })
  const clock = () => now
  books = createBooks(directory, instruments, { clock, elapsed: clock }, UNHURRIED, leftOut)
})

describe('the order history', () => {
  it('goes back a week at first, because orders that end today may be days old', async () => {
    await books.book(account)
    expect(historyReads()[0]?.query.from).toBeLessThanOrEqual(now - 7 * 24 * 60 * MINUTE)
  })

  it('is not read again while nothing happens', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    await readAgain()
    await readAgain()
    expect(historyReads()).toHaveLength(1)
  })

  it('is read when an order is gone, and then knows what became of it', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    tables = {
      ...tables,
      orders: [],
      ordersHistory: [order('501', { status: 'Cancelled', lastModified: String(now) })],
    }
    const book = await readAgain()
    expect(ids(book.final)).toEqual(['501'])
  })

  it('is read every half minute all the same', async () => {
    await books.book(account)
    now += 31_000
    await readAgain()
    expect(historyReads()).toHaveLength(2)
  })

  it('is not read together for all accounts that were first looked at together', async () => {
    const accounts = Array.from({ length: 50 }, (_, i) => ({ ...account, key: `OSP|${i}` }))
    await Promise.all(accounts.map((one) => books.book(one)))
    for (const one of accounts) books.changed(one)
    now += 27_000
    await Promise.all(accounts.map((one) => books.book(one)))
    expect(historyReads().length).toBeGreaterThan(50)
    expect(historyReads().length).toBeLessThan(100)
  })

  it('is read right after a change, since a refusal may come late', async () => {
    await books.book(account)
    books.changed(account)
    now += 1_000
    await books.book(account)
    expect(historyReads()).toHaveLength(2)
  })

  it('is read right after a change at another replica, and after one that may have been missed', async () => {
    await books.book(account)
    books.changedElsewhere(account.key)
    await books.book(account)
    expect(historyReads()).toHaveLength(2)
    now += 6_000
    books.missed()
    await books.book(account)
    expect(historyReads()).toHaveLength(3)
    books.changedElsewhere('OSP|never read')
  })

  it('that cannot be read leaves live orders and positions as they are, and is tried again', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    historyFails = true
    tables.orders = [order('502')]
    expect(ids((await readAgain()).working)).toEqual(['502'])
    historyFails = false
    tables.ordersHistory = [order('501', { status: 'Filled', filledQty: '1', lastModified: String(now) })]
    expect(ids((await readAgain()).final)).toEqual(['501'])
  })
})

describe('an order history that hangs', () => {
  let hanging: PromiseWithResolvers<void>
  beforeEach(() => {
    vi.useFakeTimers()
    hanging = Promise.withResolvers<void>()
  })
  afterEach(() => void vi.useRealTimers())

  const readInTime = async () => {
    const reading = readAgain()
    await vi.advanceTimersByTimeAsync(2_000)
    return reading
  }

  it('holds live orders up for two seconds once; what it tells late is shown with the next reading', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    holdHistory = hanging.promise
    const lastModified = String(now)
    tables = {
      ...tables,
      orders: [order('502')],
      ordersHistory: [order('501', { status: 'Filled', lastModified })],
    }
    expect(ids((await readInTime()).working)).toEqual(['502'])
    expect(books.lastKnown(account)?.holdsUntil).toBe(Number.NEGATIVE_INFINITY)
    tables.orders = [order('503')]
    expect(ids((await readAgain()).working)).toEqual(['503'])
    expect(historyReads()).toHaveLength(2)
    hanging.resolve()
    await vi.advanceTimersByTimeAsync(0)
    historyFails = true
    expect(ids((await readAgain()).final)).toEqual(['501'])
    expect(historyReads()).toHaveLength(3)
  })

  it('takes nothing back that a later reading told, when it answers after that one', async () => {
    tables.orders = [order('500'), order('501')]
    await books.book(account)
    tables.orders = [order('501')]
    holdHistory = hanging.promise
    const early = readAgain()
    await vi.advanceTimersByTimeAsync(1_900)
    const slow = Promise.withResolvers<void>()
    holdHistory = slow.promise
    const ended = { status: 'Filled', lastModified: String(now) }
    tables = { ...tables, orders: [], ordersHistory: [order('501', ended)] }
    const later = readAgain()
    await vi.advanceTimersByTimeAsync(200)
    await early
    slow.resolve()
    expect(ids((await later).final)).toEqual(['501'])
    hanging.resolve()
    await vi.advanceTimersByTimeAsync(0)
    historyFails = true
    expect(ids((await readAgain()).final)).toEqual(['501'])
  })

  it('is read again, a week back, where only a reading that was overtaken had it in time', async () => {
    const live = Promise.withResolvers<void>()
    hold = live.promise
    const early = Promise.resolve(books.book(account))
    await vi.advanceTimersByTimeAsync(0)
    hold = undefined
    holdHistory = hanging.promise
    const later = readAgain()
    await vi.advanceTimersByTimeAsync(1_900)
    const slow = Promise.withResolvers<void>()
    holdHistory = slow.promise
    live.resolve()
    await vi.advanceTimersByTimeAsync(100)
    await later
    slow.resolve()
    await early
    hanging.reject(new UpstreamError('upstream_timeout', { delivery: 'unknown' }))
    await vi.advanceTimersByTimeAsync(0)
    await readAgain()
    expect(historyReads()).toHaveLength(3)
    expect(historyReads().at(-1)?.query.from).toBeLessThanOrEqual(now - 7 * 24 * 60 * MINUTE)
  })

  it('does not keep an account from being shown for the first time; it goes back a week when it answers', async () => {
    holdHistory = hanging.promise
    tables.positions = [position('900')]
    expect(await readInTime()).toMatchObject({ positions: [{ id: '900' }], final: [] })
    hanging.resolve()
    await vi.advanceTimersByTimeAsync(0)
    await readAgain()
    expect(historyReads()).toHaveLength(2)
    expect(historyReads().at(-1)?.query.from).toBeLessThanOrEqual(now - 7 * 24 * 60 * MINUTE)
  })
})

describe('until when the book holds everything that reached the broker', () => {
  const holdsUntil = () => books.lastKnown(account)?.holdsUntil

  /** So soon after a change that the history is read as well. */
  const readAfterChange = () => {
    books.changed(account)
    now += 4_000
    return books.book(account)
  }

  it('is when the reading began that looked into the history as well', async () => {
    await books.book(account)
    await readAfterChange()
    const lookedAt = now
    await readAgain()
    expect(historyReads()).toHaveLength(2)
    expect(holdsUntil()).toBe(lookedAt)
  })

  it('is unknown while the history cannot tell where an order went', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    tables.orders = []
    historyFails = true
    await readAgain()
    expect(holdsUntil()).toBe(Number.NEGATIVE_INFINITY)
    historyFails = false
    await readAgain()
    expect(holdsUntil()).toBe(now)
  })

  it('is unknown while orders and history were read by different tables', async () => {
    await books.book(account)
    expect(holdsUntil()).toBe(now)
    const { id: _, ...columns } = Object.fromEntries(config.columns.ordersHistory)
    const ordersHistory = new Map(Object.entries(columns))
    told = [config, config, { ...config, columns: { ...config.columns, ordersHistory } }]
    await readAfterChange()
    expect(holdsUntil()).toBe(Number.NEGATIVE_INFINITY)
    await readAfterChange()
    expect(holdsUntil()).toBe(now)
  })

  it('is unknown while the history was cut short', async () => {
    tables.ordersHistory = [order('501', { status: 'Filled' })]
    historyIsCut = true
    await books.book(account)
    expect(holdsUntil()).toBe(Number.NEGATIVE_INFINITY)
    historyIsCut = false
    now += 30_000
    await readAgain()
    expect(holdsUntil()).toBe(now)
  })
})

describe('an order that is neither a buy nor a sell', () => {
  it('fails a reading of live orders: left out, it would seem to have ended', async () => {
    tables.orders = [order('501'), order('502', { side: 'long' })]
    await expect(books.book(account)).rejects.toThrow('upstream_malformed')
  })

  it('is left out of the ended ones, where it still can be found by its tag; the log tells once', async () => {
    const lastModified = String(now)
    const unsided = order('502', { side: '', status: 'Filled', strategyId: 'tv1', lastModified })
    tables.ordersHistory = [order('501', { lastModified }), unsided]
    await books.book(account)
    tables.ordersHistory = []
    now += 31_000
    const book = await readAgain()
    expect(historyReads()).toHaveLength(2)
    expect(ids(book.final)).toEqual(['501'])
    expect(findPlacement(book, 'tv1')).toMatchObject({ record: { id: '502' } })
    expect(warnings).toEqual([{ table: 'ordersHistory', rows: 1, first: '502' }])
  })
})

describe('what the account is remembered by', () => {
  it('a position that is not listed any more was closed; one that comes back was not', async () => {
    tables.positions = [position('900')]
    await books.book(account)
    tables.positions = []
    await readAgain()
    expect([...books.memory(account).closedPositions.keys()]).toEqual(['900'])
    tables.positions = [position('900')]
    await readAgain()
    expect([...books.memory(account).closedPositions.keys()]).toEqual([])
  })

  it('a bracket taken off a resting order', async () => {
    const levels = { stopLoss: '1.09', stopLossType: 'absolute' }
    tables.orders = [order('501', levels)]
    await books.book(account)
    tables.orders = [order('501')]
    await readAgain()
    expect([...books.memory(account).removedBrackets.keys()]).toEqual(['501.SL'])
  })
})

describe('a reading that was overtaken by a later one', () => {
  it('does not put the account back to an older state', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    const slow = Promise.withResolvers<void>()
    hold = slow.promise
    books.changed(account)
    const early = books.book(account)
    await new Promise(setImmediate)
    hold = undefined
    tables.orders = [order('502')]
    await readAgain()
    slow.resolve()
    expect(ids((await early).working)).toEqual(['501'])
    expect(ids(books.lastKnown(account)?.book.working ?? [])).toEqual(['502'])
  })

  it('does not either where both wait for the names of instruments at the end', async () => {
    tables.orders = [order('501')]
    await books.book(account)
    const [slow, list] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    hold = slow.promise
    books.changed(account)
    const early = books.book(account)
    await new Promise(setImmediate)
    hold = undefined
    holdNames = list.promise
    tables.orders = [order('502')]
    const later = readAgain()
    await new Promise(setImmediate)
    slow.resolve()
    await new Promise(setImmediate)
    list.resolve()
    await Promise.all([early, later])
    expect(ids(books.lastKnown(account)?.book.working ?? [])).toEqual(['502'])
  })
})

describe('an account that is let go of', () => {
  it('is nothing but what is read of it anew', async () => {
    tables.positions = [position('900')]
    await books.book(account)
    tables.positions = []
    await readAgain()
    books.forget(account.key)
    expect(books.lastKnown(account)).toBeUndefined()
    expect([...books.memory(account).closedPositions.keys()]).toEqual([])
    calls = []
    await books.book(account)
    expect(historyReads()[0]?.query.from).toBeLessThanOrEqual(now - 7 * 24 * 60 * MINUTE)
  })

  it('is not brought back by a reading that was under way', async () => {
    const slow = Promise.withResolvers<void>()
    hold = slow.promise
    tables.orders = [order('501')]
    const early = books.book(account)
    await new Promise(setImmediate)
    books.forget(account.key)
    slow.resolve()
    expect(ids((await early).working)).toEqual(['501'])
    expect(books.lastKnown(account)).toBeUndefined()
  })
})

it('a reading is urgent when an action waits for it, also one that polls have begun', async () => {
  const isUrgent = () => calls.map(({ urgent }) => urgent.aborted)
  await books.book(account)
  expect(isUrgent()).toEqual([false, false, false])
  books.changed(account)
  calls = []
  await books.bookForAction(account)
  expect(isUrgent()).toEqual([true, true, true])
  books.forget(account.key)
  calls = []
  const { promise, resolve } = Promise.withResolvers<void>()
  hold = promise
  const polled = books.book(account)
  await Promise.resolve()
  await Promise.resolve()
  expect(isUrgent()).toEqual([false, false])
  const waits = books.bookForAction(account)
  expect(isUrgent()).toEqual([true, true])
  resolve()
  await Promise.all([polled, waits])
  expect(isUrgent()).toEqual([true, true, true])
})

it('also one that a poll begins in the same moment', async () => {
  await Promise.all([books.book(account), books.bookForAction(account)])
  expect(calls.map(({ urgent }) => urgent.aborted)).toEqual([true, true, true])
})

it('a book that cannot be read anew is shown until it is ten seconds old, and no longer', async () => {
  vi.useFakeTimers()
  try {
    const book = await books.book(account)
    isDown = true
    await vi.advanceTimersByTimeAsync(9_900)
    expect(await books.book(account)).toBe(book)
    await vi.advanceTimersByTimeAsync(200)
    await expect(books.book(account)).rejects.toThrow('upstream_unavailable')
  } finally {
    vi.useRealTimers()
  }
})

it('of large books no more are kept than fit in memory, with what is shown and answered of them', async () => {
  const levels = { stopLoss: '1', stopLossType: 'absolute', takeProfit: '2', takeProfitType: 'absolute' }
  const table = Array.from({ length: 18_000 }, (_, i) => order(`${i}`, levels))
  const large = { ...answers.getPositions?.(), orders: rows(config.columns.orders, table), ordersHistory: [] }
  const client = { ...account.client, call: async () => large }
  const accounts = Array.from({ length: 14 }, (_, i) => ({ ...account, client, key: `OSP|${i}` }))
  for (const one of accounts) await books.book(one)
  // One counts as 43.9 MB, twelve of which fit in 512 MiB.
  const expected = [...Array(2).fill(false), ...Array(12).fill(true)]
  expect(accounts.map((one) => !(books.book(one) instanceof Promise))).toEqual(expected)
  expect(accounts.map((one) => books.lastKnown(one) !== undefined)).toEqual(expected)
})
