import { Decimal } from 'decimal.js'
import type { TickBand } from './instrument.ts'

/*
 * Prices and quantities live on grids of decimal steps. Binary floating point drifts off them (0.1 + 0.2), so every
 * comparison and rounding is done in decimals.
 */

type Bands = readonly [TickBand, ...TickBand[]]

/** Tick that applies at `price`: that of the band with the greatest lower edge not above it. */
export function tickAt(bands: Bands, price: number): number {
  let tick = bands[0].tick
  for (const band of bands) {
    if (band.from > price) break
    tick = band.tick
  }
  return tick
}

export function isOnGrid(value: number, step: number): boolean {
  return new Decimal(value).mod(step).isZero()
}

/** Multiple of `step` closest to `value`; halves go up. */
export function nearestOnGrid(value: number, step: number): number {
  return new Decimal(value).div(step).round().mul(step).toNumber()
}

export function isPriceOnGrid(bands: Bands, price: number): boolean {
  return isOnGrid(price, tickAt(bands, price))
}

/** The valid price closest to `price`: positive, and on the grid of the band it falls into. */
export function nearestPrice(bands: Bands, price: number): number {
  const tick = tickAt(bands, price)
  const below = new Decimal(price).div(tick).floor().mul(tick).toNumber()
  const above = firstValidFrom(bands, new Decimal(below).add(tick).toNumber())
  const belowIsValid = below > 0 && tickAt(bands, below) === tick
  if (!belowIsValid) return above
  return price - below < above - price ? below : above
}

/** The smallest valid price not below `price`; a band's lower edge need not lie on its own grid. */
function firstValidFrom(bands: Bands, price: number): number {
  const crossed = bands.findLast((band) => band.from <= price) ?? bands[0]
  return new Decimal(price).div(crossed.tick).ceil().mul(crossed.tick).toNumber()
}

/** `a ± b·c` without binary noise, e.g. a level a number of ticks away from a price. */
export function shift(price: number, steps: number, step: number): number {
  return new Decimal(steps).mul(step).add(price).toNumber()
}

export function times(...factors: readonly number[]): number {
  return factors.reduce((product, factor) => product.mul(factor), new Decimal(1)).toNumber()
}

export function divide(dividend: number, divisor: number): number {
  return new Decimal(dividend).div(divisor).toNumber()
}
