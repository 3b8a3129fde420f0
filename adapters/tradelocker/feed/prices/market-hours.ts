import type { FeedInstrument } from '../../../../src/broker/market-data.ts'
import { isOpen } from '../../instruments/trading-sessions.ts'

type TradingWeek = NonNullable<FeedInstrument['tradingWeek']>

const MINUTE = 60_000

/** Whether markets are open, by the minute: many instruments share a week, and time zones are costly. */
export function createMarketHours(): (week: TradingWeek | undefined, at: number) => boolean {
  const known = new WeakMap<TradingWeek, { readonly minute: number; readonly isOpen: boolean }>()
  return (week, at) => {
    // Who does not know the hours must not miss a price.
    if (week === undefined) return true
    const minute = Math.floor(at / MINUTE)
    const last = known.get(week)
    if (last?.minute === minute) return last.isOpen
    const { timeZone, holidays, stretches } = week
    const now = isOpen({ blockTrading: false, timeZone, holidays, week: stretches }, at) ?? true
    known.set(week, { minute, isOpen: now })
    return now
  }
}
