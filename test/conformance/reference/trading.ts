import {
  type Answer,
  type Breaks,
  done,
  notFound,
  ok,
  type Request,
  refused,
  unauthorized,
} from './answer.ts'
import { LISTINGS } from './market.ts'

/** The trading half of one trader with one account. */
export interface Trading {
  /** Nothing when the address belongs to the other half. */
  answer(request: Request): Answer | undefined
}

interface PlacedOrder {
  readonly id: string
  readonly qty: number
  readonly limitPrice: number
  readonly status: string
}

const ACCOUNT = 'demo/1'

const account = {
  id: ACCOUNT,
  name: 'Demo 1',
  type: 'demo',
  currency: 'USD',
  config: {
    supportOrdersHistory: true,
    supportExecutions: true,
    supportLevel2Data: true,
    supportBalances: true,
    supportCustomAccountSummaryRow: true,
  },
}

const config = {
  accountSummaryRow: [{ id: 'balance', title: 'Balance' }],
  accountManager: [
    { id: 'funds', title: 'Funds', columns: ['balance', 'equity'].map((id) => ({ id, title: id })) },
  ],
  durations: [{ id: 'GTC', title: 'GTC', default: true }],
  pullingInterval: { quotes: 1000, orders: 1000 },
}

const stopLoss = {
  id: '2',
  instrument: 'EURUSD',
  qty: 1,
  side: 'sell',
  type: 'stop',
  stopPrice: 1,
  status: 'inactive',
  parentId: '1',
  parentType: 'order',
}

const orders = [
  { id: '1', instrument: 'EURUSD', qty: 1, side: 'buy', type: 'limit', limitPrice: 1.05, status: 'working' },
  stopLoss,
  {
    id: '3',
    instrument: 'ACME',
    qty: 10,
    side: 'sell',
    type: 'stop',
    status: 'working',
    isTrailingStop: true,
    trailingStopPips: 20,
    parentId: 'p1',
    parentType: 'position',
  },
]

const filled = {
  id: '4',
  instrument: 'ACME',
  qty: 10,
  filledQty: 10,
  avgPrice: 25,
  side: 'buy',
  type: 'market',
  status: 'filled',
  lastModified: 1_768_000_000,
}

/** What an order looks like with a defect in it. */
const ORDER_DEFECTS: Readonly<Record<string, object>> = {
  'trailingStopPips of 0': { ...stopLoss, trailingStopPips: 0 },
  'status canceled': { ...stopLoss, status: 'canceled' },
  'limitPrice on a stop': { ...stopLoss, limitPrice: 1 },
  'a bracket on the side of its parent': { ...stopLoss, side: 'buy' },
  'a parent without its type': { ...stopLoss, parentType: undefined },
  'a second stop loss': { ...stopLoss, id: '5', qty: 2 },
}

