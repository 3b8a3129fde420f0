import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from './api.ts'
import { newYorkDays, UTC_DAYS } from './bars.ts'
import { createControl, type SimulatorControl } from './control.ts'
import { createControlServer } from './control-server.ts'
import type { RateLimitMode, RateLimitScope } from './rate-limits.ts'
import { BASE_PATH, createApiServer } from './server.ts'
import { createSimulation } from './simulation.ts'
import type { User } from './users.ts'

export interface SimulatorOptions {
  /** Port of the API on 127.0.0.1; default 0 = a free one. */
  port?: number
  /** Port of the HTTP control; default 0 = a free one. */
  controlPort?: number
  /** Prices depend on the seed and on time only; default 1. */
  seed?: number
  /** `published` (default), `off`, or how many times the published limits. /trade/config tells the limits in force. */
  rateLimits?: RateLimitMode
  /** Whose calls count together: those of each user (default), or those of all. */
  rateLimitScope?: RateLimitScope
  /** Life of access tokens, default 3600. */
  accessTokenSeconds?: number
  /** Life of refresh tokens, default 86400. */
  refreshTokenSeconds?: number
  /** Characters that tokens have beyond what they need, default 0: some servers put much into them. */
  tokenExtraChars?: number
  /** Time between the request to close a position and the close, default 150. */
  closeDelayMs?: number
  /** Time between a market order and its fill; default 0: filled when the POST answers. */
  fillDelayMs?: number
  /**
   * Simulator time at the start (epoch ms), default the real time; it then advances with real time. Token expiry is
   * told in simulator time: a client that compares it with its own clock needs the default.
   */
  now?: number
  /** Markets close by their calendar; by default they are always open, so that results do not depend on the weekday. */
  enforceSessions?: boolean
  /** When days of bars begin: at midnight UTC (default), or at 17:00 in New York. */
  daysBegin?: 'utc' | 'newYork'
}

/** Someone who can log in. */
export interface DemoLogin {
  readonly email: string
  readonly password: string
  readonly server: string
  readonly accounts: readonly { readonly id: string; readonly accNum: number; readonly currency: string }[]
}

export interface Simulator {
  /** Base URL of the API, `http://127.0.0.1:PORT/backend-api`. */
  readonly url: string
  readonly controlUrl: string
  readonly control: SimulatorControl
  readonly logins: readonly DemoLogin[]
  /** Ends the servers and every connection, answered or not. */
  close(): Promise<void>
}

/** How often waiting orders are compared with the price when no request comes in, in milliseconds. */
const MATCHING_INTERVAL = 50

/** Starts a TradeLocker server on loopback with its control server beside it. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulation = createSimulation({
    seed: options.seed ?? 1,
    rateLimits: options.rateLimits ?? 'published',
    rateLimitScope: options.rateLimitScope ?? 'user',
    tokenLifetimes: {
      access: options.accessTokenSeconds ?? 3600,
      refresh: options.refreshTokenSeconds ?? 86_400,
    },
    tokenExtraChars: options.tokenExtraChars ?? 0,
    closeDelay: options.closeDelayMs ?? 150,
    fillDelay: options.fillDelayMs ?? 0,
    now: options.now,
    enforceSessions: options.enforceSessions ?? false,
    days: options.daysBegin === 'newYork' ? newYorkDays() : UTC_DAYS,
  })
  const control = createControl(simulation)
  const apiServer = createApiServer({
    api: createApi(simulation),
    faults: simulation.faults,
    tally: simulation.tally,
  })
  const controlServer = createControlServer(control)
  const port = await listen(apiServer, options.port ?? 0)
  const controlPort = await listen(controlServer, options.controlPort ?? 0)
  const matching = setInterval(() => simulation.match(), MATCHING_INTERVAL).unref()

  return {
    url: `http://127.0.0.1:${port}${BASE_PATH}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    control,
    logins: simulation.users.named.map(demoLogin),
    async close() {
      clearInterval(matching)
      await Promise.all([stop(apiServer), stop(controlServer)])
    },
  }
}

function demoLogin({ email, password, server, accounts }: User): DemoLogin {
  return {
    email,
    password,
    server,
    accounts: accounts.map(({ id, accNum, currency }) => ({ id, accNum, currency })),
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
