import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../src/broker/errors.ts'
import {
  aFakeAccount,
  aPreview,
  type FakeAccount,
  type FakeSession,
  fakeSession,
} from '../support/fake-session.ts'
import { startTradingServer, type TradingServer } from '../support/trading-server.ts'

let account: FakeAccount
let session: FakeSession
let server: TradingServer

beforeEach(async () => {
  account = aFakeAccount('7080')
  session = fakeSession(account)
  server = await startTradingServer(session)
})
afterEach(() => server.close())

const market = { instrument: 'EURUSD.R', side: 'buy', type: 'market', qty: '0.5' }
const orders = '/accounts/7080/orders'

describe('placing an order', () => {
  it('hands the ticket and the requestId on and answers the id of the order', async () => {
    const body =
      'currentAsk=1.09&currentBid=1.08&durationType=IOC&instrument=EURUSD.R&qty=1&side=buy&type=market'
    const { body: answer } = await server.call('POST', `${orders}?locale=en&requestId=aB3dE6gH9j`, body)
    expect(answer).toEqual({ s: 'ok', d: { orderId: '7001' } })
    expect(session.asked).toEqual([
      [
        'placeOrder',
        expect.objectContaining({ instrument: 'EURUSD.R', side: 'buy', type: 'market', qty: 1 }),
        'aB3dE6gH9j',
      ],
    ])
  })

  it('works without a requestId', async () => {
    expect(await server.ok('POST', orders, market)).toEqual({ orderId: '7001' })
    expect(session.asked[0]?.[2]).toBeUndefined()
  })

  it.each(['', 'a b', 'x'.repeat(65), 'é'])('refuses the requestId %j', async (requestId) => {
    const path = `${orders}?requestId=${encodeURIComponent(requestId)}`
    expect(await server.refusedUnasked('POST', path, market)).toContain('"requestId"')
  })

  it('refuses a form that says one thing twice', async () => {
    expect(await server.refusedUnasked('POST', orders, `${new URLSearchParams(market)}&qty=5`)).toContain(
      '"quantity"',
    )
  })

  it('refuses an empty form', async () => {
    expect(await server.refusedUnasked('POST', orders, {})).toContain('"instrument"')
  })

  it('tells a stranger nothing but that there is no such account', async () => {
    expect(await server.refusedUnasked('POST', '/accounts/1/orders', { qty: 'nonsense' })).toContain(
      'does not belong to you',
    )
  })

  it('passes on what the broker says', async () => {
    account.failures.placeOrder = new BrokerError('margin_too_low')
    const { body } = await server.call('POST', orders, market)
    expect(body).toMatchObject({ s: 'error', errmsg: expect.stringContaining('margin') })
  })
})

it('only what changes something is done in haste: who previews without end goes before nobody', async () => {
  let hurried = 0
  session.inHaste = (action) => {
    hurried += 1
    return action()
  }
  await server.ok('POST', '/accounts/7080/previewOrder', market)
  await server.ok('POST', '/accounts/7080/getLeverage', { ...market, orderType: 'market' })
  expect(hurried).toBe(0)
  await server.ok('POST', orders, market)
  expect(hurried).toBe(1)
})

describe('confirming a preview', () => {
  const preview = '/accounts/7080/previewOrder'
  const confirmIdOf = async (form: Record<string, string>) => {
    const answer = (await server.ok('POST', preview, form)) as { confirmId: string }
    session.asked.length = 0
    return answer.confirmId
  }

  it('the confirmId of a preview opens the way for exactly that order', async () => {
    const confirmId = await confirmIdOf({ ...market, currentAsk: '1.1' })
    const path = `${orders}?confirmId=${confirmId}`
    expect(await server.refusedUnasked('POST', path, { ...market, qty: '5' })).toContain('preview')
    expect(await server.ok('POST', path, { ...market, currentAsk: '1.2' })).toEqual({ orderId: '7001' })
  })

  it('the preview of a change opens the way for exactly that change', async () => {
    const form = { ...market, type: 'limit', limitPrice: '1.09', id: '17' }
    const confirmId = await confirmIdOf(form)
    const change = { qty: '0.5', limitPrice: '1.09', id: '17' }
    expect(
      await server.refusedUnasked('PUT', `${orders}/18?confirmId=${confirmId}`, { ...change, id: '18' }),
    ).toContain('preview')
    await server.ok('PUT', `${orders}/17?confirmId=${confirmId}`, change)
    expect(await server.call('POST', `${orders}?confirmId=${confirmId}`, form)).toMatchObject({
      body: { s: 'error' },
    })
  })

  it('there is nothing to confirm when the order cannot be placed', async () => {
    account.preview = aPreview({ errors: [new BrokerError('market_closed')] })
    const answer = await server.ok('POST', preview, market)
    expect(answer).not.toHaveProperty('confirmId')
    expect(answer).toMatchObject({ errors: [expect.stringContaining('closed')] })
  })

  it('previewing never places', async () => {
    await server.ok('POST', preview, market)
    expect(session.asked.map(([method]) => method)).toEqual(['preview'])
  })
})

