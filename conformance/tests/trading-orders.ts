import { randomInt } from 'node:crypto'
import type { Context } from '../context.ts'
import { shaped } from '../shape.ts'
import type { Test } from '../test.ts'
import {
  type Account,
  type Instrument,
  instrumentsShape,
  type Order,
  ordersShape,
  placedShape,
  quotesShape,
} from '../trading/shapes.ts'
import type { Trader } from '../trading/trader.ts'
import { hold, NotRun, passed, type Verdict, Violation } from '../verdict.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** As TradingView makes them: ten letters and digits. */
const requestId = (): string => Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** A bid so much below the market is not filled. */
const FAR = 0.7

/** Seconds that a change may take to be seen. */
const VISIBLE = 10

interface Ticket {
  readonly account: Account
  readonly instrument: Instrument
  readonly ask: Trader['ask']
  readonly form: Readonly<Record<string, string | number>>
  readonly step: number
}

async function ticketOf({ options, trader }: Context): Promise<Ticket> {
  const { tested, ask } = await trader()
  const [account] = tested
  if (account === undefined) throw new NotRun('The login has no account.')
  const list = await ask(`/accounts/${encodeURIComponent(account.id)}/instruments`)
  const instruments = shaped(instrumentsShape, list.d, list.request).value
  const instrument =
    instruments.find(({ name, type, variableMinTick }) =>
      options.instrument === undefined
        ? type === 'forex' && variableMinTick === undefined
        : name === options.instrument,
    ) ?? (options.instrument === undefined ? instruments[0] : undefined)
  if (instrument === undefined)
    throw new Violation(`${list.request} does not list ${options.instrument ?? 'any instrument'}.`)
  const quotes = await ask('/quotes', { query: { symbols: instrument.name, accountId: account.id } })
  const [quote] = shaped(quotesShape, quotes.d, quotes.request).value
  if (quote === undefined) throw new Violation(`${quotes.request}: expected a quote, received none.`)
  const { minTick, minQty = 1, qtyStep = minQty } = instrument
  const ticks = Math.floor((quote.v.bid * FAR) / minTick)
  return {
    account,
    instrument,
    ask,
    step: qtyStep,
    form: {
      instrument: instrument.name,
      side: 'buy',
      type: 'limit',
      qty: minQty,
      limitPrice: decimal(ticks * minTick),
      currentAsk: quote.v.ask,
      currentBid: quote.v.bid,
      ...durationOf(account),
    },
  }
}

/** Floating point leaves traces behind the twelfth digit. */
const decimal = (value: number): number => Number(value.toPrecision(12))

function durationOf({ durations }: Account): { durationType?: string } {
  const id = durations?.find((one) => one.default)?.id
  return id === undefined ? {} : { durationType: id }
}

async function ordersOf({ account, ask }: Ticket): Promise<readonly Order[]> {
  const { d, request } = await ask(`/accounts/${encodeURIComponent(account.id)}/orders`)
  return shaped(ordersShape, d, request).value
}

/** Polls the orders until the one is as wanted. */
async function seen(
  context: Context,
  ticket: Ticket,
  orderId: string,
  wanted: (order: Order) => boolean,
  expected: string,
): Promise<Order> {
  const end = context.clock.now() + VISIBLE
  for (;;) {
    const order = (await ordersOf(ticket)).find(({ id }) => id === orderId)
    if (order !== undefined && wanted(order)) return order
    if (context.clock.now() > end)
      throw new Violation(
        `The order ${orderId}: expected ${expected} in GET …/orders within ${VISIBLE} s, received ${
          order
            ? JSON.stringify({ status: order.status, qty: order.qty, limitPrice: order.limitPrice })
            : 'no such order'
        }.`,
      )
    await context.clock.sleep(0.5)
  }
}

async function placeOrder(context: Context): Promise<Verdict> {
  if (!context.options.placeOrders)
    throw new NotRun('Nothing is placed unless --place-orders is given. Use it with a demo account.')
  const ticket = await ticketOf(context)
  const { account, ask, form } = ticket
  const base = `/accounts/${encodeURIComponent(account.id)}/orders`
  const id = requestId()
  const place = async (): Promise<string> => {
    const { d, request } = await ask(base, { method: 'POST', form, query: { requestId: id } })
    return shaped(placedShape, d, request).value.orderId
  }
  const before = new Set((await ordersOf(ticket)).map((order) => order.id))
  try {
    return await placedOnce(context, ticket, { base, orderId: await place(), place, before })
  } finally {
    await cancelLeftOvers(ticket, base, before)
  }
}

interface Placement {
  readonly base: string
  readonly orderId: string
  readonly place: () => Promise<string>
  readonly before: ReadonlySet<string>
}

async function placedOnce(
  context: Context,
  ticket: Ticket,
  { base, orderId, place, before }: Placement,
): Promise<Verdict> {
  const { ask, form, step } = ticket
  await seen(context, ticket, orderId, ({ status }) => status === 'working', 'status working')
  const again = await place()
  hold(again === orderId, `The same requestId twice: expected the same order ${orderId}, received ${again}.`)
  const fresh = (await ordersOf(ticket)).filter((order) => !before.has(order.id))
  hold(
    fresh.length === 1,
    `The same requestId twice: expected one order, received ${fresh.map((one) => one.id).join(', ')}.`,
  )
  const qty = decimal(Number(form.qty) + step)
  const address = `${base}/${encodeURIComponent(orderId)}`
  await ask(address, { method: 'PUT', form: { qty } })
  const changed = await seen(
    context,
    ticket,
    orderId,
    (order) => order.qty === qty,
    `qty ${qty} after a change of qty alone`,
  )
  hold(
    changed.limitPrice === form.limitPrice,
    `The order ${orderId}: a change of qty alone must leave limitPrice at ${form.limitPrice}, received ${changed.limitPrice}.`,
  )
  await ask(address, { method: 'DELETE' })
  await seen(context, ticket, orderId, ({ status }) => status === 'cancelled', 'status cancelled')
  const kept = context.options.defaultDuration
  await context.clock.sleep(kept)
  await seen(
    context,
    ticket,
    orderId,
    ({ status }) => status === 'cancelled',
    `status cancelled still after ${kept} s`,
  )
  return passed(`The order ${orderId} was placed once, changed, cancelled, and stays visible as cancelled.`)
}

/** Whatever went wrong, nothing stays in the market. */
async function cancelLeftOvers(ticket: Ticket, base: string, before: ReadonlySet<string>): Promise<void> {
  const orders = await ordersOf(ticket).catch(() => [])
  const ours = orders.filter(
    ({ id, status, instrument, limitPrice }) =>
      !before.has(id) &&
      status === 'working' &&
      instrument === ticket.instrument.name &&
      limitPrice === ticket.form.limitPrice,
  )
  for (const { id } of ours)
    await ticket.ask(`${base}/${encodeURIComponent(id)}`, { method: 'DELETE' }).catch(() => {})
}

export const orderTests: readonly Test[] = [
  {
    name: 'tradingPlaceOrder',
    area: 'trading',
    rule: 'With --place-orders: one far limit order for one requestId sent twice, changed by qty alone, cancelled, and still visible afterwards.',
    lane: 'trading',
    run: placeOrder,
  },
]
