/** What was thrown, in words. Anything can be thrown, nothing included. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  return typeof thrown === 'string' ? thrown : `a value of type ${typeof thrown} was thrown.`
}
