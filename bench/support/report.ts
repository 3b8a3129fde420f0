import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Row } from './figures.ts'
import { pinning } from './processes.ts'

const FILE = new URL('../../docs/performance.md', import.meta.url)
const BEGIN = '<!-- Measured: written by npm run bench, do not edit. -->'
const END = '<!-- End of what is measured. -->'

/** Replaces the measured part of docs/performance.md; what people wrote around it stays. */
export function writeReport(rows: readonly Row[], full: boolean): void {
  const text = readFileSync(FILE, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin)
    throw new Error('docs/performance.md has lost the marks of its measured part.')
  writeFileSync(FILE, text.slice(0, begin) + measured(rows, full) + text.slice(end))
}

function measured(rows: readonly Row[], full: boolean): string {
  const command = full ? 'npm run bench -- --full' : 'npm run bench'
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}, pinned: ${pinning}`
  const lines = rows.map(
    ({ figure, measured: value, target, met }) =>
      `| ${figure} | ${value} | ${target} | ${met === undefined ? '' : met ? 'yes' : 'no'} |`,
  )
  return [
    BEGIN,
    '',
    `\`${command}\`, ${date}; ${machine}.`,
    '',
    '| figure | measured | target | met |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
    '',
  ].join('\n')
}
