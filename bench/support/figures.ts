/** One line of the table. */
export interface Row {
  readonly figure: string
  readonly measured: string
  readonly target: string
  /** Undefined for what is told for information only. */
  readonly met?: boolean
}

export interface Figure {
  /** What `--only` calls it. */
  readonly name: string
  /** @param full whether there is time for the long form */
  measure(full: boolean): Promise<readonly Row[]>
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2
}

/** Change per step of the straight line that fits best, and the standard error of that change. */
export function slope(values: readonly number[]): { readonly perStep: number; readonly error: number } {
  const meanX = (values.length - 1) / 2
  const meanY = values.reduce((sum, value) => sum + value, 0) / values.length
  const spreadX = values.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0)
  const perStep = values.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0) / spreadX
  const residual = values.reduce((sum, value, x) => sum + (value - meanY - perStep * (x - meanX)) ** 2, 0)
  return { perStep, error: Math.sqrt(residual / (values.length - 2) / spreadX) }
}

export const rounded = (value: number, decimals: number): string => value.toFixed(decimals)
