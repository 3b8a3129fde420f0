import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestError } from '../../src/http/request-error.ts'
import {
  aboveZero,
  decimal,
  isId,
  maxCountOf,
  priceIfAny,
  requiredAboveZero,
  requiredChoice,
  requiredDecimal,
  requiredText,
  symbolsOf,
} from '../../src/tradingview/parse.ts'

/** The error's code and params, or the value when there was none. */
function outcome(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return error.code
  }
}

describe('a decimal', () => {
  it.each([
    ['27795.25', 27795.25],
    ['27780', 27780],
    ['0', 0],
    ['0.00001', 0.00001],
    ['-3.5', -3.5],
    ['007', 7],
    ['99999999999999999999', 1e20],
  ])('%s is a number', (text, value) => {
    expect(decimal({ qty: text }, 'qty')).toBe(value)
  })

  it.each([
    ...['', ' ', ' 1', '1 ', '1e3', '1E-3', '0x10', '0b1', 'NaN', 'Infinity', '-Infinity', '1,5', '1.2.3'],
    ...['.5', '5.', '+1', '--1', '1_000', '٣', '١٢', 'null', 'true', '[1]', '1\n', '123456789012345678901'],
    ...[`0.${'1'.repeat(20)}`, '1'.repeat(100_000)],
  ])('%j is refused', (text) => {
    expect(outcome(() => decimal({ qty: text }, 'qty'))).toBe('field_invalid')
  })

  it('may be absent unless it is required', () => {
    expect(decimal({}, 'qty')).toBeUndefined()
    expect(outcome(() => requiredDecimal({}, 'qty'))).toBe('field_missing')
    expect(outcome(() => requiredDecimal({ qty: ' ' }, 'qty'))).toBe('field_missing')
  })

  it('names the field and what would be right', () => {
    expect(() => decimal({ qty: '1e3' }, 'qty')).toThrow(
      expect.objectContaining({ params: { field: 'qty', expected: 'number', max: 20 } }),
    )
  })

  it('reads every number that is written in plain digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (value) => {
        fc.pre(String(value).replace(/\D/g, '').length <= 20)
        expect(decimal({ price: String(value) }, 'price')).toBe(value)
      }),
    )
  })
})

describe('a quantity or a level', () => {
  it.each(['0', '0.00', '-0', '-1', ''])('is refused when it is %j', (text) => {
    expect(outcome(() => aboveZero({ stopLoss: text }, 'stopLoss'))).toBe('field_invalid')
  })

  it('may be absent unless it is required', () => {
    expect(aboveZero({}, 'stopLoss')).toBeUndefined()
    expect(outcome(() => requiredAboveZero({}, 'qty'))).toBe('field_missing')
    expect(requiredAboveZero({ qty: '0.01' }, 'qty')).toBe(0.01)
  })
})

describe("an order's own price", () => {
  it.each([[undefined], [''], [' '], ['0'], ['0.0']])('is none when the form says %j', (text) => {
    expect(priceIfAny(text === undefined ? {} : { limitPrice: text }, 'limitPrice')).toBeUndefined()
  })

  it.each(['-1', 'x', '1e5'])('is refused when it is %j', (text) => {
    expect(outcome(() => priceIfAny({ limitPrice: text }, 'limitPrice'))).toBe('field_invalid')
  })

  it('is a price otherwise', () => expect(priceIfAny({ limitPrice: '27857.5' }, 'limitPrice')).toBe(27857.5))
})

describe('maxCount', () => {
  it.each([
    ['1', 1],
    ['500', 500],
    ['10000', 10_000],
    ['99999999', 10_000],
  ])('%s allows %d items', (text, count) => expect(maxCountOf({ maxCount: text })).toBe(count))

  it.each(['0', '-1', '1.5', '', 'all'])('%j is refused', (text) => {
    expect(outcome(() => maxCountOf({ maxCount: text }))).toBe('field_invalid')
  })

  it('may be absent', () => expect(maxCountOf({})).toBeUndefined())
})

describe('symbols', () => {
  it('are answered once each, in the order and spelling asked for', () => {
    expect(symbolsOf({ symbols: 'EURUSD.R,US 500,EURUSD.R, gold' })).toEqual(['EURUSD.R', 'US 500', ' gold'])
  })

  it.each(['', ',', ' , '])('%j names none', (symbols) => {
    expect(outcome(() => symbolsOf({ symbols }))).toBe('field_missing')
  })

  it('are fifty at most', () => {
    const named = (count: number) => ({ symbols: Array.from({ length: count }, (_, n) => `S${n}`).join(',') })
    expect(symbolsOf(named(50))).toHaveLength(50)
    expect(() => symbolsOf(named(51))).toThrow(expect.objectContaining({ params: { max: 50, count: 51 } }))
  })

  it('have names of bearable length', () => {
    expect(outcome(() => symbolsOf({ symbols: 'x'.repeat(201) }))).toBe('field_invalid')
  })
})

describe('text and choices', () => {
  it('a required text is neither absent nor blank nor endless', () => {
    expect(requiredText({ instrument: 'US 500' }, 'instrument')).toBe('US 500')
    expect(outcome(() => requiredText({}, 'instrument'))).toBe('field_missing')
    expect(outcome(() => requiredText({ instrument: '  ' }, 'instrument'))).toBe('field_missing')
    expect(outcome(() => requiredText({ instrument: 'x'.repeat(201) }, 'instrument'))).toBe('field_invalid')
  })

  it('a choice is spelled exactly', () => {
    expect(requiredChoice({ side: 'buy' }, 'side', ['buy', 'sell'])).toBe('buy')
    for (const side of ['Buy', 'BUY', 'long', 'constructor']) {
      expect(outcome(() => requiredChoice({ side }, 'side', ['buy', 'sell']))).toBe('field_invalid')
    }
  })
})

describe('an id', () => {
  it.each(['360287970189639681', '123.TP.1700000000', 'a_b-C'])('%s could be one', (id) => {
    expect(isId(id)).toBe(true)
  })

  it.each(['', ' ', '1/2', '..%2f', 'a b', 'é', '1'.repeat(81), '1\n'])('%j could not', (id) => {
    expect(isId(id)).toBe(false)
  })
})

it('no parser ever throws anything but a RequestError', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.double().map(String),
    fc.bigInt().map(String),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('f', 'maxCount', 'symbols'), text), (fields) => {
      const parsers = [requiredText, decimal, requiredDecimal, aboveZero, requiredAboveZero, priceIfAny]
      for (const parser of parsers) outcome(() => parser(fields, 'f'))
      outcome(() => requiredChoice(fields, 'f', ['buy', 'sell']))
      outcome(() => maxCountOf(fields))
      outcome(() => symbolsOf(fields))
    }),
  )
})
