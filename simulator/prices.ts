import { type Candle, splitIntoCandles, splitIntoTicks } from './candle-tree.ts'
import type { PriceGrid } from './price-grid.ts'
import { fraction, hashText, mix, type Random, randomFrom } from './random.ts'

export const TICK = 250
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** The simulated past begins here; earlier ranges hold no data. */
export const FIRST_DAY = Date.UTC(2018, 0, 1)

const TICKS_PER_MINUTE = MINUTE / TICK
const Level = { hours: 1, minutes: 2, ticks: 3 } as const

/** What the price process must know about an instrument. */
export interface PricedInstrument {
  readonly name: string
  /** Typical price in the quoting currency. */
  readonly referencePrice: number
  /** Typical daily range as a part of the price, for example 0.006. */
  readonly dailyRange: number
  /** What the price is made of: pairs that share a currency or a metal then move together. */
  readonly factors: readonly [base: string, quote: string]
  readonly grid: PriceGrid
}

/** Bid prices of one instrument in grid units, before any override: a pure function of seed, instrument and time. */
export interface PriceProcess {
  /** Day `index` counted from 1970. */
  day(index: number): Candle
  hours(dayIndex: number): readonly Candle[]
  minutes(hourIndex: number): readonly Candle[]
  /** Prices of one minute, one per 250 ms. */
  ticks(minuteIndex: number): readonly number[]
}

export function createPriceProcess(seed: number, instrument: PricedInstrument): PriceProcess {
  const key = mix(seed, hashText(instrument.name))
  const randomAt = (level: number, index: number): Random => randomFrom(mix(mix(key, level), index))
  const child = (parents: readonly Candle[], index: number): Candle => {
    const candle = parents[index % parents.length]
    if (!candle) throw new RangeError(`There is no price at index ${index}.`)
    return candle
  }

  const day = recent((index) => dayCandle(seed, key, instrument, index))
  const hours = recent((index) => splitIntoCandles(day(index), 24, randomAt(Level.hours, index)))
  const minutes = recent((index) =>
    splitIntoCandles(child(hours(Math.floor(index / 24)), index), 60, randomAt(Level.minutes, index)),
  )
  const ticks = recent((index) =>
    splitIntoTicks(
      child(minutes(Math.floor(index / 60)), index),
      TICKS_PER_MINUTE,
      randomAt(Level.ticks, index),
    ),
  )
  return { day, hours, minutes, ticks }
}

function dayCandle(seed: number, key: number, instrument: PricedInstrument, index: number): Candle {
  const open = closingUnits(seed, instrument, index - 1)
  const close = closingUnits(seed, instrument, index)
  const random = randomFrom(mix(key, index))
  const reach = ((open + close) / 2) * instrument.dailyRange
  const high = Math.max(open, close) + Math.ceil(reach * (0.2 + 0.6 * random()))
  const low = Math.max(1, Math.min(open, close) - Math.ceil(reach * (0.2 + 0.6 * random())))
  return { open, high, low, close, volume: 20_000 + Math.floor(random() * 60_000) }
}

function closingUnits(seed: number, instrument: PricedInstrument, dayIndex: number): number {
  const [base, quote] = instrument.factors
  const drift = drifting(seed, base, dayIndex) - drifting(seed, quote, dayIndex)
  return Math.max(1, instrument.grid.nearest(instrument.referencePrice * Math.exp(drift)))
}

/** How far (natural logarithm) the value of a currency or an asset stands from its typical value on a day. */
function drifting(seed: number, factor: string, dayIndex: number): number {
  if (factor === 'USD') return 0
  const key = mix(seed, hashText(factor))
  const wave = (index: number, days: number, height: number) =>
    height * Math.sin(2 * Math.PI * (dayIndex / days + fraction(mix(key, index))))
  const jitter = (fraction(mix(key, dayIndex)) - 0.5) * 0.006
  return wave(1, 700, 0.05) + wave(2, 190, 0.025) + wave(3, 47, 0.012) + wave(4, 11, 0.005) + jitter
}

/** Remembers the latest few results: neighbouring instants share their day, hour and minute. */
function recent<Value>(compute: (index: number) => Value, size = 4): (index: number) => Value {
  const kept = new Map<number, Value>()
  return (index) => {
    const known = kept.get(index)
    if (known !== undefined) return known
    const value = compute(index)
    if (kept.size >= size) kept.delete(kept.keys().next().value ?? index)
    kept.set(index, value)
    return value
  }
}
