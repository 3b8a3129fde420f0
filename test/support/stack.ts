import type { SimulatorControl } from '../../simulator/control.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts'
import { loadConfig } from '../../src/config.ts'
import { createGateway, type GatewayOptions } from '../../src/gateway.ts'
import { steadyClock } from '../../src/steady-clock.ts'
import { type HttpServer, serve } from './http-server.ts'
import { type LogLines, readableLog } from './log-lines.ts'
import { createPanel, type Panel } from './panel.ts'

/** A simulator and a gateway in front of it, over real HTTP. */
export interface Stack {
  readonly simulator: Simulator
  readonly gateway: HttpServer
  readonly admin: HttpServer
  readonly logs: LogLines
  /** A panel of the simulator's user with that first name, logged in. */
  panel(name?: string): Promise<Panel>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Limits a hundred times the published ones, so that tests wait for no budget unless that is what they are about. */
const FAST: SimulatorOptions = { rateLimits: 100 }

/** Uptime of a gateway in which no order waits any more for what a process before it may have been sending. */
const UP_MS = 20_000

/** Uptime of a gateway that no request can be older than: it places orders without looking for them first. */
export const LONG_UP_MS = 11 * 60_000

interface StackOptions extends Pick<GatewayOptions, 'clock' | 'elapsed' | 'loginPauses'> {
  /** How long the gateway believes to have run already. */
  readonly uptimeMs?: number
}

interface OwnSimulator {
  /** Changes the world before the gateway sees it. */
  readonly prepare?: (control: SimulatorControl) => void
}

export async function startStack(
  simulatorOptions: SimulatorOptions = FAST,
  env: Record<string, string> = {},
  { prepare, ...options }: StackOptions & OwnSimulator = {},
): Promise<Stack> {
  const simulator = await startSimulator(simulatorOptions)
  prepare?.(simulator.control)
  const stack = await startStackOn(simulator, env, options)
  const close = async () => {
    await stack.close()
    await simulator.close()
  }
  return { ...stack, close, [Symbol.asyncDispose]: close }
}

/** A gateway on a simulator that is there already, e.g. the next one after a restart. Leaves it open. */
export async function startStackOn(
  simulator: Simulator,
  env: Record<string, string> = {},
  { uptimeMs = UP_MS, elapsed = steadyClock, ...options }: StackOptions = {},
): Promise<Stack> {
  const logs = readableLog()
  const config = loadConfig({
    GATEWAY_ENV: 'staging',
    TRADELOCKER_BASE_URL: simulator.url,
    TRADELOCKER_SERVERS: 'SIM-DEMO,SIM-PRO',
    TRADELOCKER_ACCOUNT_TYPE: 'demo',
    ...env,
  })
  let behindMs = uptimeMs
  const gateway = createGateway(config, { ...options, elapsed: () => elapsed() - behindMs, log: logs.log })
  behindMs = 0
  const server = await serve(gateway.app)
  const admin = await serve(gateway.adminApp)
  const close = async () => {
    await server.close()
    await admin.close()
    await gateway.close()
  }
  return {
    simulator,
    gateway: server,
    admin,
    logs,
    async panel(name = 'anna') {
      const known = simulator.logins.find(({ email }) => email.startsWith(`${name}@`))
      // Besides the named users there is a crowd, which comes into being when it logs in.
      const {
        server: serverName,
        email,
        password,
      } = known ?? {
        server: 'SIM-DEMO',
        email: `${name}@example.com`,
        password: 'demo-password',
      }
      const panel = createPanel(server.origin)
      await panel.logIn(`${serverName}\\${email}`, password)
      return panel
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
