import { AsyncLocalStorage } from 'node:async_hooks'
import { describe, expect, it, vi } from 'vitest'
import { logIn, tokensFromGrant } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import type { HttpRequest } from '../../../../adapters/tradelocker/transport/http.ts'
import { ROUTES, type RouteName } from '../../../../adapters/tradelocker/transport/routes.ts'
import { createSessionClient } from '../../../../adapters/tradelocker/transport/session-client.ts'
import {
  UpstreamError,
  type UpstreamErrorOptions,
} from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { userKeyOf } from '../../../../adapters/tradelocker/transport/user-key.ts'
import { failureOf } from './loopback.ts'
import { upstreamOf } from './upstream-stub.ts'

type Reply = unknown | UpstreamError

/** A session whose calls are answered by the given replies, in turn; the last one stands for all that follow. */
function session(...replies: Reply[]) {
  let turn = 0
  let pairs = 0
  const refreshes: Reply[] = []
  const world = upstreamOf(
    async ({ route }: HttpRequest) => {
      if (route === 'getJWTRefreshTokens') {
        const reply = await refreshes.shift()
        if (reply instanceof Error) throw reply
        pairs += 1
        return { accessToken: `access ${pairs}`, refreshToken: `refresh ${pairs}` }
      }
      const reply = replies[Math.min(turn, replies.length - 1)]
      turn += 1
      if (reply instanceof Error) throw reply
      return reply
    },
    { clock: Date.now },
  )
  const now = Date.now()
  const state = { accessToken: 'access 0', refreshToken: 'refresh 0', accessExpiresAt: now + 3_600_000 }
  const grant = { server: 'OSP-DEMO', user: 'u-17', expiresAt: now + 86_400_000, state }
  const tokens = tokensFromGrant(world.upstream, grant)
  const client = createSessionClient({ ...world.upstream, tokens, random: () => 0 })
  const routes = () => world.sent.map(({ route }) => route)
  return { ...world, client, refreshes, routes }
}

const error = (code: UpstreamError['code'], options: UpstreamErrorOptions) => new UpstreamError(code, options)
const lost = () => error('upstream_unavailable', { delivery: 'unknown' })
const refusedConnection = () => error('upstream_unavailable', { delivery: 'not_sent' })
const expired = () => error('session_expired', { delivery: 'answered', status: 401 })
const throttled = (retryAfterMs: number, edge = false) =>
  error('rate_limited', { delivery: edge ? 'not_sent' : 'answered', status: 429, edge, retryAfterMs })

const WRITES = (Object.keys(ROUTES) as RouteName[]).filter(
  (route) => ROUTES[route].kind === 'write' && ROUTES[route].rateLimitType !== undefined,
)

describe('a call', () => {
  it('goes out with the token, the account and what the caller gives', async () => {
    const { client, sent, calls } = session({ orderId: '5' })
    const request = { accNum: '2', path: { accountId: '7' }, query: { from: 1 }, body: { qty: 1 } }
    expect(await client.call('placeOrder', request)).toEqual({ orderId: '5' })
    expect(sent).toMatchObject([{ route: 'placeOrder', accessToken: 'access 0', ...request }])
    expect(calls).toMatchObject([{ route: 'placeOrder', outcome: 'ok' }])
  })

  it('leaves the request at most the time until the deadline', async () => {
    const { client, sent } = session('ok')
    await client.call('getOrders', {})
    await client.call('getQuotes', { deadlineMs: 700 })
    expect(sent[0]?.deadlineMs).toBeGreaterThan(4_000)
    expect(sent[0]?.deadlineMs).toBeLessThanOrEqual(5_000)
    expect(sent[1]?.deadlineMs).toBeLessThanOrEqual(700)
  })

  it('that reads what panels do not poll is urgent while an action of the trader is under way, and no longer', async () => {
    const { client, sent } = session('ok')
    const done = Promise.withResolvers<void>()
    const ends = [client.inHaste(() => done.promise), client.inHaste(async () => {})]
    await ends[1]
    await client.call('getInstruments', {})
    await client.call('placeOrder', {})
    await client.call('getQuotes', {})
    await client.call('getQuotes', { urgent: AbortSignal.abort() })
    done.resolve()
    await ends[0]
    await client.call('getInstruments', {})
    expect(sent.map(({ isUrgent }) => isUrgent)).toEqual([true, false, false, true, false])
  })

  it('counts against the limits configured for its user', async () => {
    const { client, upstream } = session('ok')
    upstream.budgets.configure(
      { user: userKeyOf(client) },
      new Map([['GET_ORDERS', { limit: 3, intervalMs: 60_000 }]]),
    )
    for (let i = 0; i < 3; i += 1) await client.call('getOrders', {})
    const fourth = await failureOf(client.call('getOrders', { deadlineMs: 100 }))
    expect(fourth).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
  })
})

