import { z } from 'zod'
import { readSessions } from '../trading-hours/session-text.ts'
import { timeZones } from '../trading-hours/time-zones.ts'

const text = z.string('a text').min(1, 'a text that is not empty')
const flag = z.boolean('true or false')
const hours = text.refine(
  (value) => readSessions(value) !== undefined,
  'hours such as 0930-1600:23456|1700-1600:7 or 24x7, one session per day, without overlaps',
)
const exchange = text.regex(/^[^a-z]+$/, 'a name in upper case')
const positiveInteger = z.int('a whole number').positive('a whole number above zero')

/** Values of one symbol. Which of them must be there, and what the others stand for when they are not, is in `columns`. */
export const symbolFields = {
  /** Unique. What users see. */
  symbol: text.regex(/^[A-Z0-9._]+$/, 'capital letters, digits, dots and underscores'),
  description: text,
  /** What is asked for in place of `symbol`. */
  ticker: text.regex(/^[^,]+$/, 'a text without commas'),
  /** That prices are in. */
  currency: text,
  /** The first one of a pair. */
  'base-currency': text.nullable(),
  'exchange-listed': exchange,
  'exchange-traded': exchange,
  type: z.enum(
    [
      ...(['stock', 'dr', 'right', 'bond', 'warrant', 'structured', 'index', 'forex', 'futures'] as const),
      ...(['spot', 'swap', 'commodity', 'crypto', 'cfd'] as const),
    ],
    'a type of symbol that TradingView knows, such as forex or spot',
  ),
  typespecs: text
    .regex(
      /^(cfd|spreadbet|crypto)(,(cfd|spreadbet|crypto))*$/,
      'cfd, spreadbet, crypto, or several with commas',
    )
    .nullable(),
  /** The tick is `minmovement / pricescale`. */
  minmovement: positiveInteger,
  pricescale: positiveInteger,
  minmovement2: z.int('a whole number').nonnegative('a whole number'),
  fractional: flag,
  /** Worth of one point. */
  pointvalue: z.number('a number').positive('a number above zero'),
  timezone: z.enum(timeZones, 'a time zone that TradingView knows, such as America/New_York'),
  'session-regular': hours,
  'session-extended': hours.nullable(),
  'session-premarket': hours.nullable(),
  'session-postmarket': hours.nullable(),
  'has-intraday': flag,
  'has-daily': flag,
  'has-weekly-and-monthly': flag,
  'has-no-volume': flag,
  'volume-type': z.enum(['base', 'quote', 'tick', 'contract'], 'base, quote, tick or contract').nullable(),
  'bar-source': z.enum(['bid', 'ask', 'mid', 'trade'], 'bid, ask, mid or trade'),
  'bar-transform': z.enum(['none', 'openprev', 'prevopen'], 'none, openprev or prevopen'),
  'bar-fillgaps': flag,
  root: text.nullable(),
  'root-description': text.nullable(),
  /** YYYYMMDD. */
  expiration: z
    .int('a date as a number such as 20301231')
    .min(19_000_101, 'a date as a number such as 20301231')
    .max(99_991_231, 'a date as a number such as 20301231')
    .nullable(),
  isin: text.nullable(),
  wkn: text.nullable(),
  /** Older than `typespecs`. */
  'is-cfd': flag,
} as const

const always = [
  'currency',
  'exchange-listed',
  'exchange-traded',
  'type',
  'minmovement',
  'pricescale',
] as const
const required: ReadonlySet<string> = new Set([...always, 'timezone', 'session-regular'])

/** One value per symbol, or one that all have. */
const column = (field: z.ZodType) => z.union([field, z.array(field)])

const { symbol, description, ...others } = symbolFields

const columns = Object.fromEntries(
  Object.entries(others).map(([name, field]) => [
    name,
    required.has(name) ? column(field) : column(field).optional(),
  ]),
)

/** One symbol whole, before it becomes part of the columns. */
export const wholeSymbol = z.object({
  ...Object.fromEntries(
    Object.entries(others).map(([name, field]) => [name, required.has(name) ? field : field.optional()]),
  ),
  symbol,
  description,
})

/** GET /symbol_info: a table by columns, as long as there are symbols. */
export const symbolInfoAnswer = z
  .strictObject({
    s: z.literal('ok'),
    symbol: z.array(symbol),
    description: z.array(description),
    ...columns,
  })
  .refine(
    (answer) =>
      Object.values(answer).every((value) => !Array.isArray(value) || value.length === answer.symbol.length),
    'columns of one length',
  )
  .refine(({ symbol: all }) => new Set(all).size === all.length, 'symbols that are unique')
