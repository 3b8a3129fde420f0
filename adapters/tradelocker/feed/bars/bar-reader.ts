import { LRUCache } from 'lru-cache'
import type { AccountContext } from '../../account/account-context.ts'
import type { AccountDirectory } from '../../account/account-directory.ts'
import type { InfoRoutes } from '../../instruments/info-routes.ts'
import type { ListedInstrument } from '../../instruments/instrument-list.ts'
import type { Instruments } from '../../instruments/instruments.ts'
import type { ServiceAccounts } from '../accounts/service-accounts.ts'
import { type BarGrid, GRIDS, type Range, splitRange } from './bar-grid.ts'
import { type BarRows, joinRows, readBarRows } from './bar-rows.ts'

/** Reads bars from TradeLocker, in as many calls as its cap demands. */
export interface BarReader {
  /** @throws upstream errors, too_busy, rate_limited, data_feed_unavailable */
  read(listed: ListedInstrument, grid: BarGrid, range: Range): Promise<BarRows>
  /** How many bars one call may span. */
  maxBars(): Promise<number>
  /** Nothing opens before (Unix milliseconds); 0 where that cannot be told. Costs a call per instrument and day. */
  firstTime(listed: ListedInstrument, now: number): Promise<number>
}

export interface BarReaderParts {
  readonly services: ServiceAccounts
  readonly instruments: Instruments
  readonly infoRoutes: InfoRoutes
  readonly directory: AccountDirectory
}

/** For everything: waiting for the budget of one call a second, and its answer. */
const DEADLINE_MS = 20_000

const DAY = 24 * 60 * 60_000
const MAX_FIRST_TIMES = 50_000
/** A week or a day that holds the first month's beginning may open before it. */
const SLACK_MS = 7 * DAY

export function createBarReader({ services, instruments, infoRoutes, directory }: BarReaderParts): BarReader {
  const firstTimes = new LRUCache<string, Promise<number>>({ max: MAX_FIRST_TIMES, ttl: DAY })

  /** Route ids are each user's own. */
  const listedFor = async (account: AccountContext, listed: ListedInstrument) =>
    (await instruments.index(account)).byName.get(listed.name) ?? listed

  const call = (listed: ListedInstrument, grid: BarGrid, range: Range): Promise<BarRows> =>
    services.share(async (account) => {
      const own = await listedFor(account, listed)
      const answer = await infoRoutes.through(account, own, (routeId) =>
        account.client.call('getHistory', {
          accNum: account.accNum,
          query: {
            routeId,
            tradableInstrumentId: own.id,
            resolution: grid.wire,
            from: range.from,
            to: range.before,
          },
          deadlineMs: DEADLINE_MS,
        }),
      )
      return readBarRows(answer, range)
    })

  const maxBars = () =>
    services.read(async ({ client, accNum }) => (await directory.config(client, accNum)).limits.historyBars)

  const read = async (listed: ListedInstrument, grid: BarGrid, range: Range) => {
    const parts = splitRange(range, grid, await maxBars())
    return joinRows(...(await Promise.all(parts.map((part) => call(listed, grid, part)))))
  }

  const readFirstTime = async (listed: ListedInstrument, now: number): Promise<number> => {
    const [first] = await read(listed, GRIDS['1M'], { from: 0, before: now })
    return first === undefined ? 0 : first - SLACK_MS
  }

  return {
    read,
    maxBars,
    firstTime(listed, now) {
      const known = firstTimes.get(listed.id)
      if (known !== undefined) return known
      const reading = readFirstTime(listed, now).catch(() => {
        // Not knowing it costs calls, no bars.
        firstTimes.delete(listed.id)
        return 0
      })
      firstTimes.set(listed.id, reading)
      return reading
    },
  }
}
