import { Decimal } from 'decimal.js'
import type { FeedUpdate } from '../../broker/market-data.ts'
import { type Figures, joinBars } from '../history/bar-day.ts'
import { DAY_MS, tradedDay, tradingDayOf } from '../trading-hours/trading-day.ts'
import type { DayOpenings } from './day-openings.ts'
import type { StreamSymbol } from './stream-symbols.ts'

type PriceUpdate = Extract<FeedUpdate, { kind: 'price' }>
type DayUpdate = Extract<FeedUpdate, { kind: 'day' }>

/** One line of the stream, its line feed included. */
export interface Line {
  /** Symbol and type: whoever cannot keep up needs only the latest line of each. */
  readonly key: string
  readonly text: string
}

/** What has been told of one symbol. */
interface Told {
  symbol: StreamSymbol
  readonly id: string
  quote: PriceUpdate | undefined
  trade: { readonly price: number; readonly minute: number } | undefined
  /** The latest minute in which the price of the last trade was read again, before it moved. */
  stoodIn: number
  /** The bar of a day that was told last. */
  day: DayTold | undefined
  /** One that has been read, but cannot be dated yet. */
  undated: DayUpdate | undefined
}

interface DayTold {
  readonly bar: DayUpdate
  /** Its trading day: 00:00 UTC, in Unix milliseconds. */
  readonly date: number
  /** What the broker's bars before it were, where they are of the same trading day. */
  readonly before: Figures | undefined
}

const MINUTE = 60_000

/** TradingView counts in whole seconds. */
const seconds = (ms: number): number => Math.floor(ms / 1_000)

export const heartbeat = (now: number): Line => ({
  key: 'heartbeat',
  text: `{"heartbeat":${seconds(now)}}\n`,
})

/**
 * Turns what is read into the lines of the stream. What says nothing new makes no line.
 * @param symbolOf undefined for an instrument that is not among the symbols; its updates make no lines
 */
export function createLines(
  symbolOf: (name: string) => StreamSymbol | undefined,
  openings: DayOpenings,
): (update: FeedUpdate) => Line[] {
  const all = new Map<string, Told>()

  const toldOf = (name: string): Told | undefined => {
    const symbol = symbolOf(name)
    const known = all.get(name)
    if (symbol === undefined || known?.symbol === symbol) return symbol && known
    if (known?.symbol.id === symbol.id) return renewed(known, symbol)
    const told: Told = {
      symbol,
      id: JSON.stringify(symbol.id),
      quote: undefined,
      trade: undefined,
      stoodIn: -1,
      day: undefined,
      undated: undefined,
    }
    all.set(name, told)
    return told
  }

  return (update) => {
    const told = toldOf(update.name)
    if (told === undefined) return []
    if (update.kind === 'day') return dayLines(told, update, openings)
    const late = told.undated === undefined ? [] : dayLines(told, told.undated, openings)
    return [...tradeLines(told, update), ...quoteLines(told, update), ...late]
  }
}

/** The list of symbols is another one. What has been told under an id stays told: nothing is repeated, no day goes back. */
function renewed(told: Told, symbol: StreamSymbol): Told {
  const isOfOtherPrices = told.symbol.instrument.barSource !== symbol.instrument.barSource
  told.symbol = symbol
  if (isOfOtherPrices) told.trade = undefined
  return told
}

/**
 * Nobody tells us real trades, so each new price of the side that bars are made from is one. Bars open with the price
 * that stands when their minute begins: one that was read in the minute before it moved goes before the first that is
 * new. Where that price stays and the quote around it does not, the broker's market has ticked and has a bar: that is
 * one trade of the minute. A minute in which nothing changes has no trade, and no bar.
 */
