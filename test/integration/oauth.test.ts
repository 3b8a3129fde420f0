import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { eventually } from '../support/eventually.ts'
import {
  createOAuthBrowser,
  exchangeForm,
  OAUTH_ENV,
  refreshForm,
  tokenAnswer,
  tokenError,
} from '../support/oauth-client.ts'
import { type RedisServer, startRedisServer } from '../support/redis-server.ts'
import { type Replica, startReplica } from '../support/replica.ts'

/*
 * OAuth logins over the simulator, whose refresh tokens work once: whichever token of a login comes, and to whichever
 * replica, TradeLocker's newest pair is used and nobody is logged out.
 */

const ANNA = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }

let simulator: Simulator
let redis: RedisServer | undefined
let replicas: Replica[] = []
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()))
  await Promise.all([simulator.close(), redis?.close()])
  replicas = []
  redis = undefined
})

const keys = () => `k1:${randomBytes(32).toString('base64url')}`

async function start(count: number, shares = count > 1): Promise<void> {
  simulator = await startSimulator({ rateLimits: 100 })
  if (shares) redis = await startRedisServer()
  const env = {
    ...OAUTH_ENV,
    GATEWAY_ENV: 'staging',
    TOKEN_KEYS: keys(),
    TRADELOCKER_BASE_URL: simulator.url,
    TRADELOCKER_SERVERS: 'SIM-DEMO,SIM-PRO',
    ...(redis && { REDIS_URL: redis.url }),
  }
  replicas = await Promise.all(Array.from({ length: count }, () => startReplica(env)))
  if (redis === undefined) return
  for (const replica of replicas) {
    await eventually(
      () => replica.readiness(),
      ({ detail }) => expect(detail).toMatchObject({ redis: 'connected', replicas: count }),
    )
  }
}

const originOf = (place: number): string => replicas[place]?.origin ?? ''

/** Status of a read that needs TradeLocker. */
async function stateWith(place: number, token: string): Promise<readonly [number, string]> {
  const response = await fetch(`${originOf(place)}/accounts/700101/state?locale=en`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  const { s } = (await response.json()) as { s: string }
  return [response.status, s]
}

const OPEN = [200, 'ok']
const CLOSED = [401, 'error']

describe('one replica', () => {
  it('keeps old and new tokens of a login working while TradeLocker ends one pair after the other', async () => {
    await start(1)
    const browser = createOAuthBrowser(originOf(0))
    const first = await browser.tokens(ANNA)
    expect(await stateWith(0, first.access_token)).toEqual(OPEN)

    simulator.control.expireTokens(ANNA.email)
    expect(await stateWith(0, first.access_token)).toEqual(OPEN)

    const second = await tokenAnswer(await browser.token(refreshForm(first.refresh_token)))
    for (const { access_token } of [first, second]) expect(await stateWith(0, access_token)).toEqual(OPEN)

    simulator.control.expireTokens(ANNA.email)
    for (const { access_token } of [second, first]) expect(await stateWith(0, access_token)).toEqual(OPEN)

    const third = await tokenAnswer(await browser.token(refreshForm(second.refresh_token)))
    expect(await stateWith(0, third.access_token)).toEqual(OPEN)
    expect(simulator.control.counters().logins).toBe(1)
  })

  it('ends the login when TradeLocker has ended it for good', async () => {
    await start(1)
    const browser = createOAuthBrowser(originOf(0))
    const { access_token, refresh_token } = await browser.tokens(ANNA)
    simulator.control.expireTokens(ANNA.email, { refresh: true })
    await eventually(
      () => stateWith(0, access_token),
      (answer) => expect(answer).toEqual(CLOSED),
    )
    expect(await tokenError(await browser.token(refreshForm(refresh_token)))).toEqual([400, 'invalid_grant'])
  })
})

describe('two replicas that share a Redis', () => {
  it('serve the tokens of a login side by side while TradeLocker ends its pairs', async () => {
    await start(2)
    const [one, other] = [createOAuthBrowser(originOf(0)), createOAuthBrowser(originOf(1))]
    const first = await tokenAnswer(await other.token(exchangeForm(await one.code(ANNA))))
    for (const place of [0, 1]) expect(await stateWith(place, first.access_token)).toEqual(OPEN)

    simulator.control.expireTokens(ANNA.email)
    for (const place of [0, 1]) expect(await stateWith(place, first.access_token)).toEqual(OPEN)

    const second = await tokenAnswer(await one.token(refreshForm(first.refresh_token)))
    simulator.control.expireTokens(ANNA.email)
    for (const place of [1, 0]) {
      for (const { access_token } of [first, second])
        expect(await stateWith(place, access_token)).toEqual(OPEN)
    }
    expect(simulator.control.counters().logins).toBe(1)
  })

  it('take a code once, and end what it gave when it comes again at the other', async () => {
    await start(2)
    const [one, other] = [createOAuthBrowser(originOf(0)), createOAuthBrowser(originOf(1))]
    const code = await one.code(ANNA)
    const { access_token } = await tokenAnswer(await one.token(exchangeForm(code)))
    expect(await stateWith(1, access_token)).toEqual(OPEN)
    expect(await tokenError(await other.token(exchangeForm(code)))).toEqual([400, 'invalid_grant'])
    for (const place of [0, 1]) {
      await eventually(
        () => stateWith(place, access_token),
        (answer) => expect(answer).toEqual(CLOSED),
      )
    }
  })
})

describe('two replicas that share nothing but their keys', () => {
  it('take a code at either: where the login was not made, it gets a pair of its own from TradeLocker', async () => {
    await start(2, false)
    const [one, other] = [createOAuthBrowser(originOf(0)), createOAuthBrowser(originOf(1))]
    const there = await tokenAnswer(await other.token(exchangeForm(await one.code(ANNA))))
    expect(simulator.control.counters().refreshes).toBe(1)
    const here = await tokenAnswer(await one.token(exchangeForm(await one.code(ANNA))))
    expect(simulator.control.counters().refreshes).toBe(1)
    for (const { access_token } of [there, here]) {
      for (const place of [0, 1]) expect(await stateWith(place, access_token)).toEqual(OPEN)
    }
    const renewed = await tokenAnswer(await other.token(refreshForm(there.refresh_token)))
    expect(await stateWith(0, renewed.access_token)).toEqual(OPEN)
  })

  it('the first to take a code is the only one: TradeLocker refuses its refresh token a second time', async () => {
    await start(3, false)
    const code = await createOAuthBrowser(originOf(0)).code(ANNA)
    const exchangeAt = (place: number) => createOAuthBrowser(originOf(place)).token(exchangeForm(code))
    const { access_token } = await tokenAnswer(await exchangeAt(1))
    expect(await stateWith(1, access_token)).toEqual(OPEN)
    expect(await tokenError(await exchangeAt(2))).toEqual([400, 'invalid_grant'])
  })
})
