/** Columns, permissions, rate limits and size limits as GET /trade/config tells them. */

const orderColumns = [
  'id',
  'tradableInstrumentId',
  'routeId',
  'qty',
  'side',
  'type',
  'status',
  'filledQty',
  'avgPrice',
  'price',
  'stopPrice',
  'validity',
  'expireDate',
  'createdDate',
  'lastModified',
  'isOpen',
  'positionId',
  'stopLoss',
  'stopLossType',
  'takeProfit',
  'takeProfitType',
  'strategyId',
] as const

const positionColumns = [
  'id',
  'tradableInstrumentId',
  'routeId',
  'side',
  'qty',
  'avgPrice',
  'stopLossId',
  'takeProfitId',
  'openDate',
  'unrealizedPl',
  'strategyId',
] as const

const executionColumns = [
  'id',
  'price',
  'side',
  'createdDate',
  'qty',
  'orderId',
  'positionId',
  'tradableInstrumentId',
] as const

const accountDetails = {
  balance: 'Money of the account, closed trades included',
  projectedBalance: 'Balance if every open position were closed now',
  availableFunds: 'Money free for new trades',
  blockedBalance: 'Money held back for withdrawals and transfers',
  cashBalance: 'Cash in the account',
  unsettledCash: 'Cash on its way to the account',
  withdrawalAvailable: 'Money that may be withdrawn now',
  stocksValue: 'Value of fully paid stocks',
  optionValue: 'Value of options',
  initialMarginReq: 'Margin that open positions and waiting orders bind',
  maintMarginReq: 'Margin needed to keep positions open',
  marginWarningLevel: 'Margin in use, in percent of the equity',
  blockedForStocks: 'Money bound by fully paid stocks',
  stockOrdersReq: 'Money bound by orders for fully paid stocks',
  stopOutLevel: 'Level at which positions are closed by the broker',
  warningMarginReq: 'Margin at which a warning is sent',
  marginBeforeWarning: 'Margin left until a warning is sent',
  todayGross: 'Result of the trades closed today, before fees',
  todayNet: 'Result of the trades closed today, after fees',
  todayFees: 'Fees of today',
  todayVolume: 'Lots traded today',
  todayTradesCount: 'Trades of today',
  openGrossPnL: 'Result of the open positions, before fees',
  openNetPnL: 'Result of the open positions, after fees',
  positionsCount: 'Open positions',
  ordersCount: 'Waiting orders',
}

export type OrderColumn = (typeof orderColumns)[number]
export type PositionColumn = (typeof positionColumns)[number]
export type ExecutionColumn = (typeof executionColumns)[number]
export type AccountColumn = keyof typeof accountDetails

const accountColumns = Object.keys(accountDetails) as readonly AccountColumn[]

export type RateLimitType = (typeof publishedRateLimits)[number]['rateLimitType']

/** At most `limit` calls within `intervalNum` times the measure. */
export interface RateLimit {
  readonly rateLimitType: RateLimitType
  readonly measure: 'SECONDS' | 'MINUTES'
  readonly intervalNum: number
  readonly limit: number
}

const perSecond = <Type extends string>(rateLimitType: Type, limit: number, intervalNum = 1) =>
  ({ rateLimitType, measure: 'SECONDS', intervalNum, limit }) as const

export const publishedRateLimits = [
  perSecond('GET_ACCOUNTS', 2),
  perSecond('GET_EXECUTIONS', 2),
  perSecond('GET_INSTRUMENTS', 2),
  perSecond('GET_ORDERS', 1),
  perSecond('GET_ORDERS_HISTORY', 1),
  perSecond('GET_POSITIONS', 1),
  perSecond('GET_ACCOUNTS_STATE', 4, 2),
  perSecond('GET_INSTRUMENT_DETAILS', 2),
  perSecond('GET_TRADE_SESSIONS', 2),
  perSecond('GET_SESSION_STATUSES', 2),
  perSecond('PLACE_ORDER', 5),
  perSecond('MODIFY_ORDER', 5),
  perSecond('MODIFY_POSITION', 5),
  perSecond('DAILY_BAR', 5),
  perSecond('QUOTES', 10),
  perSecond('DEPTH', 10),
  perSecond('TRADES', 5),
  { rateLimitType: 'QUOTES_HISTORY', measure: 'MINUTES', intervalNum: 1, limit: 60 },
] as const

