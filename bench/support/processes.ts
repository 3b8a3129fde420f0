import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The server being measured has a core to itself; the simulator and the load share the other. This process waits meanwhile. */
type Core = 'server' | 'others'

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

export const pinning = canPin ? 'server on one core, everything else on the other' : 'none'

export interface ServerProcess<Ready> {
  /** What its output told when it was ready. */
  readonly ready: Ready
  readonly pid: number
  stop(): Promise<void>
}

interface Start {
  readonly core: Core
  readonly env?: Readonly<Record<string, string>>
  /** Before the script, for Node itself. */
  readonly nodeArgs?: readonly string[]
}

/**
 * Starts a script of this repository and waits until `readyWhen` finds in a line of its output what it waits for.
 * All further output is read and thrown away, as a container's runtime would read it.
 */
export async function startServer<Ready>(
  script: string,
  readyWhen: (line: string) => Ready | undefined,
  start: Start,
): Promise<ServerProcess<Ready>> {
  const child = spawnNode(script, start)
  const ready = await firstMatch(child, readyWhen, script)
  child.stdout.removeAllListeners('data').on('data', () => {})
  child.stdout.resume()
  return {
    ready,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Runs a script to its end: it is given its job on standard input and prints one JSON value. */
export async function runJob<Result>(
  script: string,
  job: object,
  nodeArgs: readonly string[] = [],
): Promise<Result> {
  const child = spawnNode(script, { core: 'others', nodeArgs })
  child.stdin.end(JSON.stringify(job))
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${script} ended with ${code}.`)
  return JSON.parse(output)
}

type Child = ChildProcessByStdio<Writable, Readable, null>

function spawnNode(script: string, { core, env, nodeArgs = [] }: Start): Child {
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url))
  const command = [process.execPath, ...nodeArgs, path]
  const pinned = canPin ? ['taskset', '-c', core === 'server' ? '0' : '1', ...command] : command
  const child = spawn(pinned[0] ?? '', pinned.slice(1), {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Whatever happens to this process, nothing it started stays behind. */
const children = new Set<Child>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

async function firstMatch<Ready>(
  child: Child,
  readyWhen: (line: string) => Ready | undefined,
  script: string,
): Promise<Ready> {
  const lines = createInterface({ input: child.stdout })
  try {
    for await (const line of lines) {
      const ready = readyWhen(line)
      if (ready !== undefined) return ready
    }
  } finally {
    lines.close()
  }
  throw new Error(`${script} ended before it was ready.`)
}

/** For servers whose first line is the address they listen at. @returns the origin */
export const listeningAt = (line: string): string => `http://127.0.0.1:${JSON.parse(line).port}`

/** A server of bench/servers that answers fixed payloads by path. Ready tells its origin. */
export function startBaseline(
  name: 'express' | 'bare' | 'bytes',
  payloads: Readonly<Record<string, unknown>>,
): Promise<ServerProcess<string>> {
  return startServer(`bench/servers/${name}.ts`, listeningAt, {
    core: 'server',
    env: { PAYLOADS: JSON.stringify(payloads) },
  })
}