describe('a read', () => {
  it.each([lost, refusedConnection])(
    'is repeated at most twice when no answer comes: %s',
    async (failure) => {
      const { client, calls } = session(failure(), failure(), 'third time')
      expect(await client.call('getQuotes', {})).toBe('third time')
      expect(calls.map(({ outcome }) => outcome)).toEqual([
        'upstream_unavailable',
        'upstream_unavailable',
        'ok',
      ])

      const hopeless = session(failure())
      expect(await failureOf(hopeless.client.call('getQuotes', {}))).toMatchObject({
        code: 'upstream_unavailable',
      })
      expect(hopeless.sent).toHaveLength(3)
    },
  )

  it.each([
    ['comes after it', 500, 2],
    ['never where that is too late', 60_000, 1],
  ])('that is told when to come back %s', async (_, retryAfterMs, times) => {
    const elapsed = performance.now()
    const unavailable = error('upstream_unavailable', { delivery: 'unknown', status: 503, retryAfterMs })
    const { client, sent } = session(unavailable, 'prices')
    await client.call('getQuotes', {}).catch(() => undefined)
    expect(sent).toHaveLength(times)
    if (times > 1) expect(performance.now() - elapsed).toBeGreaterThanOrEqual(retryAfterMs - 1)
  })

  it('is not repeated beyond its deadline', async () => {
    const { client, sent } = session(lost())
    await failureOf(client.call('getQuotes', { deadlineMs: 60 }))
    expect(sent).toHaveLength(1)
  })

  it.each([
    error('upstream_malformed', { delivery: 'unknown' }),
    error('rejected', { delivery: 'answered' }),
    error('upstream_unavailable', { delivery: 'not_sent', edge: true }),
    error('upstream_unavailable', { delivery: 'answered' }),
  ])('is not repeated after %s, which asking again will not change', async (failure) => {
    const { client, sent } = session(failure)
    expect(await failureOf(client.call('getQuotes', {}))).toBe(failure)
    expect(sent).toHaveLength(1)
  })
})

describe('a write', () => {
  it.each(WRITES)('%s is never sent again when its outcome is unknown', async (route) => {
    const path = { accountId: '1', orderId: '2', positionId: '3' }
    for (const failure of [lost(), error('upstream_timeout', { delivery: 'unknown' })]) {
      const { client, sent } = session(failure)
      expect(await failureOf(client.call(route, { path }))).toBe(failure)
      expect(sent).toHaveLength(1)
    }
  })

  it('is not sent again either when it certainly did not go out: only the caller may do so', async () => {
    const { client, sent } = session(refusedConnection())
    expect(await failureOf(client.call('placeOrder', {}))).toMatchObject({ delivery: 'not_sent' })
    expect(sent).toHaveLength(1)
  })

  it('is sent again after a 429, which carried nothing out, when there is time', async () => {
    const { client, routes } = session(throttled(30), { orderId: '5' })
    expect(await client.call('placeOrder', {})).toEqual({ orderId: '5' })
    expect(routes()).toEqual(['placeOrder', 'placeOrder'])
  })

  it('is not sent again after a 429 that asks for more time than there is', async () => {
    const { client, sent } = session(throttled(60_000))
    expect(await failureOf(client.call('placeOrder', {}))).toMatchObject({ code: 'rate_limited' })
    expect(sent).toHaveLength(1)
  })
})

