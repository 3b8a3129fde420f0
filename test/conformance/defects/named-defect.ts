/** What the reference server does wrong, the test that must notice, and the words it must say. */
export interface NamedDefect {
  readonly defect: string
  readonly test: string
  readonly says: RegExp
  /** Some rules are only warned about, and what cannot be seen is no success. */
  readonly outcome?: 'warning' | 'skipped'
}

export const row = (test: string, defect: string, says: RegExp): NamedDefect => ({ test, defect, says })
export const warned = (test: string, defect: string, says: RegExp): NamedDefect => ({
  test,
  defect,
  says,
  outcome: 'warning',
})
/** Leaves the test nothing to compare, which must not pass. */
export const nothing = (test: string, defect: string, says: RegExp): NamedDefect => ({
  test,
  defect,
  says,
  outcome: 'skipped',
})
