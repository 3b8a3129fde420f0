/** The names under which /trade/config publishes limits, as far as a route here counts against them. */
export type RateLimitType = keyof typeof PUBLISHED

export interface RateLimit {
  /** Calls allowed in any window of `intervalMs`; at least 1. */
  readonly limit: number
  readonly intervalMs: number
}

export type RateLimits = ReadonlyMap<RateLimitType, RateLimit>

const SECOND = 1_000

/** What a real demo account was told; used for a type that a config does not mention. */
const PUBLISHED = {
  GET_ACCOUNTS: { limit: 2, intervalMs: SECOND },
  GET_EXECUTIONS: { limit: 2, intervalMs: SECOND },
  GET_INSTRUMENTS: { limit: 2, intervalMs: SECOND },
  GET_ORDERS: { limit: 1, intervalMs: SECOND },
  GET_ORDERS_HISTORY: { limit: 1, intervalMs: SECOND },
  GET_POSITIONS: { limit: 1, intervalMs: SECOND },
  GET_ACCOUNTS_STATE: { limit: 4, intervalMs: 2 * SECOND },
  GET_INSTRUMENT_DETAILS: { limit: 2, intervalMs: SECOND },
  GET_TRADE_SESSIONS: { limit: 2, intervalMs: SECOND },
  GET_SESSION_STATUSES: { limit: 2, intervalMs: SECOND },
  PLACE_ORDER: { limit: 5, intervalMs: SECOND },
  MODIFY_ORDER: { limit: 5, intervalMs: SECOND },
  MODIFY_POSITION: { limit: 5, intervalMs: SECOND },
  DAILY_BAR: { limit: 5, intervalMs: SECOND },
  QUOTES: { limit: 10, intervalMs: SECOND },
  DEPTH: { limit: 10, intervalMs: SECOND },
  QUOTES_HISTORY: { limit: 60, intervalMs: 60 * SECOND },
} as const satisfies Record<string, RateLimit>

export const PUBLISHED_RATE_LIMITS: RateLimits = new Map(
  Object.entries(PUBLISHED) as [RateLimitType, RateLimit][],
)

/** For routes without a published limit (login, refresh, list of accounts, config), per user. */
export const UNPUBLISHED_ROUTE_LIMIT: RateLimit = { limit: 2, intervalMs: SECOND }

/** One limit that keeps two that hold at once: as many calls as the smaller allows, as far apart as the slower wants. */
export function bothLimits(a: RateLimit, b: RateLimit): RateLimit {
  const limit = Math.min(a.limit, b.limit)
  // Whatever whole number of these intervals fits into one of theirs, its calls fit into theirs as well.
  const spans = [a, b].map((each) => each.intervalMs / Math.floor(each.limit / limit))
  return { limit, intervalMs: Math.ceil(Math.max(...spans)) }
}
