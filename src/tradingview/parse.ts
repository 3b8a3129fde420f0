import type { MessageParams } from '../broker/errors.ts'
import type { FormFields } from '../http/form.ts'
import { RequestError } from '../http/request-error.ts'
import type { Expectation } from '../i18n/translate.ts'

/*
 * Reading single fields of a form or a query. Every parser answers a value the broker can be asked with or throws
 * RequestError; none of them guesses, corrects or rounds. What a broker's instrument allows is not known here.
 */

/** Longest text that is looked at further: no instrument, account or order has a longer name. */
const MAX_TEXT_CHARS = 200
/** Digits of a number. More than a double can hold is a mistake, not precision. */
const MAX_DIGITS = 20
/** Most items that one list answers. */
const MAX_COUNT = 10_000
/** Most symbols that one /quotes request asks for. */
const MAX_SYMBOLS = 50

/** @throws RequestError field_missing when absent or blank, field_invalid when too long */
export function requiredText(fields: FormFields, field: string): string {
  const value = fields[field]
  if (value === undefined || value.trim() === '') throw new RequestError('field_missing', { field })
  if (value.length > MAX_TEXT_CHARS) throw invalid(field, 'characters', { max: MAX_TEXT_CHARS })
  return value
}

/** One of a closed set of words, spelled exactly. @throws RequestError field_missing, field_invalid */
export function requiredChoice<T extends string>(
  fields: FormFields,
  field: string,
  choices: readonly T[],
): T {
  const value = requiredText(fields, field)
  const choice = choices.find((one) => one === value)
  if (choice === undefined) throw invalid(field, 'one_of', { choices: choices.join(', ') })
  return choice
}

/** A number in plain digits. @returns undefined when the field is absent @throws RequestError field_invalid */
export function decimal(fields: FormFields, field: string): number | undefined {
  const value = fields[field]
  return value === undefined ? undefined : plainNumber(field, value)
}

/** @throws RequestError field_missing when absent or blank, field_invalid */
export function requiredDecimal(fields: FormFields, field: string): number {
  return plainNumber(field, requiredText(fields, field))
}

/** A quantity, distance or level. @returns undefined when absent @throws RequestError field_invalid, also for 0 and blank */
export function aboveZero(fields: FormFields, field: string): number | undefined {
  const value = fields[field]
  return value === undefined ? undefined : positive(field, plainNumber(field, value))
}

/** @throws RequestError field_missing when absent or blank, field_invalid */
export function requiredAboveZero(fields: FormFields, field: string): number {
  return positive(field, requiredDecimal(fields, field))
}

/**
 * An order's own price. TradingView sends a zero or nothing in place of the price that does not belong to the order's
 * type, so both mean that there is none. @throws RequestError field_invalid for anything else but a price
 */
export function priceIfAny(fields: FormFields, field: string): number | undefined {
  if (isBlank(fields, field)) return undefined
  const value = decimal(fields, field)
  if (value !== undefined && value < 0) throw invalid(field, 'price')
  return value === 0 ? undefined : value
}

/** Is the field absent or empty? */
export function isBlank(fields: FormFields, field: string): boolean {
  return (fields[field] ?? '').trim() === ''
}

/** How many items a list may have, at most MAX_COUNT. @returns undefined when absent @throws RequestError field_invalid */
export function maxCountOf(fields: FormFields): number | undefined {
  const value = decimal(fields, 'maxCount')
  if (value === undefined) return undefined
  if (!Number.isInteger(value) || value < 1) throw invalid('maxCount', 'whole_number')
  return Math.min(value, MAX_COUNT)
}

/**
 * The instruments of /quotes, each once, in the order asked for and spelled exactly as asked for.
 * @throws RequestError field_missing for an empty list, too_many_symbols, field_invalid
 */
export function symbolsOf(fields: FormFields): readonly string[] {
  const symbols = [...new Set((fields.symbols ?? '').split(','))].filter((symbol) => symbol.trim() !== '')
  if (symbols.length === 0) throw new RequestError('field_missing', { field: 'symbols' })
  if (symbols.length > MAX_SYMBOLS) {
    throw new RequestError('too_many_symbols', { max: MAX_SYMBOLS, count: symbols.length })
  }
  if (symbols.some((symbol) => symbol.length > MAX_TEXT_CHARS)) {
    throw invalid('symbols', 'short_names', { max: MAX_TEXT_CHARS })
  }
  return symbols
}

/** The error of a field that is there but makes no sense. @param params what the words of `expected` leave open */
export const invalid = (field: string, expected: Expectation, params: MessageParams = {}): RequestError =>
  new RequestError('field_invalid', { ...params, field, expected })

/** Could this be the id of an order or a position? What could not is never sent on to the broker. */
export const isId = (value: string): boolean => /^[A-Za-z0-9._-]{1,80}$/.test(value)

/** A number such as `1.0872` or `-3`: no exponent, no hexadecimal, no blanks, no words. */
function plainNumber(field: string, value: string): number {
  // The length comes first, so that the pattern never runs over a long text; sign and point are no digits.
  const isPlain = value.length <= MAX_DIGITS + 2 && /^-?\d+(\.\d+)?$/.test(value)
  if (!isPlain || value.replace(/\D/g, '').length > MAX_DIGITS) {
    throw invalid(field, 'number', { max: MAX_DIGITS })
  }
  return Number(value)
}

function positive(field: string, value: number): number {
  if (value <= 0) throw invalid(field, 'above_zero')
  return value
}
