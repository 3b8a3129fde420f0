import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { accountContext } from '../../../../adapters/tradelocker/account/account-context.ts'
import { createAccountDirectory } from '../../../../adapters/tradelocker/account/account-directory.ts'
import { userKeyOf } from '../../../../adapters/tradelocker/transport/user-key.ts'
import { fakeClient } from '../../../support/fake-client.ts'

const answer = JSON.parse(
  readFileSync(new URL('../../../fixtures/trade-config.json', import.meta.url), 'utf8'),
)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const routes: string[] = []
  const client = fakeClient({
    user: 'u-17',
    server: 'OSP-DEMO',
    async call(route) {
      routes.push(route)
      return answer.d ?? answer
    },
  })
  const configured: string[] = []
  const directory = createAccountDirectory({
    configure: ({ user, accNum }) => void configured.push(`${user}|${accNum}`),
  })
  return { client, directory, routes, configured }
}

it('the configuration is read anew after an hour at the latest, without keeping anybody waiting', async () => {
  const { client, directory, routes, configured } = setUp()
  const first = await directory.config(client, '1')
  const earliestMs = 48 * 60_000
  await vi.advanceTimersByTimeAsync(earliestMs - 1)
  await directory.config(client, '1')
  expect(routes).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(3_600_000 - earliestMs + 1)
  expect(await directory.config(client, '1')).toBe(first)
  await vi.advanceTimersByTimeAsync(1)
  expect(routes).toHaveLength(2)
  expect(configured).toEqual(Array(2).fill(`${userKeyOf(client)}|1`))
})

it('the configuration is read anew after a 429, once a minute at the most', async () => {
  const { client, directory, routes } = setUp()
  const user = userKeyOf(client)
  const throttleAndLook = async () => {
    directory.limitsInDoubt({ user, accNum: '1' })
    await directory.config(client, '1')
    await vi.advanceTimersByTimeAsync(0)
  }
  await directory.config(client, '1')
  await throttleAndLook()
  expect(routes).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(60_000)
  await throttleAndLook()
  await throttleAndLook()
  expect(routes).toHaveLength(2)
  directory.limitsInDoubt({ user })
})

it('says whether tables are still those of the broker, and by which ones rows are to be read from then on', async () => {
  const { client, directory, routes } = setUp()
  const { columns } = await directory.config(client, '1')
  const account = accountContext(client, { id: '7', accNum: '1', name: '', currency: 'USD', active: true })
  expect(await directory.hasStill(account, columns)).toBe(true)
  expect(await directory.hasStill(account, { ...columns, filledOrders: new Map() })).toBe(true)
  expect(routes).toHaveLength(3)
  const moved = { ...columns, orders: new Map([...columns.orders].map(([id, place]) => [id, place + 1])) }
  const more = { ...columns, orders: new Map([...columns.orders, ['new', 99] as const]) }
  for (const tables of [moved, more]) expect(await directory.hasStill(account, tables)).toBe(false)
  await directory.config(client, '1')
  expect(routes).toHaveLength(6)
})

it('what must be read less often than wished for is told by the limits that are known', async () => {
  const limit = (rateLimitType: string, count: number, intervalNum: number) => ({
    rateLimitType,
    measure: 'SECONDS',
    intervalNum,
    limit: count,
  })
  const rateLimits = [limit('GET_ORDERS', 5, 1), limit('GET_POSITIONS', 1, 2), limit('GET_EXECUTIONS', 1, 60)]
  const { directory, client } = setUp()
  const account = accountContext(
    { ...client, call: async () => ({ ...answer.d, rateLimits }) },
    { id: '7', accNum: '1', name: '', currency: 'USD', active: true },
  )
  expect(directory.slowness(account, ['GET_POSITIONS'], 1_000)).toBe(1)
  await directory.config(account.client, '1')
  expect(directory.slowness(account, ['GET_ORDERS'], 1_000)).toBe(1)
  expect(directory.slowness(account, ['GET_ORDERS', 'GET_POSITIONS'], 1_000)).toBe(2)
  expect(directory.slowness(account, ['GET_EXECUTIONS'], 1_000)).toBe(5)
})

it('nobody waits for rules that were read within the last two hours', async () => {
  const { directory, client } = setUp()
  let readings = 0
  const call = async () => {
    readings += 1
    return readings === 1 ? [{ id: '7', tradingRules: {} }] : new Promise(() => {})
  }
  const row = { id: '7', accNum: '1', name: '', currency: 'USD', active: true }
  const account = accountContext({ ...client, call }, row)
  const first = await directory.rules(account)
  await vi.advanceTimersByTimeAsync(2 * 3_600_000 - 1)
  expect(await Promise.race([directory.rules(account), vi.advanceTimersByTimeAsync(0)])).toBe(first)
  expect(readings).toBe(2)
})
