import type { Account, AccountState, DetailColumn, TradingRules } from './account.ts'
import type { Leverage, TradableInstrument } from './instrument.ts'
import type { MarketData } from './market-data.ts'
import type { BracketLevels, Execution, Order, OrderChange, OrderTicket } from './order.ts'
import type { Position } from './position.ts'
import type { OrderPreview } from './preview.ts'
import type { Depth, QuoteAnswer } from './quote.ts'
import type { Soon } from './soon.ts'

/** What a trader types into the login form. */
export interface Credentials {
  readonly email: string
  readonly password: string
  /** The broker's server name; one of the configured servers. */
  readonly server: string
}

/**
 * What is needed to go on with a session on another replica or after a restart. Secret: it is only ever stored sealed,
 * inside the token the trader's browser holds. JSON-serialisable; only the adapter looks into `state`.
 */
export interface SessionGrant {
  readonly server: string
  /** The user as the broker knows it; unique per server. */
  readonly user: string
  /** Unix milliseconds after which the session cannot be continued without logging in again. */
  readonly expiresAt: number
  readonly state: Readonly<Record<string, string | number>>
}

/** How fast the broker can be read: the shortest sensible time between two polls, in milliseconds. */
export interface PollingIntervals {
  readonly quotes: number
  readonly orders: number
  readonly positions: number
  readonly accountState: number
}

export interface BrokerReadiness {
  readonly ready: boolean
  /** Plain facts for operators, e.g. how many instruments are loaded. No secrets. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

/** The back end the gateway trades through. Every method throws `BrokerError`, and nothing else on purpose. */
export interface Broker {
  /** @throws wrong_credentials, account_not_active, unknown_server, login_throttled, upstream_* */
  logIn(credentials: Credentials): Promise<BrokerSession>
  /** Goes on with a session; makes no call. All grants of one login lead to the same session, the newest of them counts. */
  resume(grant: SessionGrant): BrokerSession
  /** Prices for TradingView's servers, read through the broker's own service accounts. */
  readonly marketData: MarketData
  readiness(): BrokerReadiness
  /** Stops background work and closes connections. */
  close(): Promise<void>
}

/** One login of one user. */
export interface BrokerSession {
  readonly grant: SessionGrant
  /** As `grant`, but as short as it gets: where the session is not open yet, going on costs a call to the broker. */
  readonly shortGrant: SessionGrant
  /** The broker has ended it, as far as is known without asking. */
  hasEnded(): boolean
  /** Lets go of what is kept for the login: it has logged out, so nobody comes with its grants again. */
  end(): void
  /**
   * Asks the broker to go on, where otherwise the session would have to do so within `ms` milliseconds; `grant` is the
   * newest then. @throws session_expired when the broker has ended it, upstream_*
   */
  freshFor(ms: number): Promise<void>
  /** Runs what the trader does: whatever has to be read for it goes before what is only shown. */
  inHaste<T>(action: () => Promise<T>): Promise<T>
  accounts(): Promise<readonly Account[]>
  /** @throws account_not_found also for an account of somebody else: nobody learns whether it exists */
  account(accountId: string): Soon<TradingAccount>
  /** The figures `AccountState.details` may hold, in the broker's order. */
  detailColumns(): Soon<readonly DetailColumn[]>
  pollingIntervals(): Promise<PollingIntervals>
}

/** One account of a session: everything a trader sees and does in it. Names are instrument names. */
export interface TradingAccount {
  readonly account: Account
  rules(): Promise<TradingRules>
  /** Complete instruments only. @throws catalogue_loading when not a single one is known yet */
  instruments(): Promise<readonly TradableInstrument[]>
  state(): Soon<AccountState>
  /** Live orders and those that ended in this session (24 h), brackets included. */
  orders(): Soon<readonly Order[]>
  /** Final orders, newest first. */
  ordersHistory(maxCount: number | undefined): Promise<readonly Order[]>
  /** Open positions, and with qty 0 those closed in this session. */
  positions(): Soon<readonly Position[]>
  /** Newest first. @throws instrument_not_found */
  executions(instrument: string, maxCount: number | undefined): Promise<readonly Execution[]>
  quotes(names: readonly string[]): Soon<readonly QuoteAnswer[]>
  depth(name: string): Soon<Depth>
  leverage(instrument: string): Promise<Leverage>
  preview(ticket: OrderTicket): Promise<OrderPreview>
  /**
   * Places once. The same `requestId` again gives the same answer and no second order.
   * @returns the order id @throws rule violations, broker refusals, request_id_reused, outcome_unknown
   */
  placeOrder(ticket: OrderTicket, requestId: string | undefined): Promise<string>
  /** Also moves a bracket: then only the price that fits it counts. @throws order_not_found … */
  modifyOrder(orderId: string, change: OrderChange): Promise<void>
  /** Also removes a bracket. */
  cancelOrder(orderId: string): Promise<void>
  /** Sets or moves the given levels; an absent level stays. */
  modifyPosition(positionId: string, levels: BracketLevels): Promise<void>
  /** @param qty lots to close; undefined closes everything */
  closePosition(positionId: string, qty: number | undefined): Promise<void>
}