export function createTrading(breaks: Breaks, hasToken: (request: Request) => boolean): Trading {
  const placed = new Map<string, PlacedOrder>()
  const byRequest = new Map<string, string>()

  const spoilt = Object.entries(ORDER_DEFECTS)
    .filter(([defect]) => breaks(defect))
    .map(([, order]) => order)

  const listed = (all: readonly object[]): Answer => ok(breaks('an empty account') ? [] : all)

  function listOrders(): Answer {
    const ours = [...placed.values()]
      .filter(({ status }) => status === 'working' || !breaks('cancelled orders vanish'))
      .map((order) => ({ ...order, instrument: 'EURUSD', side: 'buy', type: 'limit' }))
    const standing = breaks('a second stop loss')
      ? orders
      : orders.filter(({ id }) => id !== '2' || spoilt.length === 0)
    return listed([...standing, ...spoilt, ...ours])
  }

  function place({ form, query }: Request): Answer {
    const requestId = query.get('requestId') ?? ''
    const known = byRequest.get(requestId)
    if (known !== undefined && !breaks('two orders for one request')) return ok({ orderId: known })
    const id = `o${placed.size + 1}`
    byRequest.set(requestId, id)
    placed.set(id, {
      id,
      qty: Number(form.get('qty')),
      limitPrice: Number(form.get('limitPrice')),
      status: 'working',
    })
    return ok({ orderId: id })
  }

  function change(id: string, { method, form }: Request): Answer {
    const order = placed.get(id)
    if (order === undefined)
      return breaks('cancelling nothing is fine') ? done : refused('There is no such order.')
    if (method === 'DELETE') placed.set(id, { ...order, status: 'cancelled' })
    else if (!form.has('limitPrice') && breaks('a change needs the price'))
      return refused('The price is missing.')
    else placed.set(id, { ...order, qty: Number(form.get('qty')) })
    return done
  }

  const marked = (defect: string, broken: object, fine: object): object => (breaks(defect) ? broken : fine)

  const ofAccount: Readonly<Record<string, (request: Request) => Answer>> = {
    'GET instruments': () => ok(breaks('no instruments') ? [] : instruments(breaks)),
    'GET state': () => ok(state(breaks)),
    'GET orders': listOrders,
    'POST orders': place,
    'GET ordersHistory': () => listed([marked('a working order in the history', orders[0] ?? {}, filled)]),
    'GET positions': () =>
      listed([
        {
          id: 'p1',
          instrument: 'ACME',
          qty: 10,
          side: 'buy',
          avgPrice: 25,
          ...(!breaks('positions without profit') && { unrealizedPl: 5 }),
        },
      ]),
    'GET executions': ({ query }) =>
      listed([
        {
          id: 'e1',
          instrument: breaks('executions of another instrument') ? 'JP225' : query.get('instrument'),
          price: 25,
          time: breaks('executions in milliseconds') ? 1_768_000_000_000 : 1_768_000_000,
          qty: 10,
          side: 'buy',
          orderId: '4',
          isClose: false,
        },
      ]),
    'GET balances': () =>
      listed([{ symbol: 'USD', total: breaks('balances as text') ? '1000' : 1000, available: 900 }]),
  }

  function answerOfAccount(request: Request): Answer {
    const [, , id = '', name = '', orderId] = request.path.split('/').map(decodeURIComponent)
    if (id !== ACCOUNT)
      return breaks('unknown accounts are 404') ? notFound : refused('There is no such account.')
    if (name === 'orders' && orderId !== undefined) return change(orderId, request)
    return ofAccount[`${request.method} ${name}`]?.(request) ?? notFound
  }

  const others: Readonly<Record<string, (request: Request) => Answer>> = {
    '/config': () =>
      ok(breaks('quotes every five seconds') ? { ...config, pullingInterval: { quotes: 5000 } } : config),
    '/accounts': () => ok([{ ...account, ...(breaks('account of type paper') && { type: 'paper' }) }]),
    '/quotes': ({ query }) => ok(quotes((query.get('symbols') ?? '').split(','), breaks)),
    '/depth': () => ok(depth(breaks)),
    '/permissions': () =>
      ok({
        groups: breaks('no permissions')
          ? []
          : [breaks('permission for an unknown group') ? 'broker_gold' : 'broker_forex'],
      }),
  }

  return {
    answer(request) {
      const isAccount = request.path.startsWith('/accounts/')
      const handler = isAccount ? answerOfAccount : others[request.path]
      if (handler === undefined) return undefined
      if (!hasToken(request) && !breaks('the trading half is open')) return unauthorized
      return handler(request)
    },
  }
}

const instruments = (breaks: Breaks): object[] =>
  LISTINGS.map(({ symbol, type }) => ({
    name: symbol,
    description: symbol,
    type,
    pipSize: breaks('pips of three ticks') ? 0.0003 : type === 'forex' ? 0.001 : 0.0001,
    pipValue: 0.001,
    minTick: 0.0001,
    minQty: 1,
    qtyStep: 1,
    maxQty: 100,
  }))

function state(breaks: Breaks): object {
  const row = breaks('numbers as cells') ? [1000, 1005] : ['1000.00', '1005.00']
  return {
    balance: 1000,
    unrealizedPl: 5,
    amData: [[breaks('a cell is missing') ? row.slice(1) : row]],
    accountSummaryRowData: ['1000.00'],
  }
}

function quotes(names: readonly string[], breaks: Breaks): object[] {
  const items = names.map((n) => ({
    s: breaks('no prices') ? 'error' : 'ok',
    n,
    v: { bid: 1.1, ask: 1.1002, ...(breaks('unknown field') && { lp: 1 }) },
  }))
  return breaks('quotes in another order') ? items.toReversed() : items
}

function depth(breaks: Breaks): object {
  if (breaks('no prices')) return { asks: [], bids: [] }
  const bids = [
    [1.0999, 10],
    [1.1, 5],
  ]
  return {
    asks: [
      [1.1002, 5],
      [1.1003, 10],
    ],
    bids: breaks('bids best first') ? bids.toReversed() : bids,
  }
}
