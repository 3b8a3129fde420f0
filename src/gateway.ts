import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { Express } from 'express'
import { createRedisStore } from '../adapters/redis/store.ts'
import { createTradeLockerBroker } from '../adapters/tradelocker/broker.ts'
import type { AdapterEvents, LoginPauses } from '../adapters/tradelocker/options.ts'
import { createAdminApp } from './admin-app.ts'
import type { SealingKey } from './auth/sealed-token.ts'
import { createTokenSealer } from './auth/sealed-token.ts'
import { createSecretBox } from './auth/secret-box.ts'
import { withSecretValues } from './auth/secret-values.ts'
import type { Broker } from './broker/broker.ts'
import type { SharedStore } from './broker/shared-store.ts'
import type { Config } from './config.ts'
import { barChoicesOf } from './data-feed/symbols/bar-choices.ts'
import type { Log } from './http/log.ts'
import { createLog } from './http/log.ts'
import type { GatewayMetrics } from './http/metrics.ts'
import { createMetrics } from './http/metrics.ts'
import { requestContext } from './http/request-context.ts'
import { createDrain } from './http/shutdown.ts'
import { createPublicApp } from './public-app.ts'
import { steadyClock } from './steady-clock.ts'

export interface Gateway {
  /** What TradingView calls. */
  readonly app: RequestListener
  /** What operators call. */
  readonly adminApp: Express
  /** From now on `/readyz` answers 503 and connections end after their answer. */
  stopServing(): void
  /** Stops background work. The servers are the caller's. */
  close(): Promise<void>
}

export interface GatewayOptions {
  readonly log?: Log
  /** Unix milliseconds. */
  readonly clock?: () => number
  /** Milliseconds of a clock that never jumps; by default the steady one. */
  readonly elapsed?: () => number
  /** Between logins of service accounts that fail; for tests. */
  readonly loginPauses?: LoginPauses
  /** Share of the time since it was last asked that the process was busy, 0 to 1. Without it, it always has time. */
  readonly utilisation?: () => number
}

/** Builds the gateway of a configuration: the only place that knows which broker stands behind it. */
export function createGateway(config: Config, options: GatewayOptions = {}): Gateway {
  const { log = createLog(config.log), clock = Date.now, elapsed = steadyClock } = options
  const metrics = createMetrics()
  const drain = createDrain()
  const keys = sealingKeys(config, log)
  const sealer = createTokenSealer(keys, clock)
  const told = { onConnected: metrics.sharedStore, onTold: metrics.changeTold }
  const shared =
    config.redisUrl === undefined
      ? undefined
      : withSecretValues(createRedisStore(config.redisUrl, { log, elapsed, ...told }), createSecretBox(keys))
  const tradeLocker = createTradeLockerBroker({
    ...config.tradeLocker,
    serviceAccounts: config.dataFeed.serviceAccounts,
    barChoices: barChoicesOf(config.dataFeed.symbols?.symbols),
    loginPauses: options.loginPauses,
    utilisation: options.utilisation,
    store: shared,
    log,
    clock,
    elapsed,
    events: measured(metrics),
  })
  const broker = shared === undefined ? tradeLocker : tellingOf(shared, tradeLocker)

  return {
    app: createPublicApp({ config, broker, log, metrics, drain, sealer, shared, clock, elapsed }),
    adminApp: createAdminApp({ config, broker, log, metrics, drain }),
    stopServing: drain.begin,
    async close() {
      await broker.close()
      await shared?.close()
      metrics.close()
    },
  }
}

/** Tells operators of the shared store. A gateway without it serves on, so it is ready as well. */
function tellingOf(store: SharedStore, broker: Broker): Broker {
  return {
    ...broker,
    readiness() {
      const { ready, detail } = broker.readiness()
      const { status } = store
      return {
        ready,
        detail: {
          ...detail,
          redis: status.detail,
          replicas: status.replicas?.count ?? 'unknown',
          changesElsewhere: status.connected && status.hears ? 'shown at once' : 'shown late',
        },
      }
    },
  }
}

/** Calls to TradeLocker count for the process, and for the request they were made for. */
function measured(metrics: GatewayMetrics): AdapterEvents {
  return {
    upstreamCall(event) {
      metrics.upstreamCall(event)
      const context = requestContext()
      if (context !== undefined) context.upstreamCalls += 1
    },
    refused: metrics.upstreamRefused,
    catalogue: metrics.catalogue,
    serviceAccounts: metrics.serviceAccounts,
    readPace: metrics.readPace,
    priceAges: metrics.priceAges,
  }
}

function sealingKeys({ auth }: Config, log: Log): readonly [SealingKey, ...SealingKey[]] {
  const [first, ...others] = auth.tokenKeys
  if (first !== undefined) return [first, ...others]
  log.warn(
    'TOKEN_KEYS is not set: a key was made up, so logins do not survive a restart nor reach another replica.',
  )
  return [{ kid: 'made-up', key: randomBytes(32) }]
}