/** The published limits tell 50,000 bars, yet a longer range than this is refused, as the vendor documents. */
export const HISTORY_BARS_PER_REQUEST = 20_000
const PUBLISHED_HISTORY_BARS = 50_000
/** Rows of one answer of GET …/ordersHistory. */
export const ORDERS_HISTORY_ROWS = 10_000

/** The columns of every table in the order in force. */
export interface Columns {
  readonly positions: readonly PositionColumn[]
  readonly orders: readonly OrderColumn[]
  readonly ordersHistory: readonly OrderColumn[]
  readonly filledOrders: readonly ExecutionColumn[]
  readonly accountDetails: readonly AccountColumn[]
}

export const usualColumns: Columns = {
  positions: positionColumns,
  orders: orderColumns,
  ordersHistory: orderColumns,
  filledOrders: executionColumns,
  accountDetails: accountColumns,
}

const movedTags = exchanged(orderColumns, 'strategyId', 'takeProfitType')
const noTags = orderColumns.filter((column) => column !== 'strategyId')

/** All columns in another order; only the tags of orders in another place, where no row looks unfit by the old one; no tags at all. */
export const otherColumns = {
  reorderedColumns: {
    positions: positionColumns.toReversed(),
    orders: orderColumns.toReversed(),
    ordersHistory: orderColumns.toReversed(),
    filledOrders: executionColumns.toReversed(),
    accountDetails: accountColumns.toReversed(),
  },
  movedTags: {
    ...usualColumns,
    positions: exchanged(positionColumns, 'strategyId', 'takeProfitId'),
    orders: movedTags,
    ordersHistory: movedTags,
  },
  noTags: {
    ...usualColumns,
    positions: positionColumns.filter((column) => column !== 'strategyId'),
    orders: noTags,
    ordersHistory: noTags,
  },
} as const satisfies Readonly<Record<string, Columns>>

function exchanged<Column>(columns: readonly Column[], one: Column, other: Column): Column[] {
  return columns.map((column) => (column === one ? other : column === other ? one : column))
}

const panelTitles = {
  positions: 'Positions',
  orders: 'Orders',
  ordersHistory: 'Orders history',
  filledOrders: 'Filled orders',
  accountDetails: 'Account details',
} as const

/** The payload of GET /trade/config. */
export function renderTradeConfig(
  columns: Columns,
  rateLimits: readonly RateLimit[],
  historyRows: number,
): object {
  const panel = (id: keyof typeof panelTitles) => ({
    id,
    title: panelTitles[id],
    columns: columns[id].map((column) =>
      id === 'accountDetails'
        ? { id: column, description: accountDetails[column as AccountColumn] }
        : { id: column },
    ),
  })
  return {
    customerAccess: {
      orders: true,
      ordersHistory: true,
      filledOrders: true,
      positions: true,
      symbolInfo: true,
      marketDepth: true,
    },
    positionsConfig: panel('positions'),
    ordersConfig: panel('orders'),
    ordersHistoryConfig: panel('ordersHistory'),
    filledOrdersConfig: panel('filledOrders'),
    accountDetailsConfig: panel('accountDetails'),
    rateLimits,
    limits: [
      { limitType: 'QUOTES_HISTORY_BARS', limit: PUBLISHED_HISTORY_BARS },
      { limitType: 'MAX_ORDERS_COUNT_IN_HISTORY', limit: historyRows },
    ],
  }
}
