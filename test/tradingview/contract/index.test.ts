import { describe, expect, it } from 'vitest'
import { contract, contractFor } from '../../../src/tradingview/contract/index.ts'

const ok = (d: unknown) => ({ s: 'ok', d })
const order = { id: '1', instrument: 'X', qty: 1, side: 'buy', type: 'limit', status: 'working' }
const account = { id: '1', name: 'A', type: 'demo', config: { supportDOM: true } }
const instrument = { name: 'X', description: '', pipSize: 1, pipValue: 1, minTick: 1, type: 'spot' }

describe('finding the contract of an operation', () => {
  it.each([
    ['GET', '/accounts/{accountId}/orders'],
    ['get', '/accounts/:accountId/orders'],
    ['GET', '/accounts/7080/orders?locale=en'],
  ])('%s %s is the list of orders', (method, path) => {
    expect(contractFor(method, path)).toBe(contractFor('GET', '/accounts/{accountId}/orders'))
  })

  it.each([
    ['GET', '/accounts/7080/orders/1'],
    ['PATCH', '/accounts'],
    ['GET', '/symbol_info'],
  ])('%s %s is not an operation of the trading half', (method, path) => {
    expect(() => contractFor(method, path)).toThrow(`no ${method} ${path}`)
  })

  it.each(Object.keys(contract))(
    '%s may answer with the error envelope, and with nothing beside it',
    (operation) => {
      const [method = '', path = ''] = operation.split(' ')
      const answer = contractFor(method, path)
      expect(answer.safeParse({ s: 'error', errmsg: 'No.' }).success).toBe(true)
      expect(answer.safeParse({ s: 'error', errmsg: '' }).success).toBe(false)
      expect(answer.safeParse({ s: 'error', errmsg: 'No.', code: 7 }).success).toBe(false)
      expect(answer.safeParse({ s: 'no', errmsg: 'No.' }).success).toBe(false)
    },
  )
})

/** Answers that TradingView understands. */
const valid: readonly [operation: string, answer: unknown][] = [
  ['POST /authorize', ok({ access_token: 't', expiration: 1_700_000_000 })],
  ['POST /logout', { s: 'ok' }],
  ['GET /config', ok({})],
  ['GET /config', ok({ pullingInterval: { quotes: 1000, positions: 1500 } })],
  ['GET /accounts', ok([account])],
  ['GET /accounts', ok([{ ...account, currency: 'USD', currencySign: '$', isVerified: true, prefix: 'X' }])],
  ['GET /accounts/1/state', ok({ balance: 0, unrealizedPl: 0 })],
  ['GET /accounts/1/state', ok({ balance: 0, unrealizedPl: 0, amData: [[], [['1.00', '']]] })],
  ['GET /accounts/1/instruments', ok([{ ...instrument, typespecs: 'crypto,cfd' }])],
  ['GET /accounts/1/orders', ok([{ ...order, duration: { type: 'GTC', note: 'more is allowed here' } }])],
  ['GET /accounts/1/ordersHistory', ok([{ ...order, status: 'cancelled' }])],
  ['POST /accounts/1/orders', ok({ orderId: '1' })],
  ['PUT /accounts/1/orders/1', { s: 'ok' }],
  ['DELETE /accounts/1/positions/1', ok({ transactionId: 't' })],
  ['GET /accounts/1/positions', ok([{ id: '1', instrument: 'X', qty: 0, side: 'buy', avgPrice: 1 }])],
  ['GET /accounts/1/balances', ok([])],
  ['GET /depth', ok({ asks: [[1.1, 1]], bids: [] })],
  ['GET /quotes', ok([{ n: 'X', v: { ask: 1, bid: 1 } }])],
  ['POST /accounts/1/previewLeverage', ok({})],
]

/** Answers with the mistakes that are easiest to make. */
const invalid: readonly [mistake: string, operation: string, answer: unknown][] = [
  ['a result without its envelope', 'GET /accounts', [account]],
  ['something beside the result', 'GET /accounts', { ...ok([account]), next: 1 }],
  ['no account at all', 'GET /accounts', ok([])],
  ['an unknown flag', 'GET /accounts', ok([{ ...account, config: { supportMagic: true } }])],
  ['a result where there is none', 'POST /logout', ok({})],
  ['an expiration with a fraction', 'POST /authorize', ok({ access_token: 't', expiration: 1.5 })],
  ['polling slower than the maximum', 'GET /config', ok({ pullingInterval: { quotes: 1001 } })],
  [
    'two default durations',
    'GET /config',
    ok({ durations: ['a', 'b'].map((id) => ({ id, title: id, default: true })) }),
  ],
  ['a table without columns', 'GET /config', ok({ accountManager: [{ id: 't', columns: [] }] })],
  ['a state without unrealizedPl', 'GET /accounts/1/state', ok({ balance: 0 })],
  ['cells that are numbers', 'GET /accounts/1/state', ok({ balance: 0, unrealizedPl: 0, amData: [[[1]]] })],
  ['an unknown type', 'GET /accounts/1/instruments', ok([{ ...instrument, type: 'etf' }])],
  ['typespecs as a list', 'GET /accounts/1/instruments', ok([{ ...instrument, typespecs: ['cfd'] }])],
  ['a status TradingView does not know', 'GET /accounts/1/orders', ok([{ ...order, status: 'expired' }])],
  ['the other spelling of cancelled', 'GET /accounts/1/orders', ok([{ ...order, status: 'canceled' }])],
  ['a trailing distance of zero', 'GET /accounts/1/orders', ok([{ ...order, trailingStopPips: 0 }])],
  ['a number where an id belongs', 'GET /accounts/1/orders', ok([{ ...order, id: 1 }])],
  ['a live order in the history', 'GET /accounts/1/ordersHistory', ok([order])],
  ['an order without its id', 'POST /accounts/1/orders', ok({})],
  [
    'bids with the best first',
    'GET /depth',
    ok({
      asks: [],
      bids: [
        [2, 1],
        [1, 1],
      ],
    }),
  ],
  ['a level of three numbers', 'GET /depth', ok({ asks: [[1, 1, 1]], bids: [] })],
  ['no quote at all', 'GET /quotes', ok([])],
  ['a quote without prices', 'GET /quotes', ok([{ s: 'error', n: 'X' }])],
  ['a price that is no number', 'GET /quotes', ok([{ s: 'ok', n: 'X', v: { ask: Number.NaN, bid: 1 } }])],
]

const accepts = (operation: string, answer: unknown): boolean => {
  const [method = '', path = ''] = operation.split(' ')
  return contractFor(method, path).safeParse(answer).success
}

describe('the contract', () => {
  it.each(valid)('%s may answer %j', (operation, answer) => expect(accepts(operation, answer)).toBe(true))

  it.each(invalid)('forbids %s in %s', (_mistake, operation, answer) => {
    expect(accepts(operation, answer)).toBe(false)
  })
})