describe('a refused token', () => {
  it.each(['getOrders', 'placeOrder'] as const)('is refreshed once, then %s is sent again', async (route) => {
    const { client, sent, calls } = session(expired(), 'done')
    expect(await client.call(route, {})).toBe('done')
    expect(sent.map((request) => [request.route, request.accessToken])).toEqual([
      [route, 'access 0'],
      ['getJWTRefreshTokens', undefined],
      [route, 'access 1'],
    ])
    expect(calls.map(({ outcome }) => outcome)).toEqual(['session_expired', 'ok', 'ok'])
    expect(client.grant().state).toMatchObject({ accessToken: 'access 1', refreshToken: 'refresh 1' })
  })

  it('that is refused again when new is an expired session', async () => {
    const { client, sent } = session(expired())
    expect(await failureOf(client.call('placeOrder', {}))).toMatchObject({ code: 'session_expired' })
    expect(sent).toHaveLength(3)
  })

  it('costs one refresh for many calls', async () => {
    const { client, routes } = session(...Array.from({ length: 10 }, expired), 'done')
    await Promise.all(Array.from({ length: 10 }, () => client.call('getQuotes', {})))
    expect(routes().filter((route) => route === 'getJWTRefreshTokens')).toHaveLength(1)
  })

  it('leaves a write certainly not carried out, even when nobody knows what became of the refresh', async () => {
    const { client, refreshes, sent } = session(expired())
    refreshes.push(lost())
    expect(await failureOf(client.call('placeOrder', {}))).toMatchObject({
      code: 'upstream_unavailable',
      delivery: 'not_sent',
    })
    expect(sent).toHaveLength(2)
  })
})

describe('a token that comes too late', () => {
  it('refuses the calls it is too late for at their own deadlines, and comes for all others', async () => {
    const { client, refreshes, routes, refused } = session(expired(), 'done')
    const refresh = Promise.withResolvers<void>()
    refreshes.push(refresh.promise)
    const patient = client.call('getOrders', {})
    await vi.waitFor(() => expect(routes()).toContain('getJWTRefreshTokens'))
    const asked = performance.now()
    const hasty = (['getQuotes', 'placeOrder'] as const).map(async (route) => {
      const failure = await failureOf(client.call(route, { deadlineMs: 400 }))
      return { failure, afterMs: performance.now() - asked }
    })
    const [read, write] = await Promise.all(hasty)
    const busy = { code: 'too_busy', delivery: 'not_sent', retry: 'after' }
    expect([read?.failure, write?.failure]).toMatchObject([busy, busy])
    expect(read?.afterMs).toBeGreaterThan(398)
    // Half of its time was kept for the request itself.
    expect(write?.afterMs).toBeGreaterThan(198)
    expect(refused).toEqual(['placeOrder', 'getQuotes'])

    refresh.resolve()
    expect(await patient).toBe('done')
    expect(routes()).toEqual(['getOrders', 'getJWTRefreshTokens', 'getOrders'])
  })

  it.each(['getOrders', 'placeOrder'] as const)('after the first was refused as well: %s', async (route) => {
    const { client, refreshes, routes, refused } = session(expired())
    const refresh = Promise.withResolvers<void>()
    refreshes.push(refresh.promise)
    const failure = await failureOf(client.call(route, { deadlineMs: 200 }))
    expect(failure).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
    expect([routes(), refused]).toEqual([[route, 'getJWTRefreshTokens'], [route]])
    refresh.resolve()
  })

  it('and then not at all is nobody else’s failure', async () => {
    const { client, refreshes, routes } = session(expired(), 'done')
    const refresh = Promise.withResolvers<void>()
    refreshes.push(refresh.promise)
    await failureOf(client.call('getOrders', { deadlineMs: 50 }))
    refresh.reject(lost())
    await new Promise(setImmediate)
    expect(await client.call('getOrders', {})).toBe('done')
    expect(routes().filter((route) => route === 'getJWTRefreshTokens')).toHaveLength(2)
  })
})

