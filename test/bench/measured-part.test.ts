import { describe, expect, it } from 'vitest'
import type { Row } from '../../bench/support/figures.ts'
import { withMeasured } from '../../bench/support/measured-part.ts'

const NAMES = ['stream', 'idle', 'soak']
const row = (figure: string, met?: boolean): Row => ({
  figure,
  measured: '3.30',
  target: '≤ 4',
  ...(met === undefined ? {} : { met }),
})
const on = (day: string) => ({ date: new Date(`${day}T23:30:00Z`), machine: '2 cores' })

const BEFORE = '# Performance\nWhat people wrote before.\n'
const AFTER = '\nWhat people wrote after, of | <!-- idle --> |\n'
const BEGIN = '<!-- Measured: written by npm run bench, do not edit. -->'
const END = '<!-- End of what is measured. -->'
const EMPTY = [BEFORE, BEGIN, '\n', END, AFTER].join('')

const rowsOf = (page: string) => page.split('\n').filter((line) => /^\| .* --> \|$/.test(line))

const ALL = withMeasured(
  EMPTY,
  new Map([
    ['soak', [row('heap', false)]],
    ['stream', [row('ticks', true), row('memory of an idle connection')]],
    ['idle', [row('one panel', true), row('fifty panels', true)]],
  ]),
  NAMES,
  on('2026-01-02'),
)

describe('the measured part of a page', () => {
  it('holds the rows of all figures, in the order of the table, whatever order they were measured in', () => {
    expect(rowsOf(ALL)).toEqual([
      '| ticks | 3.30 | ≤ 4 | yes | 2026-01-02 <!-- stream --> |',
      '| memory of an idle connection | 3.30 | ≤ 4 |  | 2026-01-02 <!-- stream --> |',
      '| one panel | 3.30 | ≤ 4 | yes | 2026-01-02 <!-- idle --> |',
      '| fifty panels | 3.30 | ≤ 4 | yes | 2026-01-02 <!-- idle --> |',
      '| heap | 3.30 | ≤ 4 | no | 2026-01-02 <!-- soak --> |',
    ])
  })

  it('replaces all rows of a figure that is measured by itself, with its date, and leaves those of the others as they were', () => {
    const page = withMeasured(ALL, new Map([['idle', [row('any panel', false)]]]), NAMES, on('2026-03-04'))
    const [ticks, memory, , , heap] = rowsOf(ALL)
    const idle = '| any panel | 3.30 | ≤ 4 | no | 2026-03-04 <!-- idle --> |'
    expect(rowsOf(page)).toEqual([ticks, memory, idle, heap])
  })

  it('keeps what people wrote around it, and changes nothing where nothing was measured anew', () => {
    expect(ALL.startsWith(BEFORE + BEGIN)).toBe(true)
    expect(ALL.endsWith(END + AFTER)).toBe(true)
    expect(withMeasured(ALL, new Map(), NAMES, on('2026-03-04'))).toBe(ALL)
  })

  it('is not guessed at where a page has lost its marks', () => {
    expect(() => withMeasured(BEFORE + BEGIN + AFTER, new Map(), NAMES, on('2026-01-02'))).toThrow(
      'lost the marks',
    )
  })
})
