export type Outcome = 'passed' | 'warning' | 'failed' | 'skipped'

/** What a test found out, as a sentence for people. */
export interface Verdict {
  readonly outcome: Outcome
  readonly sentence: string
}

/** A rule is broken. The message says by which answer, symbol, bar or line, what was expected and what came. */
export class Violation extends Error {}

/** The test cannot be run here. The message says why, and what would be needed. */
export class NotRun extends Error {}

export const passed = (sentence: string): Verdict => ({ outcome: 'passed', sentence })

/** The rule is one that TradingView only warns about. */
export const warning = (sentence: string): Verdict => ({ outcome: 'warning', sentence })

/** Passed, or a warning that lists what was noticed on the way. */
export const passedUnless = (notices: readonly string[], sentence: string): Verdict =>
  notices.length === 0 ? passed(sentence) : warning(`${sentence} But: ${summary(notices)}`)

/** What a test that threw has to say. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof NotRun) return { outcome: 'skipped', sentence: error.message }
  if (error instanceof Violation) return { outcome: 'failed', sentence: error.message }
  return { outcome: 'failed', sentence: `The test itself broke: ${String(error)}` }
}

/** The first three of a list, and how many more there are. */
export function summary(items: readonly string[], separator = ' '): string {
  const shown = items.slice(0, 3).join(separator)
  return items.length > 3 ? `${shown}${separator}(and ${items.length - 3} more)` : shown
}

/** @throws Violation unless the rule holds */
export function hold(condition: boolean, sentence: string | (() => string)): asserts condition {
  if (!condition) throw new Violation(typeof sentence === 'string' ? sentence : sentence())
}
