import type { RateLimitType } from '../budgets/rate-limits.ts'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the base URL; `{name}` stands for a path parameter. */
  readonly path: string
  /** The published limit the route counts against; undefined when none is published. */
  readonly rateLimitType: RateLimitType | undefined
  /** A `write` changes orders or positions: it is never sent twice unless it certainly was not carried out. */
  readonly kind: 'read' | 'write'
  /** Higher goes first where calls have to wait. */
  readonly priority: number
  /** Milliseconds for everything: waiting for the budget, connecting, the whole answer. */
  readonly deadlineMs: number
}

export type RouteName = keyof typeof TABLE

/** What goes first when the budget is short: a user must always be able to get out. */
const PRIORITY = {
  close: 8,
  cancel: 7,
  modify: 6,
  place: 5,
  changed: 4,
  account: 3,
  market: 2,
  other: 1,
} as const

/** Of a read that somebody's order or change waits for: it is part of what the user does. */
export const URGENT_PRIORITY: number = PRIORITY.place

/** Of a read that shows what somebody has just changed: it goes before what is only shown again. */
export const CHANGED_PRIORITY: number = PRIORITY.changed

/**
 * How reads divide the ceiling of the host, and a limit they share, by priority: a less important kind gets less of it, but
 * never nothing. What users do is not in here: it always goes first.
 */
export const READ_SHARES: ReadonlyMap<number, number> = new Map([
  [PRIORITY.changed, 8],
  [PRIORITY.account, 4],
  [PRIORITY.market, 2],
  [PRIORITY.other, 1],
])

const READ_MS = 5_000
/** Reads that refresh what may be shown meanwhile can wait longer for their turn. */
const REFRESH_MS = 10_000
const WRITE_MS = 10_000

type Importance = keyof typeof PRIORITY

function read(
  path: string,
  rateLimitType: RateLimitType | undefined,
  importance: Importance,
  deadlineMs = READ_MS,
): Route {
  const priority = PRIORITY[importance]
  return { method: 'GET', path, rateLimitType, kind: 'read', priority, deadlineMs }
}

function write(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  rateLimitType: RateLimitType,
  importance: Importance,
): Route {
  const priority = PRIORITY[importance]
  return { method, path, rateLimitType, kind: 'write', priority, deadlineMs: WRITE_MS }
}

/** Token routes are writes in spirit: a refresh consumes the refresh token, so it is not repeated blindly either. */
function token(path: string, importance: Importance): Route {
  return {
    method: 'POST',
    path,
    rateLimitType: undefined,
    kind: 'write',
    priority: PRIORITY[importance],
    deadlineMs: WRITE_MS,
  }
}

const ACCOUNT = '/trade/accounts/{accountId}'

/** Every operation of TradeLocker's REST API under its own operation id. */
const TABLE = {
  getJWTTokens: token('/auth/jwt/token', 'place'),
  // As important as what it is needed for: mostly polls, and those of many panels at once.
  getJWTRefreshTokens: token('/auth/jwt/refresh', 'account'),
  getAllAccounts: read('/auth/jwt/all-accounts', undefined, 'account'),
  getConfigUsingGET: read('/trade/config', undefined, 'account'),
  getAccounts: read('/trade/accounts', 'GET_ACCOUNTS', 'other'),
  getState: read(`${ACCOUNT}/state`, 'GET_ACCOUNTS_STATE', 'account', REFRESH_MS),
  getOrders: read(`${ACCOUNT}/orders`, 'GET_ORDERS', 'account', REFRESH_MS),
  getPositions: read(`${ACCOUNT}/positions`, 'GET_POSITIONS', 'account', REFRESH_MS),
  getOrdersHistory: read(`${ACCOUNT}/ordersHistory`, 'GET_ORDERS_HISTORY', 'other', REFRESH_MS),
  getExecutions: read(`${ACCOUNT}/executions`, 'GET_EXECUTIONS', 'other'),
  getInstruments: read(`${ACCOUNT}/instruments`, 'GET_INSTRUMENTS', 'other'),
  getInstrumentDetails: read('/trade/instruments/{tradableInstrumentId}', 'GET_INSTRUMENT_DETAILS', 'other'),
  getTradeSession: read('/trade/sessions/{sessionId}', 'GET_TRADE_SESSIONS', 'other'),
  getSessionStatusUsingGET: read('/trade/sessionStatuses/{sessionStatusId}', 'GET_SESSION_STATUSES', 'other'),
  getQuotes: read('/trade/quotes', 'QUOTES', 'market'),
  getDepth: read('/trade/depth', 'DEPTH', 'market'),
  getDailyBar: read('/trade/dailyBar', 'DAILY_BAR', 'other'),
  getHistory: read('/trade/history', 'QUOTES_HISTORY', 'other'),
  placeOrder: write('POST', `${ACCOUNT}/orders`, 'PLACE_ORDER', 'place'),
  modifyOrder: write('PATCH', '/trade/orders/{orderId}', 'MODIFY_ORDER', 'modify'),
  // TradeLocker does not say what its DELETEs count against; the MODIFY limits are the safe reading.
  cancelOrder: write('DELETE', '/trade/orders/{orderId}', 'MODIFY_ORDER', 'cancel'),
  cancelAllOrders: write('DELETE', `${ACCOUNT}/orders`, 'MODIFY_ORDER', 'cancel'),
  modifyPosition: write('PATCH', '/trade/positions/{positionId}', 'MODIFY_POSITION', 'modify'),
  closePosition: write('DELETE', '/trade/positions/{positionId}', 'MODIFY_POSITION', 'close'),
  closeAllPositions: write('DELETE', `${ACCOUNT}/positions`, 'MODIFY_POSITION', 'close'),
} as const satisfies Record<string, Route>

export const ROUTES: Readonly<Record<RouteName, Route>> = TABLE
