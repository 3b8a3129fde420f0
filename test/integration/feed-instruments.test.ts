import { afterEach, expect, it } from 'vitest'
import { createTradeLockerBroker } from '../../adapters/tradelocker/broker.ts'
import { catalogue } from '../../simulator/instrument-catalogue.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts'
import type { Broker } from '../../src/broker/broker.ts'
import { steadyClock } from '../../src/steady-clock.ts'
import { eventually } from '../support/eventually.ts'

/** What the data half is told of instruments, read from the simulator over HTTP through a service account. */

let simulator: Simulator
let broker: Broker
afterEach(async () => {
  await broker.close()
  await simulator.close()
})

async function start(options: SimulatorOptions = { rateLimits: 100 }): Promise<Broker> {
  simulator = await startSimulator(options)
  broker = createTradeLockerBroker({
    baseUrl: simulator.url,
    servers: ['SIM-DEMO'],
    accountType: 'demo',
    developerApiKey: undefined,
    rateLimits: { scope: 'user', headroom: 0.9, maxRps: undefined },
    serviceAccounts: [
      { email: 'feed@example.com', password: 'demo-password', server: 'SIM-DEMO', accountId: undefined },
    ],
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    events: {
      upstreamCall: () => undefined,
      catalogue: () => undefined,
      refused: () => undefined,
      serviceAccounts: () => undefined,
      readPace: () => undefined,
      priceAges: () => undefined,
    },
    clock: Date.now,
    elapsed: steadyClock,
  })
  return broker
}

/** The instruments, as soon as all are loaded. */
const loaded = ({ marketData }: Broker) =>
  eventually(
    () => marketData.instruments().catch(() => []),
    (list) => expect(list.length).toBeGreaterThanOrEqual(60),
  )

it('instruments carry the source of their bars and their trading week', async () => {
  const list = await loaded(await start({ rateLimits: 100, enforceSessions: true }))
  const named = (name: string) => list.find((one) => one.name === name)
  expect(named('EURUSD')).toMatchObject({
    kind: 'forex',
    barSource: 'bid',
    hasIntraday: true,
    hasDaily: true,
    tradingWeek: { timeZone: 'America/New_York' },
  })
  expect(named('XAUUSD')?.barSource).toBe('ask')
  const tokyo = named('7203.T')?.tradingWeek
  expect(tokyo?.timeZone).toBe('Asia/Tokyo')
  // Monday's two stretches: 09:00-11:30 and 12:30-15:30.
  expect(tokyo?.stretches).toContainEqual({ from: 1_440 + 540, to: 1_440 + 690 })
  expect(tokyo?.holidays).toContain('2026-01-01')
  // One session is read once, however many trade in it.
  expect(simulator.control.counters().requests.getTradeSession).toBe(7)
})

it('once loaded they are the same array, and asking for them costs no call', async () => {
  const { marketData } = await start()
  const first = await loaded(broker)
  const before = JSON.stringify(simulator.control.counters().requests)
  for (let n = 0; n < 20; n += 1) expect(await marketData.instruments()).toBe(first)
  expect(JSON.stringify(simulator.control.counters().requests)).toBe(before)
})

it('until all are loaded nobody is given a part of them, and no limit is broken on the way', async () => {
  const { marketData } = await start({ rateLimits: 'published' })
  const calls = () => simulator.control.counters().requests.getInstrumentDetails ?? 0
  await eventually(
    async () => calls(),
    (count) => expect(count).toBeGreaterThan(6),
  )
  await expect(marketData.instruments()).rejects.toMatchObject({ code: 'catalogue_loading' })
  expect(simulator.control.counters().rateLimitViolations).toEqual({})
})

it('a session that TradeLocker does not know leaves the hours open', async () => {
  await start()
  simulator.control.addFault({ operation: 'getTradeSession', kind: 'status', status: 404 })
  const list = await loaded(broker)
  expect(list.filter(({ tradingWeek }) => tradingWeek === undefined).length).toBeGreaterThan(0)
})

it('what passes is waited for: no instrument is told without hours because a call failed', async () => {
  await start()
  simulator.control.addFault({ operation: 'getTradeSession', kind: 'status', status: 503, count: 4 })
  const list = await eventually(
    () => broker.marketData.instruments().catch(() => []),
    (all) => expect(all.length).toBeGreaterThanOrEqual(60),
  )
  for (const { tradingWeek } of list) expect(tradingWeek).toBeDefined()
})

it('one whose details cannot be read at first gets a second chance before the list is told', async () => {
  await start()
  // A read is made three times.
  simulator.control.addFault({ operation: 'getInstrumentDetails', kind: 'status', status: 503, count: 3 })
  const names = (await loaded(broker)).map(({ name }) => name)
  const forex = catalogue.filter(({ type }) => type === 'FOREX').map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(forex))
})

it('bars up to a time in the far future are those until now', async () => {
  const { marketData } = await start()
  await loaded(broker)
  const now = Date.now()
  const bars = await marketData.bars('EURUSD', '1m', now - 3_600_000, Date.UTC(2200, 0, 1))
  expect(bars.length).toBeGreaterThan(50)
  expect(bars.at(-1)?.time).toBeLessThanOrEqual(Date.now())
})
