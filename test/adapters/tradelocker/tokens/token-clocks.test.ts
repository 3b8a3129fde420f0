import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { logIn } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import type { HttpRequest } from '../../../../adapters/tradelocker/transport/http.ts'
import { createSessionClient } from '../../../../adapters/tradelocker/transport/session-client.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import { userKeyOf } from '../../../../adapters/tradelocker/transport/user-key.ts'
import { startStopwatch } from '../../../support/stopwatch.ts'
import { jwt } from '../transport/loopback.ts'
import { upstreamOf } from '../transport/upstream-stub.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const LIFE_S = 3_600

/** A TradeLocker that judges tokens by its own clock, which differs from ours by `skewMs`. */
async function session({ skewMs = 0, iat = true }: { skewMs?: number; iat?: boolean } = {}) {
  // TradeLocker's own time; ours may be set while it runs on.
  const broker = { now: 1_767_607_200_000 + skewMs }
  let issued = 0
  const hold: { refresh: Promise<void> } = { refresh: Promise.resolve() }
  const answer = async ({ route, accessToken }: HttpRequest) => {
    if (route === 'getJWTTokens' || route === 'getJWTRefreshTokens') {
      if (route === 'getJWTRefreshTokens') await hold.refresh
      issued += 1
      const at = Math.floor(broker.now / 1_000)
      const token = (life: number) =>
        jwt({ sub: 'u', jti: issued, exp: at + life, ...(iat ? { iat: at } : {}) })
      return { accessToken: token(LIFE_S), refreshToken: token(24 * LIFE_S) }
    }
    const { exp = 0 } = decodeJwt(accessToken ?? '')
    if (broker.now >= exp * 1_000)
      throw new UpstreamError('session_expired', { delivery: 'answered', status: 401 })
    return 'ok'
  }
  const world = upstreamOf(answer)
  const tokens = await logIn(world.upstream, { email: 'ann@example.com', password: 'x', server: 'OSP-DEMO' })
  const client = createSessionClient({ ...world.upstream, tokens })
  const wide = { limit: 10_000, intervalMs: 1_000 }
  world.upstream.budgets.configure({ user: userKeyOf(client) }, new Map([['GET_ORDERS', wide]]))
  return {
    ...world,
    hold,
    call: () => client.call('getOrders', {}),
    pass(ms: number) {
      world.time.now += ms
      broker.now += ms
    },
    setOurClock(byMs: number) {
      world.time.now += byMs
    },
    refreshes: () => world.sent.filter(({ route }) => route === 'getJWTRefreshTokens').length,
    refused: () => world.calls.filter(({ outcome }) => outcome === 'session_expired').length,
  }
}

describe.each([-5 * MINUTE, 0, 5 * MINUTE])('with TradeLocker’s clock %i ms off ours', (skewMs) => {
  it.each([true, false])(
    'a session of three hours costs one refresh an hour (tokens tell when they were issued: %s)',
    async (iat) => {
      const { call, pass, refreshes, refused } = await session({ skewMs, iat })
      for (let minute = 0; minute < 180; minute += 1) {
        pass(MINUTE)
        expect(await call()).toBe('ok')
      }
      expect(refreshes()).toBeGreaterThanOrEqual(2)
      expect(refreshes()).toBeLessThanOrEqual(4)
      // Where only the end is told, a slow clock of ours notices it by the refusal; each costs one call.
      if (iat) expect(refused()).toBe(0)
      else expect(refused()).toBeLessThanOrEqual(3)
    },
  )
})

it.each([-5 * MINUTE, 5 * MINUTE])('our clock may be set by %i ms while a session is open', async (jump) => {
  const { call, pass, setOurClock, refreshes } = await session()
  for (let minute = 0; minute < 180; minute += 1) {
    if (minute % 50 === 49) setOurClock(jump)
    pass(MINUTE)
    expect(await call()).toBe('ok')
  }
  expect(refreshes()).toBeLessThanOrEqual(5)
})

it('a refresh that hangs holds no call up while the old token still serves', async () => {
  const { call, pass, hold, refreshes } = await session()
  const gate = Promise.withResolvers<void>()
  hold.refresh = gate.promise
  pass(HOUR - 30_000)
  const elapsed = startStopwatch()
  await Promise.all(Array.from({ length: 20 }, call))
  expect(elapsed()).toBeLessThan(2_500)
  await call()
  expect(refreshes()).toBe(1)
  gate.resolve()
  await gate.promise
  pass(29_000)
  await call()
  expect(refreshes()).toBe(1)
})
