import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { redactedConfig } from './config/redact.ts'
import { warningsOf } from './config/warnings.ts'
import type { Config } from './config.ts'
import { ConfigError, loadConfig } from './config.ts'
import { reportDropped } from './http/dropped-connections.ts'
import { createLimitedServer } from './http/limits.ts'
import type { Log } from './http/log.ts'
import { createLog } from './http/log.ts'
import { redactText } from './http/redaction.ts'
import { closeServer, GRACE_MS, stopOnSignals } from './http/shutdown.ts'
import { wordsOf } from './http/words-of.ts'

/** The process: read the configuration, start, listen, stop on signals. */
async function main(): Promise<void> {
  // Node's diagnostic reports, should somebody switch them on, would hold every secret of the environment.
  if (process.report) process.report.excludeEnv = true
  const config = configOrExit()
  const log = createLog(config.log)
  endOnBugs(log)
  log.info('The gateway starts.', { config: redactedConfig(config) })
  for (const warning of warningsOf(config)) log.warn(warning)

  // Loaded only now: whoever made a mistake in the environment need not wait for it.
  const { createGateway } = await import('./gateway.ts')
  const gateway = createGateway(config, { log, utilisation: utilisation() })
  const { host, port, adminPort } = config.server
  const publicServer = await listen(gateway.app, host, port)
  const adminServer = await listen(gateway.adminApp, host, adminPort)
  reportDropped(publicServer, log)
  log.info('The gateway listens.', { host, port: portOf(publicServer), adminPort: portOf(adminServer) })

  stopOnSignals(log, async () => {
    gateway.stopServing()
    const finished = await closeServer(publicServer, GRACE_MS)
    if (!finished) log.warn('Some requests took too long and were cut off.')
    await gateway.close()
    await closeServer(adminServer, 0)
    log.info('The gateway has stopped.')
  })
}

/** Tells the share of the time since it was last asked that this thread was busy, 0 to 1. */
function utilisation(): () => number {
  let before = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    return utilization
  }
}

function configOrExit(): Config {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`The gateway cannot start: the environment has mistakes.\n${error.message}\n`)
    process.exit(1)
  }
}

/** Connections that may wait to be accepted: after a restart all panels come back at once. The system may allow fewer. */
const BACKLOG = 4_096

function listen(app: RequestListener, host: string, port: number): Promise<Server> {
  const server = createLimitedServer(app)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: BACKLOG }, () => resolve(server))
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** After an error nobody expected, the process's state is unknown: say so and let the platform start a new one. */
function endOnBugs(log: Log): void {
  process.on('uncaughtException', (error: unknown) => {
    log.error(`The gateway ends after an unexpected error: ${wordsOf(error)}`, { error })
    process.exitCode = 1
    setTimeout(() => process.exit(), 100)
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`The gateway cannot start: ${redactText(wordsOf(error))}\n`)
  process.exit(1)
})
