import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { BarChoice, FeedInstrument, TradingWeek } from '../../../src/broker/market-data.ts'
import type { AccountContext } from '../account/account-context.ts'
import type { Catalogue } from '../instruments/catalogue.ts'
import type { ListedInstrument } from '../instruments/instrument-list.ts'
import type { Instruments } from '../instruments/instruments.ts'
import type { TradingHours } from '../instruments/trading-hours.ts'
import type { TradingSession } from '../instruments/trading-sessions.ts'
import { UpstreamError } from '../transport/upstream-error.ts'

/** The instruments as the data half tells them: contract, bars, trading week. */
export interface FeedInstruments {
  /**
   * The same array as long as nothing has changed; makes no call.
   * @throws catalogue_loading until `load` has succeeded once, or what `lead` throws: a part of the list would be taken
   * for the whole
   */
  list(): Promise<readonly FeedInstrument[]>
  /** Reads the account's list anew, with all that is missing or has grown old. To be called once an hour. */
  load(account: AccountContext): Promise<void>
}

export interface FeedInstrumentsParts {
  readonly catalogue: Catalogue
  readonly instruments: Instruments
  readonly hours: TradingHours
  /** By name; what is not there is as TradeLocker tells it. */
  readonly barChoices?: Readonly<Record<string, BarChoice>> | undefined
  /** The service account to read through. */
  readonly lead: () => Promise<AccountContext>
}

const NONE: ReadonlySet<string> = new Set()

/** Instruments between which everything else gets its turn. */
const PORTION = 250
/** What somebody is told who asks while they are being loaded. */
const RETRY_AFTER_MS = 30_000

export function createFeedInstruments(parts: FeedInstrumentsParts): FeedInstruments {
  const { catalogue, instruments, hours, lead, barChoices = {} } = parts
  /** By session id; undefined where the broker tells no hours, or none that can be understood. */
  const weeks = new Map<string, TradingWeek | undefined>()
  let known: ReadonlyMap<string, FeedInstrument> = new Map()
  let current: readonly FeedInstrument[] = []
  let isLoaded = false

  const instrumentOf = (account: AccountContext, listed: ListedInstrument): FeedInstrument | undefined => {
    const contract = instruments.contract(account, listed)
    const sessionId = catalogue.tradeSessionId(account.client.server, listed.id)
    if (contract === undefined) return undefined
    const chosen: BarChoice = Object.hasOwn(barChoices, contract.name)
      ? (barChoices[contract.name] ?? {})
      : {}
    const { barSource, hasIntraday, hasDaily } = { ...listed, ...chosen }
    const told = sessionId === undefined ? undefined : weeks.get(sessionId)
    const tradingWeek = chosen.hours ? { holidays: NONE, ...told, ...chosen.hours } : told
    const made = { ...contract, barSource, hasIntraday, hasDaily, tradingWeek }
    const before = known.get(made.name)
    return isDeepStrictEqual(before, made) ? before : made
  }

  const make = async (account: AccountContext) => {
    const { list } = await instruments.index(account)
    const next = new Map<string, FeedInstrument>()
    for (const [index, listed] of list.entries()) {
      if (index % PORTION === PORTION - 1) await nextTurn()
      const made = instrumentOf(account, listed)
      if (made !== undefined) next.set(made.name, made)
    }
    const array = [...next.values()]
    const isSame = array.length === current.length && array.every((one, index) => one === current[index])
    if (!isSame) current = array
    known = next
    isLoaded = true
  }

  const readWeek = async (account: AccountContext, sessionId: string) => {
    const before = weeks.get(sessionId)
    const read = await hours.session(account, sessionId).then(weekOf, (error: unknown) => {
      if (isPassing(error)) throw error
      return before
    })
    weeks.set(sessionId, isDeepStrictEqual(before, read) ? before : read)
  }

  const readWeeks = async (account: AccountContext) => {
    const { list } = await instruments.index(account)
    const { server } = account.client
    const ids = new Set(list.flatMap(({ id }) => catalogue.tradeSessionId(server, id) ?? []))
    for (const id of ids) await readWeek(account, id)
  }

  return {
    async list() {
      if (isLoaded) return current
      await lead()
      throw new BrokerError('catalogue_loading', { retry: 'after', retryAfterMs: RETRY_AFTER_MS })
    },
    async load(account) {
      await instruments.renew(account)
      await instruments.warm(account)
      const { list } = await instruments.index(account)
      // One that could not be read spoils nothing for the others, but gets a second chance.
      if (catalogue.progress(account.client.server, list).missing > 0) await instruments.warm(account)
      await readWeeks(account)
      await make(account)
    },
  }
}

function weekOf({ week, timeZone, holidays }: TradingSession): TradingWeek | undefined {
  return week && { timeZone, stretches: week, holidays }
}

/** Anything but a definite answer: asking later may bring one. */
function isPassing(error: unknown): boolean {
  return !(error instanceof UpstreamError) || error.delivery !== 'answered' || error.retry !== 'never'
}
