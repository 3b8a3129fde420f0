import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { logIn, tokensFromGrant } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import { fold } from '../../../../adapters/tradelocker/tokens/unfolded-jwt.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'
import type { Soon } from '../../../../src/broker/soon.ts'
import { failureOf, jwt } from '../transport/loopback.ts'
import { upstreamOf } from '../transport/upstream-stub.ts'

const credentials = { email: 'Ann@Example.com', password: 'not-a-real-password', server: 'OSP-DEMO' }
const NOW = 1_767_607_200_000
const HOUR = 3_600_000

/** A TradeLocker that issues numbered pairs; access tokens live an hour, refresh tokens a day. */
function broker({ skewMs = 0, iat = true }: { skewMs?: number; iat?: boolean } = {}) {
  let issued = 0
  const failures: unknown[] = []
  const world = upstreamOf(async () => {
    const failure = failures.shift()
    if (failure !== undefined) throw failure
    issued += 1
    const at = Math.floor((world.time.now + skewMs) / 1_000)
    const token = (life: number, kind: string) =>
      jwt({ sub: 'u-17', jti: `${kind} ${issued}`, exp: at + life, ...(iat ? { iat: at } : {}) })
    return { accessToken: token(3_600, 'access'), refreshToken: token(86_400, 'refresh') }
  })
  return { ...world, failures, issued: () => issued }
}

const refused = () => new UpstreamError('wrong_credentials', { delivery: 'answered', status: 401 })
const throttled = (code: 'rate_limited' | 'login_throttled') =>
  new UpstreamError(code, { delivery: 'answered', status: 429, retryAfterMs: 30_000 })
const cut = () => new UpstreamError('upstream_unavailable', { delivery: 'unknown' })

describe('logging in', () => {
  it('sends what the trader typed and knows the user by the name TradeLocker gives', async () => {
    const { upstream, sent, calls } = broker()
    const tokens = await logIn(upstream, credentials)
    expect(sent).toMatchObject([{ route: 'getJWTTokens', body: credentials }])
    expect(tokens).toMatchObject({ user: 'u-17', server: 'OSP-DEMO' })
    expect(calls).toMatchObject([{ route: 'getJWTTokens', outcome: 'ok' }])
  })

  it('knows the user by the e-mail where TradeLocker gives no name', async () => {
    const { upstream } = upstreamOf(async () => ({ accessToken: 'opaque', refreshToken: 'opaque-too' }))
    expect((await logIn(upstream, credentials)).user).toBe('ann@example.com')
  })

  it.each([[{}], [{ accessToken: 'a' }], [{ accessToken: '', refreshToken: 'b' }], [undefined], ['x']])(
    'fails on %j, which is no token pair',
    async (answer) => {
      const { upstream } = upstreamOf(async () => answer)
      expect(await failureOf(logIn(upstream, credentials))).toMatchObject({ code: 'upstream_malformed' })
    },
  )

  it('hands on why it failed', async () => {
    const { upstream, failures } = broker()
    failures.push(refused())
    expect(await failureOf(logIn(upstream, credentials))).toMatchObject({ code: 'wrong_credentials' })
  })
})

describe('logging in too often', () => {
  it('is not tried before TradeLocker is ready for it, and each try is told when that is', async () => {
    const { upstream, failures, sent } = broker()
    failures.push(throttled('login_throttled'))
    await failureOf(logIn(upstream, credentials))
    expect(await failureOf(logIn(upstream, credentials))).toMatchObject({
      code: 'login_throttled',
      params: { seconds: 30 },
    })
    expect(sent).toHaveLength(1)
    await logIn(upstream, { ...credentials, email: 'ben@example.com' })
    upstream.budgets.close()
  })
})

describe('the issue of a token pair', () => {
  it('is known by our own clock, also to who goes on with the session', async () => {
    const iat = NOW / 1_000 + 300
    const { upstream } = upstreamOf(
      async () => ({ accessToken: jwt({ iat, exp: iat + 600 }), refreshToken: 'r' }),
      { now: NOW },
    )
    const tokens = await logIn(upstream, credentials)
    expect(tokens.issuedAt()).toBe(NOW)
    expect(tokensFromGrant(upstream, tokens.grant()).issuedAt()).toBe(NOW)
  })

  it('is unknown where the token does not tell its life', async () => {
    const { upstream } = upstreamOf(async () => ({ accessToken: 'opaque', refreshToken: 'r' }))
    expect((await logIn(upstream, credentials)).issuedAt()).toBeUndefined()
  })
})

