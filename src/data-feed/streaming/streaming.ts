import type { RequestHandler } from 'express'
import type { MarketData } from '../../broker/market-data.ts'
import type { GuestShare } from '../guest-share.ts'
import type { SymbolList } from '../symbols/symbol-list.ts'
import { createBroadcast, type StreamEvents } from './broadcast.ts'
import { createDayOpenings } from './day-openings.ts'
import { createLines } from './lines.ts'
import { createStreamSymbols } from './stream-symbols.ts'

export interface StreamingDeps {
  readonly marketData: Pick<MarketData, 'prices' | 'bars'>
  readonly symbols: SymbolList
  /** Places where everybody may read; undefined where only TradingView's servers do, who are never refused. */
  readonly guests?: GuestShare | undefined
  readonly events: StreamEvents
  /** Unix milliseconds. */
  readonly clock: () => number
  /** Ends all streams: nothing else would. */
  readonly signal: AbortSignal
}

/**
 * `GET /streaming`: what happens from now on, to everybody the same. Open also while there is nothing to tell, with heartbeats
 * alone: why is told by the other addresses, and by `/readyz`. @throws BrokerError too_busy for guests
 */
export function createStreaming(deps: StreamingDeps): RequestHandler {
  const { marketData, symbols, guests, events, clock, signal } = deps
  const known = createStreamSymbols(symbols)
  const isTold = (name: string) => known.of(name) !== undefined
  const linesOf = createLines(known.of, createDayOpenings(marketData))
  const broadcast = createBroadcast({ prices: marketData.prices, isTold, linesOf, events, clock })
  signal.addEventListener('abort', broadcast.close)

  return (request, response) => {
    // Whoever has gone while it was found out who asks would never be seen to leave.
    if (response.closed) return
    const leave = guests?.take(request.ip)
    if (leave !== undefined) response.once('close', leave)
    // nginx would gather lines otherwise, and no-transform keeps others from compressing them.
    // By Node's own hand: Express would add a charset to the type.
    response.setHeader('Content-Type', 'application/json')
    response.set({ 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' })
    if (request.method === 'HEAD') return void response.end()
    response.flushHeaders()
    broadcast.add(response)
  }
}
