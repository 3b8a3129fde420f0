import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOnGrid, isPriceOnGrid } from '../../src/broker/grid.ts'
import type { BracketLevels, OrderTicket, Side } from '../../src/broker/order.ts'
import {
  checkBrackets,
  checkOrderPrice,
  checkQty,
  checkTicket,
  closingPrice,
  nearestQty,
} from '../../src/broker/order-rules.ts'
import { anInstrument } from '../support/samples.ts'

const instrument = anInstrument({ lotStep: 0.01, minLot: 0.01, maxLot: 50 })
const rules = { brackets: true, trailingStop: true, partialClose: true }
const quote = { bid: 1.1, ask: 1.1002, bidSize: 1, askSize: 1 }

const codes = (errors: readonly { code: string }[]) => errors.map(({ code }) => code)
const ticket = (changes: Partial<OrderTicket> = {}): OrderTicket => ({
  instrument: 'EURUSD.R',
  side: 'buy',
  type: 'market',
  qty: 0.5,
  ...changes,
})
const brokenRules = (
  changes: Partial<OrderTicket>,
  market: Partial<Parameters<typeof checkTicket>[1]> = {},
) => codes(checkTicket(ticket(changes), { instrument, rules, quote, ...market }))

describe('a quantity', () => {
  it.each([0.01, 0.3, 0.57, 1.1, 50])('of %d lots may be sent', (qty) => {
    expect(checkQty(qty, instrument)).toEqual([])
  })

  it.each([
    [0, 'qty_not_positive'],
    [-1, 'qty_not_positive'],
    [Number.NaN, 'qty_not_positive'],
    [0.005, 'qty_below_min'],
    [50.01, 'qty_above_max'],
    [0.015, 'qty_off_step'],
  ])('of %d lots breaks %s, and nothing else', (qty, code) => {
    expect(codes(checkQty(qty, instrument))).toEqual([code])
  })

  it('has no upper limit where the broker sets none', () => {
    expect(checkQty(1e6, anInstrument({ maxLot: undefined }))).toEqual([])
  })

  it('is answered with the rule and the nearest valid one', () => {
    expect(checkQty(0.126, instrument)).toMatchObject([{ params: { qty: 0.126, step: 0.01, nearest: 0.13 } }])
    expect(checkQty(0.001, instrument)).toMatchObject([{ params: { min: 0.01 } }])
    expect(checkQty(51, instrument)).toMatchObject([{ params: { max: 50 } }])
  })

  it.each([
    ['the least lies between two steps', { minLot: 0.15 }, 0.16, 0.2],
    ['the most lies between two steps', { maxLot: 0.55 }, 0.551, 0.5],
    ['rounding would pass the most', { maxLot: 0.55 }, 0.55, 0.5],
    ['rounding would fall below the least', { minLot: 0.3 }, 0.31, 0.3],
  ])('is rounded to one that can be traded where %s', (_, limits, qty, nearest) => {
    expect(nearestQty(qty, anInstrument({ lotStep: 0.1, ...limits }))).toBe(nearest)
  })

  it('is never suggested off the step or outside the limits, wherever those lie', () => {
    const hundredths = (max: number) => fc.integer({ min: 1, max }).map((units) => units / 100)
    const contract = fc
      .record({ lotStep: hundredths(200), minLot: hundredths(300), room: hundredths(1000) })
      .map(({ lotStep, minLot, room }) => ({ lotStep, minLot, maxLot: minLot + lotStep + room }))
    fc.assert(
      fc.property(contract, fc.double({ min: 0, max: 2_000, noNaN: true }), (limits, qty) => {
        const nearest = nearestQty(qty, anInstrument(limits))
        expect(isOnGrid(nearest, limits.lotStep)).toBe(true)
        expect(nearest).toBeGreaterThanOrEqual(limits.minLot)
        expect(nearest).toBeLessThanOrEqual(limits.maxLot)
        expect(checkQty(nearest, anInstrument(limits))).toEqual([])
      }),
    )
  })

  it('that is named as least or most in an error can be traded', () => {
    const odd = anInstrument({ lotStep: 0.1, minLot: 0.15, maxLot: 0.55 })
    expect(checkQty(0.1, odd)).toMatchObject([{ code: 'qty_below_min', params: { min: 0.2 } }])
    expect(checkQty(0.6, odd)).toMatchObject([{ code: 'qty_above_max', params: { max: 0.5 } }])
  })
})

