import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'

/** What is known about the request being served, for log lines and metrics. Filled in on the way. */
export interface RequestContext {
  readonly requestId: string
  /** The pattern of the route, never the URL; undefined for an unknown one. */
  route: string | undefined
  /** The account named in the URL; undefined when the route has none. */
  account: string | undefined
  /** Calls made to the broker for this request. */
  upstreamCalls: number
}

const storage = new AsyncLocalStorage<RequestContext>()

/** The context of the request being served; undefined in background work. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore()
}

/** Gives the request a context and an id, which the answer carries as X-Request-Id. */
export const withRequestContext: RequestHandler = (request, response, next) => {
  const requestId = cleanId(request.get('x-request-id')) ?? randomUUID()
  response.set('X-Request-Id', requestId)
  storage.run({ requestId, route: undefined, account: undefined, upstreamCalls: 0 }, next)
}

/** A caller's own id is kept only when it can do no harm in logs and headers. */
function cleanId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w-]{8,64}$/.test(id) ? id : undefined
}
