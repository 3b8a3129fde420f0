import type { AccountCall } from '../calls.ts'
import { findInstrument, type Instrument } from '../instruments.ts'
import { cancelAllOrders, cancelOrder, modifyOrder, placeOrder } from '../order-desk.ts'
import { type OrderRequest, readOrderRequest } from '../order-request.ts'
import type { Order } from '../orders.ts'
import { optionalInteger } from '../parameters.ts'
import { Refusal } from '../problems.ts'
import { ok, okTable } from '../replies.ts'
import { idWriter, orderRow } from '../rows.ts'
import type { Simulation } from '../simulation.ts'
import type { User } from '../users.ts'

/** Placing, changing, cancelling and listing orders. */
export function orderHandlers(simulation: Simulation) {
  const { venue, tally } = simulation
  return {
    placeOrder({ user, account, body }: AccountCall) {
      const request = readOrderRequest(body)
      const order = placeOrder(venue, account, tradedInstrument(user, request), request)
      tally.orderAccepted({ accountId: account.id, id: order.id, strategyId: order.strategyId })
      simulation.match(account)
      return ok({ orderId: order.id })
    },

    modifyOrder(call: AccountCall) {
      modifyOrder(venue, call.account, workingOrder(call), call.body)
      simulation.match(call.account)
      return ok()
    },

    cancelOrder(call: AccountCall) {
      cancelOrder(venue, call.account, workingOrder(call))
      return ok()
    },

    cancelAllOrders({ account, query }: AccountCall) {
      cancelAllOrders(venue, account, optionalInteger(query, 'tradableInstrumentId'))
      return ok()
    },

    getOrders({ user, account, query }: AccountCall) {
      const orders = [...account.working.values()].filter(withinQuery(query))
      const writeId = idWriter(user.quirks.bareIds ?? false)
      const columns = simulation.columns().orders
      return okTable(
        'orders',
        orders.map((order) => orderRow(order, columns, writeId)),
      )
    },

    /** Newest first; where there are more rows than one answer holds, the oldest are left out. */
    getOrdersHistory({ user, account, query }: AccountCall) {
      const orders = account.history.filter(withinQuery(query)).reverse()
      const writeId = idWriter(user.quirks.bareIds ?? false)
      const columns = simulation.columns().ordersHistory
      return okTable(
        'ordersHistory',
        orders.slice(0, simulation.historyRows).map((order) => orderRow(order, columns, writeId)),
        { hasMore: orders.length > simulation.historyRows },
      )
    },
  }
}

function tradedInstrument(user: User, request: OrderRequest): Instrument {
  const instrument = findInstrument(request.tradableInstrumentId)
  if (!instrument) throw new Refusal('Instrument not found!')
  const route = user.routes.of(instrument).find(({ id }) => id === request.routeId)
  if (route?.type !== 'TRADE') throw new Refusal(`Route ${request.routeId} cannot be traded on.`)
  return instrument
}

function workingOrder({ account, parameters: { orderId = '' } }: AccountCall): Order {
  const order = account.working.get(orderId)
  if (!order) throw new Refusal(`Order ${orderId} not found or already final.`)
  return order
}

/** `from` and `to` are compared with the time of the last change; both are inclusive. */
function withinQuery(query: URLSearchParams): (order: Order) => boolean {
  const from = optionalInteger(query, 'from') ?? 0
  const to = optionalInteger(query, 'to') ?? Number.POSITIVE_INFINITY
  const instrumentId = optionalInteger(query, 'tradableInstrumentId')
  return ({ lastModified, instrument }) =>
    lastModified >= from &&
    lastModified <= to &&
    (instrumentId === undefined || instrument.tradableInstrumentId === instrumentId)
}
