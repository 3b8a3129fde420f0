import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rowReader } from '../../../../adapters/tradelocker/account/rows.ts'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { createBudgets } from '../../../../adapters/tradelocker/budgets/route-budgets.ts'
import { isOpen, parseTradingSession } from '../../../../adapters/tradelocker/instruments/trading-sessions.ts'
import { logIn } from '../../../../adapters/tradelocker/tokens/tokens.ts'
import { createHttp, NO_DATA } from '../../../../adapters/tradelocker/transport/http.ts'
import {
  createSessionClient,
  type SessionClient,
} from '../../../../adapters/tradelocker/transport/session-client.ts'
import type { Upstream } from '../../../../adapters/tradelocker/transport/upstream.ts'
import { userKeyOf } from '../../../../adapters/tradelocker/transport/user-key.ts'
import { type DemoLogin, type Simulator, startSimulator } from '../../../../simulator/simulator.ts'
import { failureOf } from './loopback.ts'

interface Listed {
  readonly tradableInstrumentId: number
  readonly name: string
  readonly routes: readonly { readonly id: number; readonly type: 'INFO' | 'TRADE' }[]
}

let simulator: Simulator
let upstream: Upstream
let login: DemoLogin
let client: SessionClient
let accNum: string
let accountId: string
let instrument: Listed

const elapsed = () => performance.now()

beforeAll(async () => {
  simulator = await startSimulator({ now: Date.UTC(2026, 0, 7, 12), enforceSessions: true })
  upstream = {
    http: createHttp({
      baseUrl: simulator.url,
      developerApiKey: undefined,
      userAgent: 'gateway-under-test/1',
    }),
    budgets: createBudgets({ scope: 'user', headroom: 0.9, maxRps: undefined, elapsed }),
    events: { upstreamCall: () => {} },
    clock: Date.now,
    elapsed,
  }
  const [first] = simulator.logins
  if (first === undefined) throw new Error('the simulator has no login')
  login = first
  const { email, password, server } = login
  client = createSessionClient({ ...upstream, tokens: await logIn(upstream, { email, password, server }) })
  accNum = String(login.accounts[0]?.accNum)
  accountId = login.accounts[0]?.id ?? ''
  const config = parseTradeConfig(await client.call('getConfigUsingGET', { accNum }))
  upstream.budgets.configure({ user: userKeyOf(client) }, config.rateLimits)
  const answer = await client.call('getInstruments', { accNum, path: { accountId } })
  instrument = (answer as { instruments: Listed[] }).instruments.find(({ name }) =>
    /^EURUSD/.test(name),
  ) as Listed
})

afterAll(async () => {
  upstream.budgets.close()
  upstream.http.close()
  await simulator.close()
})

beforeEach(() => {
  simulator.control.clearFaults()
  simulator.control.resetCounters()
})

const path = () => ({ accountId })
const route = (type: 'INFO' | 'TRADE') => instrument.routes.findLast((each) => each.type === type)?.id
const order = (strategyId: string) => ({
  accNum,
  path: path(),
  body: {
    qty: 0.1,
    side: 'buy',
    type: 'limit',
    validity: 'GTC',
    price: 0.5,
    routeId: route('TRADE'),
    tradableInstrumentId: instrument.tradableInstrumentId,
    strategyId,
  },
})
const acceptedOrders = () => simulator.control.counters().ordersAccepted.map(({ strategyId }) => strategyId)

