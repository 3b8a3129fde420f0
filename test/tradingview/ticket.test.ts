import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestError } from '../../src/http/request-error.ts'
import { changeOf, levelsOf, ticketOf } from '../../src/tradingview/ticket.ts'

const market = { instrument: 'EURUSD.R', side: 'buy', type: 'market', qty: '0.5' }
const limit = { ...market, type: 'limit', limitPrice: '1.0875' }
const stop = { ...market, type: 'stop', stopPrice: '1.0925' }

/** Runs `read` and describes the refusal. */
function refusal(read: () => unknown): { code: string; params: unknown } {
  try {
    read()
  } catch (error) {
    if (error instanceof RequestError) return { code: error.code, params: error.params }
    throw error
  }
  throw new Error('It was accepted.')
}

describe('an order ticket', () => {
  it('reads what a panel sends for a limit order with brackets', () => {
    const form = {
      ...{ currentAsk: '27795.25', currentBid: '27780', durationType: 'GTC', instrument: 'MNQM6' },
      ...{ limitPrice: '27857.5', qty: '1', side: 'buy', stopLoss: '27851.25', takeProfit: '27876.25' },
      type: 'limit',
    }
    expect(ticketOf(form)).toEqual({
      instrument: 'MNQM6',
      side: 'buy',
      type: 'limit',
      qty: 1,
      limitPrice: 27857.5,
      stopLoss: 27851.25,
      takeProfit: 27876.25,
    })
  })

  it.each([
    ['a market order', market, { type: 'market', limitPrice: undefined, stopPrice: undefined }],
    ['a limit order', limit, { type: 'limit', limitPrice: 1.0875, stopPrice: undefined }],
    ['a stop order', stop, { type: 'stop', limitPrice: undefined, stopPrice: 1.0925 }],
    ['an order with a trailing stop', { ...market, trailingStopPips: '25' }, { trailingStopPips: 25 }],
    ['zero prices that do not belong to the type', { ...market, limitPrice: '0', stopPrice: '0' }, {}],
    ['an empty price that does not belong to the type', { ...limit, stopPrice: '' }, { limitPrice: 1.0875 }],
    ['a signature and inputs it does not know', { ...market, digitalSignature: 'x', hedge: 'yes' }, {}],
    ['an empty duration', { ...market, durationType: '', durationDateTime: '' }, {}],
    [
      'a limit order whose price is missing, which the broker has words for',
      { ...market, type: 'limit' },
      {},
    ],
  ])('accepts %s', (_name, form, expected) => {
    expect(ticketOf(form)).toMatchObject({ instrument: 'EURUSD.R', side: 'buy', qty: 0.5, ...expected })
  })

  it.each(['instrument', 'side', 'type', 'qty'] as const)('cannot do without %s', (field) => {
    const { [field]: _left, ...rest } = market
    expect(refusal(() => ticketOf(rest))).toEqual({ code: 'field_missing', params: { field } })
  })

  it.each([
    ['side', { side: 'hold' }],
    ['type', { type: 'oco' }],
    ['qty', { qty: '0' }],
    ['qty', { qty: '-1' }],
    ['qty', { qty: '1e2' }],
    ['stopLoss', { stopLoss: '0' }],
    ['stopLoss', { stopLoss: '' }],
    ['takeProfit', { takeProfit: '0.0' }],
    ['trailingStopPips', { trailingStopPips: '-5' }],
    ['currentAsk', { currentAsk: 'high' }],
    ['currentBid', { currentBid: '' }],
    ['limitPrice', { limitPrice: '1.1' }],
    ['stopPrice', { stopPrice: '1.1' }],
    ['limitPrice', { type: 'stop', stopPrice: '1.1', limitPrice: '1.1' }],
  ])('refuses a market order over %s in %j', (field, change) => {
    expect(refusal(() => ticketOf({ ...market, ...change }))).toMatchObject({
      code: 'field_invalid',
      params: { field },
    })
  })

  it('takes a market order with the default duration, which one-click orders carry whatever their type', () => {
    expect(ticketOf({ ...market, durationType: 'GTC' }).type).toBe('market')
  })

  it.each([
    ['market', 'IOC', ['Day', 'ioc', 'gtc']],
    ['limit', 'GTC', ['Day', 'IOC', 'gtc']],
    ['stop', 'GTC', ['Day', 'IOC', 'gtc']],
  ])('keeps a %s order %s and names that when another duration is asked for', (type, duration, others) => {
    expect(ticketOf({ ...market, type, durationType: duration }).type).toBe(type)
    for (const other of others) {
      expect(refusal(() => ticketOf({ ...market, type, durationType: other }))).toEqual({
        code: 'field_invalid',
        params: { field: 'durationType', expected: 'duration', duration, type },
      })
    }
  })

  it.each([
    ['stop_limit', { type: 'stoplimit', limitPrice: '1', stopPrice: '1' }],
    ['guaranteed_stops', { guaranteedStop: '1.05' }],
    ['expiring_orders', { durationDateTime: '1700000000' }],
  ])('says that %s are not offered', (feature, change) => {
    expect(refusal(() => ticketOf({ ...market, ...change }))).toEqual({
      code: 'unsupported_feature',
      params: { feature },
    })
  })
})

