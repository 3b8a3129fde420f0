import { expect, it } from 'vitest'
import type { Budgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import { tokensFromGrant } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import type { RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { createSessionClient } from '../../../../adapters/tradelocker/transport/session-client.ts'
import { callOnce } from '../../../../adapters/tradelocker/transport/upstream.ts'
import { failureOf } from './loopback.ts'
import { upstreamOf } from './upstream-stub.ts'

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

/** Places an order for which a new token is needed, and tells what TradeLocker was sent. */
async function placeAfterRefresh(refreshMs: number, deadlineMs: number | undefined) {
  let now = 0
  const world = upstreamOf(async ({ route }) => {
    if (route === 'placeOrder') return 'placed'
    now += refreshMs
    return { accessToken: 'access', refreshToken: 'refresh' }
  })
  const upstream = { ...world.upstream, elapsed: () => now }
  const state = { refreshToken: 'old' }
  const grant = { server: 'OSP-DEMO', user: 'ann', expiresAt: world.time.now + 86_400_000, state }
  const client = createSessionClient({ ...upstream, tokens: tokensFromGrant(upstream, grant) })
  const placed = client.call('placeOrder', { deadlineMs })
  return { placed, sent: () => world.sent.map(({ route }) => route) }
}

it.each([
  [5_900, undefined],
  // Half of what it has at all.
  [900, 2_000],
])(
  'an order that waited %s ms for its token leaves with the time to be answered',
  async (refreshMs, whole) => {
    const { placed } = await placeAfterRefresh(refreshMs, whole)
    expect(await placed).toBe('placed')
  },
)

it.each([
  [6_100, undefined],
  [9_900, undefined],
  [1_100, 2_000],
])(
  'an order that waited %s ms for its token would have too little, and does not leave',
  async (refreshMs, whole) => {
    const { placed, sent } = await placeAfterRefresh(refreshMs, whole)
    expect(await failureOf(placed)).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
    expect(sent()).toEqual(['getJWTRefreshTokens'])
  },
)
