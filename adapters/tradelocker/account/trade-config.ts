import { z } from 'zod'
import type { DetailColumn } from '../../../src/broker/account.ts'
import {
  bothLimits,
  PUBLISHED_RATE_LIMITS,
  type RateLimit,
  type RateLimits,
  type RateLimitType,
} from '../budgets/rate-limits.ts'
import { malformed } from '../transport/upstream-error.ts'
import type { Columns } from './rows.ts'

type TableName = 'positions' | 'orders' | 'ordersHistory' | 'filledOrders' | 'accountDetails'

/** Those that a book is read by. */
const BOOK_TABLES = ['positions', 'orders', 'ordersHistory'] as const

export type Tables = Readonly<Record<TableName, Columns>>

/** What /trade/config tells, ready for use. */
export interface TradeConfig {
  readonly columns: Tables
  /** The account's figures in the broker's order. */
  readonly accountDetails: readonly DetailColumn[]
  /** Complete: a type the broker left out has the published default. */
  readonly rateLimits: RateLimits
  readonly limits: {
    /** Bars that one history request may span. */
    readonly historyBars: number
    /** Rows that one order history answer may hold. */
    readonly maxOrdersInHistory: number
  }
  /** What the broker lets its users see. */
  readonly customerAccess: Readonly<Record<Access, boolean>>
}

const ACCESS = ['orders', 'ordersHistory', 'filledOrders', 'positions', 'symbolInfo', 'marketDepth'] as const
type Access = (typeof ACCESS)[number]

/** Documented ceiling; configs announce more than the server grants. */
const MOST_HISTORY_BARS = 20_000
const ORDERS_IN_HISTORY = 10_000

const ORDER_COLUMNS = [
  'id',
  'tradableInstrumentId',
  'qty',
  'side',
  'type',
  'status',
  'filledQty',
  'price',
  'stopPrice',
  'positionId',
]

/** Without these a table cannot be shown truthfully. Everything else is used when it is there. */
const REQUIRED: Readonly<Record<TableName, readonly string[]>> = {
  positions: ['id', 'tradableInstrumentId', 'side', 'qty', 'avgPrice', 'unrealizedPl'],
  orders: ORDER_COLUMNS,
  ordersHistory: ORDER_COLUMNS,
  filledOrders: ['id', 'price', 'side', 'qty', 'orderId', 'tradableInstrumentId'],
  accountDetails: ['balance'],
}

const column = z.object({ id: z.string(), description: z.string().nullish() })
const panel = z.object({ columns: z.array(column) })
const count = z.coerce.number().int().positive()

const configSchema = z.object({
  positionsConfig: panel,
  ordersConfig: panel,
  ordersHistoryConfig: panel,
  filledOrdersConfig: panel,
  accountDetailsConfig: panel,
  customerAccess: z.record(z.string(), z.unknown()).catch({}),
  rateLimits: z.array(z.unknown()).catch([]),
  limits: z.array(z.unknown()).catch([]),
})

/** Seconds and minutes are what has been seen. A limit by any other must not become a wider one. */
const MEASURES_MS: ReadonlyMap<string, number> = new Map([
  ['MILLISECONDS', 1],
  ['SECONDS', 1_000],
  ['MINUTES', 60_000],
  ['HOURS', 60 * 60_000],
  ['DAYS', 24 * 60 * 60_000],
])

const rateLimitSchema = z.object({
  rateLimitType: z.string(),
  measure: z.string().transform((text) => MEASURES_MS.get(text.toUpperCase()) ?? Number.NaN),
  intervalNum: count,
  limit: count,
})

const limitSchema = z.object({ limitType: z.string(), limit: count })

type Column = z.infer<typeof column>

/** @param d the payload of /trade/config @throws upstream_malformed that names what is missing */
export function parseTradeConfig(d: unknown): TradeConfig {
  const parsed = configSchema.safeParse(d)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? ''
    throw malformed(
      `/trade/config is not usable: ${path || 'the whole answer'} is missing or of another kind`,
    )
  }
  const config = parsed.data
  return {
    columns: {
      positions: columnsOf('positions', config.positionsConfig.columns),
      orders: columnsOf('orders', config.ordersConfig.columns),
      ordersHistory: columnsOf('ordersHistory', config.ordersHistoryConfig.columns),
      filledOrders: columnsOf('filledOrders', config.filledOrdersConfig.columns),
      accountDetails: columnsOf('accountDetails', config.accountDetailsConfig.columns),
    },
    accountDetails: config.accountDetailsConfig.columns.map(({ id, description }) => ({
      id,
      description: description ?? undefined,
    })),
    rateLimits: rateLimitsOf(config.rateLimits),
    limits: limitsOf(config.limits),
    customerAccess: accessOf(config.customerAccess),
  }
}

/** Whether orders and positions read by one mean the same by the other; those of which nobody knows never do. */
export function areSameTables(one: Tables | undefined, other: Tables | undefined): boolean {
  if (one === undefined || other === undefined) return false
  if (one === other) return true
  return BOOK_TABLES.every((name) => {
    const [columns, others] = [one[name], other[name]]
    return (
      columns.size === others.size && [...columns].every(([column, place]) => others.get(column) === place)
    )
  })
}

function columnsOf(table: TableName, list: readonly Column[]): Columns {
  const columns = new Map<string, number>()
  for (const [index, { id }] of list.entries()) {
    if (!columns.has(id)) columns.set(id, index)
  }
  for (const id of REQUIRED[table]) {
    if (!columns.has(id)) throw malformed(`/trade/config is not usable: ${table} has no column "${id}"`)
  }
  return columns
}

function rateLimitsOf(entries: readonly unknown[]): RateLimits {
  const told = new Map<RateLimitType, RateLimit>()
  for (const entry of entries) {
    const { data } = rateLimitSchema.safeParse(entry)
    if (data === undefined || !isKnownType(data.rateLimitType)) continue
    const limit = { limit: data.limit, intervalMs: data.intervalNum * data.measure }
    if (Number.isNaN(limit.intervalMs)) continue
    const other = told.get(data.rateLimitType)
    told.set(data.rateLimitType, other === undefined ? limit : bothLimits(other, limit))
  }
  return new Map([...PUBLISHED_RATE_LIMITS, ...told])
}

const isKnownType = (type: string): type is RateLimitType =>
  (PUBLISHED_RATE_LIMITS as ReadonlyMap<string, RateLimit>).has(type)

function limitsOf(entries: readonly unknown[]): TradeConfig['limits'] {
  const limits = new Map(
    entries.flatMap((entry) => {
      const { data } = limitSchema.safeParse(entry)
      return data === undefined ? [] : [[data.limitType, data.limit] as const]
    }),
  )
  return {
    historyBars: Math.min(MOST_HISTORY_BARS, limits.get('QUOTES_HISTORY_BARS') ?? MOST_HISTORY_BARS),
    maxOrdersInHistory: limits.get('MAX_ORDERS_COUNT_IN_HISTORY') ?? ORDERS_IN_HISTORY,
  }
}

/** Only an explicit no is a no. */
function accessOf(access: Readonly<Record<string, unknown>>): Record<Access, boolean> {
  const allowed = ACCESS.map((name) => [name, access[name] !== false && access[name] !== 'false'] as const)
  return Object.fromEntries(allowed) as Record<Access, boolean>
}
