import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Simulator } from '../../simulator/simulator.ts'
import { eventually } from './eventually.ts'
import { createPanel, type Panel } from './panel.ts'

/** A gateway in a process of its own. */
export interface Replica {
  readonly origin: string
  readonly adminOrigin: string
  /** A panel that holds `token`, which may come from another replica. */
  panel(token?: string): Panel
  /** What /readyz tells operators, with its HTTP status. */
  readiness(): Promise<{ readonly status: number; readonly detail: Readonly<Record<string, unknown>> }>
  /** Everything it has written so far. */
  output(): string
  close(): Promise<void>
}

interface ListeningLine {
  readonly port: number
  readonly adminPort: number
}

/** What replicas of one gateway have in common: the keys of their tokens and the broker. */
export function replicaEnv({ url }: Pick<Simulator, 'url'>) {
  return {
    GATEWAY_ENV: 'staging',
    LOG_LEVEL: 'info',
    TOKEN_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
    TRADELOCKER_BASE_URL: url,
    TRADELOCKER_SERVERS: 'SIM-DEMO,SIM-PRO',
  }
}

export async function startReplica(env: Readonly<Record<string, string>>): Promise<Replica> {
  const gateway = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env.PATH, PORT: '0', ADMIN_PORT: '0', HOST: '127.0.0.1', ...env },
  })
  let output = ''
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const { port, adminPort } = await listening(gateway, () => output).catch((error) => {
    // Nobody has it who would close it, and the next ones would be late because of it.
    gateway.kill('SIGKILL')
    throw error
  })
  const adminOrigin = `http://127.0.0.1:${adminPort}`
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    adminOrigin,
    panel(token = '') {
      const panel = createPanel(origin)
      panel.token = token
      return panel
    },
    async readiness() {
      const answer = await fetch(`${adminOrigin}/readyz`)
      const { detail } = (await answer.json()) as { detail: Readonly<Record<string, unknown>> }
      return { status: answer.status, detail }
    },
    output: () => output,
    async close() {
      if (gateway.exitCode !== null || gateway.signalCode !== null) return
      gateway.kill('SIGKILL')
      await once(gateway, 'exit')
    },
  }
}

async function listening(gateway: ChildProcess, output: () => string): Promise<ListeningLine> {
  let line: ListeningLine | undefined
  await eventually(
    async () => output(),
    (text) => {
      const found = text.split('\n').find((one) => one.includes('"The gateway listens."'))
      if (found === undefined) {
        const hasEnded = gateway.exitCode !== null
        throw new Error(
          hasEnded ? `The gateway has ended:\n${text}` : `The gateway does not listen:\n${text}`,
        )
      }
      line = JSON.parse(found) as ListeningLine
    },
  )
  if (line === undefined) throw new Error('The gateway does not listen.')
  return line
}
