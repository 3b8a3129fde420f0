import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { aFakeAccount, type FakeSession, fakeSession } from '../support/fake-session.ts'
import { anExecution, anInstrument, anOrder, aPosition } from '../support/samples.ts'
import { startTradingServer, type TradingServer } from '../support/trading-server.ts'

const quote = { ask: 1.0902, bid: 1.0901, askSize: 1, bidSize: 1 }

let session: FakeSession
let server: TradingServer

beforeEach(async () => {
  session = fakeSession(
    aFakeAccount('7080', {
      instruments: [anInstrument()],
      orders: [anOrder(), anOrder({ id: '2', status: 'filled' })],
      history: [anOrder({ id: '3', status: 'cancelled' }), anOrder({ id: '4', status: 'working' })],
      positions: [aPosition()],
      executions: [anExecution(), anExecution({ id: 'e2' }), anExecution({ id: 'e3', instrument: 'US 500' })],
      quotes: new Map([['EURUSD.R', { quote, pipValue: undefined }]]),
      depth: { asks: [{ price: 1.1, size: 2 }], bids: [{ price: 1.09, size: 1 }] },
    }),
    aFakeAccount('7081', { rules: { brackets: false, trailingStop: false, partialClose: false } }),
  )
  server = await startTradingServer(session)
})
afterEach(() => server.close())

const read = (path: string) => server.ok('GET', path)
const refusal = (path: string) => server.refused('GET', path)

