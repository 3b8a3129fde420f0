import { createTradeLockerBroker } from '../../adapters/tradelocker/broker.ts'
import type { TradeLockerOptions } from '../../adapters/tradelocker/options.ts'
import type { Broker } from '../../src/broker/broker.ts'
import { steadyClock } from '../../src/steady-clock.ts'

const nobody = () => undefined

/** The adapter on a simulator, without a gateway around it, that tells nobody what happens. */
export function quietBroker(
  options: Pick<TradeLockerOptions, 'baseUrl'> & Partial<TradeLockerOptions>,
): Broker {
  return createTradeLockerBroker({
    servers: ['SIM-DEMO'],
    accountType: 'demo',
    developerApiKey: undefined,
    rateLimits: { scope: 'user', headroom: 0.9, maxRps: undefined },
    serviceAccounts: [],
    log: { info: nobody, warn: nobody, error: nobody },
    events: {
      upstreamCall: nobody,
      catalogue: nobody,
      refused: nobody,
      serviceAccounts: nobody,
      readPace: nobody,
      priceAges: nobody,
    },
    clock: Date.now,
    elapsed: steadyClock,
    ...options,
  })
}
