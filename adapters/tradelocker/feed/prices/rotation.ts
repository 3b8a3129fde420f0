import { BrokerError } from '../../../../src/broker/errors.ts'
import type { FeedInstrument, FeedUpdate } from '../../../../src/broker/market-data.ts'
import type { AccountContext } from '../../account/account-context.ts'
import type { ListedInstrument } from '../../instruments/instrument-list.ts'
import type { AdapterLog } from '../../options.ts'
import { UpstreamError } from '../../transport/upstream-error.ts'
import type { Read, Untimed } from './price-readings.ts'
import type { ReadingOutcome, ReadingSchedule } from './reading-schedule.ts'

export interface RotationOptions {
  readonly schedule: ReadingSchedule
  readonly read: Read
  readonly emit: (update: FeedUpdate) => void
  readonly log: AdapterLog
  /** Unix milliseconds. */
  readonly clock: () => number
  /** Milliseconds of a clock that never jumps. */
  readonly elapsed: () => number
}

/** One kind of reading, over all symbols, by all accounts. */
export interface Rotation {
  readonly schedule: ReadingSchedule
  keep(instruments: readonly FeedInstrument[]): void
  /** Reads the symbol that needs it most, of those an account can read; undefined when none is due. Never rejects. */
  turn(reader: AccountReader): Promise<void> | undefined
}

/** An account that reads. */
export interface AccountReader {
  readonly account: AccountContext
  /** What it can read, by name. */
  readonly listed: ReadonlyMap<string, ListedInstrument>
  /** Lets it begin nothing for `ms`. */
  pause(ms: number): void
}

const MINUTE = 60_000
/** After a failure that is not the symbol's; doubled after each further one. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

export function createRotation(options: RotationOptions): Rotation {
  const { schedule, read, emit, log, clock, elapsed } = options
  let instruments: ReadonlyMap<string, FeedInstrument> = new Map()
  const last = new Map<string, FeedUpdate>()
  const failures = new WeakMap<AccountContext, { readonly count: number; readonly until: number }>()

  /** The same update at its time, which never goes back. */
  const timed = (update: Untimed): FeedUpdate => {
    const time = Math.max(clock(), last.get(update.name)?.time ?? 0)
    return { ...update, time }
  }

  const take = (update: Untimed): ReadingOutcome => {
    const before = last.get(update.name)
    const now = timed(update)
    last.set(update.name, now)
    const hasMoved = before !== undefined && !isSame(before, now)
    // Of a closed market the last price is no news, and no trade of now.
    if (hasMoved || schedule.isAwake(update.name, elapsed())) emit(now)
    return hasMoved ? 'moved' : 'still'
  }

  const attempt = async (
    account: AccountContext,
    listed: ListedInstrument,
    instrument: FeedInstrument,
  ): Promise<ReadingOutcome> => {
    const begun = clock()
    const update = await read(account, listed, instrument)
    failures.delete(account)
    // It may be the price of either minute, and a bar must open with its own.
    if (Math.floor(begun / MINUTE) !== Math.floor(clock() / MINUTE)) return 'again'
    return update === undefined ? 'still' : take(update)
  }

  /** What is not the symbol's fault is the account's, or the way's: it pauses, longer each time. */
  const failed = ({ account, pause }: AccountReader, error: unknown): ReadingOutcome => {
    if (isRefusal(error)) return 'refused'
    const { count, until } = failures.get(account) ?? { count: 0, until: Number.NEGATIVE_INFINITY }
    // Readings that were under way together fail together, which counts once.
    if (elapsed() < until) return 'failed'
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** count)
    failures.set(account, { count: count + 1, until: elapsed() + pauseMs })
    pause(pauseMs)
    if (count === 0) {
      const reason = error instanceof BrokerError ? error.code : String(error)
      log.warn('Prices cannot be read for now; trying again.', { server: account.client.server, reason })
    }
    return 'failed'
  }

  return {
    schedule,
    keep(list) {
      instruments = new Map(list.map((one) => [one.name, one]))
      schedule.keep([...instruments.keys()])
      for (const name of last.keys()) if (!instruments.has(name)) last.delete(name)
    },
    turn(reader) {
      const { account, listed } = reader
      const name = schedule.next(elapsed(), (one) => listed.has(one))
      if (name === undefined) return undefined
      const [instrument, entry] = [instruments.get(name), listed.get(name)]
      const done = (outcome: ReadingOutcome) => schedule.done(name, elapsed(), outcome)
      if (instrument === undefined || entry === undefined) return Promise.resolve(done('failed'))
      return attempt(account, entry, instrument)
        .catch((error: unknown) => failed(reader, error))
        .then(done)
    },
  }
}

/** The broker says no, or nothing that can be understood: it would say so again. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof UpstreamError) || error.code === 'session_expired') return false
  return (error.delivery === 'answered' && error.retry === 'never') || error.code === 'upstream_malformed'
}

function isSame(a: FeedUpdate, b: FeedUpdate): boolean {
  if (a.kind === 'price') return b.kind === 'price' && a.bid === b.bid && a.ask === b.ask
  return b.kind === 'day' && a.close === b.close && a.high === b.high && a.low === b.low && a.open === b.open
}
