import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { SessionStore } from '../auth/session-store.ts'
import type { BrokerSession } from '../broker/broker.ts'
import { soon } from '../broker/soon.ts'
import { createHeaderBlocks, type HeaderBlock } from '../http/header-blocks.ts'
import { keepRequestContext, newRequestContext } from '../http/request-context.ts'
import type { RequestLog } from '../http/request-log.ts'
import type { Drain } from '../http/shutdown.ts'
import { createTurnstile } from '../http/turnstile.ts'
import type { WireBody } from '../http/wire-body.ts'
import { answerPoll, failPoll } from './polled.ts'
import { createPollRecogniser, type RecognisedPoll } from './recognise-poll.ts'

export interface FastLaneOptions {
  /** What answers everything. */
  readonly app: RequestListener
  readonly store: Pick<SessionStore, 'opened'>
  readonly requestLog: RequestLog
  readonly drain: Pick<Drain, 'isStopping'>
}

/** As TradingView spells it. The store knows tokens that were opened before, and nothing else. */
const BEARER = 'Bearer '

/**
 * Answers the polls of open panels, nearly all requests there are, without the walk through Express and its dozens of
 * handlers, and exactly as they would: same function, same headers, same log line. It takes only what cannot be
 * refused any more; whatever else comes, and whatever fails on the way, is Express's.
 */
export function withFastLane({ app, store, requestLog, drain }: FastLaneOptions): RequestListener {
  const recognise = createPollRecogniser()
  const blocks = createHeaderBlocks()
  const inTurn = createTurnstile()

  const sessionOf = ({ headers, socket }: IncomingMessage): BrokerSession | undefined => {
    const { authorization } = headers
    if (!authorization?.startsWith(BEARER)) return undefined
    return store.opened(authorization.slice(BEARER.length), socket)
  }

  const serve = (
    request: IncomingMessage,
    response: ServerResponse,
    { route, accountId, query }: RecognisedPoll,
    session: BrokerSession,
    block: HeaderBlock,
  ): void => {
    const context = newRequestContext(request, { route: route.path, account: accountId })
    requestLog.watch(response, context)
    const answer = (body: WireBody): void => {
      const headers = [...block, 'X-Request-Id', context.requestId, 'ETag', body.etag]
      if (drain.isStopping()) headers.push('Connection', 'close')
      if (request.headers['if-none-match'] === body.etag) writeUnchanged(response, headers)
      else writeBody(response, headers, body)
    }
    const fail = (error: unknown): void => {
      failPoll(request, error)
      keepRequestContext(request, context)
      app(request, response)
    }
    inTurn(() => {
      // Whoever asked is gone.
      if (response.destroyed) return
      const answered = soon(answerPoll(route, session, accountId, query), answer)
      if (answered instanceof Promise) answered.catch(fail)
    })
  }

  return (request, response) => {
    const poll = drain.isStopping() ? undefined : recognise(request)
    const session = poll && sessionOf(request)
    if (poll === undefined || session === undefined) return app(request, response)

    const { origin } = request.headers
    const block = blocks.of(origin)
    if (block !== undefined) return serve(request, response, poll, session, block)
    response.once('finish', () => {
      if (response.statusCode === 200 && response.hasHeader('ETag')) blocks.learn(origin, response)
    })
    return app(request, response)
  }
}

function writeBody(response: ServerResponse, headers: string[], { text, length, encoding }: WireBody): void {
  headers.push('Content-Length', length)
  response.writeHead(200, headers).end(text, encoding)
}

/** Without a body, so without its type. */
function writeUnchanged(response: ServerResponse, headers: string[]): void {
  const type = headers.indexOf('content-type')
  if (type >= 0) headers.splice(type, 2)
  response.writeHead(304, headers).end()
}
