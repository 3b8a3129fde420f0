import { type RequestHandler, Router } from 'express'

interface Readiness {
  readonly ready: boolean
  /** Plain facts for operators, no secrets. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

export interface HealthOptions {
  readonly readiness: () => Readiness
  /** The process is about to end: no new work, please. */
  readonly isStopping: () => boolean
  /** Tells the facts behind the readiness; not for the public port. */
  readonly withDetail: boolean
}

/** `/livez`: the process answers. `/readyz`: it can serve traders, else 503. */
export function createHealthRouter(options: HealthOptions): Router {
  const router = Router()
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' })
  })
  router.get('/readyz', readyz(options))
  return router
}

function readyz({ readiness, isStopping, withDetail }: HealthOptions): RequestHandler {
  return (_request, response) => {
    const { ready, detail } = readiness()
    const status = isStopping() ? 'stopping' : ready ? 'ready' : 'not ready'
    response.status(status === 'ready' ? 200 : 503).json(withDetail ? { status, detail } : { status })
  }
}
