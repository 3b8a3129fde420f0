import type { Account } from '../../src/broker/account.ts'
import type { TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import type { Leverage } from '../../src/broker/instrument.ts'
import type { Execution, Order, OrderTicket } from '../../src/broker/order.ts'
import type { OrderPreview } from '../../src/broker/preview.ts'
import type { QuoteAnswer } from '../../src/broker/quote.ts'
import { allSoon, bothSoon, type Soon, soon } from '../../src/broker/soon.ts'
import type { AccountContext } from './account/account-context.ts'
import { type AccountBook, type InstrumentNames, positionSides } from './book/account-book.ts'
import { joinExecutions } from './book/executions.ts'
import { type AccountMemory, joinHistory, joinOrders } from './book/orders.ts'
import { joinPositions } from './book/positions.ts'
import type { InstrumentDetails } from './instruments/instrument-details.ts'
import { tradableInstruments } from './instruments/tradable-instruments.ts'
import type { Parts } from './parts.ts'
import { cancelOrder, modifyOrder } from './trading/changing/order-changes.ts'
import { closePosition, modifyPosition } from './trading/changing/position-changes.ts'
import { previewOrder } from './trading/order-preview.ts'
import type { OrderPlacement } from './trading/placing/order-placement.ts'

/** One account as the port describes it; every method hands its work to the part that knows it. */
export function createTradingAccount(
  parts: Parts,
  placement: OrderPlacement,
  context: AccountContext,
  account: Account,
): TradingAccount {
  return {
    account,
    rules: () => parts.directory.rules(context),
    instruments: () => tradableInstruments(parts, context),
    state: () => parts.reads.state(context),
    orders: () => orders(parts, context),
    ordersHistory: (maxCount) => ordersHistory(parts, context, maxCount),
    positions: () => positions(parts, context),
    executions: (instrument, maxCount) => executions(parts, context, instrument, maxCount),
    quotes: (names) => allSoon(names.map((name) => quoteAnswer(parts, context, name))),
    depth: (name) =>
      soon(parts.instruments.known(context, name), ({ listed }) => parts.quotes.depth(context, listed)),
    leverage: (instrument) => leverage(parts, context, instrument),
    preview: (ticket) => preview(parts, context, ticket),
    placeOrder: (ticket, requestId) => placement.place(context, ticket, requestId),
    modifyOrder: (orderId, change) => modifyOrder(parts, context, orderId, change),
    cancelOrder: (orderId) => cancelOrder(parts, context, orderId),
    modifyPosition: (positionId, levels) => modifyPosition(parts, context, positionId, levels),
    closePosition: (positionId, qty) => closePosition(parts, context, positionId, qty),
  }
}

const orders = oncePerBook(joinOrders)
const positions = oncePerBook(joinPositions)

type Join<T> = (book: AccountBook, memory: AccountMemory, names: InstrumentNames, now: number) => readonly T[]

/** Names and times that a join took in may have changed since: after this many milliseconds it is made anew. */
const JOIN_AGE_MS = 1_000

/** Joins a book once in that time, however many ask. Memory changes only when a book is loaded. */
function oncePerBook<T>(join: Join<T>) {
  const joins = new WeakMap<AccountBook, { readonly list: readonly T[]; readonly at: number }>()
  const joined = ({ books, instruments, clock }: Parts, context: AccountContext, book: AccountBook) =>
    soon(instruments.names(context), (names) => {
      const at = clock()
      const list = join(book, books.memory(context), names, at)
      joins.set(book, { list, at })
      return list
    })
  return (parts: Parts, context: AccountContext): Soon<readonly T[]> =>
    soon(parts.books.book(context), (book) => {
      const known = joins.get(book)
      const age = parts.clock() - (known?.at ?? 0)
      if (known !== undefined && age >= 0 && age < JOIN_AGE_MS) return known.list
      return joined(parts, context, book)
    })
}

async function ordersHistory(
  { books, instruments, reads }: Parts,
  context: AccountContext,
  maxCount = Infinity,
): Promise<Order[]> {
  const [final, book, names] = await Promise.all([
    reads.history(context),
    books.book(context),
    instruments.names(context),
  ])
  return joinHistory(final, book, books.memory(context), names).slice(0, maxCount)
}

async function executions(
  { books, instruments, reads }: Parts,
  context: AccountContext,
  name: string,
  maxCount = Infinity,
): Promise<Execution[]> {
  const { listed } = await instruments.known(context, name)
  const [records, book] = await Promise.all([reads.executions(context), books.book(context)])
  const sides = positionSides(book, books.memory(context).closedPositions)
  return joinExecutions(records, listed, sides).slice(0, maxCount)
}

/** A name that cannot be quoted carries its own error and spoils nothing for the others. */
function quoteAnswer(
  { instruments, quotes, pipValues }: Parts,
  context: AccountContext,
  name: string,
): Soon<QuoteAnswer> {
  const answer = soon(instruments.known(context, name), ({ listed, contract }) => {
    const isOwnMoney = contract.quoteCurrency === context.currency
    return soon(
      bothSoon(quotes.quote(context, listed), isOwnMoney ? undefined : pipValues.pipValue(context, contract)),
      ([quote, pipValue]): QuoteAnswer => ({ name, result: { quote, pipValue } }),
    )
  })
  if (!(answer instanceof Promise)) return answer
  return answer.catch((error: unknown) => {
    if (!(error instanceof BrokerError) || error.code === 'session_expired') throw error
    return { name, result: { error } }
  })
}

async function detailsOf(
  { instruments }: Parts,
  context: AccountContext,
  name: string,
): Promise<InstrumentDetails> {
  const { listed } = await instruments.known(context, name)
  const details = await instruments.details(context, listed)
  if (details === undefined) throw new BrokerError('instrument_not_found', { params: { instrument: name } })
  return details
}

/** Leverage may differ from account to account, so it is read anew. */
async function leverage(parts: Parts, context: AccountContext, instrument: string): Promise<Leverage> {
  const details = await detailsOf(parts, context, instrument)
  if (details.leverage === undefined) throw new BrokerError('leverage_unknown', { params: { instrument } })
  return { leverage: details.leverage }
}

async function preview(parts: Parts, context: AccountContext, ticket: OrderTicket): Promise<OrderPreview> {
  const { listed } = await parts.instruments.known(context, ticket.instrument)
  const [details, rules, quote, state] = await Promise.all([
    detailsOf(parts, context, ticket.instrument),
    parts.directory.rules(context),
    parts.quotes.quote(context, listed),
    parts.reads.state(context),
  ])
  const { contract, leverage, symbolStatus, tradeSessionId } = details
  const [rate, hoursOpen] = await Promise.all([
    conversionRate(parts, context, contract.quoteCurrency),
    tradeSessionId === undefined ? undefined : parts.hours.isOpenNow(context, tradeSessionId),
  ])
  return previewOrder(ticket, {
    contract,
    rules,
    quote,
    state,
    leverage,
    rate,
    marketOpen: symbolStatus === 'CLOSED' ? false : hoursOpen,
    halted: symbolStatus === 'TRADING_HALT',
  })
}

async function conversionRate(
  { pipValues }: Parts,
  context: AccountContext,
  currency: string,
): Promise<number> {
  const rate = await pipValues.rate(context, currency)
  if (rate === undefined) throw new BrokerError('catalogue_loading', { retry: 'after', retryAfterMs: 5_000 })
  return rate
}
