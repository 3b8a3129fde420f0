/** What stands in a log line where a secret was. */
const REDACTED = '[redacted]'

/** Names of facts that are secret whatever they hold. */
const SECRET_NAME =
  /pass(word|wd)?$|token$|secret|authorization|cookie|api[-_]?key|credential|^jwt$|assertion/i

/** Secrets that can be told from their form: bearer headers, JWTs and JWEs, parameters of forms and queries. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+(\.[\w-]*){2,4}/g, REDACTED],
  [/\b([\w-]*(?:password|token|secret|api[-_]?key)["']?\s*[=:]\s*["']?)[^\s&"',;}]+/gi, `$1${REDACTED}`],
  [/(\/\/[^\s/:@]*):[^\s/@]+@/g, `$1:${REDACTED}@`],
]

/** Facts nest a few levels at most; deeper ones are somebody's whole object, sockets and all. */
const MAX_DEPTH = 5

/**
 * A copy that is safe to log: secrets replaced, errors reduced to name, message and stack (what axios attaches to its
 * errors holds the request with its token), cycles and deep objects cut.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0)
}

/** The text without whatever looks like a secret in it. */
export function redactText(text: string): string {
  return SECRET_TEXT.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text)
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return copyError(value, depth)
  if (value instanceof Date) return value
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1))
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  return copyFacts(value, depth)
}

function copyFacts(facts: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(facts).map(([name, value]) => [
    name,
    SECRET_NAME.test(name) && isTelling(value) ? REDACTED : copy(value, depth + 1),
  ])
  return Object.fromEntries(entries)
}

/** Counts and flags about secrets are no secrets. */
function isTelling(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
}

function copyError(error: Error, depth: number): Record<string, unknown> {
  return {
    name: error.name,
    message: redactText(error.message),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('params' in error ? { params: copy(error.params, depth + 1) } : {}),
    ...('isAxiosError' in error ? { status: Reflect.get(error, 'status') } : {}),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: copy(error.cause, depth + 1) }),
  }
}
