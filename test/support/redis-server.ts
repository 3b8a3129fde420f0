import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'

/** A real redis-server of its own for a test: nothing is kept on disk, and it ends with the test. */
export interface RedisServer {
  readonly url: string
  /** Stops answering; connections stay. */
  pause(): void
  resume(): void
  readonly isPaused: boolean
  /** Ends at once and forgets everything. */
  kill(): Promise<void>
  /** Comes back empty on the same port. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startRedisServer(): Promise<RedisServer> {
  const port = await freePort()
  let server = await launch(port)
  let isPaused = false
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    pause() {
      isPaused = server.kill('SIGSTOP')
    },
    resume() {
      isPaused = !server.kill('SIGCONT')
    },
    get isPaused() {
      return isPaused
    },
    kill,
    async restart() {
      await kill()
      server = await launch(port)
      isPaused = false
    },
    close: kill,
  }
}

async function launch(port: number): Promise<ChildProcess> {
  const options = { '--port': String(port), '--bind': '127.0.0.1', '--save': '', '--appendonly': 'no' }
  const server = spawn('redis-server', Object.entries(options).flat(), {
    // A stream of ours that it held would keep the tests from ending, should one fail before it has stopped it.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(`The tests need redis-server; "npm test" tells how to install it. ${error}`)
  })
  await Promise.race([failed, ready(server)])
  return server
}

/** Reads the log until the server accepts connections. */
async function ready(server: ChildProcess): Promise<void> {
  if (server.stdout === null) throw new Error('The log of redis-server cannot be read.')
  for await (const line of createInterface({ input: server.stdout })) {
    if (!line.includes('Ready to accept connections')) continue
    server.stdout.resume()
    return
  }
  throw new Error('redis-server ended before it was ready.')
}
