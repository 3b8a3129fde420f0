import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { type AccountContext, accountContext } from '../../adapters/tradelocker/account/account-context.ts'
import { createAccountDirectory } from '../../adapters/tradelocker/account/account-directory.ts'
import { createAccountReads } from '../../adapters/tradelocker/account/account-reads.ts'
import type { AccountRow } from '../../adapters/tradelocker/account/accounts.ts'
import { createBooks } from '../../adapters/tradelocker/book/books.ts'
import { createCatalogue } from '../../adapters/tradelocker/instruments/catalogue.ts'
import { createInfoRoutes } from '../../adapters/tradelocker/instruments/info-routes.ts'
import { createInstruments } from '../../adapters/tradelocker/instruments/instruments.ts'
import { UNHURRIED } from '../../adapters/tradelocker/read-pace.ts'
import type { SessionClient } from '../../adapters/tradelocker/transport/session-client.ts'
import { createTokenSealer, TRADING_ACCESS } from '../../src/auth/sealed-token.ts'
import { createSessionStore } from '../../src/auth/session-store.ts'
import { quietBroker } from '../support/quiet-broker.ts'
import { testKey } from '../support/test-gateway.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Bytes, of what is held. */
function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const silent = () => undefined

/** Sessions as they are opened from their tokens, over a broker that is not called. */
function setUp() {
  const now = Date.now()
  const sealer = createTokenSealer([testKey('k')], () => now)
  const broker = quietBroker({
    // Resuming a session makes no call.
    baseUrl: 'http://127.0.0.1:9',
    clock: () => now,
  })
  const store = createSessionStore({ broker, sealer, clock: () => now })
  const tokenOf = (n: number): Promise<string> => {
    const grant = {
      server: 'SIM-DEMO',
      user: `user-${n}`,
      expiresAt: now + 1e9,
      state: {
        accessToken: `access-${n}-`.padEnd(400, 'x'),
        refreshToken: `refresh-${n}-`.padEnd(400, 'x'),
        accessExpiresAt: now + 1e6,
        session: `session-${n}`,
        generation: 0,
      },
    }
    return sealer.seal(TRADING_ACCESS, grant, grant.expiresAt)
  }
  return {
    close: () => broker.close(),
    async openSessions(from: number, to: number) {
      for (let n = from; n < to; n += 1) await store.open(await tokenOf(n))
    },
    async openAndLogOut(from: number, to: number) {
      for (let n = from; n < to; n += 1) {
        const token = await tokenOf(n)
        await store.open(token)
        await store.revoke(token)
      }
    },
  }
}

it('ten thousand sessions take their memory, those that come after them take theirs over', async () => {
  const { openSessions, close } = setUp()
  await openSessions(0, 100)
  const first = heap()
  await openSessions(100, 10_100)
  const full = heap()
  await openSessions(10_100, 12_100)
  const later = heap()
  await close()
  expect((full - first) / 10_000).toBeLessThan(20_000)
  expect(later - full).toBeLessThan(0.05 * (full - first))
}, 120_000)

it('sessions that have logged out leave nothing but that their token is refused', async () => {
  const { openAndLogOut, close } = setUp()
  await openAndLogOut(0, 500)
  const before = heap()
  await openAndLogOut(500, 2_500)
  const left = heap() - before
  await close()
  expect(left / 2_000).toBeLessThan(1_000)
}, 120_000)

it('what ten thousand traders look at stays within bounds, and nobody pushes out what another one needs', async () => {
  const calls = new Map<string, number>()
  const parts = readingParts()
  const traders = Array.from({ length: 10_000 }, (_, n) => accountContext(clientOf(n, calls), rowOf(n)))
  const look = async (account: AccountContext) => {
    await parts.directory.accounts(account.client)
    await parts.directory.config(account.client, account.accNum)
    await parts.instruments.index(account)
    await parts.books.book(account)
    await parts.reads.state(account)
  }
  await Promise.all(traders.slice(0, 100).map(look))
  const first = heap()
  for (const trader of traders) await look(trader)
  const full = heap()
  expect((full - first) / 10_000).toBeLessThan(20_000)
  for (const trader of traders) await look(trader)
  for (const route of ['getAllAccounts', 'getConfigUsingGET', 'getInstruments', 'getOrdersHistory']) {
    expect([route, calls.get(route)]).toEqual([route, 10_000])
  }
  expect(heap() - full).toBeLessThan(0.1 * (full - first))
}, 120_000)

/** All that reads for accounts, on a clock of the history that stands still. */
function readingParts() {
  const directory = createAccountDirectory({ configure: silent })
  const instruments = createInstruments(createCatalogue(silent), createInfoRoutes())
  const books = createBooks(directory, instruments, { clock: () => 0, elapsed: () => 0 }, UNHURRIED, silent)
  return { directory, instruments, books, reads: createAccountReads(directory, UNHURRIED, silent, () => 0) }
}

const rowOf = (n: number): AccountRow => ({
  id: String(n),
  accNum: '1',
  name: `Account ${n}`,
  currency: 'USD',
  active: true,
})

const config = JSON.parse(readFileSync('test/fixtures/trade-config.json', 'utf8')).d
const INSTRUMENTS = Array.from({ length: 200 }, (_, n) => ({
  tradableInstrumentId: n + 1,
  name: `PAIR${n}`,
  description: `The pair number ${n}`,
  type: 'FOREX',
  routes: [
    { id: 1, type: 'TRADE' },
    { id: 2, type: 'INFO' },
  ],
}))

/** TradeLocker's answers for one trader, each a new object as it comes off the wire. */
function clientOf(n: number, calls: Map<string, number>): SessionClient {
  const columns = config.ordersConfig.columns as readonly { id: string }[]
  const cells: Readonly<Record<string, string>> = {
    tradableInstrumentId: '1',
    side: 'buy',
    type: 'limit',
    status: 'New',
    qty: '1',
    filledQty: '0',
    price: '1.1',
    createdDate: '1000',
    lastModified: '1000',
  }
  const orders = (count: number) =>
    Array.from({ length: count }, (_, order) =>
      columns.map(({ id }) => (id === 'id' ? String(n * 100 + order) : (cells[id] ?? null))),
    )
  const answers: Readonly<Record<string, () => unknown>> = {
    getAllAccounts: () => ({ accounts: [{ ...rowOf(n), status: 'ACTIVE' }] }),
    getConfigUsingGET: () => structuredClone(config),
    getInstruments: () => ({ instruments: structuredClone(INSTRUMENTS) }),
    getOrders: () => ({ orders: orders(3) }),
    getPositions: () => ({ positions: [] }),
    getOrdersHistory: () => ({ ordersHistory: [], hasMore: false }),
    getState: () => ({ accountDetailsData: config.accountDetailsConfig.columns.map(() => '1.5') }),
  }
  const grant = () => ({ server: 'SIM-DEMO', user: `user-${n}`, expiresAt: 0, state: {} })
  return {
    user: `user-${n}`,
    server: 'SIM-DEMO',
    userKey: `SIM-DEMO|user-${n}`,
    async call(route) {
      calls.set(route, (calls.get(route) ?? 0) + 1)
      return answers[route]?.()
    },
    wasAcceptedWithin: () => true,
    hasEnded: () => false,
    freshFor: async () => {},
    inHaste: (action) => action(),
    grant,
    shortGrant: grant,
  }
}
