import { STATUS_CODES } from 'node:http'
import type { HttpProblem } from './problems.ts'

/** A finished answer. */
export interface Reply {
  readonly status: number
  readonly body: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One cell of a table; a bigint is written as a bare JSON number, however large. */
export type Cell = string | bigint | null

export function json(status: number, body: unknown): Reply {
  return { status, body: JSON.stringify(body) }
}

/** `{s: "ok"}`, with a payload where there is one. */
export function ok(payload?: unknown): Reply {
  return json(200, payload === undefined ? { s: 'ok' } : { s: 'ok', d: payload })
}

export function noData(): Reply {
  return json(200, { s: 'no_data' })
}

export function businessError(message: string): Reply {
  return json(200, { s: 'error', errmsg: message })
}

export function problem({ status, message, headers }: HttpProblem): Reply {
  const body = JSON.stringify({ statusCode: status, message, error: STATUS_CODES[status] ?? 'Error' })
  return { status, body, headers }
}

export function html(status: number, page: string): Reply {
  return { status, body: page, contentType: 'text/html; charset=utf-8' }
}

/** A table under its name. Written by hand: JSON.stringify cannot write numbers beyond 2^53. */
export function okTable(
  name: string,
  rows: readonly (readonly Cell[])[],
  more: Record<string, unknown> = {},
): Reply {
  const cell = (value: Cell) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value))
  const table = rows.map((row) => `[${row.map(cell).join(',')}]`).join(',')
  const others = Object.entries(more).map(
    ([key, value]) => `,${JSON.stringify(key)}:${JSON.stringify(value)}`,
  )
  return { status: 200, body: `{"s":"ok","d":{${JSON.stringify(name)}:[${table}]${others.join('')}}}` }
}
