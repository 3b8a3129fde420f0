export type InstrumentKind =
  | 'forex'
  | 'stock'
  | 'etf'
  | 'index'
  | 'commodity'
  | 'crypto'
  | 'futures'
  | 'option'
  | 'other'

/** From `from` (inclusive; 0 for the first band) up to the next band, prices move in steps of `tick`. */
export interface TickBand {
  readonly from: number
  readonly tick: number
}

/** What describes the contract itself: the same for every user of a server. */
export interface Instrument {
  /** The broker's name, suffixes and all; the key TradingView uses everywhere. */
  readonly name: string
  readonly description: string
  readonly kind: InstrumentKind
  /** How the contract is wrapped; undefined for the asset itself. */
  readonly wrapper: 'cfd' | 'spreadbet' | undefined
  readonly baseCurrency: string | undefined
  /** Currency that prices and profit are expressed in. */
  readonly quoteCurrency: string
  /** Units of the base in one lot, e.g. 100000 for forex. */
  readonly lotSize: number
  /** Smallest change of a quantity, in lots. */
  readonly lotStep: number
  /** In lots. */
  readonly minLot: number
  /** In lots; undefined when the broker sets no limit. */
  readonly maxLot: number | undefined
  /** Ascending by `from`, at least one. */
  readonly tickBands: readonly [TickBand, ...TickBand[]]
  /** Price size of one pip: the tick, or ten ticks for forex quoted in fractional pips. */
  readonly pipSize: number
  /** Last day of trading as `YYYY-MM-DD`; undefined for what never ends, or where the broker does not tell. */
  readonly lastTradeDate: string | undefined
}

/** An instrument as one account sees it. */
export interface TradableInstrument extends Instrument {
  /** Worth of one pip of one unit (not one lot), in account currency, at the current cross rate. */
  readonly pipValue: number
}

export interface Leverage {
  /** 100 means 1:100. */
  readonly leverage: number
}
