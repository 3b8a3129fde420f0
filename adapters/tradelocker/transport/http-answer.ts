import { parseLossless } from './json.ts'
import { loginRefusalToCode, refusalToError } from './refusals.ts'
import { retryAfterMs } from './retry-after.ts'
import { ROUTES, type RouteName } from './routes.ts'
import { malformed, UpstreamError, type UpstreamErrorOptions } from './upstream-error.ts'

/** The answer `s:"no_data"`: the question was right, there is nothing to tell (history only). */
export const NO_DATA: unique symbol = Symbol('no_data')

/** A whole HTTP answer. */
export interface HttpAnswer {
  readonly status: number
  readonly contentType: string | undefined
  readonly retryAfter: string | undefined
  readonly text: string
}

export interface AnswerContext {
  /** Unix milliseconds. */
  readonly now: number
  /** From 0 to 1. */
  readonly random: () => number
}

/** How long the edge network blocks an address, when it does not say. */
const EDGE_PAUSE_MS = 60_000

/**
 * What an answer means.
 *
 * | status | meaning | delivery |
 * |---|---|---|
 * | 2xx | the envelope decides; without one `upstream_malformed` | answered, or unknown without an envelope |
 * | 3xx | somebody else's server: `upstream_malformed` | unknown |
 * | 400, 401, 403 on login and refresh | `wrong_credentials`; `account_not_active` where the words say so | answered |
 * | 401 | `session_expired` | answered |
 * | 401, 403 from the edge network | `upstream_unavailable` | not sent |
 * | 408 | `upstream_timeout` | unknown |
 * | 429 | `login_throttled` on login, else `rate_limited` | answered; not sent from the edge network |
 * | other 4xx with JSON | the refusal in its text, else `rejected` | answered |
 * | other 4xx without JSON, or on /auth | wrong address or maintenance: `upstream_unavailable` | answered: no such route ran |
 * | 5xx | `upstream_unavailable` | unknown |
 *
 * @returns `/trade/*`: what `d` holds (undefined for a bare ok), or NO_DATA; `/auth/*`: the whole body
 * @throws UpstreamError
 */
export function readAnswer(route: RouteName, answer: HttpAnswer, context: AnswerContext): unknown {
  const { status } = answer
  if (status >= 200 && status < 300) return readSuccess(route, answer)
  if (status === 429) throw throttled(route, answer, context)
  if (status >= 500) {
    const wait = retryAfterMs(answer.retryAfter, context.now)
    throw failure('upstream_unavailable', route, answer, { delivery: 'unknown', retryAfterMs: wait })
  }
  if (status === 408) throw failure('upstream_timeout', route, answer, { delivery: 'unknown' })
  if (status >= 400) throw refused(route, answer)
  throw malformed(`${route} answered with status ${status}`, status)
}

/** Issues a token pair: its failures are about credentials, not about a session. */
const isTokenRoute = (route: RouteName) => route === 'getJWTTokens' || route === 'getJWTRefreshTokens'

function readSuccess(route: RouteName, answer: HttpAnswer): unknown {
  const body = jsonObject(answer.text)
  if (body === undefined) throw malformed(`${route} answered with ${describe(answer)}`, answer.status)
  if (body.s === 'error') {
    if (isTokenRoute(route)) throw loginRefused(route, answer, body.errmsg)
    throw refusal(body.errmsg, answer.status)
  }
  if (ROUTES[route].path.startsWith('/auth/')) return body
  if (body.s === 'ok') return body.d
  if (body.s === 'no_data') return NO_DATA
  throw malformed(`${route} answered without "s"`, answer.status)
}

function throttled(route: RouteName, answer: HttpAnswer, { now, random }: AnswerContext): UpstreamError {
  const edge = isEdge(answer)
  const wait =
    retryAfterMs(answer.retryAfter, now) ?? (edge ? EDGE_PAUSE_MS : Math.round(1_000 + random() * 4_000))
  return failure(route === 'getJWTTokens' && !edge ? 'login_throttled' : 'rate_limited', route, answer, {
    delivery: edge ? 'not_sent' : 'answered',
    edge,
    params: { seconds: Math.ceil(wait / 1_000) },
    retryAfterMs: wait,
  })
}

function refused(route: RouteName, answer: HttpAnswer): UpstreamError {
  const { status } = answer
  if ((status === 401 || status === 403) && isEdge(answer)) {
    return failure('upstream_unavailable', route, answer, { delivery: 'not_sent', edge: true })
  }
  const body = jsonObject(answer.text)
  const words = body?.errmsg ?? body?.message ?? body?.error
  if (isTokenRoute(route) && (status === 400 || status === 401 || status === 403)) {
    return loginRefused(route, answer, words)
  }
  if (status === 401) return failure('session_expired', route, answer, { delivery: 'answered' })
  // Nothing of a trader's makes an /auth route answer so: the address is wrong, or what stands behind it.
  if (body === undefined || ROUTES[route].path.startsWith('/auth/')) {
    return failure('upstream_unavailable', route, answer, { delivery: 'answered' })
  }
  return refusal(words ?? `HTTP ${status}`, status)
}

/** A refresh that is refused ends the session, whatever the words. */
function loginRefused(route: RouteName, answer: HttpAnswer, words: unknown): UpstreamError {
  const code = route === 'getJWTTokens' ? loginRefusalToCode(words) : 'wrong_credentials'
  return failure(code, route, answer, { delivery: 'answered' })
}

function refusal(text: unknown, status: number): UpstreamError {
  const { code, params } = refusalToError(Array.isArray(text) ? text.join(', ') : text)
  return new UpstreamError(code, { delivery: 'answered', status, params, cause: params.reason })
}

function failure(
  code: UpstreamError['code'],
  route: RouteName,
  answer: HttpAnswer,
  options: UpstreamErrorOptions,
): UpstreamError {
  const { status } = answer
  const isSafe = ROUTES[route].kind === 'read' && code.startsWith('upstream_')
  return new UpstreamError(code, {
    cause: `${route} answered with ${describe(answer)}`,
    status,
    ...(isSafe && options.retryAfterMs === undefined ? { retry: 'safe' } : {}),
    ...options,
  })
}

/**
 * Pages of the edge network: HTML, or a plain "error code: 1015", or JSON that names its sender. Only asked where the
 * status alone leaves it open.
 */
function isEdge({ contentType, text }: HttpAnswer): boolean {
  const start = text.slice(0, 4_096)
  return isHtml(contentType, start) || /error code:\s*1\d{3}|cloudflare/i.test(start)
}

function isHtml(contentType: string | undefined, text: string): boolean {
  return /^\s*</.test(text) || (contentType ?? '').toLowerCase().startsWith('text/html')
}

/** For the operator. Never the body: it may hold tokens. */
function describe({ status, contentType, text }: HttpAnswer): string {
  const kind = isHtml(contentType, text.slice(0, 100)) ? 'HTML' : (contentType ?? 'no content type')
  return `status ${status}, ${kind}, ${text.length} characters`
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseLossless(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
