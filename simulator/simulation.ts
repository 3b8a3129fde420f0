import type { Account } from './accounts.ts'
import type { DayClock } from './bars.ts'
import { type Clock, startClock } from './clock.ts'
import { createTally, type Tally } from './counters.ts'
import { createFaults, type Faults } from './faults.ts'
import { createIds } from './ids.ts'
import { createMarket } from './market.ts'
import { matchOrders } from './matching.ts'
import { createMoney } from './money.ts'
import {
  createLoginThrottle,
  createRateLimiter,
  type RateLimiter,
  type RateLimitMode,
  type RateLimitScope,
  rateLimitsOf,
} from './rate-limits.ts'
import { createTokens, type TokenLifetimes, type Tokens } from './tokens.ts'
import {
  type Columns,
  ORDERS_HISTORY_ROWS,
  otherColumns,
  type RateLimit,
  usualColumns,
} from './trade-config.ts'
import { createUsers, type Users } from './users.ts'
import type { Venue } from './venue.ts'

export interface SimulationSettings {
  readonly seed: number
  readonly rateLimits: RateLimitMode
  readonly rateLimitScope: RateLimitScope
  readonly tokenLifetimes: TokenLifetimes
  readonly tokenExtraChars: number
  readonly closeDelay: number
  readonly fillDelay: number
  readonly now: number | undefined
  readonly enforceSessions: boolean
  readonly days: DayClock
}

/** The whole simulated broker: everything but the sockets. */
export interface Simulation {
  readonly clock: Clock
  readonly users: Users
  readonly tokens: Tokens
  readonly venue: Venue
  readonly faults: Faults
  readonly tally: Tally
  rateLimits: readonly RateLimit[]
  rateLimiter: RateLimiter
  readonly rateLimitScope: RateLimitScope
  /** Milliseconds to wait until this address may log in, 0 = now. */
  readonly loginThrottle: (email: string) => number
  /** The columns of the tables in the order in force. */
  columns(): Columns
  /** Rows that one answer of the orders history holds at most. */
  historyRows: number
  /** Fills the orders of one account, or of all, whose time and price have come. */
  match(account?: Account): void
}

export function createSimulation(settings: SimulationSettings): Simulation {
  const clock = startClock(settings.now)
  const market = createMarket(settings.seed, clock, settings.enforceSessions, settings.days)
  const { closeDelay, fillDelay, rateLimits, rateLimitScope } = settings
  const venue = { clock, market, money: createMoney(market), nextId: createIds(), closeDelay, fillDelay }
  const users = createUsers()
  const faults = createFaults()
  return {
    clock,
    users,
    tokens: createTokens(clock, settings.tokenLifetimes, settings.tokenExtraChars),
    venue,
    faults,
    tally: createTally(),
    rateLimits: rateLimitsOf(rateLimits),
    rateLimiter: createRateLimiter(rateLimits, clock),
    rateLimitScope,
    loginThrottle: createLoginThrottle(rateLimits, clock),
    columns: () => (faults.columns === undefined ? usualColumns : otherColumns[faults.columns]),
    historyRows: ORDERS_HISTORY_ROWS,
    match(account) {
      if (account) matchOrders(venue, account)
      else for (const user of users.all()) for (const one of user.accounts) matchOrders(venue, one)
    },
  }
}
