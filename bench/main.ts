import { added } from './figures/added.ts'
import { fairness } from './figures/fairness.ts'
import { history } from './figures/history.ts'
import { idle } from './figures/idle.ts'
import { panels } from './figures/panels.ts'
import { polled } from './figures/polled.ts'
import { quoteRefresh } from './figures/quote-refresh.ts'
import { soak } from './figures/soak.ts'
import { stream } from './figures/stream.ts'
import { symbolInfo } from './figures/symbol-info.ts'
import type { Figure, Row } from './support/figures.ts'
import { writeReport } from './support/report.ts'

/*
 * `npm run bench`: measures everything docs/performance.md tells, each against a baseline in the same run, and writes it
 * there. `--full` takes the long form, `--only <name>` measures one figure and leaves the rows of the others.
 */

const figures: readonly Figure[] = [
  polled,
  added,
  history,
  panels,
  idle,
  fairness,
  symbolInfo,
  stream,
  quoteRefresh,
  soak,
]

const args = process.argv.slice(2)
const full = args.includes('--full')
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : undefined
const chosen = only === undefined ? figures : figures.filter(({ name }) => name === only)
if (chosen.length === 0) {
  process.stderr.write(
    `There is no figure "${only}". There are: ${figures.map(({ name }) => name).join(', ')}.\n`,
  )
  process.exit(1)
}

const rowsOf = new Map<string, readonly Row[]>()
for (const figure of chosen) {
  process.stdout.write(`\n${figure.name}\n`)
  const started = performance.now()
  const rows = await figure.measure(full)
  rowsOf.set(figure.name, rows)
  for (const row of rows) {
    const mark = row.met === undefined ? ' ' : row.met ? '✓' : '✗'
    process.stdout.write(`  ${mark} ${row.figure}: ${row.measured} (${row.target})\n`)
  }
  process.stdout.write(`  ${Math.round((performance.now() - started) / 1_000)} s\n`)
}
writeReport(
  rowsOf,
  figures.map(({ name }) => name),
)
