import type { RequestListener } from 'node:http'
import type { Express, RequestHandler } from 'express'
import { createLoginGuard } from './auth/attempts/login-guard.ts'
import { createSecretGuard } from './auth/attempts/secret-guard.ts'
import { createDataAccess } from './auth/data-half/data-access.ts'
import { createRevokedTokens, type RevokedTokens } from './auth/revoked-tokens.ts'
import { createAuthRouter } from './auth/router.ts'
import type { TokenSealer } from './auth/sealed-token.ts'
import { requireSession } from './auth/session.ts'
import { createSessionStore, type SessionStore } from './auth/session-store.ts'
import { createTraderLogin } from './auth/trader-login.ts'
import type { Broker } from './broker/broker.ts'
import type { SharedStore } from './broker/shared-store.ts'
import type { Config } from './config.ts'
import { createDataFeed } from './data-feed.ts'
import { bareApp, neverStored } from './http/bare-app.ts'
import { allowTradingViewOrigins } from './http/cors.ts'
import { renderErrors } from './http/errors.ts'
import { readForm } from './http/form.ts'
import { createHealthRouter } from './http/health.ts'
import { limitUrl } from './http/limits.ts'
import type { Log } from './http/log.ts'
import type { GatewayMetrics } from './http/metrics.ts'
import { sendPrepared } from './http/prepared-answers.ts'
import { withRequestContext } from './http/request-context.ts'
import { createRequestLog, type RequestLog } from './http/request-log.ts'
import { guardRoutes, onRoutesOf } from './http/route-guard.ts'
import { securityHeaders } from './http/security-headers.ts'
import type { Drain } from './http/shutdown.ts'
import { createOAuth } from './oauth.ts'
import { withFastLane } from './tradingview/fast-lane.ts'
import { polledRoutes } from './tradingview/polled.ts'
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
  /** What replicas share, if they do. */
  readonly shared?: SharedStore | undefined
  /** Unix milliseconds. */
  readonly clock: () => number
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

/** Routes that every panel asks again and again. */
const POLLED: ReadonlySet<string> = new Set(Object.values(polledRoutes).map(({ path }) => path))

/** Routes whose errors look as RFC 6749 wants them. */
const OAUTH_ROUTES: ReadonlySet<string> = new Set(['/authorize/token', '/oauth/token'])

/** What TradingView calls. */
export function createPublicApp(parts: PublicAppParts): RequestListener {
  const { broker, log, metrics, drain, sealer, shared, clock, elapsed } = parts
  const revoked = createRevokedTokens(clock, shared, elapsed)
  const store = createSessionStore({ broker, sealer, revoked, clock })
  const requestLog = createRequestLog(log, metrics, POLLED)
  return withFastLane({ app: createExpressApp(parts, store, revoked, requestLog), store, requestLog, drain })
}

/** Answers everything. The order counts: whatever stands above also holds for the answers of what stands below. */
export function createExpressApp(
  parts: PublicAppParts,
  store: SessionStore,
  revoked: RevokedTokens,
  requestLog: RequestLog,
): Express {
  const { config, broker, log, drain, sealer, shared, clock, elapsed } = parts
  const { servers } = config.tradeLocker
  const enabled = config.auth.passwordLogin

  const health = createHealthRouter({
    readiness: () => broker.readiness(),
    isStopping: drain.isStopping,
    withDetail: false,
  })
  const guard = createLoginGuard(elapsed)
  const secretGuard = createSecretGuard(elapsed)
  const { clients } = config.dataFeed
  const tokenUrl = `${config.server.publicUrl}/authorize/token`
  const dataAccess = createDataAccess({ clients, tokenUrl, sealer, shared, guard, secretGuard, log, clock })
  const logIn = createTraderLogin(broker, guard)
  const auth = createAuthRouter({ logIn, sealer, servers, enabled, clock }, store, dataAccess)
  const oauth = createOAuth(parts, revoked, logIn, secretGuard)
  const trading = createTradingRouter()
  const { forEverybody, forServers, forTraders, prepared } = createDataFeed(parts)

  const app = bareApp(config.server.trustProxy)
  for (const [route, bodyOf] of Object.entries(prepared)) {
    app.use(sendPrepared({ route, bodyOf, check: dataAccess.check, requestLog, drain }))
  }
  app.use(withRequestContext, requestLog.middleware, drain.middleware)
  app.use(securityHeaders, neverStored)
  // The login pages and what servers trade for tokens are for no other page to read.
  const allowOrigins = allowTradingViewOrigins(config.environment)
  app.use(oauth === undefined ? allowOrigins : under('/oauth/', oauth.headers, allowOrigins))
  const routers = [health, auth, trading, forEverybody, forServers, forTraders]
  app.use(limitUrl, guardRoutes(oauth === undefined ? routers : [...routers, oauth.router]))
  app.use(health, forEverybody)
  if (oauth) app.use(oauth.router)
  // Who is not logged in is told that, whatever the form looks like.
  const withSession = requireSession(store)
  app.use(onRoutesOf(trading, withSession), onRoutesOf(forTraders, withSession), forTraders)
  app.use(onRoutesOf(forServers, dataAccess.requireAccess), forServers)
  app.use(readForm(), auth, trading)
  if (oauth) app.use(['/oauth/authorize', '/oauth/logout'], oauth.pageErrors)
  app.use(renderErrors(log, OAUTH_ROUTES))
  return app
}

/** One middleware for the addresses that begin with `prefix`, in any case as routes take them, another for all others. */
function under(prefix: string, inside: RequestHandler, outside: RequestHandler): RequestHandler {
  return (request, response, next) =>
    (request.path.toLowerCase().startsWith(prefix) ? inside : outside)(request, response, next)
}
