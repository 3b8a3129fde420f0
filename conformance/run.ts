import type { Clock } from './clock.ts'
import { createContext } from './context.ts'
import type { Options } from './options.ts'
import type { Area, Test } from './test.ts'
import { TESTS } from './tests/index.ts'
import { type Outcome, type Verdict, verdictOf } from './verdict.ts'

export interface Result extends Verdict {
  readonly name: string
  readonly area: Area
  readonly rule: string
  /** How long the test took. */
  readonly seconds: number
}

export interface Report {
  readonly url: string
  /** Unix seconds. */
  readonly startedAt: number
  readonly seconds: number
  readonly results: readonly Result[]
  readonly counts: Readonly<Record<Outcome, number>>
}

/** The tests that `--only` names; all without it. */
export const chosenTests = (only: readonly string[] | undefined): readonly Test[] =>
  only === undefined ? TESTS : TESTS.filter(({ name, area }) => only.includes(name) || only.includes(area))

/**
 * Runs the tests, lane beside lane.
 * @param onResult hears of every test that has ended
 */
export async function runConformance(
  options: Options,
  clock: Clock,
  onResult: (result: Result) => void = () => {},
): Promise<Report> {
  const tests = chosenTests(options.only)
  const startedAt = clock.now()
  const context = createContext(options, clock)
  const results = new Map<string, Result>()

  async function runOne(test: Test): Promise<void> {
    const began = clock.now()
    const verdict = await test.run(context).catch(verdictOf)
    const { name, area, rule } = test
    const result = { name, area, rule, seconds: clock.now() - began, ...verdict }
    results.set(name, result)
    onResult(result)
  }

  async function runLane(lane: readonly Test[]): Promise<void> {
    for (const test of lane) await runOne(test)
  }

  try {
    // All lanes begin in the same instant, so that every test of the stream watches it from its first line.
    await Promise.all([...Map.groupBy(tests, ({ lane }) => lane).values()].map(runLane))
  } finally {
    context.feed.close()
  }
  const ordered = tests.flatMap(({ name }) => results.get(name) ?? [])
  return {
    url: options.url,
    startedAt,
    seconds: clock.now() - startedAt,
    results: ordered,
    counts: countsOf(ordered),
  }
}

function countsOf(results: readonly Result[]): Record<Outcome, number> {
  const counts = { passed: 0, warning: 0, failed: 0, skipped: 0 }
  for (const { outcome } of results) counts[outcome] += 1
  return counts
}
