import { createRevokedTokens } from '../../src/auth/revoked-tokens.ts'
import { createTokenSealer } from '../../src/auth/sealed-token.ts'
import { createSessionStore } from '../../src/auth/session-store.ts'
import { loadConfig } from '../../src/config.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createRequestLog } from '../../src/http/request-log.ts'
import { routesOf } from '../../src/http/route-guard.ts'
import { createDrain } from '../../src/http/shutdown.ts'
import { createExpressApp } from '../../src/public-app.ts'
import { readableLog } from './log-lines.ts'
import { createMemoryBroker } from './memory-broker.ts'
import { STAGING_ENV, testKey } from './test-gateway.ts'

export interface ServedRoute {
  readonly method: string
  /** As Express writes it: `/accounts/:accountId`. */
  readonly path: string
}

/** Every route the public port answers, each method by itself, as the application itself knows them. */
export function servedRoutes(env: Record<string, string> = {}): readonly ServedRoute[] {
  const config = loadConfig({ ...STAGING_ENV, ...env })
  const { log } = readableLog()
  const metrics = createMetrics()
  const clock = Date.now
  const broker = createMemoryBroker(0)
  const sealer = createTokenSealer([testKey('k1')], clock)
  const revoked = createRevokedTokens(clock)
  const app = createExpressApp(
    { config, broker, log, metrics, drain: createDrain(), sealer, clock, elapsed: clock },
    createSessionStore({ broker, sealer, revoked, clock }),
    revoked,
    createRequestLog(log, metrics, new Set()),
  )
  metrics.close()
  // What stands on all methods of an address is a guard in front of it.
  return routesOf(app.router).flatMap(({ path, methods }) =>
    methods.filter((method) => method !== '_ALL').map((method) => ({ method, path })),
  )
}
