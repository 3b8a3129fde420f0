import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  createSharedTokens,
  type SharedTokens,
} from '../../../../adapters/tradelocker/tokens/shared-tokens.ts'
import type { TokenPair } from '../../../../adapters/tradelocker/tokens/token-pair.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'
import { type SharedStores, startSharedStores } from '../../../support/shared-stores.ts'
import { startStopwatch } from '../../../support/stopwatch.ts'

const HOUR = 3_600_000

let stores: SharedStores
let one: SharedTokens
let other: SharedTokens
let asked: number[]
beforeEach(async () => {
  stores = await startSharedStores()
  one = createSharedTokens(stores.one, Date.now)
  other = createSharedTokens(stores.other, Date.now)
  asked = []
})
afterEach(() => stores.close())

const pair = (generation: number, lifeMs = HOUR): TokenPair => ({
  accessToken: `access ${generation}`,
  refreshToken: `refresh ${generation}`,
  accessExpiresAt: Date.now() + lifeMs,
  refreshExpiresAt: Date.now() + 24 * HOUR,
  marginMs: 60_000,
  generation,
})

/** TradeLocker: takes every refresh token once. */
async function ask({ generation }: TokenPair): Promise<TokenPair> {
  if (asked.includes(generation)) throw new BrokerError('wrong_credentials')
  asked.push(generation)
  return pair(generation + 1)
}

it('refreshes once for all replicas that need it at the same time', async () => {
  const pairs = await Promise.all([one, other, one, other].map((tokens) => tokens.refresh('s', pair(0), ask)))
  expect(pairs.map(({ accessToken }) => accessToken)).toEqual(Array(4).fill('access 1'))
  expect(asked).toEqual([0])
})

it('takes the pair another replica got long ago', async () => {
  await one.refresh('s', pair(0), ask)
  expect((await other.refresh('s', pair(0), ask)).generation).toBe(1)
  expect(asked).toEqual([0])
})

it('goes on from the newest refresh token when the newest access token has expired as well', async () => {
  await one.refresh('s', pair(0), async () => pair(7, -1))
  expect((await other.refresh('s', pair(0), ask)).generation).toBe(8)
  expect(asked).toEqual([7])
})

it('keeps sessions apart', async () => {
  await one.refresh('s', pair(0), async () => pair(1))
  expect((await other.refresh('another', pair(0), async () => pair(5))).generation).toBe(5)
})

it('lets the next one try when a refresh failed', async () => {
  const failing = one.refresh('s', pair(0), async () => {
    throw new BrokerError('upstream_unavailable')
  })
  await expect(failing).rejects.toMatchObject({ code: 'upstream_unavailable' })
  expect((await other.refresh('s', pair(0), ask)).generation).toBe(1)
})

it('refreshes by itself without Redis, at once', async () => {
  await stores.server.kill()
  await stores.areConnected(false)
  const elapsed = startStopwatch()
  expect((await one.refresh('s', pair(0), ask)).generation).toBe(1)
  expect(elapsed()).toBeLessThan(100)
})

it('ends the session when TradeLocker refuses the newest refresh token', async () => {
  const refused = one.refresh('s', pair(0), async () => {
    throw new BrokerError('wrong_credentials')
  })
  await expect(refused).rejects.toMatchObject({ code: 'wrong_credentials' })
})
