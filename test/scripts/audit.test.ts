import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { verdictOf } from '../../scripts/audit/verdict.ts'

const found = (counts: Record<string, number>) => JSON.stringify({ metadata: { vulnerabilities: counts } })

it.each([
  [{ high: 1 }, true, /0 critical, 1 high/],
  [{ critical: 2, low: 1 }, true, /2 critical, 0 high, 0 moderate, 1 low/],
  [{ moderate: 3, low: 4 }, false, /^No known holes of high severity .*3 moderate, 4 low/],
])('an audit that found %j fails the build: %s', (counts, isFailure, line) => {
  expect(verdictOf(found(counts), true)).toEqual({ isFailure, line: expect.stringMatching(line) })
})

it.each([
  '{"message":"405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk"}',
  '{}',
  'null',
  '',
  '<html>',
])('a registry that answers %j is said to answer no audits, and fails only who demands one', (report) => {
  const { line, isFailure } = verdictOf(report)
  expect(isFailure).toBe(false)
  expect(verdictOf(report, true)).toEqual({ line, isFailure: true })
  expect(line).toMatch(/^NOT AUDITED: the registry answers no audits \(.+\)/)
  expect(line).not.toContain('registry.example')
})

it.each([
  ['0', 0],
  ['1', 1],
])(
  'npm run audit with AUDIT_REQUIRED=%s at a registry without audits ends with %i',
  async (required, code) => {
    const registry = createServer((_request, response) => response.writeHead(405).end('{}'))
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
    const { port } = registry.address() as AddressInfo
    const env = {
      ...process.env,
      AUDIT_REQUIRED: required,
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_fetch_retries: '0',
    }
    const [ended, said] = await new Promise<[number, string]>((resolve) => {
      const audit = execFile(process.execPath, ['scripts/audit.ts'], { env }, (_error, stdout) =>
        resolve([audit.exitCode ?? -1, stdout]),
      )
    })
    expect(said).toMatch(/^NOT AUDITED: .*\nNOT AUDITED: .*AUDIT_REQUIRED=1/)
    expect(ended).toBe(code)
    registry.close()
  },
)
