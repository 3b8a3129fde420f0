import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountDirectory } from '../../../../adapters/tradelocker/account/account-directory.ts'
import { createAccountReads } from '../../../../adapters/tradelocker/account/account-reads.ts'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { createLeftOut } from '../../../../adapters/tradelocker/book/left-out.ts'
import { UNHURRIED } from '../../../../adapters/tradelocker/read-pace.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { tradeConfigAnswer } from '../../../support/trade-config.ts'

const config = parseTradeConfig(tradeConfigAnswer())
const directory = {
  config: async () => config,
  readBy: async (_: unknown, __: unknown, read: (c: typeof config) => unknown) => read(config),
  slowness: () => 1,
} as unknown as AccountDirectory
const accountOf = (call: (route: string) => Promise<object>) =>
  ({ client: { call }, id: '1', accNum: '1', key: 'S|1' }) as unknown as AccountContext

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a fill that is neither a buy nor a sell is left out, and the log tells once', async () => {
  const row = (id: string, side: string | null) => {
    const cells = { id, side, price: '1.1', qty: '1', orderId: '501', tradableInstrumentId: '278' }
    return [...config.columns.filledOrders.keys()].map((name) => cells[name as keyof typeof cells] ?? null)
  }
  const executions = [row('1', 'sell'), row('2', null), row('3', 'long')]
  const client = { call: async () => ({ executions }) }
  const account = { client, id: '1', accNum: '1', key: 'S|1' } as unknown as AccountContext
  const warnings: unknown[] = []
  const leftOut = createLeftOut({ warn: (_, facts) => warnings.push(facts) })
  const reads = createAccountReads(directory, UNHURRIED, leftOut, Date.now)
  for (let reading = 0; reading < 2; reading++) {
    expect(await reads.executions(account)).toMatchObject([{ id: '1', side: 'sell' }])
    reads.changed(account.key)
  }
  expect(warnings).toEqual([{ table: 'executions', rows: 2, first: '2' }])
})

it.each([
  ['state', 10_000],
  ['executions', 10_000],
  ['history', 60_000],
] as const)('what cannot be read anew is shown for a while and no longer: %s, %i ms', async (what, ms) => {
  let isDown = false
  const account = accountOf(async () => {
    if (isDown) throw new UpstreamError('upstream_unavailable', { delivery: 'unknown' })
    return { accountDetailsData: config.accountDetails.map(() => 0), executions: [], ordersHistory: [] }
  })
  const reads = createAccountReads(directory, UNHURRIED, createLeftOut({ warn: () => undefined }), Date.now)
  const first = await reads[what](account)
  isDown = true
  await vi.advanceTimersByTimeAsync(ms - 100)
  expect(await reads[what](account)).toBe(first)
  await vi.advanceTimersByTimeAsync(200)
  await expect(reads[what](account)).rejects.toThrow('upstream_unavailable')
})

it.each(['state', 'executions'] as const)(
  'one reading a second at most, and from three seconds on who asks waits for the next: %s',
  async (what) => {
    let readings = 0
    const answer = {
      accountDetailsData: config.accountDetails.map(() => 0),
      executions: [],
      ordersHistory: [],
    }
    const account = accountOf(async () => {
      readings += 1
      return readings === 1 ? answer : new Promise<object>(() => undefined)
    })
    const reads = createAccountReads(directory, UNHURRIED, createLeftOut({ warn: () => undefined }), Date.now)
    const first = await reads[what](account)
    await vi.advanceTimersByTimeAsync(970)
    expect(reads[what](account)).toBe(first)
    await vi.advanceTimersByTimeAsync(0)
    expect(readings).toBe(1)
    await vi.advanceTimersByTimeAsync(20)
    expect(reads[what](account)).toBe(first)
    await vi.advanceTimersByTimeAsync(1_910)
    expect([reads[what](account), readings]).toEqual([first, 2])
    await vi.advanceTimersByTimeAsync(200)
    expect(reads[what](account)).toBeInstanceOf(Promise)
  },
)

it('the history of the month is one reading in half a minute for all who ask, until something has changed', async () => {
  let readings = 0
  const account = accountOf(async () => {
    readings += 1
    return { ordersHistory: [] }
  })
  const reads = createAccountReads(directory, UNHURRIED, createLeftOut({ warn: () => undefined }), Date.now)
  await Promise.all(Array.from({ length: 20 }, () => reads.history(account)))
  await reads.history(account)
  expect(readings).toBe(1)
  await vi.advanceTimersByTimeAsync(29_900)
  await reads.history(account)
  expect(readings).toBe(1)
  reads.changed(account.key)
  await reads.history(account)
  expect(readings).toBe(2)
  await vi.advanceTimersByTimeAsync(30_100)
  await reads.history(account)
  await vi.advanceTimersByTimeAsync(0)
  expect(readings).toBe(3)
})

it('money, fills and history are read in haste after a change', async () => {
  const told: unknown[] = []
  const client = {
    async call(route: string, { afterChange }: { afterChange: boolean }) {
      told.push([route, afterChange])
      return { accountDetailsData: config.accountDetails.map(() => 1), executions: [], ordersHistory: [] }
    },
  }
  const account = { client, id: '1', accNum: '1', key: 'S|1' } as unknown as AccountContext
  const reads = createAccountReads(directory, UNHURRIED, createLeftOut({ warn: () => undefined }), Date.now)
  for (const isChanged of [false, true]) {
    if (isChanged) reads.changed(account.key)
    await reads.state(account)
    await reads.executions(account)
    await reads.history(account)
  }
  const routes = ['getState', 'getExecutions', 'getOrdersHistory']
  expect(told).toEqual([false, true].flatMap((isChanged) => routes.map((route) => [route, isChanged])))
})

it.each(['executions', 'history'] as const)(
  'of %s of many rows no more are kept than fit in memory',
  async (what) => {
    const cells = { id: '', side: 'buy', tradableInstrumentId: '278' }
    const table = what === 'executions' ? config.columns.filledOrders : config.columns.ordersHistory
    const rows = Array.from({ length: 15_000 }, (_, i) =>
      [...table.keys()].map((name) => ({ ...cells, id: `${i}` })[name as keyof typeof cells] ?? null),
    )
    const client = { call: async () => ({ executions: rows, ordersHistory: rows }) }
    const accounts = Array.from(
      { length: 10 },
      (_, i) => ({ client, id: '1', accNum: '1', key: `S|${i}` }) as unknown as AccountContext,
    )
    const reads = createAccountReads(directory, UNHURRIED, createLeftOut({ warn: () => undefined }), Date.now)
    for (const account of accounts) expect(await reads[what](account)).toHaveLength(rows.length)
    const isKept = (account: AccountContext) => !(reads[what](account) instanceof Promise)
    // 15,000 rows count as 7.5 MB, eight of which fit in 64 MiB.
    expect(accounts.toReversed().map(isKept)).toEqual([...Array(8).fill(true), false, false])
  },
)