describe('the way to TradeLocker', () => {
  it('places an order and finds it again in a row', async () => {
    const { orderId } = (await client.call('placeOrder', order('found-again'))) as { orderId: string }
    const config = parseTradeConfig(await client.call('getConfigUsingGET', { accNum }))
    const { orders } = (await client.call('getOrders', { accNum, path: path() })) as { orders: unknown[] }
    const rows = orders.map(rowReader(config.columns.orders))
    const row = rows.find((each) => each.text('strategyId') === 'found-again')
    expect(row?.requiredId('id')).toBe(orderId)
    expect(row?.number('price')).toBe(0.5)
  })

  it('stays within the limits that the broker counts, however many calls come at once', async () => {
    const request = { accNum, path: path() }
    const calls = (['getPositions', 'getState', 'getAccounts', 'getExecutions'] as const).flatMap((name) =>
      Array.from({ length: 3 }, () => client.call(name, request)),
    )
    await Promise.all(calls)
    expect(simulator.control.counters().totalRateLimitViolations).toBe(0)
  })

  it('goes on with a new token when the old one is refused, without placing twice', async () => {
    simulator.control.expireTokens(login.email)
    await client.call('placeOrder', order('after-expiry'))
    expect(acceptedOrders()).toEqual(['after-expiry'])
    expect(simulator.control.counters().refreshes).toBe(1)
  })

  it.each([
    ['drop', true],
    ['drop', false],
    ['html', true],
    ['malformedJson', true],
    ['silence', true],
  ] as const)('leaves an order unknown and alone after: %s (processed: %s)', async (kind, processed) => {
    simulator.control.addFault({ operation: 'placeOrder', kind, processed })
    const call = client.call('placeOrder', { ...order(`${kind}-${processed}`), deadlineMs: 2_500 })
    expect(await failureOf(call)).toMatchObject({ delivery: 'unknown' })
    expect(acceptedOrders()).toEqual(processed ? [`${kind}-${processed}`] : [])
    expect(simulator.control.counters().requests.placeOrder).toBe(1)
  })

  it('repeats a read whose connection was cut', async () => {
    simulator.control.addFault({ operation: 'getQuotes', kind: 'drop' })
    const query = { routeId: route('INFO'), tradableInstrumentId: instrument.tradableInstrumentId }
    expect(await client.call('getQuotes', { accNum, query })).toMatchObject({ ap: expect.any(Number) })
    expect(simulator.control.counters().requests.getQuotes).toBe(2)
  })

  it('knows a refusal by its words', async () => {
    const body = { ...order('x').body, qty: 0 }
    const refused = client.call('placeOrder', { accNum, path: path(), body })
    expect(await failureOf(refused)).toMatchObject({ code: 'qty_not_positive', delivery: 'answered' })
    const foreign = client.call('getState', { accNum, path: { accountId: '999999999' } })
    expect(await failureOf(foreign)).toMatchObject({ code: 'account_not_found' })
  })

  it('tells no data from a failure', async () => {
    const query = {
      routeId: route('INFO'),
      tradableInstrumentId: instrument.tradableInstrumentId,
      resolution: '1m',
      from: Date.UTC(2026, 0, 3, 12),
      to: Date.UTC(2026, 0, 3, 13),
    }
    expect(await client.call('getHistory', { accNum, query })).toBe(NO_DATA)
  })

  it('understands when an instrument trades', async () => {
    const details = await client.call('getInstrumentDetails', {
      accNum,
      path: { tradableInstrumentId: String(instrument.tradableInstrumentId) },
      query: { routeId: route('INFO') },
    })
    const { tradeSessionId } = details as { tradeSessionId: number }
    const session = parseTradingSession(
      await client.call('getTradeSession', { accNum, path: { sessionId: String(tradeSessionId) } }),
    )
    expect(isOpen(session, Date.UTC(2026, 0, 7, 12))).toBe(true)
    expect(isOpen(session, Date.UTC(2026, 0, 10, 12))).toBe(false)
    expect(isOpen(session, Date.UTC(2026, 11, 25, 12))).toBe(false)
  })

  it('refuses wrong credentials as such', async () => {
    const { email, server } = login
    const attempt = logIn(upstream, { email, server, password: 'wrong' })
    expect(await failureOf(attempt)).toMatchObject({ code: 'wrong_credentials' })
  })

  it('keeps away after a block by the edge network', async () => {
    const budgets = createBudgets({ scope: 'user', headroom: 1, maxRps: undefined, elapsed })
    const { email, password, server } = login
    const own = { ...upstream, budgets }
    const other = createSessionClient({ ...own, tokens: await logIn(own, { email, password, server }) })
    simulator.control.addFault({ operation: 'getState', kind: 'edgeBlock', count: 'untilCleared' })
    const blocked = await failureOf(other.call('getState', { accNum, path: path() }))
    expect(blocked).toMatchObject({ code: 'rate_limited', edge: true, delivery: 'not_sent' })
    const next = await failureOf(other.call('getOrders', { accNum, path: path() }))
    expect(next).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
    expect(simulator.control.counters().requests.getState).toBe(1)
    budgets.close()
  })
})
