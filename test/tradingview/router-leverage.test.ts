import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aFakeAccount, type FakeSession, fakeSession } from '../support/fake-session.ts'
import { startTradingServer, type TradingServer } from '../support/trading-server.ts'

let session: FakeSession
let server: TradingServer

beforeEach(async () => {
  session = fakeSession(aFakeAccount('7080'))
  server = await startTradingServer(session)
})
afterEach(() => server.close())

describe('leverage', () => {
  const ticket = { instrument: 'EURUSD.R', side: 'buy', orderType: 'market' }

  it('has one value, which is also its bounds', async () => {
    expect(await server.ok('POST', '/accounts/7080/getLeverage', ticket)).toEqual({
      ...{ title: 'Leverage', leverage: 100, min: 100, max: 100, step: 1 },
    })
  })

  it('is explained when somebody edits it, and refused when somebody sets it', async () => {
    const form = { ...ticket, leverage: '50' }
    expect(await server.ok('POST', '/accounts/7080/previewLeverage', form)).toEqual({
      infos: [expect.stringContaining('1:100')],
    })
    const { body } = await server.call('POST', '/accounts/7080/setLeverage', form)
    expect(body).toMatchObject({ s: 'error', errmsg: expect.stringContaining('100') })
  })

  it.each([
    ['getLeverage', { ...ticket, orderType: 'stoplimit' }, 'stop-limit orders'],
    ['getLeverage', { instrument: 'EURUSD.R', side: 'buy' }, '"orderType"'],
    ['setLeverage', ticket, '"leverage"'],
    ['previewLeverage', { ...ticket, leverage: 'max' }, '"leverage"'],
  ])('%s of %j is refused over %s', async (operation, form, reason) => {
    expect(await server.refusedUnasked('POST', `/accounts/7080/${operation}`, form)).toContain(reason)
  })
})

describe('a latency measurement', () => {
  const path = '/accounts/7080/trackLatency'
  const measured = {
    ...{
      transactionId: 't',
      transactionType: 'place_order',
      instrument: 'X',
      side: 'buy',
      ask: '1',
      bid: '1',
    },
    ...{ timestamp: '1700000000123', roundTripDuration: '85' },
  }

  it('is acknowledged', async () => {
    const { body } = await server.call('POST', path, { ...measured, qty: '1' })
    expect(body).toEqual({ s: 'ok' })
  })

  it.each([
    ['transactionType', { transactionType: 'guess' }],
    ['ask', { ask: '' }],
    ['timestamp', { timestamp: 'now' }],
    ['roundTripStartTime', { roundTripStartTime: 'then' }],
  ])('is refused when %s is nonsense', async (field, change) => {
    expect(await server.refusedUnasked('POST', path, { ...measured, ...change })).toContain(`"${field}"`)
  })
})