function tradeLines(told: Told, update: PriceUpdate): Line[] {
  const { symbol, id, trade, quote } = told
  const { barSource } = symbol.instrument
  const price = priceOf(barSource, update)
  const minute = Math.floor(update.time / MINUTE)
  if (price === trade?.price) {
    told.stoodIn = minute
    const hasTicked = quote !== undefined && !isSameQuote(quote, update)
    if (!hasTicked || trade.minute === minute) return []
  }
  told.trade = { price, minute }
  const size = sizeOf(barSource === 'ask' ? update.askSize : update.bidSize)
  const line = (p: number) => ({
    key: `t${symbol.id}`,
    text: `{"f":"t","id":${id},"p":${p},"s":${size},"t":${seconds(update.time)}}\n`,
  })
  const isOpening =
    trade !== undefined && trade.price !== price && trade.minute < minute && told.stoodIn === minute
  return isOpening ? [line(trade.price), line(price)] : [line(price)]
}

function priceOf(source: StreamSymbol['instrument']['barSource'], { bid, ask }: PriceUpdate): number {
  if (source === 'mid') return new Decimal(bid).plus(ask).div(2).toNumber()
  return source === 'ask' ? ask : bid
}

/** A trade of size 0 would be a correction; a broker that tells no sizes has traded something all the same. */
const sizeOf = (size: number): number => (size > 0 ? size : 1)

/** Once a minute also without a change: that shows the symbol is alive, and no bar is made from it. */
function quoteLines(told: Told, update: PriceUpdate): Line[] {
  const last = told.quote
  if (last !== undefined && isSameQuote(last, update) && update.time - last.time < MINUTE) return []
  told.quote = update
  const { bid, ask, bidSize, askSize, time } = update
  const text = `{"f":"q","id":${told.id},"t":${seconds(time)},"ap":${ask},"as":${askSize},"bp":${bid},"bs":${bidSize}}\n`
  return [{ key: `q${told.symbol.id}`, text }]
}

const isSameQuote = (a: PriceUpdate, b: PriceUpdate): boolean =>
  a.bid === b.bid && a.ask === b.ask && a.bidSize === b.bidSize && a.askSize === b.askSize

function dayLines(told: Told, update: DayUpdate, openings: DayOpenings): Line[] {
  const { symbol, id, day } = told
  told.undated = undefined
  if (!symbol.instrument.hasDaily || (day !== undefined && isSameBar(day.bar, update))) return []
  const next = goesOn(day, update) ? { ...day, bar: update } : dayFrom(told, update, openings)
  if (next === undefined) return []
  told.day = next
  const { open, high, low, close, volume = 0 } = whole(next)
  const text = `{"f":"d","id":${id},"o":${open},"h":${high},"l":${low},"c":${close},"v":${volume},"t":${seconds(next.date)}}\n`
  return [{ key: `d${symbol.id}`, text }]
}

/**
 * Another bar than the one before, with the date that it has in `/history`, and with what is of the same trading day. Undefined
 * while nobody knows when it began, and where an earlier bar of its day has not been seen: nothing is told by halves.
 */
function dayFrom(told: Told, update: DayUpdate, openings: DayOpenings): DayTold | undefined {
  const { symbol, day } = told
  // What has the same open is the same bar, put right, or one of a later day.
  const since = day === undefined || day.bar.open === update.open ? -Infinity : day.bar.time
  const opened = openings.of(symbol, update.time, since)
  if (opened === undefined) {
    told.undated = update
    return undefined
  }
  const date = tradingDayOf(symbol.days, opened)
  if (day?.date === date) {
    return { bar: update, date, before: day.bar.time < opened ? whole(day) : day.before }
  }
  if (tradedDay(symbol.days, opened - DAY_MS) === date) return undefined
  return { bar: update, date: Math.max(date, day?.date ?? 0), before: undefined }
}

const whole = ({ bar, before }: DayTold): Figures => (before === undefined ? bar : joinBars(before, bar))

/** From 00:00 UTC of its date; the last ones end in the morning of the next day. */
const LONGEST_DAY_MS = 2 * DAY_MS

/** The broker does not tell whose bar it is, the figures do: the last change of a day may be read after it. */
const goesOn = (day: DayTold | undefined, later: DayUpdate): day is DayTold =>
  day !== undefined &&
  day.bar.open === later.open &&
  day.bar.high <= later.high &&
  day.bar.low >= later.low &&
  day.bar.volume <= later.volume &&
  later.time < day.date + LONGEST_DAY_MS

const isSameBar = (a: DayUpdate, b: DayUpdate): boolean =>
  a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume
