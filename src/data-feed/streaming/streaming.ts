import type { RequestHandler } from 'express'
import { BrokerError } from '../../broker/errors.ts'
import type { MarketData } from '../../broker/market-data.ts'
import type { SymbolList } from '../symbols/symbol-list.ts'
import { createBroadcast, type StreamEvents } from './broadcast.ts'
import { createLines } from './lines.ts'
import { createStreamSymbols } from './stream-symbols.ts'

export interface StreamingDeps {
  readonly prices: MarketData['prices']
  readonly symbols: SymbolList
  readonly events: StreamEvents
  /** Unix milliseconds. */
  readonly clock: () => number
  /** Ends all streams: nothing else would. */
  readonly signal: AbortSignal
}

/** `GET /streaming`: what happens from now on, to everybody the same. */
export function createStreaming({ prices, symbols, events, clock, signal }: StreamingDeps): RequestHandler {
  const known = createStreamSymbols(symbols)
  const broadcast = createBroadcast({ prices, linesOf: createLines(known.of), events, clock })
  signal.addEventListener('abort', broadcast.close)

  return (request, response) => {
    const refusal = known.refusal()
    if (refusal !== undefined) throw refusal
    if (broadcast.isFull()) {
      throw new BrokerError('too_busy', { params: { seconds: 10 }, retry: 'after', retryAfterMs: 10_000 })
    }
    // nginx would gather lines otherwise, and no-transform keeps others from compressing them.
    // By Node's own hand: Express would add a charset to the type.
    response.setHeader('Content-Type', 'application/json')
    response.set({ 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' })
    if (request.method === 'HEAD') return void response.end()
    response.flushHeaders()
    broadcast.add(response)
  }
}