describe('the end of an access token', () => {
  it.each([
    ['its claims', jwt({ iat: NOW / 1_000, exp: NOW / 1_000 + 600 }), 'ignored', 600_000],
    [
      'its claims, though our clock is an hour slow',
      jwt({ iat: NOW / 1_000 + 3_600, exp: NOW / 1_000 + 4_200 }),
      null,
      600_000,
    ],
    [
      'its claims, though our clock is an hour fast',
      jwt({ iat: NOW / 1_000 - 3_600, exp: NOW / 1_000 - 3_000 }),
      null,
      600_000,
    ],
    ['exp alone', jwt({ exp: NOW / 1_000 + 600 }), null, 600_000],
    ['expireDate as text', 'opaque', new Date(NOW + 5_000).toISOString(), 5_000],
    ['expireDate as milliseconds', 'opaque', NOW + 5_000, 5_000],
    ['expireDate as milliseconds in text', 'opaque', String(NOW + 5_000), 5_000],
    ['a default where exp is past by our clock', jwt({ exp: 5 }), null, 600_000],
    ['a default where nothing tells', 'opaque', 'tomorrow', 600_000],
    ['a default where nothing is said', 'a.b.c', undefined, 600_000],
  ])('is known from %s', async (_, accessToken, expireDate, lifeMs) => {
    const { upstream } = upstreamOf(async () => ({ accessToken, refreshToken: 'r', expireDate }), {
      now: NOW,
    })
    const { state } = (await logIn(upstream, credentials)).grant()
    expect(state.accessExpiresAt).toBe(NOW + lifeMs)
  })

  it('is never a reason to fail, whatever the token looks like', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.option(fc.string()), async (token, expireDate) => {
        const { upstream } = upstreamOf(
          async () => ({ accessToken: token, refreshToken: token, expireDate }),
          { now: NOW },
        )
        const { state, expiresAt } = (await logIn(upstream, credentials)).grant()
        expect(state.accessExpiresAt).toBeGreaterThan(NOW)
        expect(expiresAt).toBeGreaterThan(NOW)
      }),
    )
  })
})

