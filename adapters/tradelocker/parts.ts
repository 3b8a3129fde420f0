import type { AccountDirectory } from './account/account-directory.ts'
import type { AccountReads } from './account/account-reads.ts'
import type { Books } from './book/books.ts'
import type { Catalogue } from './instruments/catalogue.ts'
import type { InfoRoutes } from './instruments/info-routes.ts'
import type { Instruments } from './instruments/instruments.ts'
import type { PipValues } from './instruments/pip-value.ts'
import type { Quotes } from './instruments/quotes.ts'
import type { TradingHours } from './instruments/trading-hours.ts'
import type { AdapterLog, Clocks } from './options.ts'
import type { ChangeTurns } from './trading/changing/in-turn.ts'
import type { SharedCloses } from './trading/changing/shared-closes.ts'

/** The working parts of the adapter, one of each per process, shared by all sessions. */
export interface Parts extends Clocks {
  readonly directory: AccountDirectory
  readonly catalogue: Catalogue
  readonly instruments: Instruments
  readonly infoRoutes: InfoRoutes
  readonly hours: TradingHours
  readonly quotes: Quotes
  readonly pipValues: PipValues
  readonly books: Books
  readonly reads: AccountReads
  /** Changes that are being sent, by account, route and content. */
  readonly changesUnderWay: Map<string, Promise<void>>
  /** Changes of orders and positions that have not ended. */
  readonly changeTurns: ChangeTurns
  /** Undefined: this replica stands alone. */
  readonly sharedCloses: SharedCloses | undefined
  /** Tells other replicas that an account has changed, and waits a moment until they have heard it. Never rejects. */
  readonly tellOthers: (accountKey: string) => Promise<unknown>
  readonly log: AdapterLog
}
