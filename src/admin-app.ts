import type { Express } from 'express'
import helmet from 'helmet'
import { bareApp, neverStored } from './http/bare-app.ts'
import { renderErrors } from './http/errors.ts'
import { createHealthRouter } from './http/health.ts'
import { withRequestContext } from './http/request-context.ts'
import { guardRoutes } from './http/route-guard.ts'
import type { AppParts } from './public-app.ts'

/** What operators call: metrics, and health with the facts behind it. */
export function createAdminApp({ config, broker, log, metrics, drain }: AppParts): Express {
  const operators = createHealthRouter({
    readiness: () => broker.readiness(),
    isStopping: drain.isStopping,
    withDetail: true,
  })
  operators.get('/metrics', metrics.handler)

  const app = bareApp(config.server.trustProxy)
  app.use(withRequestContext, helmet(), neverStored)
  app.use(guardRoutes([operators]), operators)
  app.use(renderErrors(log))
  return app
}
