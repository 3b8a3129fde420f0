/** What the reference server answers; JSON unless told otherwise. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly type?: string
}

export const ok = (d: unknown): Answer => ({ status: 200, body: { s: 'ok', d } })
export const done: Answer = { status: 200, body: { s: 'ok' } }
export const refused = (errmsg: string): Answer => ({ status: 200, body: { s: 'error', errmsg } })
export const unauthorized: Answer = { status: 401, body: { s: 'error', errmsg: 'Log in first.' } }
export const notFound: Answer = { status: 404, body: { s: 'error', errmsg: 'There is no such address.' } }

/** A request as the handlers read it. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly token: string | undefined
}

/** Is the server to break that rule? */
export type Breaks = (defect: string) => boolean
