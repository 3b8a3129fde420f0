import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let anna: Panel

beforeAll(async () => {
  stack = await startStack()
  anna = await stack.panel('anna')
})
afterAll(() => stack.close())

describe('logging in', () => {
  it('by e-mail alone means the first server', async () => {
    const d = await anna.ok('POST', '/authorize', { login: 'anna@example.com', password: 'demo-password' })
    expect(d.access_token.length).toBeGreaterThan(100)
    expect(Number.isInteger(d.expiration)).toBe(true)
    expect(d.expiration).toBeGreaterThan(Date.now() / 1000)
  })

  it('by server and e-mail reaches the other server', async () => {
    const chloe = await stack.panel('chloe')
    const accounts: { id: string; currency: string }[] = await chloe.ok('GET', '/accounts')
    expect(accounts.map(({ id, currency }) => [id, currency])).toEqual([
      ['810301', 'GBP'],
      ['810303', 'USD'],
    ])
  })

  it('wrong password, unknown server and a broker that is down are three different sentences', async () => {
    const wrong = await anna.refused('POST', '/authorize', {
      login: 'anna@example.com',
      password: 'nonsense',
    })
    const server = await anna.refused('POST', '/authorize', {
      login: 'NOWHERE\\anna@example.com',
      password: 'x',
    })
    stack.simulator.control.addFault({ operation: 'getJWTTokens', kind: 'status', status: 503, count: 5 })
    const down = await anna.refused('POST', '/authorize', {
      login: 'anna@example.com',
      password: 'demo-password',
    })
    stack.simulator.control.clearFaults()
    expect(new Set([wrong, server, down]).size).toBe(3)
    expect(wrong).toMatch(/password/i)
    expect(server).toContain('NOWHERE')
    for (const sentence of [wrong, server, down]) expect(sentence).toMatch(/\.( |$)/)
  })

  it('every login gives a new token', async () => {
    const tokens = new Set<string>()
    for (let i = 0; i < 5; i++) {
      const login = { login: 'anna@example.com', password: 'demo-password' }
      tokens.add((await anna.ok('POST', '/authorize', login)).access_token)
    }
    expect(tokens.size).toBe(5)
  })
})

describe('accounts', () => {
  it('tell what the broker allows in each', async () => {
    const [first, second] = await anna.ok('GET', '/accounts')
    expect(first).toMatchObject({ id: '700101', type: 'demo', currency: 'USD', currencySign: '$' })
    expect(second).toMatchObject({ id: '700102', currency: 'EUR', currencySign: '€' })
    expect(first.config).toMatchObject({ supportTrailingStop: true, supportPartialClosePosition: true })
    const dmitri = await stack.panel('dmitri')
    const [plain] = await dmitri.ok('GET', '/accounts')
    expect(plain.config).toMatchObject({ supportTrailingStop: false, supportPartialClosePosition: false })
  })

  it('of somebody else are refused in the same words as ones that do not exist', async () => {
    for (const path of [
      'state',
      'orders',
      'positions',
      'instruments',
      'ordersHistory',
      'executions?instrument=EURUSD',
    ]) {
      const foreign = await anna.refused('GET', `/accounts/700201/${path}`)
      const unknown = await anna.refused('GET', `/accounts/123456/${path}`)
      expect(foreign).toBe(unknown)
    }
  })
})

