/** From `leftRangeLimit` (null = from zero) up to the next band, prices move in steps of `tickSize`. */
export interface TickBand {
  readonly leftRangeLimit: number | null
  readonly tickSize: number
}

interface Step {
  readonly fromUnits: number
  readonly unitsPerTick: number
}

/** Decimal places needed to write a step such as 0.001 or 0.25. */
export function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 12; decimals++)
    if (Number(step.toFixed(decimals)) === step) return decimals
  return 12
}

/**
 * The prices an instrument can have. Inside the simulator a price is a whole number of *units* (one unit = the
 * finest tick), so that comparing, aggregating and adding are exact; only the wire sees decimals.
 */
export class PriceGrid {
  readonly decimals: number
  readonly #numerator: number
  readonly #denominator: number
  readonly #steps: readonly Step[]

  constructor(bands: readonly TickBand[]) {
    const finest = Math.min(...bands.map((band) => band.tickSize))
    this.decimals = Math.max(...bands.map((band) => decimalsOf(band.tickSize)))
    this.#denominator = 10 ** this.decimals
    this.#numerator = Math.round(finest * this.#denominator)
    this.#steps = bands.map((band) => ({
      fromUnits: Math.round((band.leftRangeLimit ?? 0) / finest),
      unitsPerTick: Math.round(band.tickSize / finest),
    }))
  }

  /** The decimal price; dividing whole numbers gives the double nearest to the decimal. */
  toPrice(units: number): number {
    return (units * this.#numerator) / this.#denominator
  }

  /** The nearest price of the grid, in units. */
  nearest(price: number): number {
    const units = Math.round((price * this.#denominator) / this.#numerator)
    const tick = this.tickUnits(units)
    return Math.round(units / tick) * tick
  }

  /** Units per tick where the price stands. */
  tickUnits(units: number): number {
    let tick = 1
    for (const step of this.#steps) if (units >= step.fromUnits) tick = step.unitsPerTick
    return tick
  }

  /** The grid price at or below. Never changes the order of two prices, so it commutes with high and low. */
  snap(units: number): number {
    const tick = this.tickUnits(units)
    return Math.floor(units / tick) * tick
  }

  isOnGrid(price: number): boolean {
    return Math.abs(this.toPrice(this.nearest(price)) - price) < 1e-9 * Math.max(1, price)
  }

  /** The price as the wire writes it, with the decimals of the tick. */
  format(price: number): string {
    return price.toFixed(this.decimals)
  }
}
