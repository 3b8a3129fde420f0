import { BrokerError } from '../../../src/broker/errors.ts'
import type { MarketData } from '../../../src/broker/market-data.ts'

const refuse = async (): Promise<never> => {
  throw new BrokerError('data_feed_unconfigured')
}

/** Market data without a service account to read it through. */
export const unconfiguredMarketData: MarketData = {
  instruments: refuse,
  bars: refuse,
  prices: { listen: () => () => undefined },
}
