import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InstrumentNames } from '../../../../../adapters/tradelocker/book/account-book.ts'
import { levelPips, levelPrice } from '../../../../../adapters/tradelocker/book/brackets.ts'
import type { Level, OrderRecord } from '../../../../../adapters/tradelocker/book/order-records.ts'
import {
  isPatched,
  type OrderPatch,
  orderPatch,
  removalPatch,
} from '../../../../../adapters/tradelocker/trading/changing/order-patch.ts'
import type { Instrument } from '../../../../../src/broker/instrument.ts'
import type { OrderChange } from '../../../../../src/broker/order.ts'
import {
  absolute,
  contract,
  names,
  offset,
  orderRecord,
  stopOrder,
  trailingOffset,
  twoBands,
  yenPair,
} from '../../../../support/records.ts'

const patch = (record: OrderRecord, change: OrderChange, of: Instrument = contract()) =>
  orderPatch(record, change, of, names({ 278: of }))

const resting = orderRecord({ qty: 1, price: 1.1, stopLoss: absolute(1.09), takeProfit: absolute(1.12) })
const asItIs: OrderChange = { qty: 1, limitPrice: 1.1, stopLoss: 1.09, takeProfit: 1.12 }

describe('changing a resting order', () => {
  it('sends nothing when the description is what the order is already', () => {
    expect(patch(resting, asItIs)).toEqual({})
    expect(patch(resting, { qty: 1, stopLoss: 1.09, takeProfit: 1.12 })).toEqual({})
  })

  it.each([
    ['quantity', { qty: 2 }, { qty: 2 }],
    ['price', { limitPrice: 1.105 }, { price: 1.105 }],
    ['stop loss', { stopLoss: 1.08 }, { stopLoss: 1.08, stopLossType: 'absolute' }],
    ['take profit', { takeProfit: 1.13 }, { takeProfit: 1.13, takeProfitType: 'absolute' }],
  ])('sends the %s alone', (_, change, expected) => {
    expect(patch(resting, { ...asItIs, ...change })).toEqual(expected)
  })

  it('moves a stop order by its stop price and leaves the price of the other type alone', () => {
    const stop = stopOrder({ stopPrice: 1.2 })
    expect(patch(stop, { qty: 1, stopPrice: 1.21, limitPrice: 9 })).toEqual({ stopPrice: 1.21 })
    expect(patch(resting, { ...asItIs, stopPrice: 9 })).toEqual({})
  })

  it('takes off a bracket that is not in the description any more, and only that', () => {
    expect(patch(resting, { qty: 1, takeProfit: 1.12 })).toEqual({ stopLoss: null })
    expect(patch(resting, { qty: 1, stopLoss: 1.09 })).toEqual({ takeProfit: null })
  })

  it('leaves the brackets of a market order alone, which nobody has been shown', () => {
    const waiting = orderRecord({ type: 'market', price: undefined, stopLoss: absolute(1.09) })
    expect(patch(waiting, { qty: 2 })).toEqual({ qty: 2 })
  })

  it('puts a bracket on an order that had none', () => {
    expect(patch(orderRecord(), { qty: 1, stopLoss: 1.09 })).toEqual({
      stopLoss: 1.09,
      stopLossType: 'absolute',
    })
  })

  it('never sends a zero for a price that nobody knows', () => {
    expect(patch(orderRecord({ price: undefined }), { qty: 2 })).toEqual({ qty: 2 })
    expect(patch(stopOrder({ stopPrice: undefined }), { qty: 1 })).toEqual({})
  })
})

