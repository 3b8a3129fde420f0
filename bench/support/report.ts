import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Row } from './figures.ts'
import { pinning } from './processes.ts'

const FILE = new URL('../../docs/performance.md', import.meta.url)
const BEGIN = '<!-- Measured: written by npm run bench, do not edit. -->'
const END = '<!-- End of what is measured. -->'

/**
 * Puts rows into the measured part of docs/performance.md, in the place of those their figures had before. Rows of other
 * figures stay, and what people wrote around it.
 * @param rowsOf by the name of the figure
 * @param names of all figures, in the order of the table
 */
export function writeReport(rowsOf: ReadonlyMap<string, readonly Row[]>, names: readonly string[]): void {
  const text = readFileSync(FILE, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin)
    throw new Error('docs/performance.md has lost the marks of its measured part.')
  const before = text.slice(begin, end).split('\n')
  const lines = names.flatMap((name) => {
    const rows = rowsOf.get(name)
    return rows?.map((row) => lineOf(row, name)) ?? before.filter((line) => line.endsWith(markOf(name)))
  })
  writeFileSync(FILE, text.slice(0, begin) + table(lines) + text.slice(end))
}

/** Tells, unseen by readers, which figure a row belongs to. */
const markOf = (name: string) => `<!-- ${name} --> |`

function lineOf({ figure, measured, target, met }: Row, name: string): string {
  const date = new Date().toISOString().slice(0, 10)
  return `| ${figure} | ${measured} | ${target} | ${met === undefined ? '' : met ? 'yes' : 'no'} | ${date} ${markOf(name)}`
}

function table(lines: readonly string[]): string {
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}, pinned: ${pinning}`
  return [
    BEGIN,
    '',
    `\`npm run bench\`; ${machine}.`,
    '',
    '| figure | measured | target | met | on |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
    '',
  ].join('\n')
}
