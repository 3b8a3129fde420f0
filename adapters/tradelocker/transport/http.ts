import { AxiosHeaders, getAdapter, type InternalAxiosRequestConfig } from 'axios'
import type { AdapterLog } from '../options.ts'
import { type Connections, createConnections } from './connections.ts'
import { type HttpAnswer, readAnswer } from './http-answer.ts'
import { ROUTES, type RouteName } from './routes.ts'
import { type Departure, trackedTransport } from './tracked-transport.ts'
import { malformed, UpstreamError } from './upstream-error.ts'

export { NO_DATA } from './http-answer.ts'

export interface HttpRequest {
  readonly route: RouteName
  /** Fills `{name}` in the route's path; encoded here. */
  readonly path?: Readonly<Record<string, string>> | undefined
  /** Undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly body?: object | undefined
  readonly accessToken?: string | undefined
  readonly accNum?: string | undefined
  /** Milliseconds for this one request, waiting for a connection, connecting and reading included; by default the route's deadline. */
  readonly deadlineMs?: number | undefined
  /** Somebody's action waits for it: it goes before reads that wait for a connection. */
  readonly isUrgent?: boolean | undefined
  /** Told when the request leaves this machine. */
  readonly onLeft?: (() => void) | undefined
}

export interface HttpOptions {
  /** e.g. `https://demo.tradelocker.com/backend-api` */
  readonly baseUrl: string
  readonly developerApiKey: string | undefined
  readonly userAgent: string
  readonly log?: AdapterLog
  /** Unix milliseconds. */
  readonly clock?: () => number
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number
}

export interface Http {
  /**
   * Makes exactly one request.
   * @returns `/trade/*`: what `d` holds (undefined when the answer is a bare ok), or NO_DATA; `/auth/*`: the whole body
   * @throws UpstreamError and nothing else
   */
  send(request: HttpRequest): Promise<unknown>
  close(): void
}

/** An order history of 10,000 rows has about 3 MB. Counted after decompression. */
const MAX_ANSWER_BYTES = 20 * 1024 * 1024
const MAX_BODY_BYTES = 64 * 1024

/** The way to TradeLocker. The only file that sees axios, whose errors carry tokens: none of them leaves it. */
export function createHttp(options: HttpOptions): Http {
  const { baseUrl, developerApiKey, userAgent, log, clock = Date.now, random = Math.random } = options
  const connections = createConnections()
  const ownHeaders = {
    'User-Agent': userAgent,
    Accept: 'application/json',
    ...(developerApiKey === undefined ? {} : { 'developer-api-key': developerApiKey }),
  }

  return {
    async send(request) {
      try {
        const answer = await exchange(connections, request, variable(baseUrl, request, ownHeaders))
        return readAnswer(request.route, answer, { now: clock(), random })
      } catch (error) {
        if (error instanceof UpstreamError) report(log, request.route, error)
        throw error
      }
    },
    close: connections.close,
  }
}

/** axios without its merging of options, interceptors and transformations, which cost as much again and do nothing here. */
const transmit = getAdapter('http')

const FIXED = {
  maxRedirects: 0,
  maxContentLength: MAX_ANSWER_BYTES,
  maxBodyLength: MAX_BODY_BYTES,
  proxy: false,
  decompress: true,
  responseType: 'text',
  validateStatus: () => true,
} as const

function variable(
  baseUrl: string,
  request: HttpRequest,
  ownHeaders: Readonly<Record<string, string>>,
): InternalAxiosRequestConfig {
  const { route, accessToken, accNum, body } = request
  return {
    method: ROUTES[route].method,
    url: urlOf(baseUrl, request),
    headers: new AxiosHeaders({
      ...ownHeaders,
      ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
      ...(accNum === undefined ? {} : { accNum }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    }),
    ...(body === undefined ? {} : { data: JSON.stringify(body) }),
  }
}

function urlOf(baseUrl: string, { route, path = {}, query = {} }: HttpRequest): string {
  const filled = ROUTES[route].path.replace(/\{(\w+)\}/g, (_, name: string) => segment(path[name]))
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const search = new URLSearchParams(pairs).toString()
  return `${baseUrl.replace(/\/+$/, '')}${filled}${search === '' ? '' : `?${search}`}`
}

/** Encoded so that no id can lead to another route; URLs resolve "." and ".." even when they are encoded. */
function segment(value: string | undefined): string {
  if (value === undefined || /^\.*$/.test(value)) {
    throw new UpstreamError('rejected', { delivery: 'not_sent', params: { reason: 'This is not an id.' } })
  }
  return encodeURIComponent(value)
}

async function exchange(
  connections: Connections,
  { route, deadlineMs = ROUTES[route].deadlineMs, isUrgent = false, onLeft }: HttpRequest,
  config: InternalAxiosRequestConfig,
): Promise<HttpAnswer> {
  const departure: Departure = { left: false, onLeft }
  const late = new AbortController()
  // AbortSignal.timeout() would go on ticking after the answer.
  const timer = setTimeout(() => late.abort(), Math.max(0, Math.ceil(deadlineMs)))
  try {
    const { signal } = late
    const transport = trackedTransport(departure)
    const { status, headers, data } = await connections.lend(route, { isUrgent, signal }, (agents) =>
      transmit({ ...FIXED, ...config, ...agents, transport, signal }),
    )
    return {
      status,
      contentType: headerText(headers['content-type']),
      retryAfter: headerText(headers['retry-after']),
      text: data,
    }
  } catch (error) {
    throw noAnswer(route, error, departure, late.signal.aborted)
  } finally {
    clearTimeout(timer)
  }
}

const headerText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Error codes of zlib, Node's HTTP parser and brotli. */
const BROKEN_ANSWER = /^(Z_|HPE_|ERR__)/

/** No complete answer came. Takes only the code of axios' error: the rest of it holds tokens. */
function noAnswer(route: RouteName, error: unknown, { left }: Departure, isLate: boolean): UpstreamError {
  const { code = 'no code', message = '' } = error as { code?: string; message?: string }
  if (message.startsWith('maxContentLength')) return malformed(`${route} answered with too many bytes`)
  if (BROKEN_ANSWER.test(code)) return malformed(`${route} answered unreadably (${code})`)
  return new UpstreamError(isLate ? 'upstream_timeout' : 'upstream_unavailable', {
    delivery: left ? 'unknown' : 'not_sent',
    retry: left && ROUTES[route].kind === 'write' ? 'never' : 'safe',
    cause: `${route} got no answer (${isLate ? 'too late' : code})`,
  })
}

function report(log: AdapterLog | undefined, route: RouteName, error: UpstreamError): void {
  const facts = { route, status: error.status, delivery: error.delivery, what: error.cause }
  if (error.edge) log?.warn('The edge network in front of TradeLocker blocks this gateway.', facts)
  else if (error.code === 'upstream_malformed') log?.warn('TradeLocker answered unreadably.', facts)
}
