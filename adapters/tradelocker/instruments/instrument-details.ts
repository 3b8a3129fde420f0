import { z } from 'zod'
import { times } from '../../../src/broker/grid.ts'
import type { Instrument, InstrumentKind, TickBand } from '../../../src/broker/instrument.ts'
import type { ListedInstrument } from './instrument-list.ts'

/** Details of one instrument: the contract (shared by all users) and what may differ per account or change by the hour. */
export interface InstrumentDetails {
  readonly contract: Instrument
  /** 100 means 1:100; undefined when the broker does not tell. */
  readonly leverage: number | undefined
  readonly symbolStatus: 'FULLY_OPEN' | 'CLOSED' | 'TRADING_HALT' | undefined
  readonly tradeSessionId: string | undefined
}

const figure = z
  .union([z.number(), z.string(), z.null()])
  .optional()
  .transform((value) => {
    const number = value === '' || value === null || value === undefined ? Number.NaN : Number(value)
    return Number.isFinite(number) ? number : undefined
  })

const idText = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => (value === null || value === undefined || value === '' ? undefined : String(value)))

/** A date, alone or with a time behind it; whatever else stands there says nothing. */
const dateText = z
  .string()
  .regex(/^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T|$)/)
  .transform((text) => text.slice(0, 10))
  .nullish()
  .catch(undefined)

const detailsSchema = z.object({
  baseCurrency: z.string().nullish(),
  quotingCurrency: z.string().min(1),
  description: z.string().nullish(),
  type: z.string(),
  leverage: figure,
  lotSize: figure,
  lotStep: figure,
  minLot: figure,
  maxLot: figure,
  symbolStatus: z.string().nullish(),
  tradeSessionId: idText,
  lastTradeDate: dateText,
  tickSize: z.array(z.object({ leftRangeLimit: figure, tickSize: figure })),
})

/**
 * Reads /instruments/{id}. Answers undefined when something is missing that prices, quantities or profit depend on
 * (tick, lot size, lot step): an incomplete instrument must not be traded through.
 */
export function readInstrumentDetails(
  answer: unknown,
  listed: ListedInstrument,
): InstrumentDetails | undefined {
  const parsed = detailsSchema.safeParse(answer)
  if (!parsed.success) return undefined
  const details = parsed.data
  const tickBands = readTickBands(details.tickSize)
  const lotStep = positive(details.lotStep)
  const lotSize = positive(details.lotSize)
  if (tickBands === undefined || lotStep === undefined || lotSize === undefined) return undefined
  const { kind, wrapper } = classify(details.type, details.baseCurrency)
  return {
    contract: {
      name: listed.name,
      description: details.description || listed.description,
      kind,
      wrapper,
      baseCurrency: details.baseCurrency ?? undefined,
      quoteCurrency: details.quotingCurrency,
      lotSize,
      lotStep,
      minLot: positive(details.minLot) ?? lotStep,
      maxLot: positive(details.maxLot),
      tickBands,
      pipSize: pipSizeOf(kind, tickBands[0].tick),
      lastTradeDate: details.lastTradeDate ?? undefined,
    },
    leverage: positive(details.leverage),
    symbolStatus: symbolStatusOf(details.symbolStatus),
    tradeSessionId: details.tradeSessionId,
  }
}

type RawBand = { leftRangeLimit: number | undefined; tickSize: number | undefined }

/** Ascending bands; the first has no lower edge upstream, and prices are positive, so it starts at 0. */
function readTickBands(raw: readonly RawBand[]): readonly [TickBand, ...TickBand[]] | undefined {
  const bands: TickBand[] = []
  for (const { leftRangeLimit, tickSize } of raw) {
    if (tickSize === undefined || tickSize <= 0) return undefined
    bands.push({ from: leftRangeLimit ?? Number.NEGATIVE_INFINITY, tick: tickSize })
  }
  bands.sort((a, b) => a.from - b.from)
  // Of the bands that begin at or below zero only the last one holds prices above it.
  const lowest = bands.findLastIndex((band) => band.from <= 0)
  const [first, ...rest] = bands.slice(Math.max(0, lowest))
  return first === undefined ? undefined : [{ ...first, from: 0 }, ...rest]
}

/** Metals come as CFDs on equities at many brokers; their base is a metal's code. */
const METALS = new Set(['XAU', 'XAG', 'XPT', 'XPD'])

const KINDS: Readonly<Record<string, { kind: InstrumentKind; wrapper: Instrument['wrapper'] }>> = {
  FOREX: { kind: 'forex', wrapper: undefined },
  CRYPTO: { kind: 'crypto', wrapper: 'cfd' },
  EQUITY: { kind: 'stock', wrapper: undefined },
  EQUITY_CFD: { kind: 'stock', wrapper: 'cfd' },
  ETF: { kind: 'etf', wrapper: undefined },
  INDICES: { kind: 'index', wrapper: 'cfd' },
  FUTURES: { kind: 'futures', wrapper: undefined },
  FUTURES_CFD: { kind: 'futures', wrapper: 'cfd' },
  OPTIONS: { kind: 'option', wrapper: undefined },
  SPREADBET: { kind: 'other', wrapper: 'spreadbet' },
}

function classify(type: string, baseCurrency: string | null | undefined) {
  const known = (Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? {
    kind: 'other',
    wrapper: undefined,
  }
  if (baseCurrency === null || baseCurrency === undefined || !METALS.has(baseCurrency)) return known
  return { kind: 'commodity', wrapper: 'cfd' } as const
}

const FRACTIONAL_PIPS = new Set([0.00001, 0.001])

/** Forex quoted in fractional pips (five decimals, three for yen) has pips of ten ticks. Otherwise a pip is a tick. */
function pipSizeOf(kind: InstrumentKind, tick: number): number {
  return kind === 'forex' && FRACTIONAL_PIPS.has(tick) ? times(tick, 10) : tick
}

function symbolStatusOf(text: string | null | undefined): InstrumentDetails['symbolStatus'] {
  return text === 'FULLY_OPEN' || text === 'CLOSED' || text === 'TRADING_HALT' ? text : undefined
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined
}
