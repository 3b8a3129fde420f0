import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

const ACCOUNT = '/accounts/700101'
const ORDERS = `${ACCOUNT}/orders`

let stack: Stack
let panel: Panel

beforeAll(async () => {
  stack = await startStack()
  panel = await stack.panel('anna')
  await panel.ok('GET', `${ACCOUNT}/instruments`)
  stack.simulator.control.setPrice('EURUSD', 1.1)
})
afterAll(() => stack.close())

const market = { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 0.1 }
const limit = { ...market, type: 'limit', limitPrice: 1.05 }
const stop = { ...market, type: 'stop', stopPrice: 1.15 }

/** A sentence for people: words, an end, nothing internal. */
const isSentence = (text: string) => {
  expect(text).toMatch(/^[A-Z“"'(0-9].*[.!?]$/s)
  expect(text).not.toMatch(/undefined|null|NaN|\{|\}|\[object|Error:|node_modules|zod|axios|TypeError/)
}

describe('an order that breaks a rule', () => {
  const CASES: readonly [string, Record<string, string | number>, RegExp][] = [
    ['quantity off the lot step', { ...market, qty: 0.123 }, /0\.123.*0\.01.*0\.12/],
    ['quantity below the minimum', { ...market, qty: 0.001 }, /0\.001.*0\.01/],
    ['quantity above the maximum', { ...market, qty: 5000 }, /5000.*50/],
    ['quantity zero', { ...market, qty: 0 }, /qty|quantity/i],
    ['quantity negative', { ...market, qty: -1 }, /qty|quantity/i],
    ['quantity in scientific notation', { ...market, qty: '1e1' }, /qty|quantity/i],
    ['quantity not a number', { ...market, qty: 'lots' }, /qty|quantity/i],
    ['price off the tick', { ...limit, limitPrice: 1.050001 }, /1\.050001.*0\.00001.*1\.05/],
    ['stop on the wrong side', { ...stop, stopPrice: 1.05 }, /1\.05/],
    ['stop loss on the wrong side', { ...limit, stopLoss: 1.06 }, /1\.06.*1\.05/],
    ['take profit on the wrong side', { ...limit, takeProfit: 1.04 }, /1\.04.*1\.05/],
    ['limit without a price', { ...market, type: 'limit' }, /limit/i],
    ['stop without a price', { ...market, type: 'stop' }, /stop/i],
    ['both kinds of stop loss', { ...limit, stopLoss: 1.04, trailingStopPips: 10 }, /trailing/i],
    ['stop-limit', { ...market, type: 'stoplimit', limitPrice: 1, stopPrice: 1 }, /stop-limit/i],
    ['guaranteed stop', { ...limit, guaranteedStop: 1.04 }, /guaranteed/i],
    ['unknown duration', { ...limit, durationType: 'Day' }, /GTC/],
    ['unknown instrument', { ...market, instrument: 'NOPE' }, /NOPE/],
    ['unknown side', { ...market, side: 'up' }, /side|buy/],
    ['no instrument', { side: 'buy', type: 'market', qty: 1 }, /instrument|symbol/i],
    ['more than the margin allows', { ...market, qty: 50, instrument: 'EURUSD', side: 'sell' }, /margin/i],
  ]

  it.each(CASES)('%s', async (_name, form, expected) => {
    const before = stack.simulator.control.counters().ordersAccepted.length
    const errmsg = await panel.refused(
      'POST',
      `${ORDERS}?requestId=${crypto.randomUUID().slice(0, 10)}`,
      form,
    )
    isSentence(errmsg)
    expect(errmsg).toMatch(expected)
    expect(stack.simulator.control.counters().ordersAccepted.length).toBe(before)
  })

  it('an account without trailing stops says so', async () => {
    const dmitri = await stack.panel('dmitri')
    const form = { ...limit, trailingStopPips: 10 }
    const errmsg = await dmitri.refused('POST', '/accounts/700401/orders?requestId=tr1', form)
    isSentence(errmsg)
    expect(errmsg).toMatch(/trailing/i)
  })

  it('a closed market says so', async () => {
    stack.simulator.control.setMarket('closed', 'AUDUSD')
    const errmsg = await panel.refused('POST', `${ORDERS}?requestId=closed1`, {
      ...market,
      instrument: 'AUDUSD',
    })
    stack.simulator.control.setMarket('open', 'AUDUSD')
    isSentence(errmsg)
    expect(errmsg).toMatch(/closed/i)
  })
})

describe('what does not exist', () => {
  const CASES: readonly [string, string, Record<string, string | number>?][] = [
    ['PUT', `${ORDERS}/7277816990000000999`, { qty: 0.1 }],
    ['DELETE', `${ORDERS}/7277816990000000999`],
    ['DELETE', `${ORDERS}/7277816990000000999.SL`],
    ['DELETE', `${ORDERS}/..%2f..%2fconfig`],
    ['PUT', `${ACCOUNT}/positions/1`, { stopLoss: 1 }],
    ['DELETE', `${ACCOUNT}/positions/nonsense`],
    ['GET', '/accounts/1/state'],
    ['GET', '/accounts/700201/orders'],
    ['POST', '/accounts/700201/orders?requestId=x1', market],
    ['DELETE', '/accounts/700201/positions/1'],
    ['GET', `${ACCOUNT}/executions?instrument=NOPE`],
    ['GET', '/depth?symbol=NOPE&accountId=700101'],
    ['GET', '/quotes?symbols=EURUSD&accountId=700201'],
    ['POST', `${ACCOUNT}/getLeverage`, { instrument: 'NOPE', side: 'buy', orderType: 'market' }],
  ]

  it.each(CASES)('%s %s is a sentence', async (method, path, form) => {
    isSentence(await panel.refused(method, path, form))
  })
})

describe('requests that make no sense', () => {
  it('an unknown route is 404, another method 405, both with CORS headers and a sentence', async () => {
    for (const [method, path, expected] of [
      ['GET', '/nothing', 404],
      ['PATCH', ORDERS, 405],
      ['DELETE', '/config', 405],
    ] as const) {
      const { status, body, headers } = await panel.send(method, path)
      expect(status).toBe(expected)
      isSentence(body.errmsg)
      expect(headers.get('access-control-allow-origin')).toBe('https://www.tradingview.com')
    }
  })

  it('too many symbols at once are refused', async () => {
    const symbols = Array.from({ length: 70 }, (_, i) => `SYM${i}`).join('%2C')
    const errmsg = await panel.refused('GET', `/quotes?symbols=${symbols}&accountId=700101`)
    isSentence(errmsg)
    expect(errmsg).toMatch(/70/)
  })

  it('an unknown locale is English', async () => {
    const response = await fetch(`${stack.gateway.origin}/accounts/1/state?locale=xx_XX`, {
      headers: { Authorization: `Bearer ${panel.token}` },
    })
    const body = (await response.json()) as { errmsg: string }
    isSentence(body.errmsg)
  })

  it('an oversize body is 413, JSON instead of a form is explained, and neither is a server error', async () => {
    const send = (body: string, type: string) =>
      fetch(`${stack.gateway.origin}${ORDERS}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${panel.token}`, 'Content-Type': type },
        body,
      })
    expect((await send(`qty=${'1'.repeat(100_000)}`, 'application/x-www-form-urlencoded')).status).toBe(413)
    const json = await send('{"qty":1}', 'application/json')
    expect(json.status).toBeLessThan(500)
    isSentence(((await json.json()) as { errmsg: string }).errmsg)
  })

  it('nothing a form can hold makes the server fail', async () => {
    const odd = [
      '',
      ' ',
      '\0',
      '%',
      'é',
      '💥',
      '__proto__',
      '[]',
      '9'.repeat(400),
      '-0',
      '1e309',
      '0x10',
      '1,5',
    ]
    for (const value of odd) {
      for (const field of [
        'instrument',
        'side',
        'type',
        'qty',
        'limitPrice',
        'stopLoss',
        '__proto__',
        'constructor',
      ]) {
        const { status, body } = await panel.send('POST', ORDERS, { ...limit, [field]: value })
        expect(status, `${field}=${value}`).toBe(200)
        if (body.s === 'error') isSentence(body.errmsg)
      }
    }
  })
})
