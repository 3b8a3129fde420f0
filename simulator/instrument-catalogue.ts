import type { InstrumentTerms, InstrumentType } from './instrument-terms.ts'
import type { TickBand } from './price-grid.ts'
import type { SessionName } from './sessions.ts'

/** What an instrument has beside its family's usual terms. */
type Particulars = Partial<InstrumentTerms>

const single = (tickSize: number): readonly TickBand[] => [{ leftRangeLimit: null, tickSize }]

/** Tick bands, written [from this price on, tick size]; the first one begins at zero. */
const bands = (...rows: (readonly [from: number | null, tickSize: number])[]): readonly TickBand[] =>
  rows.map(([leftRangeLimit, tickSize]) => ({ leftRangeLimit, tickSize }))

const usual = { leverage: 100, maxLot: null, isin: '', barSource: 'BID' } as const

function fx(name: string, referencePrice: number, particulars: Particulars = {}): InstrumentTerms {
  const base = name.slice(0, 3)
  const quote = name.slice(3, 6)
  return {
    ...usual,
    name,
    description: `${base} against ${quote}`,
    type: 'FOREX',
    exchange: 'FX',
    base,
    quote,
    referencePrice,
    dailyRange: 0.006,
    spreadTicks: 12,
    ticks: single(quote === 'JPY' ? 0.001 : 0.00001),
    lotSize: 100_000,
    lotStep: 0.01,
    minLot: 0.01,
    maxLot: 50,
    session: 'fx',
    ...particulars,
  }
}

function metal(name: string, referencePrice: number, particulars: Particulars = {}): InstrumentTerms {
  return {
    ...fx(name, referencePrice),
    type: 'EQUITY_CFD',
    exchange: 'METALS',
    dailyRange: 0.012,
    spreadTicks: 20,
    ticks: single(0.01),
    lotSize: 100,
    leverage: 20,
    session: 'index',
    barSource: 'ASK',
    ...particulars,
  }
}

function index(
  name: string,
  description: string,
  type: InstrumentType,
  quote: string,
  referencePrice: number,
  particulars: Particulars = {},
): InstrumentTerms {
  return {
    ...usual,
    name,
    description,
    type,
    exchange: 'INDEX',
    base: null,
    quote,
    referencePrice,
    dailyRange: 0.011,
    spreadTicks: 8,
    ticks: single(0.1),
    lotSize: 1,
    lotStep: 0.1,
    minLot: 0.1,
    maxLot: 100,
    leverage: 20,
    session: 'index',
    ...particulars,
  }
}

function stock(
  name: string,
  description: string,
  type: InstrumentType,
  quote: string,
  referencePrice: number,
  session: SessionName,
  particulars: Particulars = {},
): InstrumentTerms {
  return {
    ...usual,
    name,
    description,
    type,
    exchange: session.toUpperCase(),
    base: null,
    quote,
    referencePrice,
    dailyRange: 0.025,
    spreadTicks: 3,
    ticks: single(0.01),
    lotSize: 1,
    lotStep: type === 'EQUITY_CFD' ? 0.1 : 1,
    minLot: type === 'EQUITY_CFD' ? 0.1 : 1,
    leverage: type === 'EQUITY_CFD' ? 5 : null,
    session,
    barSource: type === 'EQUITY_CFD' ? 'BID' : 'TRADE',
    ...particulars,
  }
}

function crypto(
  name: string,
  base: string,
  referencePrice: number,
  tickSize: number,
  particulars: Particulars = {},
): InstrumentTerms {
  return {
    ...usual,
    name,
    description: `${base} coin`,
    type: 'CRYPTO',
    exchange: 'CRYPTO',
    base,
    quote: 'USD',
    referencePrice,
    dailyRange: 0.045,
    spreadTicks: 10,
    ticks: single(tickSize),
    lotSize: 1,
    lotStep: 0.001,
    minLot: 0.001,
    maxLot: 10,
    leverage: 3,
    session: 'crypto',
    ...particulars,
  }
}

function future(
  name: string,
  description: string,
  referencePrice: number,
  tickSize: number,
  contractMonth: string,
  particulars: Particulars = {},
): InstrumentTerms {
  return {
    ...index(name, description, 'FUTURES_CFD', 'USD', referencePrice),
    exchange: 'FUTURES',
    dailyRange: 0.02,
    ticks: single(tickSize),
    contractMonth,
    ...particulars,
  }
}

