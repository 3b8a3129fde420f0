import type { Report, Result } from '../run.ts'

/** Characters that XML 1.0 cannot hold, not even escaped. */
const impossible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const escaped = (text: string): string =>
  text
    .replace(impossible, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** JUnit XML: one suite per area. JUnit knows no warnings; they are passed tests with an output. */
export function junitReport({ url, startedAt, seconds, results, counts }: Report): string {
  const suites = [...Map.groupBy(results, ({ area }) => area)].map(([area, ofArea]) => {
    const count = (outcome: string): number => ofArea.filter((one) => one.outcome === outcome).length
    const time = ofArea.reduce((sum, one) => sum + one.seconds, 0)
    const head = `<testsuite name="${area}" hostname="${escaped(url)}" timestamp="${timestamp(startedAt)}" tests="${ofArea.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="${time.toFixed(3)}">`
    return [`  ${head}`, ...ofArea.map(testCase), '  </testsuite>'].join('\n')
  })
  const head = `<testsuites name="conformance" tests="${results.length}" failures="${counts.failed}" errors="0" skipped="${counts.skipped}" time="${seconds.toFixed(3)}">`
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, '</testsuites>', ''].join('\n')
}

const timestamp = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19)

function testCase({ name, area, rule, outcome, sentence, seconds }: Result): string {
  const text = escaped(sentence)
  const inside = {
    passed: `<system-out>${text}</system-out>`,
    warning: `<system-out>Warning: ${text}</system-out>`,
    failed: `<failure message="${text}">Rule: ${escaped(rule)}</failure>`,
    skipped: `<skipped message="${text}"/>`,
  }
  return `    <testcase classname="conformance.${area}" name="${name}" time="${seconds.toFixed(3)}">${inside[outcome]}</testcase>`
}
