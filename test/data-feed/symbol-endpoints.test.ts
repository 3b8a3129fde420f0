import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import { dataContract } from '../../src/data-feed/contract/index.ts'
import { aFeedInstrument } from '../support/samples.ts'
import { readStream } from '../support/stream-reader.ts'
import { startTestGateway, type TestGateway } from '../support/test-gateway.ts'

let gateway: TestGateway

const instruments = [
  aFeedInstrument({ name: 'EURUSD' }),
  aFeedInstrument({ name: 'GBPUSD.r' }),
  aFeedInstrument({ name: 'US 30', kind: 'index', wrapper: 'cfd', baseCurrency: undefined }),
]

async function start(failure?: BrokerError): Promise<void> {
  gateway = await startTestGateway({}, ({ marketData }) => {
    marketData.list = instruments
    marketData.failure = failure
  })
}

afterEach(() => gateway.close())

interface Body {
  readonly s: string
  readonly d: { readonly groups: readonly unknown[] }
  readonly symbol: readonly string[]
  readonly ticker: readonly string[]
}

/** Checks the answer of a success against the contract. */
async function get(path: string, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(gateway.origin + path, { headers })
  const body = (await response.json()) as Body
  if (body.s === 'ok') dataContract[`GET ${path.split('?')[0]}`]?.parse(body)
  return { status: response.status, type: response.headers.get('content-type'), body }
}

const refused = (sentence: unknown) => ({ status: 200, body: { s: 'error', errmsg: sentence } })

describe('GET /symbol_info', () => {
  beforeEach(() => start())

  it('tells everything, or one group', async () => {
    const all = await get('/symbol_info')
    expect(all).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' })
    expect(all.body.ticker).toEqual(['EURUSD', 'GBPUSD.r', 'US 30'])
    expect((await get('/symbol_info?group=broker_indices')).body).toMatchObject({
      ticker: ['US 30'],
      type: 'index',
    })
    expect((await get('/symbol_info?group=broker_forex')).body.symbol).toHaveLength(2)
  })

  it('tells a new list as soon as the broker has one, and the last one while the broker tells none', async () => {
    await get('/symbol_info')
    gateway.broker.marketData.list = [aFeedInstrument({ name: 'USDJPY' })]
    expect((await get('/symbol_info')).body.symbol).toEqual(['USDJPY'])
    gateway.broker.marketData.failure = new BrokerError('data_feed_unavailable')
    expect((await get('/symbol_info')).body.symbol).toEqual(['USDJPY'])
  })

  it.each([
    'group=broker_nothing',
    'group=',
    'group=__proto__',
    'group=broker_forex&group=broker_forex',
    // Could exist, but holds nothing.
    'group=broker_crypto',
  ])('refuses a group that there is not: %s', async (query) => {
    expect(await get(`/symbol_info?${query}`)).toMatchObject(
      refused(
        expect.stringMatching(
          /^The field "group" is not valid: expected one (value|of broker_forex, broker_indices)\.$/,
        ),
      ),
    )
  })
})

describe('an answer of /symbol_info that stands ready', () => {
  const client = { login: 'tradingview', password: 'not-a-secret-of-anybody' }

  it('is no different from the first one, and neither is its log line', async () => {
    await start()
    const told = []
    for (const id of ['the-long-way', 'the-short-way']) {
      const response = await fetch(`${gateway.origin}/symbol_info`, { headers: { 'X-Request-Id': id } })
      const { date, 'x-request-id': _, ...headers } = Object.fromEntries(response.headers)
      told.push({ status: response.status, headers, body: await response.text() })
    }
    expect(told[1]).toEqual(told[0])
    const lines = () => gateway.logs.lines().filter(({ route }) => route === '/symbol_info')
    await expect.poll(lines).toHaveLength(2)
    const [long, short] = lines().map(({ timestamp, durationMs, requestId, ...rest }) => rest)
    expect(short).toEqual(long)
    expect((await get('/symbol_info?group=broker_nothing')).body.s).toBe('error')
    gateway.broker.marketData.list = [aFeedInstrument({ name: 'USDJPY' })]
    expect((await get('/symbol_info')).body.symbol).toEqual(['USDJPY'])
  })

  it('is for those who may read it alone', async () => {
    gateway = await startTestGateway({ DATA_CLIENTS: JSON.stringify([client]) }, ({ marketData }) => {
      marketData.list = instruments
    })
    const body = new URLSearchParams(client)
    const login = await fetch(`${gateway.origin}/authorize`, { method: 'POST', body })
    const token = ((await login.json()) as { d: { access_token: string } }).d.access_token
    for (const _ of [1, 2]) expect((await get('/symbol_info', token)).body.symbol).toHaveLength(3)
    for (const wrong of [undefined, 'wrong', await gateway.token()]) {
      expect(await get('/symbol_info', wrong)).toMatchObject({ status: 401, body: { s: 'error' } })
    }
  })
})

