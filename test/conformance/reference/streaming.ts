import type { ServerResponse } from 'node:http'
import type { StepClock } from '../step-clock.ts'
import type { Breaks } from './answer.ts'
import { dayCandles, dayOf, LISTINGS, type Listing, START, tradesOf, tradingDay } from './market.ts'

export interface Streamer {
  /** Keeps the answer open and writes every line to it. */
  open(response: ServerResponse): void
}

type Line = Readonly<Record<string, unknown>>

/** Writes what happens in every second of the clock, once to all that are connected. */
export function createStreamer(clock: StepClock, breaks: Breaks): Streamer {
  const connections = new Set<{ response: ServerResponse; since: number; number: number }>()
  let told = Math.floor(clock.now())

  clock.onStep(() => {
    const now = Math.floor(clock.now())
    for (; told < now; told++) tell(told + 1)
  })

  function tell(second: number): void {
    const lines = linesOf(second, breaks)
    for (const connection of connections) {
      const { response, since, number } = connection
      const isDropped = number === 2 && second % 7 === 0 && breaks('connections differ')
      if (!isDropped) for (const line of lines) response.write(text(line, breaks))
      if (breaks('the stream is closed') && second - since > 8) {
        connections.delete(connection)
        response.end()
      }
    }
  }

  return {
    open(response) {
      if (breaks('only one connection') && connections.size > 0) {
        response.writeHead(503).end()
        return
      }
      const length = breaks('the stream has a length') ? { 'Content-Length': '1000000000' } : {}
      const encoding = breaks('the stream is compressed') ? { 'Content-Encoding': 'gzip' } : {}
      response.writeHead(200, { 'Content-Type': 'application/json', ...length, ...encoding })
      response.flushHeaders()
      const connection = { response, since: Math.floor(clock.now()), number: connections.size }
      connections.add(connection)
      response.on('close', () => connections.delete(connection))
    },
  }
}

function text(line: Line, breaks: Breaks): string {
  if (breaks('lines are no JSON') && line.f === 'q') return 'EURUSD 1.1 1.2\n'
  return `${JSON.stringify(line)}\n`
}

/** Everything that happens in one second. */
function linesOf(second: number, breaks: Breaks): readonly Line[] {
  const listings = breaks('markets are closed') ? [] : LISTINGS
  const lines: Line[] = listings.flatMap((listing) => [
    ...tradeLines(listing, second, breaks),
    ...quoteLines(listing, second, breaks),
    ...dailyLines(listing, second, breaks),
  ])
  if (second % 5 === 0 && !breaks('no heartbeats'))
    lines.push({ heartbeat: breaks('heartbeats as text') ? `${second}` : second })
  if (breaks('a symbol that is not listed') && second % 5 === 0)
    lines.push({ f: 't', id: 'BTCUSD', p: 1, s: 1, t: second })
  return lines
}

function tradeLines(listing: Listing, second: number, breaks: Breaks): Line[] {
  if (breaks('minutes without trades') && Math.floor(second / 60) % 2 === 1) return []
  if (breaks('no trades') || (listing.symbol === 'ACME' && breaks('a silent symbol'))) return []
  return tradesOf(listing, Math.floor(second / 60) * 60, second)
    .filter(({ t }) => t === second)
    .map(({ t, price, size }) => ({
      f: 't',
      id: listing.ticker,
      p: breaks('prices differ from history') ? price + 0.01 : price,
      s: breaks('sizes differ from history') ? size + 1 : size,
      t: timeOf(t, breaks),
    }))
}

function timeOf(t: number, breaks: Breaks): number {
  if (breaks('times in milliseconds')) return t * 1000
  if (breaks('ticks are late')) return t - 10
  if (breaks('ticks are early')) return t + 10
  if (breaks('ticks are a little late')) return t - 3
  if (breaks('times go back') && t % 10 === 8 && t > START + 20) return t - 120
  return t
}

function quoteLines(listing: Listing, second: number, breaks: Breaks): Line[] {
  if (second % 2 > 0 || (listing.symbol === 'ACME' && breaks('a silent symbol'))) return []
  if (tradingDay(listing, second) === undefined) return []
  const quote = { f: 'q', id: listing.ticker, t: timeOf(second, breaks), bp: listing.price, bs: 1 }
  if (breaks('quotes without an ask')) return [quote]
  return [{ ...quote, ap: listing.price + 0.0002, as: 1, ...(breaks('unknown field') && { venue: 'X' }) }]
}

function dailyLines(listing: Listing, second: number, breaks: Breaks): Line[] {
  const isWanted = listing.hasDaily ? !breaks('no daily lines') : breaks('a daily line too many')
  const day = tradingDay(listing, second)
  if (!isWanted || second % 10 > 0 || day === undefined) return []
  const offset = breaks('daily lines at the start of the session') ? -7200 : 0
  return dayCandles(listing, dayOf(day), day, second)
    .slice(-1)
    .map((candle) => ({ f: 'd', id: listing.ticker, ...candle, t: candle.t + offset }))
}
