import { describe, expect, it } from 'vitest'
import type { Report, Result } from '../../conformance/run.ts'
import { TESTS } from '../../conformance/tests/index.ts'
import { DEFECTS } from './defects/index.ts'
import { runReference } from './run-reference.ts'

const told = ({ results }: Report): string[] =>
  results.map(({ name, outcome, sentence }) => `${name} ${outcome}: ${sentence}`)

describe('against a server that keeps every rule', () => {
  it('passes every test', async () => {
    const report = await runReference({ withClient: true })
    expect(told(report).filter((line) => !/^\w+ passed:/.test(line))).toEqual([])
    expect(report.results.map(({ name }) => name)).toEqual(TESTS.map(({ name }) => name))
  })

  it('accepts the older form of empty answers, no_data with nb', async () => {
    const report = await runReference({
      defects: ['older form of empty answers'],
      options: (all) => ({ ...all, only: ['historyNoDataWithNb', 'historyGapsTest', 'historyBadRequests'] }),
    })
    expect(report.counts).toEqual({ passed: 3, warning: 0, failed: 0, skipped: 0 })
  })
})

describe('against a server that breaks a rule', () => {
  it.concurrent.each(DEFECTS)(
    '$test notices: $defect',
    async ({ defect, test, says, outcome = 'failed' }) => {
      const report = await runReference({
        defects: [defect],
        withClient: test.startsWith('authOAuth2'),
        options: (all) => ({ ...all, only: [test] }),
      })
      const [result] = report.results as [Result]
      expect(result.sentence).toMatch(says)
      expect(result.outcome).toBe(outcome)
    },
  )

  it('every test is shown to fail', () => {
    const failing = new Set(DEFECTS.filter(({ outcome }) => outcome === undefined).map(({ test }) => test))
    expect(TESTS.map(({ name }) => name).filter((name) => !failing.has(name))).toEqual([])
  })
})
