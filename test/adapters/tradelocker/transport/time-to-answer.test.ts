import { expect, it } from 'vitest'
import type { Budgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { callOnce } from '../../../../adapters/tradelocker/transport/upstream.ts'

const unused = () => {
  throw new Error('Nothing is sent here.')
}

/** How long a call may wait for its limit. */
async function waitOf(route: RouteName, deadline: number): Promise<number | undefined> {
  let waitMs: number | undefined
  const run: Budgets['run'] = async (_key, _route, _task, { deadlineMs }) => {
    waitMs = deadlineMs
    throw new Error('Its turn never came.')
  }
  const budgets = { ...({} as Budgets), run }
  const upstream = { http: { send: unused, close: unused }, budgets, events: { upstreamCall: unused } }
  const times = { clock: () => 0, elapsed: () => 0 }
  const request = { route, method: 'GET', url: 'http://127.0.0.1:1', headers: {} } as never
  await callOnce({ ...upstream, ...times } as never, { user: 'ann', accNum: '1' }, request, {
    deadline,
  }).catch(() => undefined)
  return waitMs
}

it.each([
  ['getOrders', 10_000, 9_000],
  ['getOrders', 1_000, 500],
  ['placeOrder', 10_000, 6_000],
  ['closePosition', 6_000, 3_000],
] as const)(
  '%s that must be over in %s ms waits for its limit %s ms at the most, and has the rest to be answered',
  async (route, deadline, waitMs) => {
    expect(await waitOf(route, deadline)).toBe(waitMs)
  },
)
