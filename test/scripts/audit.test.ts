import { expect, it } from 'vitest'
import { verdictOf } from '../../scripts/audit/verdict.ts'

const found = (counts: Record<string, number>) => JSON.stringify({ metadata: { vulnerabilities: counts } })

it.each([
  [{ high: 1 }, true, /0 critical, 1 high/],
  [{ critical: 2, low: 1 }, true, /2 critical, 0 high, 0 moderate, 1 low/],
  [{ moderate: 3, low: 4 }, false, /^No known holes of high severity .*3 moderate, 4 low/],
])('an audit that found %j fails the build: %s', (counts, isFailure, line) => {
  expect(verdictOf(found(counts))).toEqual({ isFailure, line: expect.stringMatching(line) })
})

it.each([
  '{"message":"405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk"}',
  '{}',
  'null',
  '',
  '<html>',
])('a registry that answers %j is said to answer no audits, and fails nothing', (report) => {
  const { line, isFailure } = verdictOf(report)
  expect(isFailure).toBe(false)
  expect(line).toMatch(/^NOT AUDITED: the registry answers no audits \(.+\)/)
  expect(line).not.toContain('registry.example')
})
