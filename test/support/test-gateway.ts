import { createAdminApp } from '../../src/admin-app.ts'
import { createTokenSealer, type SealingKey } from '../../src/auth/sealed-token.ts'
import { loadConfig } from '../../src/config.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createDrain, type Drain } from '../../src/http/shutdown.ts'
import { createPublicApp } from '../../src/public-app.ts'
import { type HttpServer, serve } from './http-server.ts'
import { type LogLines, readableLog } from './log-lines.ts'
import { createMemoryBroker, type MemoryBroker, TRADER } from './memory-broker.ts'

/** A key for tests: 32 bytes of the same value. */
export const testKey = (kid: string, byte = 7) => ({ kid, key: new Uint8Array(32).fill(byte) })

/** The smallest environment a staging gateway starts with. */
export const STAGING_ENV = {
  GATEWAY_ENV: 'staging',
  TRADELOCKER_BASE_URL: 'http://127.0.0.1:1/backend-api',
  TRADELOCKER_SERVERS: 'MAIN,Second',
} as const

export interface TestGateway extends HttpServer {
  readonly broker: MemoryBroker
  readonly drain: Drain
  readonly logs: LogLines
  readonly admin: HttpServer
  /** Unix milliseconds; tests move it, and with it all that waits. */
  now: number
  /** @returns the answer to POST /authorize */
  logIn(form?: Record<string, string>): Promise<Response>
  /** @returns a token of the memory broker's trader */
  token(): Promise<string>
}

/**
 * Both applications of the gateway over real HTTP, on top of a broker in memory.
 * @param prepare changes the broker before anything asks it
 * @param keys that seal its tokens
 */
export async function startTestGateway(
  env: Record<string, string> = {},
  prepare: (broker: MemoryBroker) => void = () => undefined,
  keys: readonly [SealingKey, ...SealingKey[]] = [testKey('k1')],
): Promise<TestGateway> {
  const config = loadConfig({ ...STAGING_ENV, ...env })
  let now = Date.now()
  const broker = createMemoryBroker(now + 60 * 60 * 1000)
  prepare(broker)
  const logs = readableLog()
  const metrics = createMetrics()
  const drain = createDrain()
  const clock = (): number => now
  let latest = now
  /** Never goes back, whatever day a test is about. */
  const elapsed = (): number => {
    latest = Math.max(latest, now)
    return latest
  }
  const parts = { config, broker, log: logs.log, metrics, drain }
  const sealer = createTokenSealer(keys, clock)
  const server = await serve(createPublicApp({ ...parts, sealer, clock, elapsed }))
  const admin = await serve(createAdminApp(parts))

  const gateway: TestGateway = {
    ...server,
    broker,
    drain,
    logs,
    admin,
    get now() {
      return now
    },
    set now(time) {
      now = time
    },
    logIn: (form = { login: TRADER.email, password: TRADER.password }) =>
      fetch(`${server.origin}/authorize`, { method: 'POST', body: new URLSearchParams(form) }),
    async token() {
      const { d } = (await (await gateway.logIn()).json()) as { d: { access_token: string } }
      return d.access_token
    },
    async close() {
      await Promise.all([server.close(), admin.close()])
      metrics.close()
    },
  }
  return gateway
}
