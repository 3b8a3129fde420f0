import type { Instrument, InstrumentKind, TickBand, TradableInstrument } from '../broker/instrument.ts'
import { translate } from '../i18n/translate.ts'
import type { AccountCall } from './endpoint.ts'
import { digits, plain } from './numbers.ts'

/** TradingView's name of each class of asset. What it has no name for is a structured product. */
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

/** GET /accounts/{accountId}/instruments */
export async function readInstruments({ account, locale }: AccountCall) {
  const instruments = await account.instruments()
  const units = translate(locale, 'unit_lots')
  return instruments.map((instrument) => renderInstrument(instrument, units))
}

/** @param units what quantities are called beside the input */
export function renderInstrument(instrument: TradableInstrument, units: string) {
  return {
    name: instrument.name,
    description: instrument.description,
    minQty: plain(instrument.minLot),
    ...(instrument.maxLot === undefined ? {} : { maxQty: plain(instrument.maxLot) }),
    qtyStep: plain(instrument.lotStep),
    lotSize: plain(instrument.lotSize),
    pipSize: plain(instrument.pipSize),
    pipValue: plain(instrument.pipValue),
    minTick: plain(instrument.tickBands[0].tick),
    ...renderTickBands(instrument.tickBands),
    type: typeOf[instrument.kind],
    ...renderTypespecs(instrument),
    ...renderCurrencies(instrument),
    units,
  }
}

/** `0.5 100 1 1000 5`: ticks of 0.5 below 100, of 1 below 1000, of 5 from there on. One band needs no such list. */
export function renderTickBands([first, ...higher]: readonly [TickBand, ...TickBand[]]) {
  if (higher.length === 0) return {}
  const steps = higher.map((band) => ` ${digits(band.from)} ${digits(band.tick)}`)
  return { variableMinTick: digits(first.tick) + steps.join('') }
}

/** One text with commas; the data half has a list in its place. */
function renderTypespecs({ kind, wrapper }: Instrument) {
  const specs = kind === 'crypto' ? (wrapper === undefined ? 'crypto' : `crypto,${wrapper}`) : wrapper
  return specs === undefined ? {} : { typespecs: specs }
}

/** The contract keeps these two for crypto pairs. */
function renderCurrencies({ kind, baseCurrency, quoteCurrency }: Instrument) {
  if (kind !== 'crypto') return {}
  return { ...(baseCurrency === undefined ? {} : { baseCurrency }), quoteCurrency }
}
