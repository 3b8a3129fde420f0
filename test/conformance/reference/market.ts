/** A trade of the reference market. */
export interface Trade {
  /** Unix seconds. */
  readonly t: number
  readonly price: number
  readonly size: number
}

export interface Candle {
  readonly t: number
  readonly o: number
  readonly h: number
  readonly l: number
  readonly c: number
  readonly v: number
}

export interface Listing {
  readonly symbol: string
  readonly ticker: string
  readonly type: string
  readonly typespecs: string | null
  readonly base: string | null
  readonly volumeType: string | null
  readonly group: string
  readonly timezone: string
  readonly session: string
  readonly hasDaily: boolean
  readonly hasNoVolume: boolean
  readonly price: number
  /** Every so many minutes nobody trades; 0 = somebody always does. */
  readonly quiet: number
  /** When the session of the day that begins at 00:00 UTC begins and ends, in Unix seconds; nothing on idle days. */
  readonly hours: (day: number) => readonly [number, number] | undefined
}

export const DAY = 86_400
const HOUR = 3600

/** A Wednesday in winter, ten seconds before a full minute, with every market open. New York is five hours behind. */
export const START = Date.UTC(2026, 0, 14, 15, 0, 50) / 1000

/** The beginning of history, a Monday. */
export const LEFT = Date.UTC(2026, 0, 5) / 1000

const isWeekday = (day: number): boolean => ![0, 6].includes(new Date(day * 1000).getUTCDay())
const always = (day: number): readonly [number, number] => [day, day + DAY]

export const LISTINGS: readonly Listing[] = [
  {
    symbol: 'EURUSD',
    ticker: 'EURUSD',
    type: 'forex',
    typespecs: null,
    base: 'EUR',
    volumeType: null,
    group: 'broker_forex',
    timezone: 'America/New_York',
    session: '1700-1700:23456',
    hasDaily: true,
    hasNoVolume: false,
    price: 1.1,
    quiet: 61,
    hours: (day) => (isWeekday(day) ? [day - 2 * HOUR, day + 22 * HOUR] : undefined),
  },
  {
    symbol: 'BTCUSD',
    ticker: 'BTC/USD',
    type: 'spot',
    typespecs: 'crypto,cfd',
    base: 'BTC',
    volumeType: 'base',
    group: 'broker_crypto',
    timezone: 'Etc/UTC',
    session: '24x7',
    hasDaily: true,
    hasNoVolume: false,
    price: 40_000,
    quiet: 0,
    hours: always,
  },
  {
    symbol: 'ACME',
    ticker: 'ACME',
    type: 'stock',
    typespecs: null,
    base: null,
    volumeType: null,
    group: 'broker_stocks',
    timezone: 'America/New_York',
    session: '0930-1600',
    hasDaily: true,
    hasNoVolume: false,
    price: 25,
    quiet: 67,
    hours: (day) => (isWeekday(day) ? [day + 14.5 * HOUR, day + 21 * HOUR] : undefined),
  },
  {
    symbol: 'JP225',
    ticker: 'JP225',
    type: 'index',
    typespecs: 'cfd',
    base: null,
    volumeType: null,
    group: 'broker_indices',
    timezone: 'Etc/UTC',
    session: '24x7',
    hasDaily: false,
    hasNoVolume: true,
    price: 39_000,
    quiet: 0,
    hours: always,
  },
]

/** Four trades a minute. */
const SECONDS = [3, 18, 33, 48]

/** Between 0 and 1, the same for the same number. */
const noise = (seed: number): number => {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453
  return wave - Math.floor(wave)
}

export const dayOf = (t: number): number => Math.floor(t / DAY) * DAY

/** The trading day a moment belongs to, in Unix seconds; nothing when the market is closed. */
export function tradingDay({ hours }: Listing, t: number): number | undefined {
  return [dayOf(t), dayOf(t) + DAY].find((day) => {
    const [start, end] = hours(day) ?? [0, 0]
    return start <= t && t < end
  })
}

/** The trades of a minute that have happened by now. */
export function tradesOf(listing: Listing, minute: number, now: number): readonly Trade[] {
  const isQuiet = listing.quiet > 0 && (minute / 60) % listing.quiet === 0
  if (isQuiet || minute < LEFT || tradingDay(listing, minute) === undefined) return []
  return SECONDS.filter((second) => minute + second <= now).map((second) => {
    const t = minute + second
    const price = listing.price * (1 + 0.01 * Math.sin(t / 5000) + 0.001 * noise(t))
    return { t, price: Math.round(price * 1e4) / 1e4, size: listing.hasNoVolume ? 0 : 1 + (t % 5) }
  })
}

function candle(t: number, trades: readonly Trade[]): Candle | undefined {
  const [first] = trades
  const last = trades.at(-1)
  if (first === undefined || last === undefined) return undefined
  const prices = trades.map(({ price }) => price)
  return {
    t,
    o: first.price,
    h: Math.max(...prices),
    l: Math.min(...prices),
    c: last.price,
    v: trades.reduce((sum, { size }) => sum + size, 0),
  }
}

/** Minute bars that begin in [from, to], the open one included. */
export function minuteCandles(listing: Listing, from: number, to: number, now: number): Candle[] {
  const candles: Candle[] = []
  for (let minute = Math.ceil(Math.max(from, LEFT) / 60) * 60; minute <= Math.min(to, now); minute += 60) {
    const made = candle(minute, tradesOf(listing, minute, now))
    if (made !== undefined) candles.push(made)
  }
  return candles
}

const ended = new Map<string, Candle | undefined>()

function dayCandle(listing: Listing, day: number, now: number): Candle | undefined {
  const [start, end] = listing.hours(day) ?? [0, 0]
  if (end === 0 || start > now || start < LEFT) return undefined
  const key = `${listing.symbol} ${day}`
  if (ended.has(key)) return ended.get(key)
  const minutes = minuteCandles(listing, start, end - 1, now)
  const [first] = minutes
  const last = minutes.at(-1)
  const made = first &&
    last && {
      t: day,
      o: first.o,
      h: Math.max(...minutes.map(({ h }) => h)),
      l: Math.min(...minutes.map(({ l }) => l)),
      c: last.c,
      v: minutes.reduce((sum, { v }) => sum + v, 0),
    }
  if (end <= now) ended.set(key, made)
  return made
}

/** Daily bars of the days in [from, to] that have begun. */
export function dayCandles(listing: Listing, from: number, to: number, now: number): Candle[] {
  const candles: Candle[] = []
  for (let day = Math.ceil(Math.max(from, LEFT) / DAY) * DAY; day <= Math.min(to, now + DAY); day += DAY) {
    const made = dayCandle(listing, day, now)
    if (made !== undefined) candles.push(made)
  }
  return candles
}