describe('a level that upstream keeps as a distance in ticks', () => {
  const record = orderRecord({ price: 1.1, stopLoss: offset(100), takeProfit: offset(200) })

  it('is left alone when the described price is where it is', () => {
    expect(patch(record, { qty: 1, stopLoss: 1.099, takeProfit: 1.102 })).toEqual({})
  })

  it('is fixed where it is described when the order moves: upstream it would move along', () => {
    expect(patch(record, { qty: 1, limitPrice: 1.2, stopLoss: 1.099, takeProfit: 1.102 })).toEqual({
      price: 1.2,
      stopLoss: 1.099,
      stopLossType: 'absolute',
      takeProfit: 1.102,
      takeProfitType: 'absolute',
    })
  })

  it('moves along when that is what is described', () => {
    expect(patch(record, { qty: 1, limitPrice: 1.2, stopLoss: 1.199, takeProfit: 1.202 })).toEqual({
      price: 1.2,
    })
  })
})

describe('a trailing stop', () => {
  const record = orderRecord({ price: 1.1, stopLoss: trailingOffset(125) })

  it('is left alone at the same distance in pips', () => {
    expect(patch(record, { qty: 1, trailingStopPips: 12.5 })).toEqual({})
  })

  it('gets a new distance in whole ticks', () => {
    expect(patch(record, { qty: 1, trailingStopPips: 20 })).toEqual({
      stopLoss: 200,
      stopLossType: 'trailingOffset',
    })
  })

  it('is not sent again for a distance between two ticks', () => {
    const between = { qty: 1, trailingStopPips: 12.52 }
    expect(patch(record, between)).toEqual({})
  })

  it('becomes a fixed one and back', () => {
    expect(patch(record, { qty: 1, stopLoss: 1.09 })).toEqual({ stopLoss: 1.09, stopLossType: 'absolute' })
    expect(patch(resting, { ...asItIs, stopLoss: undefined, trailingStopPips: 10 })).toEqual({
      stopLoss: 100,
      stopLossType: 'trailingOffset',
    })
  })

  it('is not a fixed one that happens to have the same number', () => {
    const acme = contract(twoBands)
    const trailing = orderRecord({ price: 105, stopLoss: trailingOffset(100) })
    expect(patch(trailing, { qty: 1, stopLoss: 100 }, acme)).toEqual({
      stopLoss: 100,
      stopLossType: 'absolute',
    })
    const fixed = orderRecord({ price: 105, stopLoss: absolute(100) })
    expect(patch(fixed, { qty: 1, trailingStopPips: 500 }, acme)).toEqual({
      stopLoss: 100,
      stopLossType: 'trailingOffset',
    })
  })

  it('keeps its distance in pips when the order moves into a band of other ticks', () => {
    const stock = orderRecord({ price: 99, stopLoss: trailingOffset(10) })
    expect(patch(stock, { qty: 1, limitPrice: 150, trailingStopPips: 10 }, contract(twoBands))).toEqual({
      price: 150,
      stopLoss: 2,
      stopLossType: 'trailingOffset',
    })
  })
})

/** What TradeLocker does with a patch: what is absent stays, null takes a level off. */
function patched(record: OrderRecord, change: OrderPatch): OrderRecord {
  const level = (
    value: number | null | undefined,
    type: Level['type'] | undefined,
    old: Level | undefined,
  ) => {
    if (value === undefined) return old
    return value === null ? undefined : { value, type: type ?? 'absolute' }
  }
  return {
    ...record,
    qty: change.qty ?? record.qty,
    price: change.price ?? record.price,
    stopPrice: change.stopPrice ?? record.stopPrice,
    stopLoss: level(change.stopLoss, change.stopLossType, record.stopLoss),
    takeProfit: level(change.takeProfit, change.takeProfitType, record.takeProfit),
  }
}

