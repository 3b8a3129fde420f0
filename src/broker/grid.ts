import { Decimal } from 'decimal.js'
import type { TickBand } from './instrument.ts'

/*
 * Prices and quantities live on grids of decimal steps. Binary floating point drifts off them (0.1 + 0.2), so every
 * comparison and rounding is done in decimals.
 */

/**
 * The number without the noise of binary arithmetic: 0.1 + 0.2 is 0.3. Fifteen digits are what a double always keeps,
 * so a price or an amount that was exact stays exact.
 */
export const plain = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(15))

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

/** Smallest multiple of `step` not below `value`. */
export function upToGrid(value: number, step: number): number {
  return new Decimal(value).div(step).ceil().mul(step).toNumber()
}

/** Greatest multiple of `step` not above `value`. */
export function downToGrid(value: number, step: number): number {
  return new Decimal(value).div(step).floor().mul(step).toNumber()
}

/** The valid price closest to `price`: positive, and on the grid of the band it falls into. Of two, the higher. */
export function nearestPrice(bands: Bands, price: number): number {
  const distance = (candidate: number) => new Decimal(candidate).sub(price).abs()
  return bands
    .flatMap((band, index) => nearestInBand(band, bands[index + 1]?.from, price) ?? [])
    .reduce((best, candidate) => (distance(candidate).lte(distance(best)) ? candidate : best))
}

/** Undefined when no valid price lies in the band; its edges need not lie on any grid. @param end exclusive */
function nearestInBand({ from, tick }: TickBand, end: number | undefined, price: number): number | undefined {
  const lowest = Math.max(tick, upToGrid(from, tick))
  const highest = end === undefined ? Number.POSITIVE_INFINITY : shift(upToGrid(end, tick), -1, tick)
  if (lowest > highest) return undefined
  return Math.min(Math.max(nearestOnGrid(price, tick), lowest), highest)
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
