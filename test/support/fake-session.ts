import type { Account, AccountState, DetailColumn, TradingRules } from '../../src/broker/account.ts'
import type { BrokerSession, PollingIntervals, TradingAccount } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import type { TradableInstrument } from '../../src/broker/instrument.ts'
import type { Execution, Order } from '../../src/broker/order.ts'
import type { Position } from '../../src/broker/position.ts'
import type { OrderPreview } from '../../src/broker/preview.ts'
import type { Depth, Quote } from '../../src/broker/quote.ts'

/** Everything a fake account knows. A test changes what it is about and leaves the rest as `aFakeAccount` made it. */
export interface FakeAccount {
  account: Account
  rules: TradingRules
  state: AccountState
  instruments: TradableInstrument[]
  orders: Order[]
  history: Order[]
  positions: Position[]
  executions: Execution[]
  quotes: Map<string, { quote: Quote; pipValue: number | undefined } | BrokerError>
  depth: Depth
  leverage: number
  preview: OrderPreview
  /** Thrown by the next and every later call of the method. */
  failures: Partial<Record<keyof TradingAccount, BrokerError>>
}

/** What the account was asked to do: the method and its arguments. */
type Asked = readonly [method: keyof TradingAccount, ...args: unknown[]]

export interface FakeSession extends BrokerSession {
  readonly fakes: readonly FakeAccount[]
  readonly asked: Asked[]
  columns: DetailColumn[]
  intervals: PollingIntervals
}

export function aFakeAccount(id: string, changes: Partial<FakeAccount> = {}): FakeAccount {
  return {
    account: { id, name: `Account ${id}`, currency: 'USD', type: 'demo' },
    rules: { brackets: true, trailingStop: true, partialClose: true },
    state: { balance: 1000, unrealizedPl: -2.5, equity: 997.5, marginAvailable: 900, details: {} },
    instruments: [],
    orders: [],
    history: [],
    positions: [],
    executions: [],
    quotes: new Map(),
    depth: { asks: [], bids: [] },
    leverage: 100,
    preview: aPreview(),
    failures: {},
    ...changes,
  }
}

export function aPreview(changes: Partial<OrderPreview> = {}): OrderPreview {
  return {
    margin: 10,
    leverage: 100,
    marginAvailable: 900,
    notional: 1000,
    pipValue: 0.1,
    spreadCost: 0.05,
    plAtStopLoss: undefined,
    plAtTakeProfit: undefined,
    warnings: [],
    errors: [],
    ...changes,
  }
}

/** One login with the given accounts, all in memory. */
export function fakeSession(...fakes: FakeAccount[]): FakeSession {
  const asked: Asked[] = []
  const session: FakeSession = {
    fakes,
    asked,
    columns: [{ id: 'balance', description: undefined }],
    intervals: { quotes: 500, orders: 1000, positions: 1000, accountState: 500 },
    grant: { server: 'S', user: 'U', expiresAt: Number.MAX_SAFE_INTEGER, state: {} },
    hasEnded: () => false,
    end() {},
    get shortGrant() {
      return session.grant
    },
    freshFor: async () => {},
    inHaste: (action) => action(),
    accounts: async () => fakes.map((fake) => fake.account),
    async account(accountId) {
      const fake = fakes.find((one) => one.account.id === accountId)
      if (!fake) throw new BrokerError('account_not_found')
      return tradingAccount(fake, asked)
    },
    detailColumns: async () => session.columns,
    pollingIntervals: async () => session.intervals,
  }
  return session
}

function tradingAccount(fake: FakeAccount, asked: Asked[]): TradingAccount {
  /** Notes the question, then fails or answers. */
  const answer = async <T>(question: Asked, result: () => T): Promise<T> => {
    asked.push(question)
    const failure = fake.failures[question[0]]
    if (failure) throw failure
    return result()
  }
  return {
    account: fake.account,
    rules: () => answer(['rules'], () => fake.rules),
    instruments: () => answer(['instruments'], () => fake.instruments),
    state: () => answer(['state'], () => fake.state),
    orders: () => answer(['orders'], () => fake.orders),
    ordersHistory: (maxCount) => answer(['ordersHistory', maxCount], () => fake.history.slice(0, maxCount)),
    positions: () => answer(['positions'], () => fake.positions),
    executions: (instrument, maxCount) =>
      answer(['executions', instrument, maxCount], () =>
        fake.executions.filter((one) => one.instrument === instrument).slice(0, maxCount),
      ),
    quotes: (names) =>
      answer(['quotes', names], () => names.map((name) => ({ name, result: quoteOf(fake, name) }))),
    depth: (name) => answer(['depth', name], () => fake.depth),
    leverage: (name) => answer(['leverage', name], () => ({ leverage: fake.leverage })),
    preview: (ticket) => answer(['preview', ticket], () => fake.preview),
    placeOrder: (ticket, requestId) => answer(['placeOrder', ticket, requestId], () => '7001'),
    modifyOrder: (orderId, change) => answer(['modifyOrder', orderId, change], () => undefined),
    cancelOrder: (orderId) => answer(['cancelOrder', orderId], () => undefined),
    modifyPosition: (positionId, levels) => answer(['modifyPosition', positionId, levels], () => undefined),
    closePosition: (positionId, qty) => answer(['closePosition', positionId, qty], () => undefined),
  }
}

function quoteOf(fake: FakeAccount, name: string) {
  const known =
    fake.quotes.get(name) ?? new BrokerError('instrument_not_found', { params: { instrument: name } })
  return known instanceof BrokerError ? { error: known } : known
}