describe('the price of an order', () => {
  it.each([
    ['a limit order without one', { type: 'limit' }, ['limit_price_missing']],
    ['a stop order without one', { type: 'stop', limitPrice: 1.2 }, ['stop_price_missing']],
    ['a limit of 0', { type: 'limit', limitPrice: 0 }, ['price_not_positive']],
    ['a limit off the tick', { type: 'limit', limitPrice: 1.000001 }, ['price_off_tick']],
    ['a limit beyond the market', { type: 'limit', limitPrice: 1.5 }, []],
    ['a buy stop at the ask', { type: 'stop', stopPrice: 1.1002 }, ['stop_price_wrong_side']],
    ['a buy stop above the ask', { type: 'stop', stopPrice: 1.10021 }, []],
    [
      'a sell stop above the bid',
      { side: 'sell', type: 'stop', stopPrice: 1.10001 },
      ['stop_price_wrong_side'],
    ],
    ['a sell stop below the bid', { side: 'sell', type: 'stop', stopPrice: 1.09999 }, []],
    ['a market order, which has none', {}, []],
  ] as const)('%s', (_, changes, expected) => {
    expect(brokenRules(changes)).toEqual(expected)
  })

  it('is not judged against a market nobody can see', () => {
    expect(checkOrderPrice({ side: 'buy', type: 'stop', stopPrice: 0.5 }, instrument, undefined)).toEqual([])
  })

  it('is answered with the field, the tick and the nearest valid price', () => {
    const [error] = checkTicket(ticket({ type: 'limit', limitPrice: 1.100014 }), { instrument, rules, quote })
    expect(error?.params).toEqual({ field: 'limitPrice', price: 1.100014, tick: 0.00001, nearest: 1.10001 })
  })

  it('is never suggested off the grid', () => {
    const anyPrice = fc.double({ min: 1e-9, max: 1e6, noNaN: true })
    const step = fc.constantFrom(0.00001, 0.001, 0.01, 0.05, 0.25, 0.3, 7)
    const tickBands = fc.tuple(step, fc.integer({ min: 1, max: 1_000 }), step).map(
      ([low, from, high]) =>
        [
          { from: 0, tick: low },
          { from, tick: high },
        ] as const,
    )
    fc.assert(
      fc.property(tickBands, anyPrice, (bands, price) => {
        const [error] = checkOrderPrice(
          { side: 'buy', type: 'limit', limitPrice: price, stopPrice: undefined },
          anInstrument({ tickBands: bands }),
          undefined,
        )
        if (error === undefined) return
        const nearest = Number(error.params.nearest)
        expect(nearest).toBeGreaterThan(0)
        expect(isPriceOnGrid(bands, nearest)).toBe(true)
      }),
    )
  })
})

describe('stop loss and take profit', () => {
  const check = (levels: BracketLevels, side: Side = 'buy', reference: number | undefined = 1.1) =>
    codes(checkBrackets(levels, side, reference, instrument, rules))

  it.each([
    ['buy', { stopLoss: 1.09, takeProfit: 1.12 }, []],
    ['sell', { stopLoss: 1.12, takeProfit: 1.09 }, []],
    ['buy', { stopLoss: 1.12, takeProfit: 1.09 }, ['stop_loss_wrong_side', 'take_profit_wrong_side']],
    ['sell', { stopLoss: 1.09, takeProfit: 1.12 }, ['stop_loss_wrong_side', 'take_profit_wrong_side']],
    ['buy', { stopLoss: 1.1 }, ['stop_loss_wrong_side']],
    ['buy', { takeProfit: 1.1 }, ['take_profit_wrong_side']],
    ['buy', { stopLoss: 1.090001 }, ['price_off_tick']],
    ['buy', { stopLoss: 0 }, ['price_not_positive']],
  ] as const)('of a %s at 1.1 with %j break %j', (side, levels, expected) => {
    expect(check(levels, side)).toEqual(expected)
  })

  it('are judged by their own grid alone when nobody knows a price', () => {
    expect(checkBrackets({ stopLoss: 5 }, 'buy', undefined, instrument, rules)).toEqual([])
  })

  it('enclose the price at which a market order could be closed at once', () => {
    expect(brokenRules({ side: 'buy', stopLoss: 1.1 })).toEqual(['stop_loss_wrong_side'])
    expect(brokenRules({ side: 'buy', stopLoss: 1.09999 })).toEqual([])
    expect(brokenRules({ side: 'sell', stopLoss: 1.1002 })).toEqual(['stop_loss_wrong_side'])
    expect(brokenRules({ side: 'sell', stopLoss: 1.10021 })).toEqual([])
  })

  it('enclose the own price of a resting order', () => {
    expect(brokenRules({ type: 'limit', limitPrice: 1.05, stopLoss: 1.06 })).toEqual(['stop_loss_wrong_side'])
    expect(brokenRules({ type: 'stop', stopPrice: 1.2, stopLoss: 1.19, takeProfit: 1.21 })).toEqual([])
  })

  it('are refused where the account may have none', () => {
    const none = { ...rules, brackets: false }
    expect(brokenRules({ stopLoss: 1.09 }, { rules: none })).toEqual(['brackets_unsupported'])
    expect(brokenRules({ trailingStopPips: 5 }, { rules: none })).toEqual(['brackets_unsupported'])
    expect(brokenRules({}, { rules: none })).toEqual([])
  })
})

describe('a trailing stop', () => {
  it.each([
    ['goes with a take profit', { trailingStopPips: 10, takeProfit: 1.12 }, []],
    [
      'stands instead of a stop loss',
      { trailingStopPips: 10, stopLoss: 1.09 },
      ['trailing_stop_with_stop_loss'],
    ],
    ['needs a distance', { trailingStopPips: 0 }, ['trailing_stop_not_positive']],
    ['needs a distance that is a number', { trailingStopPips: Number.NaN }, ['trailing_stop_not_positive']],
  ])('%s', (_, changes, expected) => {
    expect(brokenRules(changes)).toEqual(expected)
  })

  it('is refused where the account may have none', () => {
    const fixedOnly = { ...rules, trailingStop: false }
    expect(brokenRules({ trailingStopPips: 10 }, { rules: fixedOnly })).toEqual(['trailing_stop_unsupported'])
    expect(brokenRules({ stopLoss: 1.09 }, { rules: fixedOnly })).toEqual([])
  })
})

describe('a position', () => {
  it('is closed at the bid when long, at the ask when short', () => {
    expect(closingPrice('buy', quote)).toBe(1.1)
    expect(closingPrice('sell', quote)).toBe(1.1002)
    expect(closingPrice('sell', undefined)).toBeUndefined()
  })
})
