import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import { logIn } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import { createHttp } from '../../../../adapters/tradelocker/transport/http.ts'
import {
  createSessionClient,
  type SessionClient,
} from '../../../../adapters/tradelocker/transport/session-client.ts'
import type { Upstream } from '../../../../adapters/tradelocker/transport/upstream.ts'
import { type Simulator, startSimulator } from '../../../../simulator/simulator.ts'
import { failureOf } from './loopback.ts'

/** An edge network that shuts this address out, over HTTP; the clock by which pauses count stands still unless it is moved. */

const MINUTE = 60_000
const LONGER_THAN_ANY_WAIT = 11_000

let simulator: Simulator
let upstream: Upstream
let anna: SessionClient
let ben: SessionClient
let now = 0

async function clientOf(name: string): Promise<SessionClient> {
  const login = { email: `${name}@example.com`, password: 'demo-password', server: 'SIM-DEMO' }
  return createSessionClient({ ...upstream, tokens: await logIn(upstream, login) })
}

beforeAll(async () => {
  simulator = await startSimulator({ rateLimits: 100 })
})
afterAll(() => simulator.close())

beforeEach(async () => {
  const elapsed = () => now
  upstream = {
    http: createHttp({
      baseUrl: simulator.url,
      developerApiKey: undefined,
      userAgent: 'gateway-under-test/1',
    }),
    budgets: createBudgets({ scope: 'user', headroom: 1, maxRps: undefined, elapsed, random: () => 0 }),
    events: { upstreamCall: () => {} },
    clock: Date.now,
    elapsed,
  }
  ;[anna, ben] = await Promise.all([clientOf('anna'), clientOf('ben')])
  simulator.control.resetCounters()
})
afterEach(() => {
  simulator.control.clearFaults()
  upstream.budgets.close()
  upstream.http.close()
})

const ACCOUNTS = { anna: '700101', ben: '700201' }
const readState = (client: SessionClient, accountId: string) =>
  client.call('getState', { accNum: '1', path: { accountId } })
const cancelAll = (client: SessionClient, accountId: string) =>
  client.call('cancelAllOrders', { accNum: '1', path: { accountId } })
const requests = () => simulator.control.counters().requests

it('each block in a row pauses the whole host for longer, and what comes through ends the row', async () => {
  const blockedFor = async (ms: number) => {
    simulator.control.addFault({ operation: 'getState', kind: 'edgeBlock' })
    expect(await failureOf(readState(anna, ACCOUNTS.anna))).toMatchObject({
      code: 'rate_limited',
      edge: true,
    })
    const before = requests()
    const blockedAt = now
    for (const leftMs of [ms, LONGER_THAN_ANY_WAIT]) {
      now = blockedAt + ms - leftMs
      for (const attempt of [() => readState(anna, ACCOUNTS.anna), () => cancelAll(ben, ACCOUNTS.ben)]) {
        expect(await failureOf(attempt())).toMatchObject({
          code: 'too_busy',
          delivery: 'not_sent',
          retryAfterMs: leftMs,
        })
      }
    }
    expect(requests()).toEqual(before)
    now = blockedAt + ms
  }
  await blockedFor(MINUTE)
  await blockedFor(2 * MINUTE)
  await blockedFor(4 * MINUTE)
  await readState(ben, ACCOUNTS.ben)
  await blockedFor(MINUTE)
})

it('a page in place of a refreshed token is a block as well, and no reason to log anybody out', async () => {
  simulator.control.expireTokens('anna@example.com')
  simulator.control.addFault({ operation: 'getJWTRefreshTokens', kind: 'edgeBlock', status: 403 })
  expect(await failureOf(readState(anna, ACCOUNTS.anna))).toMatchObject({ code: 'upstream_unavailable' })
  expect(await failureOf(readState(ben, ACCOUNTS.ben))).toMatchObject({ code: 'too_busy' })
  now += MINUTE
  await Promise.all([readState(anna, ACCOUNTS.anna), readState(ben, ACCOUNTS.ben)])
})

it('a login during the block is told how long that lasts, and not that there were too many logins', async () => {
  simulator.control.addFault({ operation: 'getJWTTokens', kind: 'edgeBlock' })
  expect(await failureOf(clientOf('cleo'))).toMatchObject({ code: 'rate_limited', retryAfterMs: MINUTE })
  now += 20_000
  expect(await failureOf(clientOf('anna'))).toMatchObject({ code: 'too_busy', params: { seconds: 40 } })
  now += 40_000
  await clientOf('anna')
})

it('a change that met the block did not arrive: it may be sent again afterwards, and is not before', async () => {
  simulator.control.addFault({ operation: 'cancelAllOrders', kind: 'edgeBlock' })
  const send = () => cancelAll(anna, ACCOUNTS.anna)
  expect(await failureOf(send())).toMatchObject({ code: 'rate_limited', delivery: 'not_sent' })
  expect(await failureOf(send())).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
  expect(requests().cancelAllOrders).toBe(1)
  now += MINUTE
  await send()
  expect(requests().cancelAllOrders).toBe(2)
})

it.each(['html', 'drop'] as const)('a change that may have arrived is sent once: %s', async (kind) => {
  simulator.control.addFault({ operation: 'cancelAllOrders', kind, processed: true })
  expect(await failureOf(cancelAll(anna, ACCOUNTS.anna))).toMatchObject({ delivery: 'unknown' })
  // A page that may come from the broker itself is no block: nobody else waits for it.
  await readState(ben, ACCOUNTS.ben)
  expect(requests().cancelAllOrders).toBe(1)
})
