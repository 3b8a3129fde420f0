import type { FeedInstrument } from '../../../../src/broker/market-data.ts'
import { isOpen } from '../../instruments/trading-sessions.ts'

type TradingWeek = NonNullable<FeedInstrument['tradingWeek']>

/** `edge`: closed, but open within an hour, or open within the last. */
export type MarketState = 'open' | 'edge' | 'closed'

const MINUTE = 60_000
/** How far a broker's hours may be wrong: a change of clocks that it tells late. */
const EDGE_MS = 60 * MINUTE

/** How markets stand, by the minute: many instruments share a week, and time zones are costly. */
export function createMarketHours(): (week: TradingWeek | undefined, at: number) => MarketState {
  const known = new WeakMap<TradingWeek, { readonly minute: number; readonly state: MarketState }>()
  return (week, at) => {
    // Who does not know the hours must not miss a price.
    if (week === undefined) return 'open'
    const minute = Math.floor(at / MINUTE)
    const last = known.get(week)
    if (last?.minute === minute) return last.state
    const state = stateOf(week, at)
    known.set(week, { minute, state })
    return state
  }
}

function stateOf({ timeZone, holidays, stretches }: TradingWeek, at: number): MarketState {
  const session = { blockTrading: false, timeZone, holidays, week: stretches }
  const isOpenAt = (time: number) => isOpen(session, time) ?? true
  if (isOpenAt(at)) return 'open'
  return isOpenAt(at - EDGE_MS) || isOpenAt(at + EDGE_MS) ? 'edge' : 'closed'
}