describe('changing and cancelling orders', () => {
  it('hands the change on', async () => {
    await server.ok('PUT', `${orders}/123.TP.17?locale=en`, { qty: '1', limitPrice: '1.1', stopPrice: '0' })
    expect(session.asked).toEqual([
      [
        'modifyOrder',
        '123.TP.17',
        expect.objectContaining({ qty: 1, limitPrice: 1.1, stopPrice: undefined }),
      ],
    ])
  })

  it('cancels without a body', async () => {
    await server.ok('DELETE', `${orders}/17?locale=en`)
    expect(session.asked).toEqual([['cancelOrder', '17']])
  })

  it.each([
    ['PUT', '%20'],
    ['DELETE', 'a%2Fb'],
    ['DELETE', '1'.repeat(81)],
  ])('%s of the order "%s" says that there is none, without asking the broker', async (method, id) => {
    expect(
      await server.refusedUnasked(method, `${orders}/${id}`, method === 'PUT' ? { qty: '1' } : undefined),
    ).toContain('order')
  })

  it('refuses a change without a quantity', async () => {
    expect(await server.refusedUnasked('PUT', `${orders}/17`, { stopPrice: '1' })).toContain('"quantity"')
  })
})

describe('changing and closing positions', () => {
  const position = '/accounts/7080/positions/99'

  it('sets the levels that are given and leaves the others', async () => {
    await server.ok('PUT', position, { stopLoss: '1.08', currentAsk: '1.1', currentBid: '1.09' })
    await server.ok('PUT', position, { trailingStopPips: '25', takeProfit: '1.2' })
    expect(session.asked).toEqual([
      ['modifyPosition', '99', { stopLoss: 1.08, takeProfit: undefined, trailingStopPips: undefined }],
      ['modifyPosition', '99', { stopLoss: undefined, takeProfit: 1.2, trailingStopPips: 25 }],
    ])
  })

  it.each([
    ['nothing', {}, '"stop loss"'],
    ['only the prices on the screen', { currentAsk: '1' }, '"stop loss"'],
    ['another side', { side: 'sell', stopLoss: '1' }, 'reversing a position'],
    ['a guaranteed stop', { guaranteedStop: '1' }, 'guaranteed stops'],
    ['a level of zero', { stopLoss: '0' }, '"stop loss"'],
  ])('refuses a change to %s', async (_what, form, reason) => {
    expect(await server.refusedUnasked('PUT', position, form)).toContain(reason)
  })

  it('closes everything, or the amount that is asked for', async () => {
    await server.ok('DELETE', position)
    await server.ok('DELETE', position, { amount: '0.2' })
    expect(session.asked).toEqual([
      ['closePosition', '99', undefined],
      ['closePosition', '99', 0.2],
    ])
  })

  it.each(['', '0', '-1', 'all', '1e-2'])(
    'does not close everything because the amount is %j',
    async (amount) => {
      expect(await server.refusedUnasked('DELETE', position, { amount })).toContain('"amount"')
    },
  )

  it('does not close everything because the amount stands in the address', async () => {
    expect(await server.refusedUnasked('DELETE', `${position}?amount=0.2`)).toContain('"amount"')
  })

  it('knows positions by their ids only', async () => {
    expect(await server.refusedUnasked('DELETE', '/accounts/7080/positions/a%20b')).toContain('position')
  })
})
