import { show } from '../shape.ts'
import { SYMBOL_TYPES, TYPESPECS } from '../trading/shapes.ts'
import type { Columns } from './symbol-table.ts'

/** One property of /symbol_info. */
export interface ColumnRule {
  readonly name: string
  readonly isRequired: boolean
  /** Always one value per symbol. */
  readonly isList?: boolean
  readonly isNullable?: boolean
  /** What a value must be, for sentences. */
  readonly expected: string
  readonly holds: (value: unknown) => boolean
}

/** The zones the specification lists. */
const TIMEZONES = new Set(
  `America/New_York America/Los_Angeles America/Chicago America/Phoenix America/Toronto America/Vancouver
  America/Argentina/Buenos_Aires America/El_Salvador America/Sao_Paulo America/Bogota Europe/Moscow Europe/Athens
  Europe/Berlin Europe/London Europe/Madrid Europe/Paris Europe/Warsaw Australia/Sydney Australia/Brisbane
  Australia/Adelaide Australia/ACT Asia/Almaty Asia/Ashkhabad Asia/Tokyo Asia/Taipei Asia/Singapore Asia/Shanghai
  Asia/Seoul Asia/Tehran Asia/Dubai Asia/Kolkata Asia/Hong_Kong Asia/Bangkok Pacific/Auckland Pacific/Chatham
  Pacific/Fakaofo Pacific/Honolulu America/Mexico_City Africa/Johannesburg Asia/Kathmandu US/Mountain Etc/UTC`.split(
    /\s+/,
  ),
)

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isWhole = (value: unknown): value is number => Number.isInteger(value)
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isOneOf =
  (...values: readonly string[]) =>
  (value: unknown): boolean =>
    values.includes(value as string)
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value)

const required = (name: string, expected: string, holds: ColumnRule['holds']): ColumnRule => ({
  name,
  isRequired: true,
  expected,
  holds,
})
const optional = (name: string, expected: string, holds: ColumnRule['holds']): ColumnRule => ({
  name,
  isRequired: false,
  expected,
  holds,
})
const nullable = (name: string, expected: string, holds: ColumnRule['holds']): ColumnRule => ({
  ...optional(name, expected, holds),
  isNullable: true,
})

const SESSION = /^(24x7|\d{4}-\d{4}(:[1-7]+)?(\|\d{4}-\d{4}(:[1-7]+)?)*)$/
const sessionText = 'a session string such as 24x7 or 0930-1600:23456'
const upperCase = 'a name in upper case'

export const COLUMN_RULES: readonly ColumnRule[] = [
  { ...required('symbol', 'text', isText), isList: true },
  { ...required('description', 'text', (value) => typeof value === 'string'), isList: true },
  required('currency', 'a currency', isText),
  required('exchange-listed', upperCase, matches(/^[^a-z]+$/)),
  required('exchange-traded', upperCase, matches(/^[^a-z]+$/)),
  required('minmovement', 'a whole number above 0', (value) => isWhole(value) && value > 0),
  required('pricescale', 'a whole number above 0', (value) => isWhole(value) && value > 0),
  required('type', `one of ${SYMBOL_TYPES.join(', ')}`, isOneOf(...SYMBOL_TYPES)),
  required('timezone', "a zone of the specification's list, such as America/New_York or Etc/UTC", (value) =>
    TIMEZONES.has(value as string),
  ),
  required('session-regular', sessionText, matches(SESSION)),
  nullable('session-extended', sessionText, matches(SESSION)),
  nullable('session-premarket', sessionText, matches(SESSION)),
  nullable('session-postmarket', sessionText, matches(SESSION)),
  optional('minmovement2', 'a whole number', (value) => isWhole(value) && value >= 0),
  optional('fractional', 'true or false', isFlag),
  optional('has-intraday', 'true or false', isFlag),
  optional('has-daily', 'true or false', isFlag),
  optional('has-weekly-and-monthly', 'true or false', isFlag),
  optional('has-no-volume', 'true or false', isFlag),
  optional('is-cfd', 'true or false', isFlag),
  optional('bar-fillgaps', 'true or false', isFlag),
  optional('ticker', 'text without a comma', matches(/^[^,]+$/)),
  optional('pointvalue', 'a number above 0', (value) => typeof value === 'number' && value > 0),
  optional('bar-source', 'bid, ask, mid or trade', isOneOf('bid', 'ask', 'mid', 'trade')),
  optional('bar-transform', 'none, openprev or prevopen', isOneOf('none', 'openprev', 'prevopen')),
  nullable('base-currency', 'a currency', isText),
  nullable('root', 'text', isText),
  nullable('root-description', 'text', isText),
  nullable('typespecs', 'cfd, spreadbet, crypto, joined by commas', matches(TYPESPECS)),
  nullable('volume-type', 'base, quote, tick or contract', isOneOf('base', 'quote', 'tick', 'contract')),
  nullable('expiration', 'a date as the number YYYYMMDD', (value) => /^\d{8}$/.test(String(value))),
  nullable('isin', 'text', isText),
  nullable('wkn', 'text', isText),
]

/** Lists of the older specifications: of texts, or of such lists. */
const LEGACY = ['supported-resolutions', 'intraday-multipliers']

/** The names the specification knows besides `s`. */
export const KNOWN_COLUMNS = new Set([...COLUMN_RULES.map(({ name }) => name), ...LEGACY, 's'])

/** @returns a sentence about the first value that breaks the column's rule */
export function brokenColumn(
  columns: Columns,
  rule: ColumnRule,
  symbols: readonly string[],
): string | undefined {
  const { name, expected } = rule
  const column = columns[name]
  if (column === undefined)
    return rule.isRequired ? `${name}: expected ${expected}, received nothing` : undefined
  const isFine = (value: unknown): boolean =>
    (value === null && rule.isNullable === true) || rule.holds(value)
  if (!Array.isArray(column)) {
    if (rule.isList) return `${name}: expected a list with one value per symbol, received ${show(column)}`
    return isFine(column) ? undefined : `${name}: expected ${expected}, received ${show(column)}`
  }
  const odd = column.findIndex((value) => !isFine(value))
  if (odd < 0) return undefined
  return `${name} of ${symbols[odd] ?? `row ${odd}`}: expected ${expected}, received ${show(column[odd])}`
}

/** @returns a sentence when one of the older lists is none */
export function brokenLegacyColumn(columns: Columns): string | undefined {
  const isTexts = (value: unknown): boolean =>
    Array.isArray(value) && value.every((one) => typeof one === 'string')
  const name = LEGACY.find((legacy) => {
    const column = columns[legacy]
    return column !== undefined && !isTexts(column) && !(Array.isArray(column) && column.every(isTexts))
  })
  return (
    name && `${name}: expected a list of texts, or one such list per symbol, received ${show(columns[name])}`
  )
}