describe('what a panel reads', () => {
  it('/config describes the page that every state fills', async () => {
    session.columns = [
      { id: 'balance', description: undefined },
      { id: 'positionsCount', description: undefined },
    ]
    expect(await read('/config?locale=en')).toMatchObject({
      accountManager: [{ id: 'funds' }, { id: 'open' }],
      pullingInterval: { quotes: 500, orders: 1000, positions: 1000, accountManager: 500, balances: 1500 },
    })
    expect(await read('/accounts/7080/state?locale=en')).toMatchObject({
      amData: [[['']], [['']]],
      balance: 1000,
    })
  })

  it('/accounts lists all accounts, each with the flags of its own rules', async () => {
    expect(await read('/accounts?locale=en')).toMatchObject([
      { id: '7080', config: { supportOrderBrackets: true } },
      { id: '7081', config: { supportOrderBrackets: false } },
    ])
  })

  it('/accounts fails as a whole rather than guess the flags of one account', async () => {
    const [, second] = session.fakes
    if (second) second.failures.rules = new BrokerError('upstream_timeout')
    expect(await refusal('/accounts')).toContain('took too long')
  })

  it('/accounts says so when the login has no account', async () => {
    const empty = await startTradingServer(fakeSession())
    const { body } = await empty.call('GET', '/accounts')
    await empty.close()
    expect(body).toMatchObject({ s: 'error', errmsg: expect.stringContaining('not active') })
  })

  it('instruments, orders and positions of the account', async () => {
    expect(await read('/accounts/7080/instruments')).toMatchObject([{ name: 'EURUSD.R', units: 'lots' }])
    expect(await read('/accounts/7080/orders')).toMatchObject([{ status: 'working' }, { status: 'filled' }])
    expect(await read('/accounts/7080/positions')).toMatchObject([{ unrealizedPl: -12.5 }])
    expect(await read('/accounts/7081/orders')).toEqual([])
  })

  it('the history holds final orders only, as many as asked for', async () => {
    expect(await read('/accounts/7080/ordersHistory?maxCount=50')).toMatchObject([{ id: '3' }])
    expect(await read('/accounts/7080/ordersHistory')).toMatchObject([{ id: '3' }])
    expect(session.asked).toEqual([
      ['ordersHistory', 50],
      ['ordersHistory', undefined],
    ])
  })

  it('executions are those of one instrument', async () => {
    expect(await read('/accounts/7080/executions?instrument=EURUSD.R&maxCount=1')).toMatchObject([
      { id: 'e1' },
    ])
    expect(await read('/accounts/7080/executions?instrument=US%20500')).toMatchObject([{ id: 'e3' }])
    expect(await refusal('/accounts/7080/executions')).toContain('"instrument"')
    expect(await refusal('/accounts/7080/executions?instrument=X&maxCount=all')).toContain('number of items')
  })

  it('there are no balances of assets, but the account must still be one of the trader', async () => {
    expect(await read('/accounts/7080/balances')).toEqual([])
    expect(await refusal('/accounts/9999/balances')).toContain('does not belong to you')
  })

  it('quotes answer every symbol once, unknown ones with an error of their own', async () => {
    expect(await read('/quotes?locale=en&symbols=EURUSD.R%2CNOPE%2CEURUSD.R&accountId=7080')).toEqual([
      { s: 'ok', n: 'EURUSD.R', v: { ask: 1.0902, bid: 1.0901 } },
      { s: 'error', n: 'NOPE', v: { ask: 0, bid: 0 } },
    ])
    expect(session.asked).toEqual([['quotes', ['EURUSD.R', 'NOPE']]])
  })

  it('quotes fail as a whole when the broker did not answer for any of them', async () => {
    session.fakes[0]?.quotes.set('EURUSD.R', new BrokerError('upstream_timeout'))
    expect(await refusal('/quotes?symbols=EURUSD.R&accountId=7080')).toContain('took too long')
  })

  it.each([
    ['/quotes?symbols=EURUSD.R', 'lacks the field "account"'],
    ['/quotes?accountId=7080', '"symbols"'],
    ['/quotes?accountId=7080&symbols=', '"symbols"'],
    [`/quotes?accountId=7080&symbols=${Array.from({ length: 70 }, (_, n) => `S${n}`)}`, '70 symbols'],
    ['/quotes?accountId=7080&symbols=A&symbols=B', '"symbols"'],
    ['/depth?symbol=EURUSD.R', 'lacks the field "account"'],
    ['/depth?accountId=7080', '"symbol"'],
  ])('%s is refused over %s', async (path, reason) => expect(await refusal(path)).toContain(reason))

  it('the depth ascends on both sides', async () => {
    expect(await read('/depth?symbol=EURUSD.R&accountId=7080')).toEqual({
      asks: [[1.1, 2]],
      bids: [[1.09, 1]],
    })
  })

  it.each([
    ...['instruments', 'state', 'orders', 'ordersHistory', 'positions', 'balances'].map(
      (p) => `/accounts/1/${p}`,
    ),
    ...['/accounts/1/executions', '/quotes?accountId=1', '/depth?accountId=1', '/accounts/__proto__/state'],
  ])('%s tells a stranger nothing but that there is no such account', async (path) => {
    expect(await refusal(path)).toContain('does not exist or does not belong to you')
    expect(session.asked).toEqual([])
  })

  it('answers in English when the locale is unknown', async () => {
    expect(await refusal('/accounts/1/orders?locale=klingon')).toContain('does not exist')
  })
})

describe('addresses and methods', () => {
  it.each([
    ['POST', '/accounts', 'GET'],
    ['DELETE', '/accounts/7080/orders', 'POST'],
    ['POST', '/accounts/7080/positions/1', 'DELETE'],
    ['GET', '/accounts/7080/previewOrder', 'POST'],
  ])('%s %s is not served, and the answer names %s', async (method, path, allowed) => {
    const { status, headers } = await server.call(method, path)
    expect(status).toBe(405)
    expect(headers.get('allow')).toContain(allowed)
    expect(session.asked).toEqual([])
  })

  it.each(['/accounts/7080/netPositions', '/accounts/7080/orders/1/2', '/symbols'])(
    '%s does not exist',
    async (path) => {
      expect((await server.call('GET', path)).status).toBe(404)
    },
  )

  it('HEAD answers as GET does, without a body', async () => {
    expect((await server.call('HEAD', '/accounts')).status).toBe(200)
  })
})
