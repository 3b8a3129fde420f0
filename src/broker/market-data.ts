import type { Instrument } from './instrument.ts'

/** Which side of the market bars are built from. */
type BarSource = 'bid' | 'ask' | 'mid' | 'trade'

/** How much time a bar covers: minutes, hours, a day, a week, a month. */
export type BarResolution = '1m' | '5m' | '15m' | '30m' | '1h' | '4h' | '1d' | '1w' | '1M'

/** An open stretch in minutes since Sunday 00:00, `from` inclusive, `to` exclusive; `to` may lie past the week's end. */
export interface OpenStretch {
  readonly from: number
  readonly to: number
}

/** When an instrument trades. */
export interface TradingWeek {
  /** IANA name of the zone the stretches are local to. */
  readonly timeZone: string
  /** Stretches in which trading is open; not necessarily in order, touching ones not merged. */
  readonly stretches: readonly OpenStretch[]
  /** Local dates `YYYY-MM-DD` without trading. */
  readonly holidays: ReadonlySet<string>
}

/** What an operator knows better than the broker tells of an instrument's bars and hours. Holidays stay the broker's. */
export type BarChoice = Partial<Pick<FeedInstrument, 'barSource' | 'hasIntraday' | 'hasDaily'>> & {
  readonly hours?: Pick<TradingWeek, 'timeZone' | 'stretches'>
}

/** An instrument as the data half tells it to TradingView's servers. */
export interface FeedInstrument extends Instrument {
  readonly barSource: BarSource
  readonly hasIntraday: boolean
  readonly hasDaily: boolean
  /** Undefined when the broker does not tell its hours, or not so that they could be understood. */
  readonly tradingWeek: TradingWeek | undefined
}

export interface Bar {
  /** Opening of the bar, in Unix milliseconds, as the broker gives it. */
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Number of price changes, not of units traded; undefined when the broker does not tell. */
  readonly volume: number | undefined
}

/** Best prices of one instrument, as they were read. */
interface PriceUpdate {
  readonly kind: 'price'
  /** Instrument name. */
  readonly name: string
  readonly bid: number
  readonly ask: number
  /** In lots, as far as the broker tells. */
  readonly bidSize: number
  readonly askSize: number
  /** When they were read, in Unix milliseconds: the broker gives its prices no time. Never decreases per instrument. */
  readonly time: number
}

/** The bar of the current trading day of one instrument. */
interface DayUpdate {
  readonly kind: 'day'
  readonly name: string
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  /** When it was read, in Unix milliseconds. */
  readonly time: number
}

export type FeedUpdate = PriceUpdate | DayUpdate

/** Where live prices come from; polled or pushed makes no difference to who listens. */
interface PriceSource {
  /**
   * Hands every update to `listener` until the returned function is called. What goes wrong on the way is not the
   * listener's: updates stay away and come back. Nothing is read while nobody listens, and no instrument that nobody wants.
   * @param isWanted by name of the instrument; asked again and again, as it may change. Others may be told as well.
   */
  listen(listener: (update: FeedUpdate) => void, isWanted: (name: string) => boolean): () => void
}

/** The broker's prices as TradingView's servers read them: through service accounts of the broker, the same for everybody. */
export interface MarketData {
  /**
   * Every complete instrument of the service account; the same array as long as nothing has changed.
   * @throws data_feed_unconfigured without a service account; data_feed_unavailable while it cannot log in;
   * catalogue_loading until the details of all have been read once: a part of the list would be taken for the whole
   */
  instruments(): Promise<readonly FeedInstrument[]>
  /**
   * Bars that open within [from, to] (Unix milliseconds, both inclusive), ascending, no two at the same time, none in the
   * future; the last one may still be forming. A bar that has closed never changes between calls.
   * @throws instrument_not_found, data_feed_unconfigured, data_feed_unavailable, history_range_too_long, upstream_*,
   * rate_limited, too_busy
   */
  bars(name: string, resolution: BarResolution, from: number, to: number): Promise<readonly Bar[]>
  readonly prices: PriceSource
}
