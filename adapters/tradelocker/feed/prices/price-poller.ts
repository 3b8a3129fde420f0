import { AsyncLocalStorage } from 'node:async_hooks'
import type { FeedInstrument, FeedUpdate, MarketData } from '../../../../src/broker/market-data.ts'
import type { InfoRoutes } from '../../instruments/info-routes.ts'
import type { AdapterEvents, AdapterLog } from '../../options.ts'
import { createDesks, type DeskParts } from './desks.ts'
import { createMarketHours } from './market-hours.ts'
import { type Read, readDays, readPrices } from './price-readings.ts'
import { createReadingSchedule } from './reading-schedule.ts'
import { createRotation, type Rotation } from './rotation.ts'

export interface PricePollerParts extends Pick<DeskParts, 'services' | 'instruments' | 'budgets'> {
  /** What is read; as `MarketData.instruments`. */
  readonly list: MarketData['instruments']
  readonly infoRoutes: InfoRoutes
  readonly events: Pick<AdapterEvents, 'priceAges'>
  readonly log: AdapterLog
  /** Unix milliseconds. */
  readonly clock: () => number
  /** Milliseconds of a clock that never jumps; by default the process's own. */
  readonly elapsed?: () => number
}

/** Prices that are read one by one, through service accounts, within their limits. */
export interface PricePoller {
  readonly prices: MarketData['prices']
  close(): void
}

/** A symbol that comes round this often shows every price that lasts longer. */
const SHORTEST_PRICE_MS = 100
const SHORTEST_DAY_MS = 10_000
/** Who has gone may be back at once: TradingView connects anew. */
const LINGER_MS = 10_000
/** Between looks at which accounts and symbols there are. */
const TEND_MS = 1_000
const AGES_MS = 5_000

export function createPricePoller(parts: PricePollerParts): PricePoller {
  const { list, events, log, clock, elapsed = () => performance.now() } = parts
  const listeners = new Map<(update: FeedUpdate) => void, (name: string) => boolean>()
  const emit = (update: FeedUpdate) => {
    for (const listener of listeners.keys()) listener(update)
  }
  const isWanted = ({ name }: FeedInstrument) => [...listeners.values()].some((wants) => wants(name))
  // Whoever comes first must not have all the calls counted for its request.
  const outside = AsyncLocalStorage.snapshot()
  const marketState = createMarketHours()
  let current: readonly FeedInstrument[] = []
  let weeks = new Map<string, FeedInstrument['tradingWeek']>()

  const rotationOf = (read: Read, shortestMs: number): Rotation => {
    const stateOf = (name: string) => marketState(weeks.get(name), clock())
    const schedule = createReadingSchedule({ stateOf, shortestMs })
    return createRotation({ schedule, read, emit, log, clock, elapsed })
  }
  const prices = rotationOf(readPrices(parts.infoRoutes), SHORTEST_PRICE_MS)
  const days = rotationOf(readDays(parts.infoRoutes), SHORTEST_DAY_MS)

  const keepInstruments = async () => {
    const listed = await list()
    // Who has gone wants nothing, but may be back at once.
    if (listeners.size === 0) return
    const instruments = listed.filter(isWanted)
    if (isSameList(instruments, current)) return
    current = instruments
    weeks = new Map(instruments.map(({ name, tradingWeek }) => [name, tradingWeek]))
    prices.keep(instruments)
    days.keep(instruments.filter(({ hasDaily }) => hasDaily))
  }

  const begin = (): (() => void) => {
    const desks = createDesks({ ...parts, rotations: { prices, days }, elapsed })
    let timer: NodeJS.Timeout | undefined
    let agesToldAt = Number.NEGATIVE_INFINITY
    let isStopped = false

    const tellAges = () => {
      const now = elapsed()
      if (now - agesToldAt < AGES_MS) return
      agesToldAt = now
      const ages = prices.schedule.ages(now)
      events.priceAges({ medianMs: ages[Math.floor(ages.length / 2)] ?? 0, worstMs: ages[0] ?? 0 })
    }

    const tend = async () => {
      // Whatever is wrong is told to those who ask for the symbols; the next look may find it right.
      await keepInstruments().catch(() => undefined)
      await desks.tend()
      if (isStopped) return
      tellAges()
      timer = setTimeout(() => void tend(), TEND_MS)
    }
    void tend()

    return () => {
      isStopped = true
      clearTimeout(timer)
      desks.close()
      events.priceAges({ medianMs: 0, worstMs: 0 })
    }
  }

  let stop: (() => void) | undefined
  let lingering: NodeJS.Timeout | undefined

  const close = () => {
    clearTimeout(lingering)
    stop?.()
    stop = undefined
  }

  return {
    prices: {
      listen(listener, wants) {
        listeners.set(listener, wants)
        clearTimeout(lingering)
        stop ??= outside(begin)
        return () => {
          if (!listeners.delete(listener) || listeners.size > 0 || stop === undefined) return
          lingering = setTimeout(close, LINGER_MS).unref()
        }
      },
    },
    close,
  }
}

const isSameList = (a: readonly FeedInstrument[], b: readonly FeedInstrument[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index])
