import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { requestFact } from './request-fact.ts'

/** What is known about the request being served, for log lines and metrics. Filled in on the way. */
export interface RequestContext {
  readonly requestId: string
  /** The pattern of the route, never the URL; undefined for an unknown one. */
  route: string | undefined
  /** The account named in the URL; undefined when the route has none. */
  account: string | undefined
  /** Calls made to the broker for this request; none for polls, which are answered from what is read for all. */
  upstreamCalls: number
  /** Why the request was refused: the code of its error; undefined when it was served. */
  refusal: string | undefined
  /** The request log waits for the end of the answer already. */
  watched: boolean
}

const storage = new AsyncLocalStorage<RequestContext | undefined>()

/** Contexts of requests that were begun before Express saw them. */
const begun = requestFact<RequestContext>('context')

/** The context of the request being served; undefined in background work. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore()
}

export function newRequestContext(
  request: IncomingMessage,
  known: Partial<Pick<RequestContext, 'route' | 'account'>> = {},
): RequestContext {
  return {
    requestId: cleanId(request.headers['x-request-id']) ?? newId(),
    route: known.route,
    account: known.account,
    upstreamCalls: 0,
    refusal: undefined,
    watched: false,
  }
}

/**
 * Runs `work`, and all that follows from it, in no context: what a poll shows is read for all who ask, and counted for none of
 * them. A context for every poll would be a tenth of its cost.
 */
export function forNobody<T>(work: () => T): T {
  return storage.run(undefined, work)
}

/** Lets Express go on with a request in the context it was begun in. */
export function keepRequestContext(request: IncomingMessage, context: RequestContext): void {
  begun.note(request, context)
}

/** Gives the request a context and an id, which the answer carries as X-Request-Id. */
export const withRequestContext: RequestHandler = (request, response, next) => {
  const context = begun.of(request) ?? newRequestContext(request)
  response.set('X-Request-Id', context.requestId)
  storage.run(context, next)
}

/** Tells requests of all processes apart: its beginning is drawn when the process starts. */
const PROCESS_ID = randomBytes(9).toString('hex')
let begunRequests = 0

function newId(): string {
  begunRequests += 1
  return `${PROCESS_ID}-${begunRequests}`
}

/** A caller's own id is kept only when it can do no harm in logs and headers. */
function cleanId(id: string | string[] | undefined): string | undefined {
  return typeof id === 'string' && /^[\w-]{8,64}$/.test(id) ? id : undefined
}
