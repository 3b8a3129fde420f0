import type { Clock } from './clock.ts'
import type { Instrument } from './instruments.ts'
import type { Market } from './market.ts'
import type { Money } from './money.ts'
import type { Side } from './orders.ts'

/** What trading needs from its surroundings. */
export interface Venue {
  readonly clock: Clock
  readonly market: Market
  readonly money: Money
  readonly nextId: () => string
  /** Milliseconds from a market order to its fill. */
  readonly fillDelay: number
  /** Milliseconds from the request to close a position to the fill. */
  readonly closeDelay: number
}

/** The price at which an order of this side fills: buyers pay the ask, sellers get the bid. */
export function fillPrice({ market }: Venue, instrument: Instrument, side: Side): number {
  const { bid, ask } = market.quote(instrument)
  return side === 'buy' ? ask : bid
}

/** A price moved by a number of ticks (negative = down), on the grid. */
export function movedByTicks({ grid }: Instrument, price: number, ticks: number): number {
  const units = grid.nearest(price)
  return grid.toPrice(grid.snap(units + Math.round(ticks) * grid.tickUnits(units)))
}
