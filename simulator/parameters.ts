import { HttpProblem } from './problems.ts'

/** A JSON object as it came in. */
export type Body = Readonly<Record<string, unknown>>

const decimal = /^-?\d+(\.\d+)?$/

/** Parses a request body: nothing counts as an empty object, anything but an object is refused with 400. */
export function parseBody(text: string): Body {
  if (text.trim() === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body
  } catch {
    throw new HttpProblem(400, 'The body is not valid JSON.')
  }
  throw new HttpProblem(400, 'The body must be a JSON object.')
}

/** A number or its decimal text; null and absence are kept apart, other types are refused with 400. */
export function numberOf(body: Body, name: string): number | null | undefined {
  const value = body[name]
  if (value === undefined || value === null) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && decimal.test(value)) return Number(value)
  throw new HttpProblem(400, `${name} must be a number.`)
}

/** A text; null and absence are kept apart, other types are refused with 400. */
export function textOf(body: Body, name: string): string | null | undefined {
  const value = body[name]
  if (value === undefined || value === null || typeof value === 'string') return value
  throw new HttpProblem(400, `${name} must be a text.`)
}

/** A whole number of the query; absence is refused with 400. */
export function requiredInteger(query: URLSearchParams, name: string): number {
  const value = optionalInteger(query, name)
  if (value === undefined) throw new HttpProblem(400, `Query parameter ${name} is required.`)
  return value
}

/** A whole number of the query; anything else but absence is refused with 400. */
export function optionalInteger(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name)
  if (value === null || value === '') return undefined
  if (/^-?\d{1,15}$/.test(value)) return Number(value)
  throw new HttpProblem(400, `Query parameter ${name} must be a whole number.`)
}
