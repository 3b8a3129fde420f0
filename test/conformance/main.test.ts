import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../support/chromium.ts'
import { START } from './reference/market.ts'
import { type ReferenceServer, startReference } from './reference/server.ts'
import { DATA_LOGIN } from './reference/tokens.ts'
import { type StepClock, startStepClock } from './step-clock.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'conformance-'))

let clock: StepClock
let presentClock: StepClock
/** Whose data half is public. */
let server: ReferenceServer
/** Whose data half wants a login. */
let guarded: ReferenceServer

beforeAll(async () => {
  clock = startStepClock(START)
  // A token's life is compared with the present.
  presentClock = startStepClock(Date.now() / 1_000)
  server = await startReference({ clock, isPublic: true, defects: ['pricescale of 300'] })
  guarded = await startReference({ clock: presentClock })
})

afterAll(async () => {
  await server.close()
  await guarded.close()
  clock.stop()
  presentClock.stop()
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

  it('writes a page that a browser shows as it should, on a phone too', async () => {
    const html = join(folder, 'page.html')
    await conformance('--url', server.url, '--only', 'symbols', '--html', html)
    const browser = await startChromium()
    try {
      const page = await browser.newPage({ viewport: { width: 360, height: 640 } })
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      await page.goto(pathToFileURL(html).href)
      expect(await page.title()).toBe(`1 failed: conformance of ${server.url}`)
      const test = page.locator('#symbolsResponseFieldsCorrectness')
      expect(await test.isVisible()).toBe(true)
      expect(await test.innerText()).toMatch(
        /\s+failed\s+GET .*\s+GET .*pricescale of EURUSD: expected a power of ten/,
      )
      // What is wrong is told by colour too, and nothing is wider than the phone.
      expect(
        await page.evaluate(
          'getComputedStyle(document.getElementById("symbolsResponseFieldsCorrectness")).borderLeftColor',
        ),
      ).toBe('rgb(179, 38, 30)')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })

  it('exits with 1 where a report cannot be written, says which and writes the other', async () => {
    const [junit, html] = [join(folder, 'missing', 'report.xml'), join(folder, 'other.html')]
    const { code, stderr } = await conformance(
      ...['--url', server.url, '--only', 'mappingFormat', '--junit', junit, '--html', html],
    )
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`The report ${junit} could not be written`),
    })
    expect(readFileSync(html, 'utf8')).toContain('<h1>Nothing failed</h1>')
  })

  it('logs in with --login and --password, which stand nowhere in what it writes', async () => {
    const junit = join(folder, 'login.xml')
    const { login, password } = DATA_LOGIN
    const { code, stdout, stderr } = await conformance(
      ...['--url', guarded.url, '--login', login, '--password', password],
      ...['--only', 'auth,groups,historyFromEqTo', '--junit', junit],
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^8 tests of http/) })
    expect(stdout).toMatch(/^authBasicNewTokenPerRequest +passed/m)
    expect(stdout).toMatch(/^groupsUnauthorizedRequest +passed/m)
    expect(stdout).toMatch(/^historyFromEqTo +passed/m)
    const xml = readFileSync(junit, 'utf8')
    expect(xml).toMatch(/tests="8" failures="0"/)
    expect(stdout + stderr + xml).not.toContain(password)
  })

  it('exits with 1 where the password is wrong, and says what the server said', async () => {
    const { code, stdout } = await conformance(
      ...['--url', guarded.url, '--login', 'tv', '--password', 'not-the-password', '--only', 'groups'],
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/^groupsSymbols +failed +.*The login or the password is not correct/m)
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
