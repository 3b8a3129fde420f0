import type { InstrumentKind } from '../../broker/instrument.ts'
import type { FeedInstrument } from '../../broker/market-data.ts'
import type { FeedSymbol } from '../symbols/symbols.ts'
import { priceScaleOf } from './price-scale.ts'

/** What /symbol_info tells of one symbol; a field that is absent has TradingView's default. */
export type SymbolRow = Readonly<Record<string, unknown>>

/** As in /instruments of the trading half. */
const typeOf: Readonly<Record<InstrumentKind, string>> = {
  forex: 'forex',
  stock: 'stock',
  etf: 'stock',
  index: 'index',
  commodity: 'commodity',
  crypto: 'spot',
  futures: 'futures',
  option: 'structured',
  other: 'structured',
}

export interface RowContext {
  /** In upper case. */
  readonly exchange: string
  /** What an operator replaces, by the broker's names. */
  readonly overrides: Readonly<Record<string, SymbolRow>>
}

/** The row of a symbol. */
export function symbolRow({ symbol, ticker, instrument, days }: FeedSymbol, context: RowContext): SymbolRow {
  const { exchange, overrides } = context
  const { name, kind } = instrument
  const row = {
    description: instrument.description.trim() === '' ? name : instrument.description,
    currency: instrument.quoteCurrency,
    ...(isPair(instrument) ? { 'base-currency': instrument.baseCurrency } : {}),
    'exchange-listed': exchange,
    'exchange-traded': exchange,
    type: typeOf[kind],
    ...typespecsOf(instrument),
    ...priceScaleOf(instrument),
    ...(kind === 'futures' ? futuresOf(symbol, instrument) : {}),
    timezone: days.timeZone,
    'session-regular': days.text,
    'has-intraday': instrument.hasIntraday,
    'has-daily': instrument.hasDaily,
    // The broker counts price changes, which is no volume.
    'has-no-volume': true,
    'bar-source': instrument.barSource,
    ...(Object.hasOwn(overrides, name) ? overrides[name] : {}),
  }
  return { ...row, ...volumeTypeOf(row), symbol, ticker }
}

function isPair({ kind, baseCurrency }: FeedInstrument): boolean {
  return Boolean(baseCurrency) && (kind === 'forex' || kind === 'crypto' || kind === 'commodity')
}

function typespecsOf({ kind, wrapper }: FeedInstrument) {
  const specs = [...(kind === 'crypto' ? ['crypto'] : []), ...(wrapper === undefined ? [] : [wrapper])]
  return specs.length === 0 ? {} : { typespecs: specs.join(',') }
}

/**
 * TradingView wants a root of every future, and its last day as a number such as 20301231, which not every broker tells. A
 * real one is worth its multiplier per point, a CFD like everything else one unit of its currency.
 */
function futuresOf(symbol: string, { description, name, wrapper, lotSize, lastTradeDate }: FeedInstrument) {
  const pointValue = wrapper === undefined ? { pointvalue: lotSize } : {}
  const expiration =
    lastTradeDate === undefined ? {} : { expiration: Number(lastTradeDate.replaceAll('-', '')) }
  return { root: symbol, 'root-description': description || name, ...expiration, ...pointValue }
}

/** Where an operator says that there is volume of crypto after all, its unit has to be told. */
function volumeTypeOf(row: SymbolRow) {
  const isNeeded = row['has-no-volume'] === false && String(row.typespecs).includes('crypto')
  return isNeeded && row['volume-type'] === undefined ? { 'volume-type': 'tick' } : {}
}
