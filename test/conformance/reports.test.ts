import { describe, expect, it } from 'vitest'
import { htmlReport } from '../../conformance/reports/html.ts'
import { junitReport } from '../../conformance/reports/junit.ts'
import { tableReport } from '../../conformance/reports/table.ts'
import type { Report, Result } from '../../conformance/run.ts'

const HOSTILE = `<script>alert("1")</script> & 'x' ]]> \u0000\u001b[31m \ud800 é\nsecond line`

const result = (outcome: Result['outcome'], sentence: string): Result => ({
  name: `history${outcome}`,
  area: 'history',
  rule: `Rule of ${HOSTILE}`,
  outcome,
  sentence,
  seconds: 1.5,
})

const report: Report = {
  url: 'https://broker.example.com/?a=1&b="2"',
  startedAt: 1_768_402_800,
  seconds: 171.4,
  results: [
    result('passed', 'All is well.'),
    result('warning', 'A little late.'),
    result('failed', HOSTILE),
    { ...result('skipped', 'Not asked for.'), area: 'trading' },
  ],
  counts: { passed: 1, warning: 1, failed: 1, skipped: 1 },
}

/** Elements, with texts and attributes taken out: what a careless character would disturb. */
const tags = (markup: string): string[] =>
  [...markup.matchAll(/<(\/?[\w!?-]+)/g)].flatMap(([, name]) => name ?? [])

describe('the table', () => {
  it('has a line for each test with its name, outcome and sentence, and the counts at its end', () => {
    const lines = tableReport(report).trimEnd().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines[1]).toBe('historypassed   passed   All is well.')
    expect(lines[4]).toBe('historyskipped  skipped  Not asked for.')
    expect(lines[6]).toMatch(
      /^1 passed, 1 warning, 1 failed, 1 skipped; https:.*, 2026-01-14 15:00:00 UTC, 171 s$/,
    )
  })

  it('lets no control character of a server reach the terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(tableReport(report).replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f]/)
  })
})

describe('the JUnit report', () => {
  const xml = junitReport(report)

  it('counts, groups by area and tells each outcome', () => {
    expect(xml).toContain(
      '<testsuites name="conformance" tests="4" failures="1" errors="0" skipped="1" time="171.400">',
    )
    expect(xml).toMatch(
      /<testsuite name="history" .* timestamp="2026-01-14T15:00:00" tests="3" failures="1" errors="0" skipped="0" time="4.500">/,
    )
    expect(xml).toContain('<system-out>Warning: A little late.</system-out>')
    expect(xml).toContain('<skipped message="Not asked for."/>')
  })

  it('is well formed whatever a server says', () => {
    expect(xml).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
    expect(xml.isWellFormed()).toBe(true)
    expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/)
    expect(tags(xml).filter((name) => name === 'testcase')).toHaveLength(4)
    expect(tags(xml)).not.toContain('script')
  })
})

describe('the HTML report', () => {
  const html = htmlReport(report)

  it('says what failed, in what it calls itself too', () => {
    expect(html).toContain('<h1>1 failed</h1>')
    expect(html).toContain(
      '<title>1 failed: conformance of https://broker.example.com/?a=1&amp;b=&quot;2&quot;</title>',
    )
    expect(htmlReport({ ...report, counts: { ...report.counts, failed: 0 } })).toContain(
      '<h1>Nothing failed</h1>',
    )
  })

  it('runs and loads nothing', () => {
    expect(tags(html)).not.toContain('script')
    expect(tags(html)).not.toContain('link')
    expect(tags(html)).not.toContain('img')
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;')
  })
})
