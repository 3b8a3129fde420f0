import { show } from '../shape.ts'
import { Violation } from '../verdict.ts'

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  readonly query?: Readonly<Record<string, string | number>>
  /** Sent as application/x-www-form-urlencoded, keys in alphabetical order as TradingView's panel does. */
  readonly form?: Readonly<Record<string, string | number>>
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  /** What was asked, for sentences: `GET /history?symbol=EURUSD&…`. Never holds a secret. */
  readonly request: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** The server under test, as its clients see it. */
export interface Deployment {
  readonly url: string
  /** @throws Violation when there is no answer: unreachable, silent, or broken off */
  send(path: string, options?: RequestOptions): Promise<Answer>
  /**
   * The JSON value of an answer that must be 200 with `application/json`.
   * @throws Violation also for any other answer
   */
  json(path: string, options?: RequestOptions): Promise<unknown>
  /** The same for an answer that must not be an error envelope. */
  ok(path: string, options?: RequestOptions): Promise<Record<string, unknown>>
}

/** @param timeoutMs how long one request may take, its body included */
export function createDeployment(url: string, timeoutMs: number): Deployment {
  const deployment: Deployment = {
    url,
    async send(path, options = {}) {
      const address = path.startsWith('http') ? path : `${url}${path}`
      const query = new URLSearchParams(plain(options.query)).toString()
      const method = options.method ?? 'GET'
      const request = `${method} ${path}${query === '' ? '' : `?${query}`}`
      const headers = {
        Accept: 'application/json',
        ...(options.form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...(options.token !== undefined && { Authorization: `Bearer ${options.token}` }),
        ...options.headers,
      }
      try {
        const response = await fetch(query === '' ? address : `${address}?${query}`, {
          method,
          headers,
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          ...(options.form !== undefined && { body: new URLSearchParams(plain(options.form)).toString() }),
        })
        return { request, status: response.status, headers: response.headers, text: await response.text() }
      } catch (error) {
        throw new Violation(`${request} ${whyNoAnswer(error, timeoutMs)}.`)
      }
    },
    async json(path, options) {
      return jsonOf(await deployment.send(path, options))
    },
    async ok(path, options) {
      const answer = await deployment.send(path, options)
      return okOf(jsonOf(answer), answer.request)
    },
  }
  return deployment
}

const plain = (fields: Readonly<Record<string, string | number>> = {}): [string, string][] =>
  Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, String(value)])

/** @throws Violation unless the answer is 200, `application/json` and JSON */
export function jsonOf({ request, status, headers, text }: Answer): unknown {
  const type = headers.get('content-type') ?? 'no Content-Type'
  const start = show(text.slice(0, 80))
  if (status !== 200)
    throw new Violation(`${request}: expected status 200, received ${status} (${type}, ${start}).`)
  if (!/^application\/json\b/i.test(type))
    throw new Violation(`${request}: expected Content-Type application/json, received ${type} (${start}).`)
  try {
    return JSON.parse(text)
  } catch {
    throw new Violation(`${request}: expected JSON, received ${start}.`)
  }
}

/** @throws Violation for the error envelope, and for anything without `s` */
export function okOf(value: unknown, request: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Violation(`${request}: expected an object with "s", received ${show(value)}.`)
  const { s, errmsg } = value as Record<string, unknown>
  if (s === 'error') throw new Violation(`${request} answered the error ${show(errmsg)}.`)
  if (s !== 'ok') throw new Violation(`${request}: s: expected "ok", received ${show(s)}.`)
  return value as Record<string, unknown>
}

/** The end of a sentence about a request that got no answer. */
export function whyNoAnswer(error: unknown, timeoutMs: number): string {
  const { name, cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  if (name === 'TimeoutError') return `was not answered within ${timeoutMs / 1000} s`
  const code = cause?.code ?? (error as { code?: string }).code ?? ''
  const explained: Record<string, string> = {
    ECONNREFUSED: 'was not answered: nothing listens there',
    ENOTFOUND: 'was not answered: there is no host of that name',
    ECONNRESET: 'was not answered: the connection was closed',
    UND_ERR_SOCKET: 'was not answered: the connection was closed',
  }
  return explained[code] ?? `was not answered: ${cause?.message ?? message}`
}
