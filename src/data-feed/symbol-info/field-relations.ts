import { extendedHoursFaults } from './extended-hours.ts'
import type { Fault } from './fault.ts'

type Fields = Readonly<Record<string, unknown>>
type Relation = (fields: Fields) => readonly Fault[]

/**
 * What has to hold between the fields of one symbol, whether they are all or those of SYMBOLS_FILE: a field that is not there
 * demands nothing, but may be demanded.
 */
export function faultsBetween(fields: Fields): readonly Fault[] {
  return relations.flatMap((relation) => relation(fields))
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null
const specs = ({ typespecs }: Fields): string => (typeof typespecs === 'string' ? typespecs : '')

const lacking = (fields: Fields, names: readonly string[], reason: string): readonly Fault[] =>
  names
    .filter((field) => !isGiven(fields[field]))
    .map((field) => ({ field, expected: `a value, because ${reason}` }))

const relations: readonly Relation[] = [
  (fields) =>
    fields.type === 'futures' ? lacking(fields, ['root', 'root-description'], 'type is futures') : [],
  // A CFD on a future need not end.
  (fields) =>
    fields.type === 'futures' && !/cfd|spreadbet/.test(specs(fields))
      ? lacking(fields, ['expiration'], 'type is futures, and no CFD')
      : [],
  (fields) => (fields.type === 'forex' ? lacking(fields, ['base-currency'], 'type is forex') : []),
  (fields) =>
    (fields.type === 'spot' || fields.type === 'swap') && specs(fields).includes('crypto')
      ? lacking(fields, ['base-currency'], 'it is a pair of crypto')
      : [],
  ({ 'is-cfd': isCfd, typespecs }) =>
    isCfd === true && typeof typespecs === 'string' && !typespecs.includes('cfd')
      ? [{ field: 'typespecs', expected: 'cfd among them, because is-cfd is true' }]
      : [],
  ({ expiration }) =>
    typeof expiration === 'number' && !isDate(expiration)
      ? [{ field: 'expiration', expected: 'a day that there is' }]
      : [],
  scaleFaults,
  pipFaults,
  hoursFaults,
  extendedHoursFaults,
]

/** Decimal prices have a power of ten for a scale, fractional ones a power of two. The tick is `minmovement / pricescale`. */
function scaleFaults(fields: Fields): readonly Fault[] {
  const { fractional, minmovement, pricescale } = fields
  const reason = fractional === true ? 'prices are fractional' : undefined
  if (!isGiven(pricescale)) {
    if (reason !== undefined) {
      return [{ field: 'pricescale', expected: `a power of two, because ${reason}` }]
    }
    return isGiven(minmovement) ? lacking(fields, ['pricescale'], 'there is minmovement') : []
  }
  const expected =
    reason === undefined ? 'a power of ten, unless fractional is true' : `a power of two, because ${reason}`
  return [
    ...(isPowerOf(reason === undefined ? 10 : 2, pricescale) ? [] : [{ field: 'pricescale', expected }]),
    ...lacking(fields, ['minmovement'], 'there is pricescale'),
  ]
}

function pipFaults({ fractional, minmovement2 }: Fields): readonly Fault[] {
  if (!isGiven(minmovement2) || minmovement2 === 0) return []
  if (isPowerOf(fractional === true ? 2 : 10, minmovement2)) return []
  const expected = fractional === true ? '0 or a power of two' : '0 or a power of ten'
  return [{ field: 'minmovement2', expected }]
}

/** Hours are local to the zone. Where trading never rests there is no opening that a zone could date. */
function hoursFaults(fields: Fields): readonly Fault[] {
  const { timezone, 'session-regular': hours } = fields
  if (isGiven(timezone) !== isGiven(hours)) {
    return lacking(fields, ['timezone', 'session-regular'], 'hours and their zone belong together')
  }
  return hours === '24x7' && timezone !== 'Etc/UTC'
    ? [{ field: 'timezone', expected: 'Etc/UTC, whose days are those of trading that never rests' }]
    : []
}

/** What is no number is another rule's. */
function isPowerOf(base: number, value: unknown): boolean {
  if (typeof value !== 'number') return true
  let rest = value
  while (rest > 1 && rest % base === 0) rest /= base
  return rest === 1
}

/** @param value YYYYMMDD */
function isDate(value: number): boolean {
  const text = String(value).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
