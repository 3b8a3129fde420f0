import { expect, it } from 'vitest'
import type { AccountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountDirectory } from '../../../../adapters/tradelocker/account/account-directory.ts'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { createAccountReader } from '../../../../adapters/tradelocker/trading/placement-search.ts'
import { tradeConfigAnswer } from '../../../support/trade-config.ts'

const config = parseTradeConfig(tradeConfigAnswer())
const directory = {
  readBy: async (_: unknown, __: unknown, read: (c: typeof config) => unknown) => read(config),
}

/** An account whose readings the test lets end, one after the other. */
function setUp() {
  const begun: PromiseWithResolvers<void>[] = []
  const answers: Record<string, () => Promise<object>> = {
    async getOrders() {
      const reading = Promise.withResolvers<void>()
      begun.push(reading)
      await reading.promise
      return { orders: [] }
    },
    getOrdersHistory: async () => ({ ordersHistory: [] }),
    getPositions: async () => ({ positions: [] }),
  }
  const client = { call: (route: string) => answers[route]?.() }
  const account = { client, id: '1', accNum: '1', key: 'S|1' } as unknown as AccountContext
  const read = createAccountReader(directory as unknown as AccountDirectory, Date.now)
  return { begun, read: () => read(account) }
}

const isOpen = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => false), new Promise((resolve) => setTimeout(() => resolve(true), 20))])

it('is shared by those who ask at the same time, and only by those who asked before it began', async () => {
  const { begun, read } = setUp()
  const first = read()
  const later = [read(), read()]
  expect(begun).toHaveLength(1)
  begun[0]?.resolve()
  await first
  expect(await isOpen(Promise.race(later))).toBe(true)
  expect(begun).toHaveLength(2)
  begun[1]?.resolve()
  expect(new Set(await Promise.all(later)).size).toBe(1)
  expect(begun).toHaveLength(2)
  void read()
  expect(begun).toHaveLength(3)
})

it('that fails is no failure of those who wait for the next one', async () => {
  const { begun, read } = setUp()
  const first = read()
  const later = read()
  begun[0]?.reject(new Error('no answer'))
  await expect(first).rejects.toThrow('no answer')
  expect(await isOpen(later)).toBe(true)
  begun[1]?.resolve()
  expect(await later).toMatchObject({ working: [], positions: [] })
})
