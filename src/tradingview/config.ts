import type { DetailColumn } from '../broker/account.ts'
import type { PollingIntervals } from '../broker/broker.ts'
import { htmlLang, type Locale, translate } from '../i18n/translate.ts'
import { type AccountTable, accountTables, humanised, isKnownColumn } from './account-tables.ts'
import type { SessionCall } from './endpoint.ts'

/** Figures of the summary row. TradingView hides them from the first on when space is short: the last matters most. */
export const summaryFigures = ['balance', 'marginAvailable', 'unrealizedPl', 'equity'] as const

/** TradingView never polls faster than it is told, and slower than these maxima (milliseconds) it refuses to. */
const slowest = { quotes: 1000, orders: 1000, positions: 1500, accountManager: 1500, balances: 1500 }
const fastest = 250

/** GET /config: what the panel looks like, the same for all accounts of the session. */
export async function readConfig({ session, locale }: SessionCall) {
  const [columns, intervals] = await Promise.all([session.detailColumns(), session.pollingIntervals()])
  return renderConfig(columns, intervals, locale)
}

export function renderConfig(columns: readonly DetailColumn[], intervals: PollingIntervals, locale: Locale) {
  const tables = accountTables(columns)
  return {
    accountSummaryRow: summaryFigures.map((id) => ({ id, title: translate(locale, `summary_${id}`) })),
    // The contract forbids an empty list; without it the page just stays away.
    ...(tables.length === 0 ? {} : { accountManager: tables.map((table) => renderTable(table, locale)) }),
    durations: renderDurations(locale),
    pullingInterval: renderPullingInterval(intervals),
  }
}

function renderTable({ id, columns }: AccountTable, locale: Locale) {
  return {
    id,
    title: translate(locale, `table_${id}`),
    columns: columns.map((column) => renderColumn(column, locale)),
  }
}

function renderColumn({ id, description }: DetailColumn, locale: Locale) {
  const known = isKnownColumn(id)
  const title = known ? translate(locale, `column_${id}`) : humanised(id)
  const explanation = known ? translate(locale, `tooltip_${id}`) : title
  // Brokers explain in English. Who reads another language gets that of the gateway, where it knows the figure.
  const isOurs = description === undefined || description === '' || (known && !isEnglish(locale))
  return { id, title, tooltip: isOurs ? explanation : description, alignment: 'right', isCapitalize: false }
}

const isEnglish = (locale: Locale): boolean => htmlLang(locale).startsWith('en')

/** What TradeLocker keeps an order for, by order type. A duration reaches market orders only when it says so. */
export const durationOf = { market: 'IOC', limit: 'GTC', stop: 'GTC' } as const

function renderDurations(locale: Locale) {
  return [
    {
      id: 'GTC',
      title: translate(locale, 'duration_gtc'),
      default: true,
      supportedOrderTypes: ['limit', 'stop'],
    },
    { id: 'IOC', title: translate(locale, 'duration_ioc'), supportedOrderTypes: ['market'] },
  ]
}

/** All five are always given: the defaults of TradingView are faster than TradeLocker allows. */
export function renderPullingInterval(intervals: PollingIntervals) {
  return {
    quotes: within(intervals.quotes, slowest.quotes),
    orders: within(intervals.orders, slowest.orders),
    positions: within(intervals.positions, slowest.positions),
    accountManager: within(intervals.accountState, slowest.accountManager),
    // There are no balances at TradeLocker; should TradingView ask all the same, then as seldom as it can.
    balances: slowest.balances,
  }
}

const within = (milliseconds: number, maximum: number): number =>
  Math.min(maximum, Math.max(fastest, Math.ceil(milliseconds)))
