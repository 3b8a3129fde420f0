import type { Row } from './figures.ts'

/** The rows of some figures, by the name of each. */
export type Measured = ReadonlyMap<string, readonly Row[]>

export interface MeasuredOn {
  readonly date: Date
  /** What is told of the machine above the table. */
  readonly machine: string
}

const BEGIN = '<!-- Measured: written by npm run bench, do not edit. -->'
const END = '<!-- End of what is measured. -->'

/**
 * Puts rows into the measured part of a page, in the place of those their figures had before. Rows of other figures stay, and
 * what people wrote around it.
 * @param names of all figures, in the order of the table
 * @returns the new page
 */
export function withMeasured(
  page: string,
  measured: Measured,
  names: readonly string[],
  { date, machine }: MeasuredOn,
): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin < 0 || end < begin)
    throw new Error(`The page has lost the marks of its measured part; put them back: ${BEGIN} and ${END}`)
  const before = page.slice(begin, end).split('\n')
  const lines = names.flatMap((name) => {
    const rows = measured.get(name)
    return rows?.map((row) => lineOf(row, name, date)) ?? before.filter((line) => line.endsWith(markOf(name)))
  })
  return page.slice(0, begin) + table(lines, machine) + page.slice(end)
}

/** Tells, unseen by readers, which figure a row belongs to. */
const markOf = (name: string) => `<!-- ${name} --> |`

function lineOf({ figure, measured, target, met }: Row, name: string, date: Date): string {
  const day = date.toISOString().slice(0, 10)
  return `| ${figure} | ${measured} | ${target} | ${met === undefined ? '' : met ? 'yes' : 'no'} | ${day} ${markOf(name)}`
}

function table(lines: readonly string[], machine: string): string {
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
