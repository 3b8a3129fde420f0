import type { RateLimitType } from './trade-config.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** `public` needs nothing, `user` a bearer token, `account` a bearer token and the accNum header. */
type Access = 'public' | 'user' | 'account'

interface Operation<A extends Access = Access> {
  readonly method: Method
  readonly path: string
  readonly access: A
  readonly rateLimit?: RateLimitType
}

const publicly = (path: string) => ({ method: 'POST', path, access: 'public' }) as const

const forAccount = (method: Method, path: string, rateLimit?: RateLimitType): Operation<'account'> => ({
  method,
  path,
  access: 'account',
  ...(rateLimit && { rateLimit }),
})

/** Every operation of the API under its name, with the published limit that governs it. */
const operations = {
  getJWTTokens: publicly('/auth/jwt/token'),
  getJWTRefreshTokens: publicly('/auth/jwt/refresh'),
  getAllAccounts: { method: 'GET', path: '/auth/jwt/all-accounts', access: 'user' } as const,
  getConfigUsingGET: forAccount('GET', '/trade/config'),
  getAccounts: forAccount('GET', '/trade/accounts', 'GET_ACCOUNTS'),
  getExecutions: forAccount('GET', '/trade/accounts/:accountId/executions', 'GET_EXECUTIONS'),
  getInstruments: forAccount('GET', '/trade/accounts/:accountId/instruments', 'GET_INSTRUMENTS'),
  getOrders: forAccount('GET', '/trade/accounts/:accountId/orders', 'GET_ORDERS'),
  placeOrder: forAccount('POST', '/trade/accounts/:accountId/orders', 'PLACE_ORDER'),
  cancelAllOrders: forAccount('DELETE', '/trade/accounts/:accountId/orders', 'MODIFY_ORDER'),
  getOrdersHistory: forAccount('GET', '/trade/accounts/:accountId/ordersHistory', 'GET_ORDERS_HISTORY'),
  getPositions: forAccount('GET', '/trade/accounts/:accountId/positions', 'GET_POSITIONS'),
  closeAllPositions: forAccount('DELETE', '/trade/accounts/:accountId/positions', 'MODIFY_POSITION'),
  getState: forAccount('GET', '/trade/accounts/:accountId/state', 'GET_ACCOUNTS_STATE'),
  getInstrumentDetails: forAccount(
    'GET',
    '/trade/instruments/:tradableInstrumentId',
    'GET_INSTRUMENT_DETAILS',
  ),
  getTradeSession: forAccount('GET', '/trade/sessions/:sessionId', 'GET_TRADE_SESSIONS'),
  getSessionStatusUsingGET: forAccount(
    'GET',
    '/trade/sessionStatuses/:sessionStatusId',
    'GET_SESSION_STATUSES',
  ),
  getDailyBar: forAccount('GET', '/trade/dailyBar', 'DAILY_BAR'),
  getDepth: forAccount('GET', '/trade/depth', 'DEPTH'),
  getHistory: forAccount('GET', '/trade/history', 'QUOTES_HISTORY'),
  getQuotes: forAccount('GET', '/trade/quotes', 'QUOTES'),
  modifyOrder: forAccount('PATCH', '/trade/orders/:orderId', 'MODIFY_ORDER'),
  cancelOrder: forAccount('DELETE', '/trade/orders/:orderId', 'MODIFY_ORDER'),
  modifyPosition: forAccount('PATCH', '/trade/positions/:positionId', 'MODIFY_POSITION'),
  closePosition: forAccount('DELETE', '/trade/positions/:positionId', 'MODIFY_POSITION'),
} satisfies Record<string, Operation>

export type OperationName = keyof typeof operations

/** The names of the operations that need a certain access. */
export type OperationsWith<A extends Access> = {
  [Name in OperationName]: (typeof operations)[Name]['access'] extends A ? Name : never
}[OperationName]

export interface Match {
  readonly name: OperationName
  readonly operation: Operation
  readonly parameters: Readonly<Record<string, string>>
}

const names = Object.keys(operations) as OperationName[]

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

const routes = names.map((name) => ({
  name,
  operation: operations[name],
  segments: operations[name].path.split('/'),
}))

/** Finds the operation behind a method and a path (without the base path). */
export function matchOperation(method: string, path: string): Match | undefined {
  const segments = path.split('/')
  for (const route of routes) {
    if (route.operation.method !== method || route.segments.length !== segments.length) continue
    const parameters = matchSegments(route.segments, segments)
    if (parameters) return { name: route.name, operation: route.operation, parameters }
  }
  return undefined
}

function matchSegments(
  pattern: readonly string[],
  given: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const actual = given[index] ?? ''
    if (expected.startsWith(':') && actual !== '') parameters[expected.slice(1)] = actual
    else if (expected !== actual) return undefined
  }
  return parameters
}
