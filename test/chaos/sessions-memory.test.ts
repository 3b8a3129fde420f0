import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createTradeLockerBroker } from '../../adapters/tradelocker/broker.ts'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { createSessionStore } from '../../src/auth/session-store.ts'
import { testKey } from '../support/test-gateway.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Bytes, of what is held. */
function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const silent = () => undefined

it('ten thousand sessions take their memory, those that come after them take theirs over', async () => {
  const now = Date.now()
  const sealer = createTokenSealer([testKey('k')], () => now)
  const broker = createTradeLockerBroker({
    // Resuming a session makes no call.
    baseUrl: 'http://127.0.0.1:9',
    servers: ['SIM-DEMO'],
    accountType: 'demo',
    developerApiKey: undefined,
    rateLimits: { scope: 'user', headroom: 0.9, maxRps: undefined },
    serviceAccounts: [],
    log: { info: silent, warn: silent, error: silent },
    events: {
      upstreamCall: silent,
      catalogue: silent,
      refused: silent,
      serviceAccounts: silent,
      priceAges: silent,
    },
    clock: () => now,
  })
  const store = createSessionStore({ broker, sealer, clock: () => now })
  const openSessions = async (from: number, to: number) => {
    for (let n = from; n < to; n += 1) {
      const grant = {
        server: 'SIM-DEMO',
        user: `user-${n}`,
        expiresAt: now + 1e9,
        state: {
          accessToken: `access-${n}-`.padEnd(400, 'x'),
          refreshToken: `refresh-${n}-`.padEnd(400, 'x'),
          accessExpiresAt: now + 1e6,
          session: `session-${n}`,
          generation: 0,
        },
      }
      await store.open(await sealer.seal(TRADING_ACCESS, grant, grant.expiresAt))
    }
  }
  await openSessions(0, 100)
  const first = heap()
  await openSessions(100, 10_100)
  const full = heap()
  await openSessions(10_100, 12_100)
  const later = heap()
  await broker.close()
  expect((full - first) / 10_000).toBeLessThan(20_000)
  expect(later - full).toBeLessThan(0.05 * (full - first))
}, 120_000)
