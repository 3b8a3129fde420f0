import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { MINIMAL } from './support/environments.ts'
import { eventually } from './support/eventually.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const LISTENING = { ...MINIMAL, HOST: '127.0.0.1', PORT: '0', ADMIN_PORT: '0' }

const translated = mkdtempSync(join(tmpdir(), 'translated-'))
afterAll(() => rmSync(translated, { recursive: true }))

type Gateway = ChildProcessByStdio<null, Readable, Readable>

const started: Gateway[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** Makes a process write how many milliseconds it has computed: what else the machine does meanwhile counts not. */
const TELL_PROCESSOR_TIME = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs'
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeSync(1, String((user + system) / 1_000))
  })`)}`

function start(env: Record<string, string>, nodeOptions: readonly string[] = []): Gateway {
  const child = spawn(process.execPath, [...nodeOptions, main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

/** Starts the gateway and waits until it says where it listens. */
async function startListening(env: Record<string, string>) {
  const child = start(env)
  const log: string[] = []
  const lines = createInterface({ input: child.stdout })
  const { promise, resolve, reject } = Promise.withResolvers<{ port: number; adminPort: number }>()
  lines.on('line', (line) => {
    log.push(line)
    const entry = JSON.parse(line)
    if (entry.message === 'The gateway listens.') resolve(entry)
  })
  lines.on('close', () => reject(new Error(`The gateway ended: ${log.join('\n')}`)))
  return { child, log, ...(await promise) }
}

describe('the process', () => {
  it('tells every mistake in the environment, none of the secrets, and exits with 1 within a second', async () => {
    const env = {
      PORT: 'eighty',
      TRADELOCKER_SERVERS: 'MAIN',
      TOKEN_KEYS: 'hunter2',
      DATA_FEED_PASSWORD: 'hunter3',
      NODE_COMPILE_CACHE: translated,
    }
    // The first one translates TypeScript, which a gateway that was built never does.
    await once(start(env), 'exit')
    const child = start(env, ['--import', TELL_PROCESSOR_TIME])
    const [error, output, [code]] = await Promise.all([
      text(child.stderr),
      text(child.stdout),
      once(child, 'exit'),
    ])
    // Nothing else stands there.
    expect(Number(output)).toBeLessThan(1_000)
    expect(code).toBe(1)
    expect(error.trim().split('\n')).toEqual([
      'The gateway cannot start: the environment has mistakes.',
      'PORT: expected a port number, received "eighty"',
      expect.stringMatching(/^TRADELOCKER_BASE_URL: expected .*, received nothing$/),
      expect.stringMatching(/^TOKEN_KEYS\[0\]: expected .*, received a value of 7 characters$/),
      expect.stringMatching(/^DATA_FEED_EMAIL: expected .*, received nothing$/),
    ])
    expect(error).not.toMatch(/hunter/)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('listens on both ports and ends with 0 on %s', async (signal) => {
    const { child, log, port, adminPort } = await startListening(LISTENING)
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
    expect((await fetch(`http://127.0.0.1:${adminPort}/metrics`)).status).toBe(200)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(log.at(-1)).toContain('The gateway has stopped.')
    expect(log.join('')).not.toContain(MINIMAL.TOKEN_KEYS.slice(3))
  })

  it('ends at once on a second signal', async () => {
    const { child, port } = await startListening(LISTENING)
    // A request whose body never comes holds the first stop up.
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    const headers = 'Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9'
    socket.write(`POST /authorize HTTP/1.1\r\n${headers}\r\nExpect: 100-continue\r\n\r\n`)
    await once(socket, 'data')
    const before = performance.now()
    child.kill('SIGTERM')
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(performance.now() - before).toBeLessThan(5_000)
    socket.destroy()
  })

  it('warns that logins do not survive a restart when it had to make a key up', async () => {
    const { TOKEN_KEYS: _, ...env } = LISTENING
    const { log } = await startListening({ ...env, GATEWAY_ENV: 'staging' })
    expect(log.join('\n')).toContain('TOKEN_KEYS is not set')
  })

  it('listens with the limits of production on both ports', async () => {
    const { port, adminPort } = await startListening(LISTENING)
    const statusAt = async (to: number, path: string, tokenChars: number): Promise<number> => {
      const authorization = `Bearer ${'x'.repeat(tokenChars)}`
      return (await fetch(`http://127.0.0.1:${to}${path}`, { headers: { authorization } })).status
    }
    // Node's own limit for headers is 16 kB.
    expect(await statusAt(port, '/accounts', 100_000)).toBe(401)
    expect(await statusAt(port, '/accounts', 120_000)).toBe(431)
    expect(await statusAt(adminPort, '/livez', 100_000)).toBe(200)
  })

  it('warns of what hardly anybody means to have in production', async () => {
    const { log } = await startListening({
      ...LISTENING,
      TRADELOCKER_BASE_URL: 'http://127.0.0.1:1',
      DATA_FEED_EMAIL: 'feed@example.test',
      DATA_FEED_PASSWORD: 'secret',
      TRUST_PROXY: 'true',
    })
    const warnings = log.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn')
    for (const start of [/^DATA_CLIENTS is not set: /, /^TRUST_PROXY is true: /]) {
      expect(warnings.filter(({ message }) => start.test(message))).toHaveLength(1)
    }
  })

  it('starts without the Redis it was told of, is ready, and says so', async () => {
    const { log, adminPort } = await startListening({ ...LISTENING, REDIS_URL: 'redis://127.0.0.1:1' })
    const answer = await fetch(`http://127.0.0.1:${adminPort}/readyz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ detail: { redis: 'not connected yet', replicas: 'unknown' } })
    // The first second of a process, busy with itself, is no verdict on Redis.
    await eventually(
      async () => log.filter((line) => line.includes('Redis does not answer')).join(),
      (warning) => expect(warning).toContain('ECONNREFUSED'),
    )
  })

  it('says so and exits with 1 when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const child = start({ ...LISTENING, PORT: String((other.address() as AddressInfo).port) })
    const [error, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    other.close()
    expect(code).toBe(1)
    expect(error).toMatch(/^The gateway cannot start: .*EADDRINUSE/)
  })
})
