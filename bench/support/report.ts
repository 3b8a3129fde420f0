import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Measured, withMeasured } from './measured-part.ts'
import { pinning } from './processes.ts'

const FILE = new URL('../../docs/performance.md', import.meta.url)

/** Puts what was measured today on this machine into docs/performance.md. @param names of all figures, in the order of the table */
export function writeReport(measured: Measured, names: readonly string[]): void {
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}, pinned: ${pinning}`
  const page = readFileSync(FILE, 'utf8')
  writeFileSync(FILE, withMeasured(page, measured, names, { date: new Date(), machine }))
}
