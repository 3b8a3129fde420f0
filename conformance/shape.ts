import type { z } from 'zod'
import { Violation } from './verdict.ts'

/** A value that has its shape, and the fields it has beyond. */
export interface Shaped<T> {
  readonly value: T
  /** Live brokers send fields the specification does not know; TradingView does not mind, so tests warn. */
  readonly extras: readonly string[]
}

/**
 * Holds a value against a strict schema.
 * @param where what the value is, the sentence's beginning: `GET /accounts`
 * @throws Violation that names the place, what was expected there and what came
 */
export function shaped<T>(schema: z.ZodType<T>, value: unknown, where: string): Shaped<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { value: parsed.data, extras: [] }
  const extras: string[] = []
  for (const issue of parsed.error.issues) {
    if (issue.code !== 'unrecognized_keys') throw new Violation(`${where}: ${explain(issue, value)}`)
    extras.push(...issue.keys.map((key) => `${where} has the unknown field ${pathOf([...issue.path, key])}.`))
  }
  return { value: value as T, extras }
}

function explain(issue: z.core.$ZodIssue, value: unknown): string {
  const place = pathOf(issue.path)
  const expectation = issue.message
    .replace(/^Invalid [\w ]+: (?:expected )?/, '')
    .replace(/^Too (?:small|big): expected /, '')
    .replace(/, received .*$/, '')
  const isSecret = /token|password/.test(place)
  const received = isSecret ? 'something else' : show(valueAt(value, issue.path))
  return `${place === '' ? '' : `${place}: `}expected ${expectation}, received ${received}.`
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  )
}

/** A value as people read it, shortened. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
