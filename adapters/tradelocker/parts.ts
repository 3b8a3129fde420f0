import type { AccountDirectory } from './account-directory.ts'
import type { AccountReads } from './account-reads.ts'
import type { Books } from './books.ts'
import type { Catalogue } from './catalogue.ts'
import type { Instruments } from './instruments.ts'
import type { PipValues } from './pip-value.ts'
import type { Quotes } from './quotes.ts'
import type { TradingHours } from './trading-hours.ts'

/** The working parts of the adapter, one of each per process, shared by all sessions. */
export interface Parts {
  readonly directory: AccountDirectory
  readonly catalogue: Catalogue
  readonly instruments: Instruments
  readonly hours: TradingHours
  readonly quotes: Quotes
  readonly pipValues: PipValues
  readonly books: Books
  readonly reads: AccountReads
  /** Changes that are being sent, by account, route and content. */
  readonly changesUnderWay: Map<string, Promise<void>>
  /** Unix milliseconds. */
  readonly clock: () => number
}
