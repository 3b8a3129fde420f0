import type { KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StepClock } from '../step-clock.ts'
import { type Answer, type Breaks, notFound, type Request, unauthorized } from './answer.ts'
import { historyAnswer } from './history.ts'
import { LISTINGS } from './market.ts'
import { createStreamer } from './streaming.ts'
import { groupsAnswer, symbolInfoAnswer } from './symbol-info.ts'
import { createTokens } from './tokens.ts'
import { createTrading } from './trading.ts'

export interface ReferenceOptions {
  readonly clock: StepClock
  /** The rules to break; none by default. */
  readonly defects?: readonly string[]
  /** The data half answers without tokens. */
  readonly isPublic?: boolean
  readonly clientKey?: KeyObject
}

export interface ReferenceServer {
  readonly url: string
  close(): Promise<void>
}

/** A small broker that keeps every rule the runner tests, except those it is told to break. */
export async function startReference({
  clock,
  defects = [],
  isPublic = false,
  clientKey,
}: ReferenceOptions): Promise<ReferenceServer> {
  const breaks: Breaks = (defect) => defects.includes(defect)
  const tokens = createTokens(clock.now, breaks, clientKey)
  const trading = createTrading(breaks, (request) => tokens.opens('trading', request))
  const streamer = createStreamer(clock, breaks)

  const dataHalf: Readonly<Record<string, (request: Request) => Answer>> = {
    '/groups': () => groupsAnswer(breaks),
    '/symbol_info': ({ query }) => symbolInfoAnswer(query.get('group'), breaks),
    '/history': ({ query }) => historyAnswer(query, clock.now(), breaks),
  }

  const forAnybody: Readonly<Record<string, (request: Request) => Answer | Promise<Answer>>> = {
    '/authorize': tokens.authorize,
    '/authorize/token': tokens.clientToken,
    '/mapping': () => mappingAnswer(breaks),
  }

  /** Nothing when the stream took the response over. */
  function answerOf(request: Request, response: ServerResponse): Answer | Promise<Answer> | undefined {
    const { path } = request
    const anybody = forAnybody[path]
    if (anybody !== undefined) return anybody(request)
    const handler = dataHalf[path]
    if (handler === undefined && path !== '/streaming') return trading.answer(request) ?? notFound
    if (!isPublic && !tokens.opens('data', request) && !breaks(`${path} is open`)) return unauthorized
    if (handler !== undefined) return handler(request)
    streamer.open(response)
    return undefined
  }

  const server = createServer(async (message, response) => {
    cors(message, response, breaks)
    if (message.method === 'OPTIONS') {
      response.writeHead(breaks('no preflight') ? 405 : 204).end()
      return
    }
    const answer = await answerOf(await read(message), response)
    if (answer === undefined) return
    if (answer.status === 401 && breaks('no origin on 401'))
      response.removeHeader('Access-Control-Allow-Origin')
    response.writeHead(answer.status, { 'Content-Type': answer.type ?? 'application/json' })
    response.end(JSON.stringify(answer.body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function read(message: IncomingMessage): Promise<Request> {
  let body = ''
  for await (const chunk of message) body += String(chunk)
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://reference')
  return {
    method: message.method ?? 'GET',
    path: pathname,
    query: searchParams,
    form: new URLSearchParams(body),
    token: /^Bearer (.+)$/.exec(message.headers.authorization ?? '')?.[1],
  }
}

function cors({ headers }: IncomingMessage, response: ServerResponse, breaks: Breaks): void {
  const { origin } = headers
  const isOurs = /^https:\/\/[\w.-]+\.tradingview\.com$/.test(origin ?? '') || breaks('any origin')
  if (origin === undefined || !isOurs) return
  response.setHeader('Access-Control-Allow-Origin', breaks('origin *') ? '*' : origin)
  response.setHeader(
    'Access-Control-Allow-Methods',
    breaks('no PUT in preflights') ? 'GET,POST' : 'GET,POST,PUT,DELETE',
  )
  response.setHeader('Access-Control-Allow-Headers', 'Authorization')
  if (!breaks('no life of preflights')) response.setHeader('Access-Control-Max-Age', '600')
}

function mappingAnswer(breaks: Breaks): Answer {
  if (breaks('mapping needs a token')) return unauthorized
  const listings = breaks('mapping leaves one out') ? LISTINGS.slice(1) : LISTINGS
  const symbols = listings.map(({ symbol }) => ({
    f: breaks('mapping of two names') ? [symbol, symbol] : [symbol],
    s: breaks('mapping to a name without exchange') ? symbol : `EXCHANGE:${symbol}`,
  }))
  if (breaks('a symbol mapped twice')) symbols.push(...symbols.slice(0, 1))
  const body = { symbols, fields: ['brokerSymbol'] }
  return { status: 200, body: breaks('mapping in an envelope') ? { s: 'ok', d: body } : body }
}