describe('the list of symbols', () => {
  it.each([
    ['catalogue_loading', 'The list of symbols is still being loaded. Please try again in a minute.'],
    ['data_feed_unavailable', 'Market data cannot be read at the moment. Please try again in a minute.'],
    ['data_feed_unconfigured', expect.stringContaining('serves no market data')],
  ] as const)('is an error while there has been none, and recovers by itself: %s', async (code, sentence) => {
    await start(new BrokerError(code))
    for (const path of ['/symbol_info', '/symbol_info?group=broker_forex', '/groups']) {
      expect(await get(path)).toMatchObject(refused(sentence))
    }
  })
})

it('an instrument that the list cannot tell has no bars and no lines, is not asked for, and leaves its group empty', async () => {
  // Crypto of which nobody knows the first currency.
  const bad = { name: 'BAD', kind: 'crypto', baseCurrency: undefined } as const
  gateway = await startTestGateway({}, ({ marketData }) => {
    marketData.list = [aFeedInstrument({ name: 'EURUSD' }), aFeedInstrument(bad)]
  })
  const { marketData } = gateway.broker
  expect((await get('/symbol_info')).body.symbol).toEqual(['EURUSD'])
  expect((await get('/groups')).body.d.groups).toEqual([{ id: 'broker_forex' }, { id: 'broker_crypto' }])
  expect((await get('/symbol_info?group=broker_crypto')).body).toMatchObject({ s: 'ok', symbol: [] })

  const history = (symbol: string) =>
    get(`/history?symbol=${symbol}&resolution=1&from=1700000000&to=1700000100`)
  expect((await history('EURUSD')).body.s).toBe('ok')
  expect(await history('BAD')).toMatchObject(refused(expect.stringContaining('BAD')))
  expect(marketData.asked.map(({ name }) => name)).toEqual(['EURUSD'])

  const stream = await readStream(`${gateway.origin}/streaming`)
  const price = { kind: 'price', bid: 1, ask: 2, bidSize: 1, askSize: 1, time: Date.now() } as const
  for (const name of ['BAD', 'EURUSD']) marketData.emit({ ...price, name })
  await stream.until((ticks) => expect(new Set(ticks.map(({ id }) => id))).toEqual(new Set(['EURUSD'])))
  // Reading its price would cost calls that others then lack.
  expect(['BAD', 'EURUSD'].filter(marketData.isWanted)).toEqual(['EURUSD'])
  stream.close()
})

describe('GET /groups', () => {
  beforeEach(() => start())

  it('names the groups that hold symbols', async () => {
    expect((await get('/groups')).body).toEqual({
      s: 'ok',
      d: { groups: [{ id: 'broker_forex' }, { id: 'broker_indices' }] },
    })
  })
})

describe('GET /permissions', () => {
  it('needs the token of a trader', async () => {
    await start()
    expect((await get('/permissions')).status).toBe(401)
    expect((await get('/permissions', 'nonsense')).status).toBe(401)
  })

  it('names the groups that there are', async () => {
    await start()
    const token = await gateway.token()
    await get('/groups')
    expect((await get('/permissions', token)).body).toEqual({
      s: 'ok',
      d: { groups: ['broker_forex', 'broker_indices'] },
    })
  })

  it('names the groups that there are also where nobody has asked for a list since it could be read', async () => {
    await start(new BrokerError('catalogue_loading'))
    const token = await gateway.token()
    gateway.broker.marketData.failure = undefined
    expect((await get('/permissions', token)).body.d.groups).toEqual(['broker_forex', 'broker_indices'])
  })

  it('names all that there can be while the list is not known: nobody asks again before the next login', async () => {
    await start(new BrokerError('catalogue_loading'))
    const { body } = await get('/permissions', await gateway.token())
    expect(body.d.groups).toEqual(
      expect.arrayContaining(['broker_forex', 'broker_stock_cfds', 'broker_crypto']),
    )
    expect(body.d.groups).toHaveLength(10)
  })
})
