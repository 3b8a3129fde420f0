import { hash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { BoundedMap } from './bounded-map.ts'
import type { Log } from './log.ts'
import type { GatewayMetrics } from './metrics.ts'
import { type RequestContext, requestContext } from './request-context.ts'

/** Routes whose requests say nothing about traders. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics'])

/**
 * One line and one measurement per request, when its answer has been sent or its client has gone. Route patterns, never
 * URLs; accounts only as hashes; no query, token or body. Probes, and polls that were answered as they should, are lines
 * at debug level: a thousand panels would write a gigabyte of them in ten minutes.
 */
export interface RequestLog {
  /** Waits for the end of an answer. To be called as early as possible; once more does nothing. */
  watch(response: ServerResponse, context: RequestContext): void
  readonly middleware: RequestHandler
}

/** @param polled patterns of the routes that clients GET all the time; what is posted to the same addresses is no poll */
export function createRequestLog(
  log: Pick<Log, 'served' | 'isEnabled'>,
  metrics: Pick<GatewayMetrics, 'requestDone'>,
  polled: ReadonlySet<string>,
): RequestLog {
  const levelOf = (method: string, route: string, status: number, refusal: string | undefined) => {
    const isPoll = method === 'GET' && polled.has(route)
    const isGood = status < 400 && refusal === undefined
    return PROBES.has(route) || (isPoll && isGood) ? 'debug' : 'info'
  }

  const done = (response: ServerResponse, context: RequestContext, durationMs: number): void => {
    const { method = 'unknown' } = response.req
    const { account, refusal, requestId, upstreamCalls, route = 'unknown' } = context
    const status = response.statusCode
    metrics.requestDone({ method, route, status, durationMs })
    const level = levelOf(method, route, status, refusal)
    if (!log.isEnabled(level)) return
    log.served(level, {
      method,
      route,
      status,
      durationMs: Math.round(durationMs * 10) / 10,
      requestId,
      ...(account === undefined ? {} : { account: accountHash(account) }),
      upstreamCalls,
      ...(refusal === undefined ? {} : { refusal }),
      ...(response.writableFinished ? {} : { aborted: true }),
    })
  }

  const watch = (response: ServerResponse, context: RequestContext): void => {
    if (context.watched) return
    context.watched = true
    const start = performance.now()
    response.on('close', () => done(response, context, performance.now() - start))
  }

  return {
    watch,
    middleware: (_request, response, next) => {
      const context = requestContext()
      if (context !== undefined) watch(response, context)
      next()
    },
  }
}

/** Panels ask for the same accounts over and over. Nobody has to be logged in to make a long one up, which would take room. */
const accountHashes = new BoundedMap<string, string>(10_000)
const MAX_KEPT_CHARS = 40

/** Tells accounts apart in the logs without naming them. */
function accountHash(account: string): string {
  const known = accountHashes.get(account)
  if (known !== undefined) return known
  const made = hash('sha256', account).slice(0, 12)
  if (account.length <= MAX_KEPT_CHARS) accountHashes.set(account, made)
  return made
}