describe('a change of a working order', () => {
  it('needs the quantity and nothing else', () => {
    expect(changeOf({ qty: '2' }, '17')).toEqual({ qty: 2 })
    expect(refusal(() => changeOf({ stopPrice: '1' }, '17'))).toEqual({
      code: 'field_missing',
      params: { field: 'qty' },
    })
  })

  it('reads what a panel sends when a stop is dragged', () => {
    const form = {
      ...{ currentAsk: '27795.25', currentBid: '27780', durationType: 'Day', id: '17', instrument: 'MNQM6' },
      ...{ qty: '1', stopPrice: '27700.25' },
    }
    expect(changeOf(form, '17')).toEqual({ qty: 1, stopPrice: 27700.25 })
  })

  it('takes a zero for the price that does not belong to the order', () => {
    expect(changeOf({ qty: '1', limitPrice: '1.09', stopPrice: '0' }, '17')).toEqual({
      qty: 1,
      limitPrice: 1.09,
    })
  })

  it('does not read a zero level as a wish to remove the protection', () => {
    expect(refusal(() => changeOf({ qty: '1', stopLoss: '0' }, '17')).code).toBe('field_invalid')
  })

  it('is refused when the form is about another order than the address', () => {
    expect(refusal(() => changeOf({ id: '18', qty: '1' }, '17'))).toMatchObject({
      code: 'field_invalid',
      params: { field: 'id' },
    })
  })

  it('cannot ask for a guaranteed stop', () => {
    expect(refusal(() => changeOf({ qty: '1', guaranteedStop: '1' }, '17')).code).toBe('unsupported_feature')
  })
})

it('forms of any content are either understood or refused with a RequestError', () => {
  const field = fc.constantFrom(
    ...['instrument', 'side', 'type', 'qty', 'limitPrice', 'stopPrice', 'stopLoss', 'takeProfit', 'id'],
    ...['trailingStopPips', 'guaranteedStop', 'durationType', 'durationDateTime', 'currentAsk', 'currentBid'],
  )
  const value = fc.oneof(
    fc.constantFrom('buy', 'sell', 'market', 'limit', 'stop', 'stoplimit', '1', '0', '1.5', '', 'GTC', 'IOC'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.dictionary(field, value, { maxKeys: 15 }), (form) => {
      for (const read of [() => ticketOf(form), () => changeOf(form, '17'), () => levelsOf(form)]) {
        try {
          read()
        } catch (error) {
          expect(error).toBeInstanceOf(RequestError)
        }
      }
    }),
  )
})
