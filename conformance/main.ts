import { writeFileSync } from 'node:fs'
import { systemClock } from './clock.ts'
import { type Command, CommandMistakes, readCommand, USAGE } from './command-line.ts'
import { htmlReport } from './reports/html.ts'
import { junitReport } from './reports/junit.ts'
import { tableReport } from './reports/table.ts'
import { chosenTests, runConformance } from './run.ts'

/** `npm run conformance`: tells of any deployment whether TradingView could integrate it. */
process.exitCode = await main()

async function main(): Promise<number> {
  const command = commandOf()
  if (typeof command === 'number') return command
  const { options, junit, html } = command
  const total = chosenTests(options.only).length
  const longest = Math.max(options.defaultDuration, options.historyDuration, options.symbolsDuration)
  process.stderr.write(`${total} tests of ${options.url}; those of the stream watch it for ${longest} s.\n`)
  let ended = 0
  const report = await runConformance(options, systemClock, () => {
    ended += 1
    if (process.stderr.isTTY) process.stderr.write(`\r${ended} of ${total}`)
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  process.stdout.write(tableReport(report))
  const written = [write(junit, junitReport(report)), write(html, htmlReport(report))]
  return written.every(Boolean) && report.counts.failed === 0 ? 0 : 1
}

function commandOf(): Command | number {
  try {
    const command = readCommand(process.argv.slice(2), process.env)
    if (command !== undefined) return command
    process.stdout.write(USAGE)
    return 0
  } catch (error) {
    if (!(error instanceof CommandMistakes)) throw error
    process.stderr.write(`${error.mistakes.join('\n')}\nnpm run conformance -- --help tells all options.\n`)
    return 2
  }
}

function write(path: string | undefined, text: string): boolean {
  if (path === undefined) return true
  try {
    writeFileSync(path, text)
    return true
  } catch (error) {
    process.stderr.write(`The report ${path} could not be written: ${(error as Error).message}\n`)
    return false
  }
}
