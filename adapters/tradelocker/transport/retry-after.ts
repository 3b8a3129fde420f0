/** No header keeps us away longer than this. */
const LONGEST_MS = 10 * 60_000

/**
 * Milliseconds a `Retry-After` header asks to wait, from seconds or an HTTP date; at most ten minutes.
 * @returns undefined when it is absent, unreadable or already past
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : httpDate(text) - now
  return ms > 0 ? Math.min(ms, LONGEST_MS) : undefined
}

/** NaN for what is no HTTP date; `Date.parse` alone would read "-5" as a year. */
function httpDate(text: string): number {
  return /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN
}
