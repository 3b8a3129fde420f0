import { type Resolution, resolutions } from '../bars.ts'
import type { AccountCall } from '../calls.ts'
import type { PriceSource } from '../instrument-terms.ts'
import { findInstrument, type Instrument } from '../instruments.ts'
import { requiredInteger } from '../parameters.ts'
import { HttpProblem, Refusal } from '../problems.ts'
import { noData, ok } from '../replies.ts'
import type { Simulation } from '../simulation.ts'
import { HISTORY_BARS_PER_REQUEST } from '../trade-config.ts'

/** Quotes, depth and bars; all of them need a living INFO route. */
export function marketDataHandlers({ venue: { market } }: Simulation) {
  return {
    getQuotes(call: AccountCall) {
      const { bids, asks } = market.depth(instrumentOf(call))
      const [bp, bs] = bids[0] ?? [0, 0]
      const [ap, as] = asks[0] ?? [0, 0]
      return ok({ ap, as, bp, bs })
    },

    getDepth(call: AccountCall) {
      const { bids, asks } = market.depth(instrumentOf(call))
      return ok({ asks, bids })
    },

    getDailyBar(call: AccountCall) {
      const instrument = instrumentOf(call)
      const bar = market.day(instrument, oneOf(call, 'barType', ['ASK', 'BID', 'TRADE']))
      if (!bar) return noData()
      return ok({ o: bar.open, h: bar.high, l: bar.low, c: bar.close, v: bar.volume })
    },

    getHistory(call: AccountCall) {
      const instrument = instrumentOf(call)
      const from = requiredInteger(call.query, 'from')
      const to = requiredInteger(call.query, 'to')
      const resolution = oneOf(call, 'resolution', Object.keys(resolutions) as Resolution[])
      if ((to - from) / resolutions[resolution] > HISTORY_BARS_PER_REQUEST)
        throw new Refusal(`The range exceeds ${HISTORY_BARS_PER_REQUEST} bars.`)
      const source: PriceSource = instrument.barSource ?? 'BID'
      const bars = market.bars(instrument, resolution, from, to, source)
      if (bars.length === 0) return noData()
      const barDetails = bars.map((bar) => ({
        t: bar.time,
        o: bar.open,
        h: bar.high,
        l: bar.low,
        c: bar.close,
        v: bar.volume,
      }))
      return ok({ barDetails })
    },
  }
}

function instrumentOf({ user, query }: AccountCall): Instrument {
  const instrument = findInstrument(requiredInteger(query, 'tradableInstrumentId'))
  const routeId = requiredInteger(query, 'routeId')
  if (!instrument || !user.routes.isAlive(routeId, instrument)) throw new Refusal('symbol not found')
  return instrument
}

function oneOf<Text extends string>({ query }: AccountCall, name: string, allowed: readonly Text[]): Text {
  const found = allowed.find((text) => text === query.get(name))
  if (found === undefined) throw new HttpProblem(400, `${name} must be one of ${allowed.join(', ')}.`)
  return found
}
