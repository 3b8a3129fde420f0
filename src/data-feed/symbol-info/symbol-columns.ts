import type { SymbolRow } from './symbol-row.ts'

/** The columns in the order they are written, with the value that stands for an absent one; required ones have none. */
const columns: readonly (readonly [field: string, byDefault: unknown])[] = [
  ['currency', undefined],
  ['base-currency', null],
  ['exchange-listed', undefined],
  ['exchange-traded', undefined],
  ['type', undefined],
  ['typespecs', null],
  ['is-cfd', false],
  ['minmovement', undefined],
  ['pricescale', undefined],
  ['minmovement2', 0],
  ['fractional', false],
  ['pointvalue', 1],
  ['timezone', undefined],
  ['session-regular', undefined],
  ['session-extended', null],
  ['session-premarket', null],
  ['session-postmarket', null],
  ['has-intraday', undefined],
  ['has-daily', undefined],
  ['has-weekly-and-monthly', false],
  ['has-no-volume', false],
  ['volume-type', null],
  ['bar-source', undefined],
  ['bar-transform', 'none'],
  ['bar-fillgaps', false],
  ['root', null],
  ['root-description', null],
  ['expiration', null],
  ['isin', null],
  ['wkn', null],
]

/**
 * The columns of /symbol_info, one after the other: an array, one value where all symbols have the same, nothing where all
 * have the default.
 */
export function* symbolColumns(rows: readonly SymbolRow[]): Generator<[field: string, column: unknown]> {
  yield ['symbol', rows.map(({ symbol }) => symbol)]
  yield ['description', rows.map(({ description }) => description)]
  // Once one symbol has a ticker, every one has.
  if (rows.some(({ ticker }) => ticker !== undefined)) {
    yield ['ticker', rows.map(({ ticker, symbol }) => ticker ?? symbol)]
  }
  for (const [field, byDefault] of columns) {
    const values = rows.map((row) => row[field] ?? byDefault)
    const [first] = values
    const isSame = rows.length > 0 && values.every((value) => value === first)
    const isDefault = byDefault !== undefined && values.every((value) => value === byDefault)
    if (!isDefault) yield [field, isSame ? first : values]
  }
}
