import { localTime } from '../../../../src/broker/local-time.ts'
import type { FeedInstrument } from '../../../../src/broker/market-data.ts'
import { MINUTES_PER_DAY } from '../../instruments/session-week.ts'
import { isOpen } from '../../instruments/trading-sessions.ts'

type TradingWeek = NonNullable<FeedInstrument['tradingWeek']>

/** `edge`: closed, but open within an hour, or open within the last. */
export type MarketState = 'open' | 'edge' | 'closed'

const MINUTE = 60_000
const NOON = 12 * 60
const NONE: ReadonlySet<string> = new Set()
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

function stateOf(week: TradingWeek, at: number): MarketState {
  if (isOpenAt(week, at) || isHolidayEvening(week, at)) return 'open'
  return isOpenAt(week, at - EDGE_MS) || isOpenAt(week, at + EDGE_MS) ? 'edge' : 'closed'
}

function isOpenAt({ timeZone, holidays, stretches }: TradingWeek, at: number): boolean {
  return isOpen({ blockTrading: false, timeZone, holidays, week: stretches }, at) ?? true
}

/**
 * Where trading goes on over midnight, the next trading day begins on the evening before, which may be a holiday's. At which
 * minute is not known: a market that rests is read in vain rather than one that moves not at all.
 */
function isHolidayEvening(week: TradingWeek, at: number): boolean {
  const { minute } = localTime(week.timeZone, at)
  const everyDay = { ...week, holidays: NONE }
  const midnight = at + (MINUTES_PER_DAY - minute) * MINUTE
  return minute >= NOON && isOpenAt(everyDay, at) && isOpenAt(week, midnight)
}
