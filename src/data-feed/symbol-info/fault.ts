/** What is wrong with a field, or with its absence. */
export interface Fault {
  readonly field: string
  /** Completes "expected …". */
  readonly expected: string
}
