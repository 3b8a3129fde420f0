import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowReader, toNumber } from '../../../../adapters/tradelocker/account/rows.ts'

const columns = new Map([
  ['id', 0],
  ['price', 1],
])
const row = (...cells: unknown[]) => rowReader(columns)(cells)

describe('a table row', () => {
  it('is read by column id, wherever the column stands', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
        fc.func(fc.string({ minLength: 1 })),
        (ids, cellOf) => {
          const cells = ids.map(cellOf)
          const read = rowReader(new Map(ids.map((id, index) => [id, index])))(cells)
          expect(ids.map((id) => read.text(id))).toEqual(cells)
        },
      ),
    )
  })

  it.each([
    ['7277816997898587502', '7277816997898587502'],
    [42, '42'],
  ])('gives the id %j as decimal text', (cell, expected) => {
    expect(row(cell).requiredId('id')).toBe(expected)
  })

  it.each([null, undefined, '', 'abc', 1.5, -1, 2 ** 60, {}, true, ' 7'])(
    'has no usable id in %j',
    (cell) => {
      expect(() => row(cell).requiredId('id')).toThrow('upstream_malformed')
      expect(row(cell).optionalId('id')).toBeUndefined()
    },
  )

  it.each(['0', 0, '000'])('takes the id %j for none where it may be missing', (cell) => {
    expect(row(cell).optionalId('id')).toBeUndefined()
  })

  it.each([
    ['1.08010', 1.0801],
    [1.5, 1.5],
    ['-0.5', -0.5],
    [' 7 ', 7],
    ['1e-5', 0.00001],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
    ['abc', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['1e999', undefined],
    [true, undefined],
    [[5], undefined],
  ])('reads the number %j as %s', (cell, expected) => {
    expect(row('1', cell).number('price')).toBe(expected)
    expect(toNumber(cell)).toBe(expected)
  })

  it.each([
    ['1767607200000', 1767607200000],
    [1767607200000.7, 1767607200000],
    ['0', undefined],
    [null, undefined],
  ])('reads the time %j as %s', (cell, expected) => {
    expect(row('1', cell).time('price')).toBe(expected)
  })

  it.each([
    ['true', true],
    ['TRUE', true],
    [true, true],
    [1, true],
    ['1', true],
    ['false', false],
    [false, false],
    [null, false],
    ['', false],
  ])('reads the flag %j as %s', (cell, expected) => {
    expect(row(cell).flag('id')).toBe(expected)
  })

  it.each([
    ['buy', 'buy'],
    [5, '5'],
    [false, 'false'],
    ['', undefined],
    [null, undefined],
    [[1], undefined],
  ])('reads the text %j as %s', (cell, expected) => {
    expect(row(cell).text('id')).toBe(expected)
  })

  it('knows nothing of columns that the broker does not have, nor of cells that are missing', () => {
    expect(row('1').number('commission')).toBeUndefined()
    expect(row('1').number('price')).toBeUndefined()
  })

  it.each([null, 'row', 5, { 0: '1' }])('%j is not a row', (cells) => {
    expect(() => rowReader(columns)(cells)).toThrow('upstream_malformed')
  })

  it('gives every finite number back that was written in decimal', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(toNumber(String(value))).toBe(Number(String(value)))
      }),
    )
  })
})
