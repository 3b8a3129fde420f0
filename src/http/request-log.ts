import { createHash } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Log } from './log.ts'
import type { GatewayMetrics } from './metrics.ts'
import { requestContext } from './request-context.ts'

/** Routes whose requests say nothing about traders: they are logged at debug level. */
const QUIET_ROUTES: ReadonlySet<string | undefined> = new Set(['/livez', '/readyz', '/metrics'])

/**
 * One line and one measurement per request, when its answer has been sent or its client has gone. Route patterns, never
 * URLs; accounts only as hashes; no query, token or body.
 */
export function logRequests(log: Log, metrics: Pick<GatewayMetrics, 'requestDone'>): RequestHandler {
  return (request, response, next) => {
    const start = performance.now()
    const context = requestContext()
    response.once('close', () => {
      const durationMs = performance.now() - start
      const { method } = request
      const route = context?.route ?? 'unknown'
      const status = response.statusCode
      metrics.requestDone({ method, route, status, durationMs })
      const write = QUIET_ROUTES.has(route) ? log.debug : log.info
      write('Request served.', {
        method,
        route,
        status,
        durationMs: Math.round(durationMs * 10) / 10,
        requestId: context?.requestId,
        ...(context?.account === undefined ? {} : { account: accountHash(context.account) }),
        upstreamCalls: context?.upstreamCalls ?? 0,
        ...(response.writableFinished ? {} : { aborted: true }),
      })
    })
    next()
  }
}

/** Tells accounts apart in the logs without naming them. */
function accountHash(account: string): string {
  return createHash('sha256').update(account).digest('hex').slice(0, 12)
}
