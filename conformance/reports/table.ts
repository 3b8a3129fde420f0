import { moment } from '../clock.ts'
import type { Report } from '../run.ts'
import type { Outcome } from '../verdict.ts'

/** As many columns as the longest name needs. */
const pad = (text: string, width: number): string => text.padEnd(width)

const OUTCOME_WIDTH = 'passed '.length

/** `48 passed, 1 warning, 2 failed, 5 skipped` */
export function countsText(counts: Readonly<Record<Outcome, number>>): string {
  const { passed, warning, failed, skipped } = counts
  return `${passed} passed, ${warning} ${warning === 1 ? 'warning' : 'warnings'}, ${failed} failed, ${skipped} skipped`
}

/** The table for a terminal: name, outcome, sentence. */
export function tableReport({ url, startedAt, seconds, results, counts }: Report): string {
  const width = Math.max(4, ...results.map(({ name }) => name.length)) + 2
  const lines = results.map(
    ({ name, outcome, sentence }) =>
      `${pad(name, width)}${pad(outcome, OUTCOME_WIDTH)}  ${oneLine(sentence)}`,
  )
  const end = `${countsText(counts)}; ${url}, ${moment(startedAt)}, ${seconds.toFixed(0)} s`
  return [`${pad('test', width)}${pad('', OUTCOME_WIDTH)}  what was found`, ...lines, '', end, ''].join('\n')
}

/** A server's words must not break the table, nor reach the terminal as control sequences. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
