import { BrokerError } from '../../src/broker/errors.ts'
import type { Bar, FeedInstrument, FeedUpdate, MarketData } from '../../src/broker/market-data.ts'

export interface MemoryMarketData extends MarketData {
  /** What `instruments` answers. */
  list: readonly FeedInstrument[]
  /** What `bars` picks from, whatever the resolution. */
  allBars: readonly Bar[]
  /** Thrown by every read while it is set. */
  failure: Error | undefined
  /** Every range of bars that was asked for. */
  readonly asked: { name: string; resolution: string; from: number; to: number }[]
  /** Hands an update to everybody who listens. */
  emit(update: FeedUpdate): void
  /** How many listen. */
  listeners(): number
  /** Does anybody who listens want the prices of that instrument? */
  isWanted(name: string): boolean
}

/** Market data that a test sets by hand. */
export function createMemoryMarketData(list: readonly FeedInstrument[] = []): MemoryMarketData {
  const listeners = new Map<(update: FeedUpdate) => void, (name: string) => boolean>()
  const data: MemoryMarketData = {
    list,
    allBars: [],
    failure: undefined,
    asked: [],
    emit(update) {
      for (const listener of listeners.keys()) listener(update)
    },
    listeners: () => listeners.size,
    isWanted: (name) => [...listeners.values()].some((wants) => wants(name)),
    async instruments() {
      if (data.failure !== undefined) throw data.failure
      return data.list
    },
    async bars(name, resolution, from, to) {
      data.asked.push({ name, resolution, from, to })
      if (data.failure !== undefined) throw data.failure
      if (!data.list.some((instrument) => instrument.name === name)) {
        throw new BrokerError('instrument_not_found', { params: { instrument: name } })
      }
      return data.allBars.filter(({ time }) => time >= from && time <= to)
    },
    prices: {
      listen(listener, wants) {
        listeners.set(listener, wants)
        return () => listeners.delete(listener)
      },
    },
  }
  return data
}
