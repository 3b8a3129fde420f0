import { type DayClock, listBars, openingOf, type Resolution, type TimedCandle, UTC_DAYS } from './bars.ts'
import type { Candle } from './candle-tree.ts'
import type { Clock } from './clock.ts'
import type { PriceSource } from './instrument-terms.ts'
import { type Instrument, instruments } from './instruments.ts'
import { PriceHistory } from './price-history.ts'
import { createPriceProcess, TICK } from './prices.ts'
import { fraction, hashText, mix } from './random.ts'
import { compileSession, type OpenHours } from './session-hours.ts'
import { sessions } from './sessions.ts'

/** `schedule` follows the calendar where sessions are enforced and is open otherwise. */
export type MarketSwitch = 'open' | 'closed' | 'closeOnly' | 'schedule'
export type MarketState = 'open' | 'closed' | 'closeOnly'

export interface Quote {
  readonly bid: number
  readonly ask: number
}

/** What can be known of prices and trading hours. */
export interface Market {
  /** Markets open and close by their calendar; otherwise they are always open. */
  readonly followsCalendar: boolean
  quote(instrument: Instrument): Quote
  /** Levels of [price, size in lots], best first; the first one is the quote. */
  depth(instrument: Instrument): { readonly asks: Level[]; readonly bids: Level[] }
  /** Bars that open within [from, to] (epoch ms), priced from `source`. */
  bars(
    instrument: Instrument,
    resolution: Resolution,
    from: number,
    to: number,
    source: PriceSource,
  ): TimedCandle[]
  /** The bar of the current day; none when the market has been closed all day. */
  day(instrument: Instrument, source: PriceSource): TimedCandle | undefined
  state(instrument: Instrument): MarketState
  /** Forces the state of one market, or of all. */
  force(state: MarketSwitch, instrument?: Instrument): void
  /** Sets the bid, to the nearest price of the grid, until released. */
  hold(instrument: Instrument, bid: number): void
  /** Lets the price of one instrument, or all prices, move again. */
  release(instrument?: Instrument): void
}

type Level = readonly [price: number, size: number]

const DEPTH_LEVELS = 5

export function createMarket(
  seed: number,
  clock: Clock,
  enforceSessions: boolean,
  days: DayClock = UTC_DAYS,
): Market {
  const openHours = enforceSessions ? hoursBySession() : new Map<string, OpenHours>()
  const histories = new Map(
    instruments.map((instrument) => {
      const process = createPriceProcess(seed, instrument)
      return [instrument, new PriceHistory(process, openHours.get(instrument.session))]
    }),
  )
  const forced = new Map<Instrument, MarketSwitch>()

  const history = (instrument: Instrument): PriceHistory => {
    const found = histories.get(instrument)
    if (!found) throw new Error(`${instrument.name} has no prices.`)
    return found
  }
  const bidUnits = (instrument: Instrument) => instrument.grid.snap(history(instrument).bidAt(clock.now()))
  const each = (instrument: Instrument | undefined) => (instrument ? [instrument] : instruments)

  return {
    followsCalendar: enforceSessions,
    quote(instrument) {
      const bid = bidUnits(instrument)
      return { bid: instrument.grid.toPrice(bid), ask: instrument.grid.toPrice(askUnits(instrument, bid)) }
    },
    depth(instrument) {
      const bid = bidUnits(instrument)
      return {
        bids: ladder(instrument, bid, -1, clock.now()),
        asks: ladder(instrument, askUnits(instrument, bid), 1, clock.now()),
      }
    },
    bars(instrument, resolution, from, to, source) {
      const now = clock.now()
      const prices = history(instrument)
      const candle = (start: number, end: number) => {
        const found = prices.candle(start, end, now)
        return found && priced(instrument, found, source)
      }
      return listBars(resolution, from, Math.min(to, now), candle, days)
    },
    day(instrument, source) {
      const now = clock.now()
      return this.bars(instrument, '1D', openingOf('1D', now, days), now, source)[0]
    },
    state(instrument) {
      const state = forced.get(instrument) ?? 'schedule'
      if (state !== 'schedule') return state
      return openHours.get(instrument.session)?.(clock.now()) === 'none' ? 'closed' : 'open'
    },
    force(state, instrument) {
      for (const one of each(instrument)) forced.set(one, state)
    },
    hold(instrument, bid) {
      history(instrument).hold(instrument.grid.nearest(bid), clock.now())
    },
    release(instrument) {
      for (const one of each(instrument)) history(one).release(clock.now())
    },
  }
}

function hoursBySession(): Map<string, OpenHours> {
  return new Map(Object.entries(sessions).map(([name, session]) => [name, compileSession(session)]))
}

function askUnits(instrument: Instrument, bidUnits: number): number {
  return instrument.grid.snap(bidUnits + instrument.spreadTicks * instrument.grid.tickUnits(bidUnits))
}

/** A candle of bid units as prices of the source. Snapping and the spread keep the order of prices, so highs stay highs. */
function priced(instrument: Instrument, candle: Candle, source: PriceSource): Candle {
  const price = (units: number) => {
    const bid = instrument.grid.snap(units)
    return instrument.grid.toPrice(source === 'ASK' ? askUnits(instrument, bid) : bid)
  }
  return {
    open: price(candle.open),
    high: price(candle.high),
    low: price(candle.low),
    close: price(candle.close),
    volume: candle.volume,
  }
}

function ladder(instrument: Instrument, best: number, step: 1 | -1, now: number): Level[] {
  const key = mix(hashText(instrument.name), Math.floor(now / TICK) * step)
  const levels: Level[] = []
  for (
    let units = best;
    levels.length < DEPTH_LEVELS && units > 0;
    units += step * instrument.grid.tickUnits(units)
  ) {
    const size = 1 + Math.floor(fraction(mix(key, levels.length)) * 20)
    levels.push([instrument.grid.toPrice(instrument.grid.snap(units)), size])
  }
  return levels
}
