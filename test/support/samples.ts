import type { Instrument, TradableInstrument } from '../../src/broker/instrument.ts'
import type { FeedInstrument } from '../../src/broker/market-data.ts'
import type { Execution, Order } from '../../src/broker/order.ts'
import type { Position } from '../../src/broker/position.ts'
import { alwaysOpen } from '../../src/data-feed/symbols/days-of-symbols.ts'
import type { FeedSymbol } from '../../src/data-feed/symbols/symbols.ts'

/** A plain example of each thing; a test names only what it is about. */

export const aContract = (changes: Partial<Instrument> = {}): Instrument => ({
  name: 'EURUSD.R',
  description: 'Euro against US Dollar',
  kind: 'forex',
  wrapper: undefined,
  baseCurrency: 'EUR',
  quoteCurrency: 'USD',
  lotSize: 100_000,
  lotStep: 0.01,
  minLot: 0.01,
  maxLot: 50,
  tickBands: [{ from: 0, tick: 0.00001 }],
  pipSize: 0.0001,
  lastTradeDate: undefined,
  ...changes,
})

export const anInstrument = (changes: Partial<TradableInstrument> = {}): TradableInstrument => ({
  ...aContract(),
  pipValue: 0.0001,
  ...changes,
})

export const anOrder = (changes: Partial<Order> = {}): Order => ({
  id: '360287970189639681',
  instrument: 'EURUSD.R',
  side: 'buy',
  type: 'limit',
  qty: 0.5,
  filledQty: 0,
  avgPrice: undefined,
  limitPrice: 1.0875,
  stopPrice: undefined,
  trailing: undefined,
  status: 'working',
  parent: undefined,
  validity: 'GTC',
  createdAt: 1_700_000_000_000,
  lastModified: 1_700_000_001_999,
  note: undefined,
  ...changes,
})

export const aPosition = (changes: Partial<Position> = {}): Position => ({
  id: '504403158265495553',
  instrument: 'EURUSD.R',
  side: 'sell',
  qty: 0.3,
  avgPrice: 1.09,
  unrealizedPl: -12.5,
  ...changes,
})

export const anExecution = (changes: Partial<Execution> = {}): Execution => ({
  id: 'e1',
  instrument: 'EURUSD.R',
  price: 1.0874,
  time: 1_700_000_000_750,
  qty: 0.5,
  side: 'buy',
  orderId: '360287970189639681',
  positionId: '504403158265495553',
  isClose: false,
  ...changes,
})

export const aFeedInstrument = (changes: Partial<FeedInstrument> = {}): FeedInstrument => ({
  ...aContract(),
  barSource: 'bid',
  hasIntraday: true,
  hasDaily: true,
  tradingWeek: undefined,
  ...changes,
})

export const aFeedSymbol = (days = alwaysOpen, changes: Partial<FeedInstrument> = {}): FeedSymbol => ({
  symbol: 'EURUSD',
  ticker: undefined,
  id: 'EURUSD',
  group: 'acme_forex',
  instrument: aFeedInstrument(changes),
  days,
})
