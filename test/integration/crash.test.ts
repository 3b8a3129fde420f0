import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { withEverything } from '../support/environments.ts'
import { eventually } from '../support/eventually.ts'

/*
 * However the process ends, what it leaves behind holds none of its secrets.
 */

/** A token in its form, without words around it that would tell what it is, and a secret that has no form. */
const TOKEN = `eyJhbGciOiJkaXIifQ..${randomBytes(12).toString('base64url')}.${randomBytes(40).toString('base64url')}.${randomBytes(16).toString('base64url')}`
const SECRET = randomBytes(20).toString('hex')

/** Runs inside the gateway: one of these happens at a signal. */
const CRASHES = {
  'a thrown error': 'throw new Error("Bug at " + token)',
  'a rejection': 'Promise.reject(new Error("Bug at " + token, { cause: { password: secret } }))',
  'a rejection with a text': 'Promise.reject("Bug: Bearer " + secret)',
  'a rejection with a request':
    'Promise.reject({ config: { headers: { Authorization: "Bearer " + secret } } })',
  'a thrown text': 'throw "password=" + secret',
  'a thrown object': 'throw Object.assign(Object.create(null), { accessToken: secret, note: token })',
  'nothing thrown': 'throw undefined',
} as const

let gateway: ChildProcess | undefined
afterEach(() => void gateway?.kill('SIGKILL'))

async function start(nodeOptions: string) {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      PATH: process.env.PATH,
      ...withEverything(),
      TRADELOCKER_BASE_URL: 'http://127.0.0.1:1',
      REDIS_URL: '',
      PORT: '0',
      ADMIN_PORT: '0',
      NODE_OPTIONS: nodeOptions,
      // Not in the script itself, which stands in stacks.
      CRASH_TOKEN: TOKEN,
      CRASH_SECRET: SECRET,
    },
  })
  gateway = child
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  await eventually(
    async () => output,
    (text) => expect(text).toContain('The gateway listens.'),
  )
  return { child, output: () => output }
}

describe('the end of the process', () => {
  it.each(Object.entries(CRASHES))('by %s is told without secrets', async (_how, code) => {
    const script = `process.on('SIGUSR2', () => {
      const { CRASH_TOKEN: token, CRASH_SECRET: secret } = process.env
      ${code}
    })`
    const { child, output } = await start(`--import=data:text/javascript,${encodeURIComponent(script)}`)
    child.kill('SIGUSR2')
    expect(await once(child, 'close')).toEqual([1, null])
    expect(output()).toContain('The gateway ends after an unexpected error: ')
    expect(output()).not.toContain(SECRET)
    for (const part of TOKEN.split('.').slice(2)) expect(output()).not.toContain(part)
  })

  it('leaves no environment in the reports that Node can be told to write', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'report-'))
    const { child } = await start(`--report-on-signal --report-signal=SIGUSR2 --report-directory=${folder}`)
    child.kill('SIGUSR2')
    const report = await eventually(
      async () => {
        const [file] = await readdir(folder)
        return file === undefined ? '' : readFile(join(folder, file), 'utf8')
      },
      (text) => expect(() => JSON.parse(text)).not.toThrow(),
    )
    await rm(folder, { recursive: true })
    expect(report).toContain('"trigger": "Signal"')
    for (const [name, value] of Object.entries(withEverything())) {
      if (value.length > 20) expect(report.includes(JSON.stringify(value).slice(1, -1)), name).toBe(false)
    }
  })
})