describe('any change of any resting order', () => {
  const contracts = fc.constantFrom(contract(), contract(yenPair), contract(twoBands))
  const scenario = contracts.chain((of) => {
    const price = fc
      .integer({ min: 1_000, max: 30_000 })
      .map((ticks) => Math.round(ticks * (of.tickBands.at(-1)?.tick ?? 1) * 1e5) / 1e5)
    const ticks = fc.integer({ min: 1, max: 400 })
    const absolutes = price.map(absolute)
    const stopLoss = fc.oneof(fc.constant(undefined), absolutes, ticks.map(offset), ticks.map(trailingOffset))
    const takeProfit = fc.oneof(fc.constant(undefined), absolutes, ticks.map(offset))
    const own = fc.record({ price, stopLoss, takeProfit })
    const record = fc.oneof(
      own.map((parts) => orderRecord(parts)),
      own.map(({ price: stopPrice, ...levels }) => stopOrder({ stopPrice, ...levels })),
    )
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
    const protection = fc.oneof(
      fc.record({ stopLoss: maybe(price) }),
      fc.record({ trailingStopPips: fc.integer({ min: 1, max: 500 }).map((tenths) => tenths / 10) }),
    )
    const change = fc
      .tuple(
        fc.record({
          qty: fc.constantFrom(1, 2),
          limitPrice: maybe(price),
          stopPrice: maybe(price),
          takeProfit: maybe(price),
        }),
        protection,
      )
      .map(([first, second]): OrderChange => ({ ...first, ...second }))
    return fc.record({ of: fc.constant(of), record, change })
  })

  it('leads to the order it describes', () => {
    fc.assert(
      fc.property(scenario, ({ of, record, change }) => {
        const known = names({ 278: of })
        const after = patched(record, patch(record, change, of))
        expect(after.qty).toBe(change.qty)
        if (record.type === 'limit') expect(after.price).toBe(change.limitPrice ?? record.price)
        else expect(after.stopPrice).toBe(change.stopPrice ?? record.stopPrice)
        expect(after.takeProfit && levelPrice(after, 'TP', after.takeProfit, known)).toBe(change.takeProfit)
        expectStopLoss(after, change, known)
      }),
    )
  })

  function expectStopLoss(after: OrderRecord, change: OrderChange, known: InstrumentNames) {
    const { stopLoss: level } = after
    if (change.trailingStopPips === undefined) {
      expect(level && levelPrice(after, 'SL', level, known)).toBe(change.stopLoss)
      expect(level?.type).not.toBe('trailingOffset')
      return
    }
    expect(level?.type).toBe('trailingOffset')
    const { tick, pip } = known.stepsOf('278', after.price ?? after.stopPrice ?? 0) ?? { tick: 0, pip: 1 }
    const pips = (level && levelPips(after, level, known)) ?? 0
    // Only whole ticks can be sent, and at least one.
    expect(Math.abs(pips - change.trailingStopPips)).toBeLessThanOrEqual(tick / pip)
  }

  it('made a second time sends nothing, and is recognised when the order is read again', () => {
    fc.assert(
      fc.property(scenario, ({ of, record, change }) => {
        const first = patch(record, change, of)
        const after = patched(record, first)
        expect(patch(after, change, of)).toEqual({})
        expect(isPatched(after, first)).toBe(true)
        if (JSON.stringify(after) !== JSON.stringify(record)) expect(isPatched(record, first)).toBe(false)
      }),
    )
  })

  it('never sends a zero, nor a level without its type', () => {
    fc.assert(
      fc.property(scenario, ({ of, record, change }) => {
        const sent = patch(record, change, of)
        expect(Object.values(sent)).not.toContain(0)
        expect(typeof sent.stopLoss === 'number').toBe(sent.stopLossType !== undefined)
        expect(typeof sent.takeProfit === 'number').toBe(sent.takeProfitType !== undefined)
      }),
    )
  })
})

describe('taking one leg off', () => {
  it('leaves everything else as it is', () => {
    expect(removalPatch('SL')).toEqual({ stopLoss: null })
    expect(removalPatch('TP')).toEqual({ takeProfit: null })
  })

  it('is done when the level is gone', () => {
    expect(isPatched(resting, removalPatch('SL'))).toBe(false)
    expect(isPatched({ ...resting, stopLoss: undefined }, removalPatch('SL'))).toBe(true)
  })
})

describe('an order read again', () => {
  it('does not pass a distance of 100 ticks for a price of 100', () => {
    const trailing = orderRecord({ price: 105, stopLoss: trailingOffset(100) })
    expect(isPatched(trailing, { stopLoss: 100, stopLossType: 'absolute' })).toBe(false)
  })
})
