import { BrokerError } from '../../../src/broker/errors.ts'
import type { MarketData } from '../../../src/broker/market-data.ts'
import type { FeedInstruments } from './feed-instruments.ts'

const refuse = async (): Promise<never> => {
  throw new BrokerError('data_feed_unconfigured')
}

/** Market data without a service account to read it through. */
export const unconfiguredMarketData: MarketData = {
  instruments: refuse,
  bars: refuse,
  prices: { listen: () => () => undefined },
}

export interface MarketDataParts {
  readonly feedInstruments: FeedInstruments
  readonly bars: MarketData['bars']
  readonly prices: MarketData['prices']
}

/** Market data read through service accounts. */
export function createMarketData({ feedInstruments, bars, prices }: MarketDataParts): MarketData {
  return {
    instruments: feedInstruments.list,
    bars,
    prices,
  }
}
