import { type ServerProcess, startServer } from './processes.ts'

/** A TradeLocker server and the gateway in front of it, each a process of its own. */
export interface BenchStack {
  readonly gateway: string
  readonly admin: string
  readonly gatewayPid: number
  readonly simulator: string
  readonly control: string
  stop(): Promise<void>
}

export interface StackOptions {
  /** As SIMULATOR_RATE_LIMITS takes it. */
  readonly rateLimits: string
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
}

export const PASSWORD = 'demo-password'

export async function startBenchStack({ rateLimits, env, nodeArgs = [] }: StackOptions): Promise<BenchStack> {
  const simulator = await startSimulatorProcess(rateLimits)
  const gateway = await startServer('src/main.ts', listening, {
    core: 'server',
    nodeArgs,
    env: {
      GATEWAY_ENV: 'staging',
      HOST: '127.0.0.1',
      PORT: '0',
      ADMIN_PORT: '0',
      TRADELOCKER_BASE_URL: simulator.ready.api,
      TRADELOCKER_SERVERS: 'SIM-DEMO',
      TRADELOCKER_ACCOUNT_TYPE: 'demo',
      ...env,
    },
  })
  return {
    gateway: `http://127.0.0.1:${gateway.ready.port}`,
    admin: `http://127.0.0.1:${gateway.ready.adminPort}`,
    gatewayPid: gateway.pid,
    simulator: simulator.ready.api,
    control: simulator.ready.control,
    async stop() {
      await gateway.stop()
      await simulator.stop()
    },
  }
}

/** @param rateLimits as SIMULATOR_RATE_LIMITS takes it */
export function startSimulatorProcess(
  rateLimits: string,
): Promise<ServerProcess<{ readonly api: string; readonly control: string }>> {
  let api = ''
  const ready = (line: string) => {
    const [, name, url = ''] = /^(TradeLocker simulator|Control): +(\S+)$/.exec(line) ?? []
    if (name === 'TradeLocker simulator') api = url
    return name === 'Control' ? { api, control: url } : undefined
  }
  return startServer('simulator/main.ts', ready, {
    core: 'others',
    env: { SIMULATOR_PORT: '0', SIMULATOR_CONTROL_PORT: '0', SIMULATOR_RATE_LIMITS: rateLimits },
  })
}

function listening(line: string): { port: number; adminPort: number } | undefined {
  const { message, port, adminPort } = JSON.parse(line)
  return message === 'The gateway listens.' ? { port, adminPort } : undefined
}