describe('the tokens of a session', () => {
  it('are kept while they are good', async () => {
    const { upstream, time, issued } = broker()
    const tokens = await logIn(upstream, credentials)
    const first = await tokens.accessToken()
    time.now += HOUR - 60_000
    expect(await tokens.accessToken()).toBe(first)
    expect(issued()).toBe(1)
  })

  it('are refreshed a minute ahead, once for 50 calls at the same time', async () => {
    const { upstream, time, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    const first = await tokens.accessToken()
    time.now += HOUR - 59_999
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.accessToken()))
    expect(new Set(all).size).toBe(1)
    expect(all[0]).not.toBe(first)
    expect(sent.map(({ route }) => route)).toEqual(['getJWTTokens', 'getJWTRefreshTokens'])
  })

  it('are always refreshed with the newest refresh token', async () => {
    const { upstream, time, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    for (let i = 0; i < 3; i += 1) {
      const { refreshToken } = tokens.grant().state
      time.now += HOUR
      await tokens.accessToken()
      expect(sent.at(-1)?.body).toEqual({ refreshToken: fold(String(refreshToken)) })
    }
  })

  it('are refreshed by need and not by a clock that differs', async () => {
    for (const skewMs of [-300_000, 300_000]) {
      const { upstream, time, issued } = broker({ skewMs })
      const tokens = await logIn(upstream, credentials)
      time.now += HOUR - 60_000
      await tokens.accessToken()
      expect(issued()).toBe(1)
    }
  })

  it('are refreshed after a refusal, once for all who saw it', async () => {
    const { upstream, issued } = broker()
    const tokens = await logIn(upstream, credentials)
    const used = await tokens.accessToken()
    const renewed = await Promise.all(Array.from({ length: 50 }, () => tokens.refreshAfter(used)))
    expect(new Set(renewed).size).toBe(1)
    expect(await tokens.refreshAfter(used)).toBe(renewed[0])
    expect(issued()).toBe(2)
  })

  it('are as urgent as what needs them, also when a poll has asked for them first', async () => {
    const { upstream, time } = broker()
    const tokens = await logIn(upstream, credentials)
    const run = vi.spyOn(upstream.budgets, 'run')
    const isUrgent = () => run.mock.lastCall?.[3].urgent?.aborted
    const refreshFor = async (ask: () => Soon<string>, check: () => void) => {
      time.now += HOUR
      const asked = ask()
      check()
      await asked
    }
    await refreshFor(
      () => tokens.accessToken(true),
      () => expect(isUrgent()).toBe(true),
    )
    for (const act of [tokens.hurry, () => void tokens.accessToken(true)]) {
      await refreshFor(tokens.accessToken, () => {
        expect(isUrgent()).toBe(false)
        act()
        expect(isUrgent()).toBe(true)
      })
    }
    expect(run).toHaveBeenCalledTimes(3)
  })

  it('are not used again after a refusal, also when the refresh fails', async () => {
    const { upstream, failures, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    const used = await tokens.accessToken()
    failures.push(cut(), cut())
    expect(await failureOf(tokens.refreshAfter(used))).toMatchObject({ code: 'upstream_unavailable' })
    expect(await failureOf(tokens.accessToken())).toMatchObject({ code: 'upstream_unavailable' })
    expect(await tokens.accessToken()).not.toBe(used)
    expect(sent).toHaveLength(4)
  })

  it('are not used again after a refusal, by calls either that learn late of the refusal of an older one', async () => {
    const { upstream, failures } = broker()
    const tokens = await logIn(upstream, credentials)
    const first = await tokens.accessToken()
    const second = await tokens.refreshAfter(first)
    failures.push(cut())
    expect(await failureOf(tokens.refreshAfter(second))).toMatchObject({ code: 'upstream_unavailable' })
    const third = await tokens.refreshAfter(first)
    expect([first, second]).not.toContain(third)
    expect(await tokens.accessToken()).toBe(third)
  })

  it('that are over are not used either by calls that learn late of the refusal of an older one', async () => {
    const { upstream, time, failures } = broker()
    const tokens = await logIn(upstream, credentials)
    const first = await tokens.accessToken()
    const second = await tokens.refreshAfter(first)
    time.now += HOUR
    expect(await tokens.refreshAfter(first)).not.toBe(second)
    failures.push(refused())
    await failureOf(tokens.refreshAfter(await tokens.accessToken()))
    expect(await failureOf(tokens.refreshAfter(first))).toMatchObject({ code: 'session_expired' })
  })

  it('end the session when the refresh is refused, and are not tried again', async () => {
    const { upstream, failures, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    failures.push(refused())
    const used = await tokens.accessToken()
    expect(await failureOf(tokens.refreshAfter(used))).toMatchObject({ code: 'session_expired' })
    expect(await failureOf(tokens.refreshAfter(used))).toMatchObject({ code: 'session_expired' })
    expect(await failureOf(tokens.accessToken())).toMatchObject({ code: 'session_expired' })
    expect(await failureOf(tokens.freshFor(1_000))).toMatchObject({ code: 'session_expired' })
    expect(sent).toHaveLength(2)
  })

  it('end the session without a call when the refresh token is over', async () => {
    const { upstream, time, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    time.now += 24 * HOUR
    expect(await failureOf(tokens.accessToken())).toMatchObject({ code: 'session_expired' })
    expect(sent).toHaveLength(1)
  })

  it('outlive a refresh that fails for a passing reason', async () => {
    const { upstream, time, failures } = broker()
    const tokens = await logIn(upstream, credentials)
    time.now += HOUR
    failures.push(cut())
    expect(await failureOf(tokens.accessToken())).toMatchObject({ code: 'upstream_unavailable' })
    expect(await tokens.accessToken()).toEqual(expect.any(String))
  })

  it('are not asked for before the end of a 429, by no login of the user', async () => {
    const { upstream, time, failures, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    const elsewhere = await logIn(upstream, credentials)
    time.now += HOUR
    failures.push(throttled('rate_limited'))
    expect(await failureOf(tokens.accessToken())).toMatchObject({ code: 'rate_limited' })
    for (const { accessToken } of [tokens, elsewhere]) {
      expect(await failureOf(accessToken())).toMatchObject({ code: 'too_busy', params: { seconds: 30 } })
    }
    expect(sent).toHaveLength(3)
    upstream.budgets.close()
  })

  it('serve on while they are good and a refresh ahead fails, without hammering', async () => {
    const { upstream, time, failures, sent } = broker()
    let passedMs = 0
    const tokens = await logIn({ ...upstream, elapsed: () => performance.now() + passedMs }, credentials)
    const first = await tokens.accessToken()
    time.now += HOUR - 30_000
    failures.push(cut())
    expect(await tokens.accessToken()).toBe(first)
    expect(await tokens.accessToken()).toBe(first)
    expect(sent).toHaveLength(2)
    passedMs = 5_000
    expect(await tokens.accessToken()).not.toBe(first)
  })
})

describe('a grant', () => {
  it('is plain JSON and goes on elsewhere without a call', async () => {
    const { upstream, time, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    const grant = JSON.parse(JSON.stringify(tokens.grant()))
    expect(grant).toEqual(tokens.grant())
    const elsewhere = tokensFromGrant(upstream, grant)
    expect(elsewhere.grant()).toEqual(grant)
    expect(await elsewhere.accessToken()).toBe(await tokens.accessToken())
    expect(sent).toHaveLength(1)
    time.now += HOUR
    await elsewhere.accessToken()
    expect(sent.at(-1)).toMatchObject({ route: 'getJWTRefreshTokens' })
  })

  it('that is short goes on elsewhere with one refresh, and is half as long', async () => {
    const { upstream, sent } = broker()
    const tokens = await logIn(upstream, credentials)
    const short = JSON.parse(JSON.stringify(tokens.shortGrant()))
    expect(JSON.stringify(short).length).toBeLessThan(0.7 * JSON.stringify(tokens.grant()).length)
    const elsewhere = tokensFromGrant(upstream, short)
    expect(elsewhere).toMatchObject({ id: tokens.id, user: tokens.user, server: tokens.server })
    await elsewhere.freshFor(60_000)
    await elsewhere.accessToken()
    expect(sent.map(({ route }) => route)).toEqual(['getJWTTokens', 'getJWTRefreshTokens'])
    expect(elsewhere.generation()).toBe(tokens.generation() + 1)
  })

  it('that is not one of ours is an expired session', () => {
    const { upstream } = broker()
    const grant = { server: 'OSP-DEMO', user: 'u', expiresAt: NOW, state: { accessToken: 'a' } }
    expect(() => tokensFromGrant(upstream, grant)).toThrow('session_expired')
  })
})
