import { Decimal } from 'decimal.js'
import type { Instrument } from '../../broker/instrument.ts'

/** More decimals than any market quotes. */
const MOST_DECIMALS = 10

interface PriceScale {
  /** A power of ten. The tick is `minmovement / pricescale`. */
  readonly pricescale: number
  readonly minmovement: number
  /** The pip of a forex pair as `minmovement2 / pricescale`; 0 where a pip is a tick. */
  readonly minmovement2: number
}

/**
 * The steps of an instrument's prices. TradingView knows one tick per symbol here: of several bands it is the greatest
 * that all their ticks are multiples of. (What the panel checks an order's prices by is `variableMinTick` of /instruments.)
 */
export function priceScaleOf({
  kind,
  pipSize,
  tickBands,
}: Pick<Instrument, 'kind' | 'pipSize' | 'tickBands'>): PriceScale {
  const ticks = tickBands.map(({ tick }) => new Decimal(tick))
  let decimals = Math.min(MOST_DECIMALS, Math.max(...ticks.map((tick) => tick.decimalPlaces())))
  // Both numbers have to be whole ones that every reader holds exactly.
  while (ticks.some((tick) => tick.mul(10 ** decimals).gt(Number.MAX_SAFE_INTEGER))) decimals -= 1
  const units = ticks.map((tick) =>
    Math.max(
      1,
      tick
        .mul(10 ** decimals)
        .round()
        .toNumber(),
    ),
  )
  let minmovement = units.reduce(greatestCommonDivisor)
  let pricescale = 10 ** decimals
  while (pricescale > 1 && minmovement % 10 === 0) {
    minmovement /= 10
    pricescale /= 10
  }
  const pip = kind === 'forex' ? new Decimal(pipSize).mul(pricescale).toNumber() : 0
  const isWholePip = pip > minmovement && Number.isSafeInteger(pip) && /^10+$/.test(String(pip))
  return { pricescale, minmovement, minmovement2: isWholePip ? pip : 0 }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
