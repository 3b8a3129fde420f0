import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import { assertionForm, DATA_ENV, signedAssertion } from '../support/data-clients.ts'
import { eventually } from '../support/eventually.ts'
import { type RedisServer, startRedisServer } from '../support/redis-server.ts'
import { type Replica, startReplica } from '../support/replica.ts'

/** Two gateway processes with one Redis: an assertion that was used at one of them is used up at both. */

let simulator: Simulator
let redis: RedisServer
let replicas: readonly Replica[] = []
beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
  redis = await startRedisServer()
  const env = {
    ...DATA_ENV,
    GATEWAY_ENV: 'staging',
    TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
    TRADELOCKER_BASE_URL: simulator.url,
    TRADELOCKER_SERVERS: 'SIM-DEMO',
    REDIS_URL: redis.url,
  }
  replicas = await Promise.all([startReplica(env), startReplica(env)])
  for (const replica of replicas) {
    await eventually(
      () => replica.readiness(),
      ({ detail }) => expect(detail).toMatchObject({ redis: 'connected', replicas: 2 }),
    )
  }
})
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()))
  await Promise.all([redis.close(), simulator.close()])
})

const ask = async (place: number, assertion: string) => {
  const body = new URLSearchParams(assertionForm(assertion))
  const response = await fetch(`${replicas[place]?.origin}/authorize/token`, { method: 'POST', body })
  const { access_token = '', error } = (await response.json()) as { access_token?: string; error?: string }
  return { status: response.status, token: access_token, error }
}

const REPLAYED = { status: 400, token: '', error: 'invalid_grant' }

it('is refused at the other replica, and its token works at both', async () => {
  const assertion = await signedAssertion(Date.now())
  const { status, token } = await ask(0, assertion)
  expect(status).toBe(200)
  for (const place of [1, 0, 1]) expect(await ask(place, assertion)).toEqual(REPLAYED)
  for (const { origin } of replicas) {
    const headers = { authorization: `Bearer ${token}` }
    expect((await fetch(`${origin}/groups`, { headers })).status).not.toBe(401)
  }
})

it('sent to both at the same time gives one token', async () => {
  for (let round = 0; round < 5; round++) {
    const assertion = await signedAssertion(Date.now())
    const answers = await Promise.all([0, 1, 0, 1].map((place) => ask(place, assertion)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400])
  }
})

it('has company: another assertion is good at the other replica', async () => {
  expect((await ask(0, await signedAssertion(Date.now()))).status).toBe(200)
  expect((await ask(1, await signedAssertion(Date.now()))).status).toBe(200)
})
