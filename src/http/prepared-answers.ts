import type { RequestHandler } from 'express'
import { type Soon, soon } from '../broker/soon.ts'
import { createHeaderBlocks } from './header-blocks.ts'
import { isTooLong } from './limits.ts'
import { keepRequestContext, newRequestContext } from './request-context.ts'
import type { RequestLog } from './request-log.ts'
import type { Drain } from './shutdown.ts'

export interface PreparedAnswersOptions {
  /** Pattern of the route, which is its address as well. */
  readonly route: string
  /** The whole answer to a URL, when it stands ready or is about to. What it rejects is left to the long way. */
  readonly bodyOf: (url: string) => Soon<Buffer | undefined>
  /** Rejects who may not read it; undefined where everybody may. */
  readonly check: ((authorization: string | undefined) => Promise<unknown>) | undefined
  readonly requestLog: Pick<RequestLog, 'watch'>
  readonly drain: Pick<Drain, 'isStopping'>
}

/**
 * Sends answers that stand ready as bytes without the walk through dozens of handlers, and exactly as they would: same
 * headers, same log line. To stand in front of everything. What is not ready, and who may not read it, goes the long way.
 */
export function sendPrepared(options: PreparedAnswersOptions): RequestHandler {
  const { route, bodyOf, check, requestLog, drain } = options
  const blocks = createHeaderBlocks()
  const isRoute = (url: string) =>
    url.startsWith(route) && (url.length === route.length || url[route.length] === '?') && !isTooLong(url)

  return (request, response, next) => {
    if (request.method !== 'GET' || !isRoute(request.url) || drain.isStopping()) return next()
    const { origin, authorization } = request.headers
    const block = blocks.of(origin)
    if (block === undefined) {
      response.once('finish', () => {
        if (response.statusCode === 200) blocks.learn(origin, response)
      })
      return next()
    }
    const context = newRequestContext(request, { route })
    requestLog.watch(response, context)
    const goOn = (): void => {
      keepRequestContext(request, context)
      next()
    }
    const send = (body: Buffer | undefined): void => {
      if (body === undefined) {
        goOn()
      } else {
        const headers = [...block, 'X-Request-Id', context.requestId, 'Content-Length', String(body.length)]
        response.writeHead(200, headers).end(body)
      }
    }
    // Nothing is looked for before it is known who asks.
    const body = soon(check?.(authorization), () => bodyOf(request.url))
    if (body instanceof Promise) body.then(send, goOn)
    else send(body)
  }
}