describe('instruments', () => {
  it('are all listed, each complete', async () => {
    const list = await anna.ok('GET', '/accounts/700101/instruments')
    expect(list.length).toBeGreaterThanOrEqual(60)
    for (const item of list) {
      expect(item.minTick, item.name).toBeGreaterThan(0)
      expect(item.pipValue, item.name).toBeGreaterThan(0)
      expect(item.lotSize, item.name).toBeGreaterThan(0)
    }
  })

  it('tell pip values in the money of the account', async () => {
    const pick = async (panel: Panel, account: string, name: string) =>
      (await panel.ok('GET', `/accounts/${account}/instruments`)).find(
        (item: { name: string }) => item.name === name,
      )
    const { bid, ask } = stack.simulator.control.quote('EURUSD')
    const inDollars = await pick(anna, '700101', 'EURUSD')
    const inEuros = await pick(anna, '700102', 'EURUSD')
    expect(inDollars.pipValue).toBe(0.0001)
    expect(inEuros.pipValue).toBeCloseTo(0.0001 / ((bid + ask) / 2), 7)
    const ben = await stack.panel('ben')
    const inYen = await pick(ben, '700202', 'EURUSD')
    expect(inYen.pipValue).toBeGreaterThan(0.005)
  })

  it('with several tick bands carry them', async () => {
    const list: { name: string; variableMinTick?: string }[] = await anna.ok(
      'GET',
      '/accounts/700101/instruments',
    )
    const banded = list.filter((item) => item.variableMinTick !== undefined)
    expect(banded.length).toBeGreaterThan(0)
    for (const item of banded) expect(item.variableMinTick).toMatch(/^[\d.]+( [\d.]+ [\d.]+)+$/)
  })
})

describe('state', () => {
  it('mirrors the tables of /config, cell for cell', async () => {
    const config = await anna.ok('GET', '/config')
    const state = await anna.ok('GET', '/accounts/700101/state')
    const tables: { columns: unknown[] }[] = config.accountManager
    expect(state.amData.map((table: unknown[][]) => table[0]?.length)).toEqual(
      tables.map((table) => table.columns.length),
    )
    expect(state.accountSummaryRowData).toHaveLength(config.accountSummaryRow.length)
    expect(state.equity).toBeCloseTo(state.balance + state.unrealizedPl, 2)
  })

  it('polling intervals follow the limits and stay within what TradingView allows', async () => {
    const { pullingInterval } = await anna.ok('GET', '/config')
    expect(pullingInterval).toMatchObject({ balances: 1500 })
    for (const ms of Object.values(pullingInterval)) expect(ms).toBeLessThanOrEqual(1500)
  })
})

describe('prices', () => {
  it('are those of the market, in the order asked for; an unknown symbol is an error of its own', async () => {
    stack.simulator.control.setPrice('EURUSD', 1.1)
    const quotes = await eventually(
      () => anna.ok('GET', '/quotes?symbols=GBPUSD%2CNOPE%2CEURUSD&accountId=700101'),
      (items) => expect(items[2].v.bid).toBe(1.1),
    )
    expect(quotes.map((item: { n: string }) => item.n)).toEqual(['GBPUSD', 'NOPE', 'EURUSD'])
    expect(quotes.map((item: { s: string }) => item.s)).toEqual(['ok', 'error', 'ok'])
    expect(quotes[2].v.ask).toBeGreaterThan(1.1)
  })

  it('carry pip values when the account has another currency', async () => {
    const [inEuros] = await anna.ok('GET', '/quotes?symbols=EURUSD&accountId=700102')
    expect(inEuros.v.buyPipValue).toBe(inEuros.v.sellPipValue)
    expect(inEuros.v.buyPipValue).toBeGreaterThan(0)
    const [inDollars] = await anna.ok('GET', '/quotes?symbols=EURUSD&accountId=700101')
    expect(inDollars.v.buyPipValue).toBeUndefined()
  })

  it('odd names work as they are', async () => {
    const list: { name: string }[] = await anna.ok('GET', '/accounts/700101/instruments')
    const odd = list.map((item) => item.name).filter((name) => /[^A-Z0-9]/.test(name))
    expect(odd.length).toBeGreaterThan(3)
    const symbols = encodeURIComponent(odd.slice(0, 10).join(','))
    const quotes = await anna.ok('GET', `/quotes?symbols=${symbols}&accountId=700101`)
    expect(quotes.map((item: { s: string }) => item.s)).toEqual(odd.slice(0, 10).map(() => 'ok'))
  })

  it('of the market depth ascend on both sides', async () => {
    const { asks, bids } = await anna.ok('GET', '/depth?symbol=EURUSD&accountId=700101')
    for (const side of [asks, bids]) {
      const prices = side.map(([price]: [number]) => price)
      expect(prices).toEqual([...prices].sort((a, b) => a - b))
    }
    expect(bids.at(-1)[0]).toBeLessThan(asks[0][0])
  })

  it('come over the route that answers when the first INFO route is dead', async () => {
    const dmitri = await stack.panel('dmitri')
    const list: { name: string }[] = await dmitri.ok('GET', '/accounts/700401/instruments')
    const names = list.map((item) => item.name).filter((name) => !name.includes(','))
    for (let i = 0; i < names.length; i += 20) {
      const symbols = encodeURIComponent(names.slice(i, i + 20).join(','))
      const quotes: { s: string; n: string }[] = await dmitri.ok(
        'GET',
        `/quotes?symbols=${symbols}&accountId=700401`,
      )
      expect(quotes.filter((item) => item.s !== 'ok')).toEqual([])
    }
  })
})