describe('a 429', () => {
  it('makes all calls of that route wait, and no others', async () => {
    const { client, upstream } = session(throttled(60_000), 'other')
    await failureOf(client.call('getQuotes', {}))
    expect(await failureOf(client.call('getQuotes', {}))).toMatchObject({ code: 'too_busy' })
    expect(await client.call('getOrders', {})).toBe('other')
    upstream.budgets.close()
  })

  it('of the edge network makes everything wait, whoever calls', async () => {
    const { client, upstream } = session(throttled(60_000, true))
    await failureOf(client.call('getQuotes', {}))
    const other = upstream.budgets.run({ user: 'bob' }, 'placeOrder', async () => 1, { deadlineMs: 5_000 })
    expect(await failureOf(other)).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
    upstream.budgets.close()
  })
})

describe('a page of the edge network', () => {
  const blocked = () => error('upstream_unavailable', { delivery: 'not_sent', status: 403, edge: true })
  const other = (budgets: ReturnType<typeof session>['upstream']['budgets']) =>
    budgets.run({ user: 'bob' }, 'placeOrder', async () => 'placed', { deadlineMs: 5_000 })

  it('in place of an answer makes everything wait, and a write that met it was not carried out', async () => {
    const { client, upstream, sent } = session(blocked())
    expect(await failureOf(client.call('placeOrder', {}))).toMatchObject({ delivery: 'not_sent' })
    expect(sent).toHaveLength(1)
    expect(await failureOf(other(upstream.budgets))).toMatchObject({ code: 'too_busy' })
    upstream.budgets.close()
  })

  it.each(['getConfigUsingGET', 'getAllAccounts'] as const)(
    'makes everything wait also in place of what has no limit of its own: %s',
    async (route) => {
      const { client, upstream } = session(blocked())
      await failureOf(client.call(route, {}))
      expect(await failureOf(other(upstream.budgets))).toMatchObject({ code: 'too_busy' })
      upstream.budgets.close()
    },
  )

  it('in place of a refreshed token makes everything wait, and does not end the session', async () => {
    const { client, upstream, refreshes } = session(expired())
    refreshes.push(blocked())
    expect(await failureOf(client.call('getOrders', {}))).toMatchObject({
      code: 'upstream_unavailable',
      delivery: 'not_sent',
    })
    expect(await failureOf(other(upstream.budgets))).toMatchObject({ code: 'too_busy' })
    expect(client.hasEnded()).toBe(false)
    upstream.budgets.close()
  })

  it('in place of a login says nothing about other users: it may dislike what was typed', async () => {
    const { upstream } = upstreamOf(() => Promise.reject(blocked()))
    const typed = { email: 'ann@example.com', password: "' or 1=1 --", server: 'OSP-DEMO' }
    expect(await failureOf(logIn(upstream, typed))).toMatchObject({ code: 'upstream_unavailable' })
    expect(await other(upstream.budgets)).toBe('placed')
  })
})

it('what may not leave when its turn comes is not sent, and counts as refused by no limit', async () => {
  const { client, sent, refused } = session('placed')
  const held = client.call('placeOrder', { accNum: '1', mayLeave: () => false })
  expect(await failureOf(held)).toMatchObject({ code: 'no_turn', delivery: 'not_sent' })
  expect([sent, refused]).toEqual([[], []])
})

it('events reach the request they belong to, even when another call or a timer started it', async () => {
  const storage = new AsyncLocalStorage<string>()
  const seen: [string | undefined, string][] = []
  const { client, upstream } = session(lost(), 'a', 'b', 'c', 'd', 'e')
  Object.assign(upstream.events, {
    upstreamCall: ({ route }: { route: string }) => seen.push([storage.getStore(), route]),
  })
  upstream.budgets.configure(
    { user: userKeyOf(client) },
    new Map([['GET_ORDERS', { limit: 1, intervalMs: 40 }]]),
  )
  const ask = (name: string, route: RouteName) => storage.run(name, () => client.call(route, {}))
  await Promise.all([ask('ann', 'getQuotes'), ...['bob', 'cho', 'dan'].map((name) => ask(name, 'getOrders'))])
  expect(seen.toSorted()).toEqual([
    ['ann', 'getQuotes'],
    ['ann', 'getQuotes'],
    ['bob', 'getOrders'],
    ['cho', 'getOrders'],
    ['dan', 'getOrders'],
  ])
})
