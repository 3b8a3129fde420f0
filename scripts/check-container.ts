import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseDockerfile, type Stage } from './dockerfile.ts'

/*
 * Does what the image does, without a container engine: puts the last stage together in an empty folder, installs the
 * packages that run, starts the process, asks whether it lives and stops it. Needs the build (`npm run build`).
 */

const repository = fileURLToPath(new URL('..', import.meta.url))

/** Milliseconds for everything together. */
const deadline = AbortSignal.timeout(170_000)

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function checkContainer(): Promise<void> {
  const stages = parseDockerfile(readFileSync(join(repository, 'Dockerfile'), 'utf8'))
  const last = checkStages(stages)
  const folder = mkdtempSync(join(tmpdir(), 'gateway-image-'))
  try {
    await assemble(folder, stages, last)
    await startAndStop(folder, last.command ?? [])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns the stage that becomes the image */
function checkStages(stages: readonly Stage[]): Stage {
  const copies = stages.flatMap((stage) => stage.copies).filter((copy) => copy.from === undefined)
  const absent = copies
    .flatMap((copy) => copy.sources)
    .filter((source) => !existsSync(join(repository, source)))
  if (absent.length > 0) throw new Error(`The Dockerfile copies what does not exist: ${absent.join(', ')}`)
  const last = stages.at(-1)
  if (last?.command === undefined) throw new Error('The Dockerfile has no CMD.')
  if (last.user === undefined || last.user === 'root') throw new Error('The image would run as root.')
  say(`Dockerfile: ${stages.length} stages, everything they copy exists, runs as ${last.user}.`)
  return last
}

/** Fills the folder as the last stage fills /app. */
async function assemble(folder: string, stages: readonly Stage[], last: Stage): Promise<void> {
  const packages = stages.find((stage) => stage.runs.includes('npm ci --omit=dev'))
  if (packages === undefined) throw new Error('No stage of the Dockerfile runs "npm ci --omit=dev".')
  for (const source of packages.copies.flatMap((copy) => copy.sources)) {
    cpSync(join(repository, source), join(folder, source))
  }
  say('Installing the packages that run …')
  await run('npm', ['ci', '--omit=dev', '--loglevel=error'], folder)

  const built = last.copies
    .flatMap((copy) => copy.sources)
    .filter((path) => basename(path) !== 'node_modules')
  for (const path of built) {
    const name = path.replace(/^\/app\//, '')
    if (!existsSync(join(repository, name))) throw new Error(`${name} is missing. Run "npm run build" first.`)
    cpSync(join(repository, name), join(folder, name), { recursive: true })
  }
}

async function startAndStop(folder: string, [program, ...args]: readonly string[]): Promise<void> {
  if (program !== 'node') throw new Error(`CMD must start node itself, not ${program}.`)
  const gateway = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: deadline,
    killSignal: 'SIGKILL',
    env: {
      NODE_ENV: 'production',
      PORT: '0',
      ADMIN_PORT: '0',
      HOST: '127.0.0.1',
      TRADELOCKER_BASE_URL: 'https://tradelocker.invalid/backend-api',
      TRADELOCKER_SERVERS: 'CHECK',
      TOKEN_KEYS: `check:${randomBytes(32).toString('base64url')}`,
    },
  })
  const exit = once(gateway, 'exit')
  // A gateway that ends early is reported by whoever waits for it.
  exit.catch(() => {})
  try {
    const port = await Promise.race([listeningPort(gateway), exit.then(endedEarly)])
    await waitUntilLive(`http://127.0.0.1:${port}/livez`)
    say('The gateway lives. Asking it to stop …')
    gateway.kill('SIGTERM')
    const [code, signal] = await exit
    if (code !== 0)
      throw new Error(`The gateway ended with ${signal ?? `exit code ${code}`} instead of exit code 0.`)
    say('The gateway ended with exit code 0.')
  } finally {
    gateway.kill('SIGKILL')
  }
}

/** Reads the log until the gateway says where it listens. */
async function listeningPort(gateway: ChildProcess): Promise<number> {
  if (gateway.stdout === null) throw new Error('The log of the gateway cannot be read.')
  for await (const line of createInterface({ input: gateway.stdout })) {
    const { message, port } = JSON.parse(line) as { message: string; port?: number }
    if (message === 'The gateway listens.' && port !== undefined) {
      gateway.stdout.resume()
      return port
    }
  }
  return endedEarly()
}

async function waitUntilLive(address: string): Promise<void> {
  for (;;) {
    const answer = await fetch(address, { signal: deadline }).catch(() => undefined)
    if (answer?.ok) return
    deadline.throwIfAborted()
    await pause(100)
  }
}

function endedEarly(): never {
  throw new Error('The gateway ended before it listened.')
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], signal: deadline })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`"${program} ${args.join(' ')}" ended with exit code ${code}.`)
}

try {
  await checkContainer()
  say('The image would work.')
} catch (error) {
  say(`The image would not work: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