/** The order is part of the contract: ids are counted along it. */
export const catalogue: readonly InstrumentTerms[] = [
  fx('EURUSD', 1.085, { twoInfoRoutes: true }),
  fx('GBPUSD', 1.27),
  fx('AUDUSD', 0.655, { spreadTicks: 14 }),
  fx('NZDUSD', 0.605, { spreadTicks: 16 }),
  fx('USDJPY', 150, { twoInfoRoutes: true }),
  fx('USDCHF', 0.885),
  fx('USDCAD', 1.365),
  fx('EURGBP', 0.854, { spreadTicks: 14 }),
  fx('EURJPY', 162.75, { spreadTicks: 18 }),
  fx('EURCHF', 0.96, { spreadTicks: 20 }),
  fx('EURCAD', 1.481, { spreadTicks: 22 }),
  fx('EURAUD', 1.656, { spreadTicks: 24 }),
  fx('EURNZD', 1.793, { spreadTicks: 30 }),
  fx('GBPJPY', 190.5, { spreadTicks: 24 }),
  fx('GBPCHF', 1.124, { spreadTicks: 24 }),
  fx('GBPCAD', 1.734, { spreadTicks: 28 }),
  fx('GBPAUD', 1.939, { spreadTicks: 30 }),
  fx('AUDJPY', 98.25, { spreadTicks: 18 }),
  fx('AUDNZD', 1.083, { spreadTicks: 26 }),
  fx('AUDCAD', 0.894, { spreadTicks: 20 }),
  fx('CADJPY', 109.9, { spreadTicks: 20 }),
  fx('CHFJPY', 169.5, { spreadTicks: 22 }),
  fx('NZDJPY', 90.75, { spreadTicks: 22 }),
  fx('USDHKD', 7.81, { dailyRange: 0.0012, spreadTicks: 30, leverage: 20 }),
  fx('USDSGD', 1.345, { dailyRange: 0.003, spreadTicks: 26, leverage: 20 }),
  fx('EURUSD.PRO', 1.085, { spreadTicks: 2, leverage: 500, maxLot: 200 }),
  fx('GBPUSD.PRO', 1.27, { spreadTicks: 3, leverage: 500, maxLot: 200 }),

  metal('XAUUSD', 2350, { description: 'Gold against the dollar', twoInfoRoutes: true }),
  metal('XAUEUR', 2166, { description: 'Gold against the euro' }),
  metal('XAGUSD', 28, { description: 'Silver against the dollar', lotSize: 5000, ticks: single(0.001) }),
  metal('XPTUSD', 980, {
    description: 'Platinum against the dollar',
    lotSize: 50,
    lotStep: 0.1,
    minLot: 0.1,
    thin: true,
  }),

  index('US500', 'Large American companies', 'INDICES', 'USD', 5200, { twoInfoRoutes: true }),
  index('US 30', 'Thirty American companies', 'EQUITY_CFD', 'USD', 39_500, {
    ticks: bands([null, 0.1], [10_000, 1]),
    spreadTicks: 3,
  }),
  index('DOW+', 'Thirty American companies, small contract', 'INDICES', 'USD', 39_500, {
    ticks: single(0.5),
    lotStep: 1,
    minLot: 1,
    maxLot: null,
  }),
  index('nas100m', 'Hundred technology companies, mini', 'EQUITY_CFD', 'USD', 18_200, {
    ticks: single(0.25),
    spreadTicks: 6,
  }),
  index('GER40', 'Forty German companies', 'INDICES', 'EUR', 18_300, {
    lotSize: 25,
    lotStep: 0.01,
    minLot: 0.01,
  }),
  index('FRA40', 'Forty French companies', 'EQUITY_CFD', 'EUR', 8100),
  index('EU50', 'Fifty companies of the euro area', 'INDICES', 'EUR', 5000, { ticks: single(0.5) }),
  index('UK100', 'Hundred British companies', 'INDICES', 'GBP', 8200),
  index('JP225', 'Japanese companies', 'INDICES', 'JPY', 38_500, {
    ticks: bands([null, 1], [20_000, 5]),
    lotStep: 1,
    minLot: 1,
    maxLot: 1000,
    spreadTicks: 2,
  }),
  index('HK50', 'Hong Kong companies', 'EQUITY_CFD', 'HKD', 18_100, { ticks: single(1), spreadTicks: 6 }),
  index('AUS200', 'Australian companies', 'INDICES', 'AUD', 7800, { ticks: single(1), spreadTicks: 2 }),
  index('NZ50', 'New Zealand companies', 'EQUITY_CFD', 'NZD', 11_800, { ticks: single(1), spreadTicks: 4 }),
  index('CA60', 'Sixty Canadian companies', 'INDICES', 'CAD', 1330),

  stock('AAPL.CFD', 'Apple', 'EQUITY_CFD', 'USD', 190, 'newYork'),
  stock('MSFT.CFD', 'Microsoft', 'EQUITY_CFD', 'USD', 415, 'newYork'),
  stock('TSLA.CFD', 'Tesla', 'EQUITY_CFD', 'USD', 180, 'newYork', { dailyRange: 0.045 }),
  stock('SAP.CFD', 'SAP', 'EQUITY_CFD', 'EUR', 178, 'frankfurt', { ticks: single(0.02) }),
  stock('NOVN.CFD', 'Novartis', 'EQUITY_CFD', 'CHF', 94, 'frankfurt'),
  stock('VOD.CFD', 'Vodafone', 'EQUITY_CFD', 'GBP', 0.72, 'frankfurt', {
    ticks: single(0.0001),
    lotStep: 1,
    minLot: 1,
  }),
  stock('AAPL', 'Apple', 'EQUITY', 'USD', 190, 'newYork', { twoInfoRoutes: true }),
  stock('NVDA', 'NVIDIA', 'EQUITY', 'USD', 120, 'newYork', { dailyRange: 0.05 }),
  stock('BRK.B', 'Berkshire Hathaway B', 'EQUITY', 'USD', 410, 'newYork'),
  stock('SAP', 'SAP', 'EQUITY', 'EUR', 178, 'frankfurt', { ticks: single(0.02) }),
  stock('0700.HK', 'Tencent', 'EQUITY', 'HKD', 380, 'hongKong', {
    ticks: bands([null, 0.05], [100, 0.1], [200, 0.2]),
    lotStep: 100,
    minLot: 100,
  }),
  stock('7203.T', 'Toyota Motor', 'EQUITY', 'JPY', 3200, 'tokyo', {
    ticks: bands([null, 0.5], [3000, 1], [5000, 5]),
    lotStep: 100,
    minLot: 100,
    noStopOrders: true,
  }),
  stock('SPY', 'Fund on large American companies', 'ETF', 'USD', 520, 'newYork'),
  stock('QQQ', 'Fund on technology companies', 'ETF', 'USD', 445, 'newYork'),
  stock('EXS1.DE', 'Fund on German companies', 'ETF', 'EUR', 152, 'frankfurt', { barSource: null }),

  crypto('BTCUSD', 'BTC', 64_000, 0.01, { spreadTicks: 1500, twoInfoRoutes: true }),
  crypto('BTC/USDT', 'BTC', 64_000, 0.1, { spreadTicks: 80, lotStep: 0.01, minLot: 0.01 }),
  crypto('BTCEUR', 'BTC', 59_000, 0.01, { quote: 'EUR', spreadTicks: 1800 }),
  crypto('ETHUSD', 'ETH', 3300, 0.01, { spreadTicks: 120, maxLot: 100 }),
  crypto('SOLUSD', 'SOL', 145, 0.01, { maxLot: 1000, lotStep: 0.01, minLot: 0.01 }),
  crypto('XRPUSD', 'XRP', 0.98, 0.0001, {
    ticks: bands([null, 0.0001], [1, 0.001]),
    maxLot: 100_000,
    lotStep: 1,
    minLot: 10,
    spreadTicks: 6,
  }),
  crypto('LTCUSD', 'LTC', 82, 0.01, { lotStep: 0.1, minLot: 0.1, maxLot: 500 }),
  crypto('XMRUSD', 'XMR', 165, 0.01, { lotSize: 10, lotStep: 0.01, minLot: 0.01, maxLot: null }),
  crypto('DOGEUSD', 'DOGE', 0.14, 0.00001, { lotSize: 1000, maxLot: 500, lotStep: 0.1, minLot: 0.1 }),

  future('WTI.f', 'American crude oil', 78.5, 0.01, '2030-03-01', {
    lotSize: 1000,
    lotStep: 0.01,
    minLot: 0.01,
  }),
  future('BRENT_OIL', 'North Sea crude oil', 82.5, 0.01, '2030-03-01', {
    lotSize: 1000,
    lotStep: 0.01,
    minLot: 0.01,
  }),
  future('NATGAS', 'Natural gas', 2.4, 0.001, '2030-04-01', { lotSize: 10_000, dailyRange: 0.04 }),
  future('COPPER-Z', 'Copper', 4.45, 0.0005, '2030-12-01', { lotSize: 25_000, leverage: 10 }),
  future('CORN', 'Corn', 455, 0.25, '2030-12-01', { lotSize: 50, leverage: 10 }),
]
