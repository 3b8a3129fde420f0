import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { START } from './reference/market.ts'
import { type ReferenceServer, startReference } from './reference/server.ts'
import { type StepClock, startStepClock } from './step-clock.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'conformance-'))

let clock: StepClock
let server: ReferenceServer

beforeAll(async () => {
  clock = startStepClock(START)
  server = await startReference({ clock, isPublic: true, defects: ['pricescale of 300'] })
})

afterAll(async () => {
  await server.close()
  clock.stop()
  rmSync(folder, { recursive: true })
})

/** The command as it is typed. */
async function conformance(...args: readonly string[]) {
  const child = spawn(process.execPath, ['conformance/main.ts', ...args], { cwd: repository })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

describe('npm run conformance', () => {
  it('exits with 0 where nothing failed, and prints the table', async () => {
    const { code, stdout, stderr } = await conformance(
      '--url',
      server.url,
      '--only',
      'groups,mapping,symbolsNames',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^5 tests of http/) })
    expect(stdout).toMatch(/^mappingFormat +passed +4 symbols are mapped\.$/m)
    expect(stdout).toMatch(/^groupsUnauthorizedRequest +skipped +The data half answers without a token/m)
    expect(stdout).toMatch(/^4 passed, 0 warnings, 0 failed, 1 skipped;/m)
  })

  it('exits with 1 where a test failed, and writes both reports', async () => {
    const [junit, html] = [join(folder, 'report.xml'), join(folder, 'report.html')]
    const { code, stdout } = await conformance(
      ...['--url', server.url, '--only', 'symbols', '--junit', junit, '--html', html],
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/^symbolsResponseFieldsCorrectness +failed +.*pricescale of EURUSD/m)
    expect(readFileSync(junit, 'utf8')).toContain('failures="1"')
    expect(readFileSync(html, 'utf8')).toContain('<h1>1 failed</h1>')
  })

  it('exits with 1 where a report cannot be written, and says which', async () => {
    const html = join(folder, 'missing', 'report.html')
    const { code, stderr } = await conformance('--url', server.url, '--only', 'mappingFormat', '--html', html)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`The report ${html} could not be written`),
    })
  })

  it('exits with 2 where the command line has mistakes, and asks the server nothing', async () => {
    const { code, stdout, stderr } = await conformance('--url', server.url, '--only', 'nonsense')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/no test or area "nonsense"/)
  })

  it('tells all options with --help', async () => {
    const { code, stdout } = await conformance('--help')
    expect(code).toBe(0)
    expect(stdout).toMatch(/--trader-login/)
  })
})
