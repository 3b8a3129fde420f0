import type express from 'express'
import helmet from 'helmet'
import { createAuthRouter } from './auth/router.ts'
import type { TokenSealer } from './auth/sealed-token.ts'
import { requireSession } from './auth/session.ts'
import { createSessionStore } from './auth/session-store.ts'
import type { Broker } from './broker/broker.ts'
import type { Config } from './config.ts'
import { bareApp, neverStored } from './http/bare-app.ts'
import { allowTradingViewOrigins } from './http/cors.ts'
import { renderErrors } from './http/errors.ts'
import { readForm } from './http/form.ts'
import { createHealthRouter } from './http/health.ts'
import { limitUrl } from './http/limits.ts'
import type { Log } from './http/log.ts'
import type { GatewayMetrics } from './http/metrics.ts'
import { withRequestContext } from './http/request-context.ts'
import { logRequests } from './http/request-log.ts'
import { guardRoutes, onRoutesOf } from './http/route-guard.ts'
import type { Drain } from './http/shutdown.ts'
import { createTradingRouter } from './tradingview/router.ts'

export interface AppParts {
  readonly config: Config
  readonly broker: Broker
  readonly log: Log
  readonly metrics: GatewayMetrics
  readonly drain: Drain
}

export interface PublicAppParts extends AppParts {
  readonly sealer: TokenSealer
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** What TradingView calls. The order counts: whatever stands above also holds for the answers of what stands below. */
export function createPublicApp(parts: PublicAppParts): express.Express {
  const { config, broker, log, metrics, drain, sealer, clock } = parts
  const store = createSessionStore({ broker, sealer, clock })
  const { servers } = config.tradeLocker
  const enabled = config.auth.passwordLogin

  const health = createHealthRouter({
    readiness: () => broker.readiness(),
    isStopping: drain.isStopping,
    withDetail: false,
  })
  const auth = createAuthRouter({ broker, sealer, servers, enabled, clock }, store)
  const trading = createTradingRouter()

  const app = bareApp(config.server.trustProxy)
  app.use(withRequestContext, logRequests(log, metrics), drain.middleware)
  // Pages of another site read the answers: that is what they are for.
  app.use(helmet({ crossOriginResourcePolicy: { policy: 'cross-origin' } }), neverStored)
  app.use(allowTradingViewOrigins(config.environment))
  app.use(limitUrl, guardRoutes([health, auth, trading]))
  app.use(health)
  app.use(readForm(), auth)
  app.use(onRoutesOf(trading, requireSession(store)), trading)
  app.use(renderErrors(log))
  return app
}