describe('preview', () => {
  it('shows margin, costs and risk, and the confirmation is accepted for this very order only', async () => {
    stack.simulator.control.setPrice('EURUSD', 1.1)
    const order = {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'limit',
      limitPrice: 1.05,
      qty: 0.1,
      stopLoss: 1.04,
    }
    const preview = await anna.ok('POST', '/accounts/700101/previewOrder', order)
    const rows = preview.sections.flatMap(
      (section: { rows: { title: string; value: string }[] }) => section.rows,
    )
    expect(rows.length).toBeGreaterThan(4)
    // 10,000 units lose 0.01 each.
    expect(JSON.stringify(rows)).toContain('100.00')
    const place = (form: object) =>
      anna.send(
        'POST',
        `/accounts/700101/orders?requestId=${crypto.randomUUID().slice(0, 8)}&confirmId=${preview.confirmId}`,
        form as Record<string, string>,
      )
    expect((await place({ ...order, qty: 0.2 })).body.s).toBe('error')
    expect((await place(order)).body.s).toBe('ok')
  })

  it('names everything that would make the order fail', async () => {
    const preview = await anna.ok('POST', '/accounts/700101/previewOrder', {
      instrument: 'EURUSD',
      side: 'buy',
      type: 'limit',
      limitPrice: 1.0500001,
      qty: 0.001,
    })
    expect(preview.errors).toHaveLength(2)
    expect(preview.confirmId).toBeUndefined()
  })

  it('warns of a closed market and of too little margin', async () => {
    stack.simulator.control.setMarket('closed', 'USDCHF')
    const preview = await anna.ok('POST', '/accounts/700101/previewOrder', {
      instrument: 'USDCHF',
      side: 'buy',
      type: 'market',
      qty: 50,
    })
    stack.simulator.control.setMarket('open', 'USDCHF')
    expect(preview.warnings).toEqual([expect.stringMatching(/closed/i), expect.stringMatching(/margin/i)])
  })
})

describe('leverage', () => {
  it('is read per account and cannot be set', async () => {
    const form = { instrument: 'EURUSD', side: 'buy', orderType: 'market' }
    const { leverage: own } = await anna.ok('POST', '/accounts/700101/getLeverage', form)
    const { leverage: capped } = await anna.ok('POST', '/accounts/700102/getLeverage', form)
    expect(own).toBeGreaterThan(capped)
    expect(capped).toBe(30)
    expect(await anna.refused('POST', '/accounts/700101/setLeverage', { ...form, leverage: 5 })).toMatch(
      /broker/,
    )
    await anna.ok('POST', '/accounts/700101/previewLeverage', { ...form, leverage: 5 })
  })
})
