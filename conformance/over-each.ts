import { NotRun } from './verdict.ts'

/**
 * Runs a check for one after the other, and gathers what it noticed. One that has nothing to be checked throws NotRun and is
 * left out. @throws NotRun when nothing was checked of any
 */
export async function overEach<T>(
  all: readonly T[],
  check: (one: T) => Promise<readonly string[]>,
): Promise<{ readonly checked: readonly T[]; readonly notices: readonly string[] }> {
  const checked: T[] = []
  const notices: string[] = []
  let reason: string | undefined
  for (const one of all) {
    try {
      notices.push(...(await check(one)))
      checked.push(one)
    } catch (error) {
      if (!(error instanceof NotRun)) throw error
      reason ??= error.message
    }
  }
  if (checked.length === 0) throw new NotRun(reason ?? 'There is nothing to check.')
  return { checked, notices }
}
