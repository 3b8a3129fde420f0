import type { BarChoice } from '../../src/broker/market-data.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'

/** One line for operators: a sentence, plus facts. Never tokens, passwords or keys. */
export interface AdapterLog {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
  error(message: string, facts?: Readonly<Record<string, unknown>>): void
}

/** What the adapter tells the outside about its work, for metrics and request logs. */
export interface AdapterEvents {
  /** A request went to TradeLocker and ended; `outcome` is `ok` or the error code. */
  upstreamCall(event: { route: string; outcome: string; durationMs: number }): void
  /** A call was not made because the rate limits left no time for it before its deadline. */
  refused(event: { route: string }): void
  /** Instruments of `server` whose details are loaded, and how many are still missing. */
  catalogue(event: { server: string; complete: number; missing: number }): void
  /** How many service accounts there are, and how many of them are logged in. */
  serviceAccounts(event: { configured: number; usable: number }): void
  /** How much older than usual the data of accounts may be, because the process has no time to read more often. */
  readPace(factor: number): void
  /** How old the prices of open markets are; 0 while none are read. */
  priceAges(event: { medianMs: number; worstMs: number }): void
}

/** A TradeLocker login of the broker's own, through which the data half reads. */
export interface ServiceAccount {
  readonly email: string
  readonly password: string
  readonly server: string
  /** Undefined: the login's first active account. */
  readonly accountId: string | undefined
}

/** Whose limits a rate-limit budget stands for: decision of the operator, since TradeLocker does not document it. */
export type RateLimitScope = 'user' | 'account' | 'gateway'

/** Milliseconds between logins that fail: the first pause, doubled after each failure up to the longest. */
export interface LoginPauses {
  /** For what passes by itself. */
  readonly passing: readonly [first: number, longest: number]
  /** For what somebody has to put right: trying on would only lock the account for longer. */
  readonly refused: readonly [first: number, longest: number]
}

export interface Clocks {
  /** Unix milliseconds: for dates. It may be wrong, and jump. */
  readonly clock: () => number
  /** Milliseconds of a clock that never jumps: for all that waits, and the clock of the shared store. */
  readonly elapsed: () => number
}

export interface TradeLockerOptions extends Clocks {
  /** e.g. `https://demo.tradelocker.com/backend-api` */
  readonly baseUrl: string
  /** Server names offered at login; the first is the default. */
  readonly servers: readonly [string, ...string[]]
  readonly accountType: 'live' | 'demo'
  readonly developerApiKey: string | undefined
  readonly rateLimits: {
    readonly scope: RateLimitScope
    /** Share of the published limits that is used, e.g. 0.9. */
    readonly headroom: number
    /** Ceiling over all users, in requests per second. */
    readonly maxRps: number | undefined
  }
  /** Logins of the data half, all of one server; they also warm the instrument catalogue from start. */
  readonly serviceAccounts: readonly ServiceAccount[]
  /** What an operator decides about bars, by the names of instruments; what is not there is as TradeLocker tells it. */
  readonly barChoices?: Readonly<Record<string, BarChoice>> | undefined
  /** Between their logins that fail; for tests. */
  readonly loginPauses?: LoginPauses | undefined
  /** What replicas share; must keep what lies under `secret/` secret. Undefined: this replica stands alone. */
  readonly store?: SharedStore | undefined
  /** How long a trader waits while an order whose answer got lost is looked for, in milliseconds; 10 s by default. */
  readonly searchMs?: number | undefined
  /** How long an order of a process that was killed may take to arrive, in milliseconds; longer than a placement may take. */
  readonly arrivesWithinMs?: number | undefined
  /** Share of the time since it was last asked that the process was busy, 0 to 1. Undefined: it always has time. */
  readonly utilisation?: (() => number) | undefined
  readonly log: AdapterLog
  readonly events: AdapterEvents
}
