import { type Candle, evenShare, joinCandles } from './candle-tree.ts'
import { DAY, FIRST_DAY, HOUR, MINUTE, type PriceProcess, TICK } from './prices.ts'
import type { OpenHours } from './session-hours.ts'

/** A price that a test set by hand; `to` is absent while it holds. */
interface Hold {
  readonly bid: number
  readonly from: number
  to?: number
}

const TICKS_PER_MINUTE = MINUTE / TICK

/**
 * The bid of one instrument over time, in grid units: the price process, with prices set by hand laid over it and the
 * hours in which the market is closed cut out. Quotes and bars are both read from here, so they cannot disagree.
 */
export class PriceHistory {
  readonly #process: PriceProcess
  readonly #openHours: OpenHours | undefined
  readonly #holds: Hold[] = []
  /** The latest minute asked about while closed, and the last instant before at which the market was open. */
  #closure = { asked: Number.NaN, lastOpen: 0 }

  /** There are prices in `openHours`; without them, always. */
  constructor(process: PriceProcess, openHours?: OpenHours) {
    this.#process = process
    this.#openHours = openHours
  }

  /** Sets the bid from `now` on, until released. */
  hold(bid: number, now: number): void {
    this.release(now)
    this.#holds.push({ bid, from: now })
  }

  /** Lets the price follow its process again. */
  release(now: number): void {
    const last = this.#holds.at(-1)
    if (last && last.to === undefined) last.to = now
  }

  /** The bid at an instant; while the market is closed, the last bid before. */
  bidAt(instant: number): number {
    const hold = this.#holdAt(instant)
    return hold ? hold.bid : this.#processBid(this.#lastOpenInstant(instant))
  }

  /**
   * One candle over [from, to); undefined when the market was closed all the time. `from` must be the start of a
   * tick; what lies after `now` is left out.
   */
  candle(from: number, to: number, now: number): Candle | undefined {
    const end = Math.min(to, Math.floor(now / TICK) * TICK + TICK)
    let total: Candle | undefined
    let cursor = Math.max(from, FIRST_DAY)
    while (cursor < end) {
      const span = this.#widestBlock(cursor, end)
      const block = this.#block(cursor, span, now)
      if (block) total = joinCandles(total, block)
      cursor += span
    }
    return total
  }

  #widestBlock(start: number, end: number): number {
    for (const span of [DAY, HOUR, MINUTE]) {
      if (start % span !== 0 || start + span > end || this.#isHeldWithin(start, start + span)) continue
      // What is closed throughout may be taken whole: it has no candle then.
      if (this.#openHours?.(start, span) !== 'some') return span
    }
    return TICK
  }

  #block(start: number, span: number, now: number): Candle | undefined {
    const isHeld = span === TICK && this.#isHeldWithin(start, start + TICK)
    if (!isHeld && this.#isClosed(start - (start % MINUTE), Math.max(span, MINUTE))) return undefined
    if (span === DAY) return this.#process.day(start / DAY)
    if (span === HOUR) return this.#process.hours(Math.floor(start / DAY))[(start / HOUR) % 24]
    if (span === MINUTE) return this.#process.minutes(Math.floor(start / HOUR))[(start / MINUTE) % 60]
    return this.#tick(start, now)
  }

  #tick(start: number, now: number): Candle {
    const end = Math.min(start + TICK, now + 1)
    const holds = this.#holds.filter((hold) => overlaps(hold, start, end))
    const prices = holds.map((hold) => hold.bid)
    if (!holds.some((hold) => hold.from <= start)) prices.unshift(this.bidAt(start))
    if (holds.length > 0 && !holds.some((hold) => hold.to === undefined || hold.to >= end))
      prices.push(this.bidAt(end - 1))
    const minute = Math.floor(start / MINUTE)
    const volume = this.#process.minutes(Math.floor(minute / 60))[minute % 60]?.volume ?? 0
    return {
      open: prices[0] ?? 0,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1) ?? 0,
      volume: evenShare(volume, (start % MINUTE) / TICK, TICKS_PER_MINUTE),
    }
  }

  #processBid(instant: number): number {
    return this.#process.ticks(Math.floor(instant / MINUTE))[Math.floor((instant % MINUTE) / TICK)] ?? 0
  }

  #holdAt(instant: number): Hold | undefined {
    return this.#holds.findLast(
      (hold) => hold.from <= instant && (hold.to === undefined || hold.to > instant),
    )
  }

  #isHeldWithin(from: number, to: number): boolean {
    return this.#holds.some((hold) => overlaps(hold, from, to))
  }

  #isClosed(start: number, span?: number): boolean {
    return this.#openHours?.(start, span) === 'none'
  }

  #lastOpenInstant(instant: number): number {
    const asked = instant - (instant % MINUTE)
    if (!this.#isClosed(asked)) return instant
    if (asked !== this.#closure.asked) {
      let minute = asked
      while (minute > FIRST_DAY && this.#isClosed(minute)) minute -= MINUTE
      this.#closure = { asked, lastOpen: minute + MINUTE - 1 }
    }
    return this.#closure.lastOpen
  }
}

function overlaps(hold: Hold, from: number, to: number): boolean {
  return hold.from < to && (hold.to === undefined || hold.to >= from)
}
