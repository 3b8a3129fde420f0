import type { Context } from '../context.ts'
import { brokenColumn, brokenLegacyColumn, COLUMN_RULES, KNOWN_COLUMNS } from '../market/columns.ts'
import { dayWithBreak, overlap, parseSession } from '../market/session-hours.ts'
import { type Columns, cell, symbolsOf } from '../market/symbol-table.ts'
import type { Test } from '../test.ts'
import { hold, passed, passedUnless, Violation } from '../verdict.ts'
import { unauthorized } from './unauthorized.ts'

const isPowerOf = (base: number, value: number): boolean => {
  let power = 1
  while (power < value) power *= base
  return power === value
}

/** The table and its symbols, which every test of it needs. */
async function tableOf(context: Context): Promise<{ columns: Columns; symbols: readonly string[] }> {
  const columns = await context.symbolInfo()
  const symbols = symbolsOf(columns)
  hold(
    symbols !== undefined && symbols.length > 0,
    'GET /symbol_info: symbol: expected a list of texts with at least one.',
  )
  return { columns, symbols }
}

/** Decimal prices have a scale of tens, fractions one of twos. */
function brokenPrices(columns: Columns, symbols: readonly string[]): string | undefined {
  for (const [index, symbol] of symbols.entries()) {
    const isFractional = cell(columns, 'fractional', index) === true
    const scale = cell(columns, 'pricescale', index) as number
    if (!isPowerOf(isFractional ? 2 : 10, scale))
      return `pricescale of ${symbol}: expected a power of ${isFractional ? 'two (fractional)' : 'ten'}, received ${scale}`
    const second = (cell(columns, 'minmovement2', index) ?? 0) as number
    const isForexPip = cell(columns, 'type', index) === 'forex' && !isFractional
    if (isForexPip && second !== 0 && !isPowerOf(10, second))
      return `minmovement2 of ${symbol}: expected 0 or a power of ten, received ${second}`
  }
  return undefined
}

/** What an asset class needs beyond the columns of all. */
function columnsOfClass(columns: Columns, index: number, specs: readonly string[]): readonly string[] {
  const type = cell(columns, 'type', index)
  const isCrypto = specs.includes('crypto')
  const isPair = type === 'forex' || (isCrypto && (type === 'spot' || type === 'swap'))
  return [
    ...(type === 'futures' ? ['root', 'root-description', 'expiration'] : []),
    ...(isPair ? ['base-currency'] : []),
    ...(isCrypto && cell(columns, 'has-no-volume', index) !== true ? ['volume-type'] : []),
  ]
}

/**
 * Holds every symbol against its class.
 * @returns CFDs on futures that do not tell their expiration: they may have none
 */
function holdAssetClasses(columns: Columns, symbols: readonly string[]): readonly string[] {
  const undated: string[] = []
  for (const [index, symbol] of symbols.entries()) {
    const type = String(cell(columns, 'type', index))
    const specs = String(cell(columns, 'typespecs', index) ?? '').split(',')
    const missing = columnsOfClass(columns, index, specs).find(
      (name) => (cell(columns, name, index) ?? null) === null,
    )
    if (missing === undefined) continue
    const sentence = `${symbol} (${[type, ...specs].filter(Boolean).join(', ')}): expected ${missing}, received nothing`
    if (missing === 'expiration' && specs.includes('cfd')) undated.push(`${sentence}.`)
    else throw new Violation(`GET /symbol_info: ${sentence}.`)
  }
  return undated
}

const failIf = (mistake: string | undefined): void => {
  if (mistake !== undefined) throw new Violation(`GET /symbol_info: ${mistake}.`)
}

export const symbolTests: readonly Test[] = [
  {
    name: 'symbolsResponseFieldsCorrectness',
    area: 'symbols',
    rule: 'GET /symbol_info answers 200, application/json, s "ok", all required columns, and every value is of its type and from its list.',
    lane: 'data',
    async run(context) {
      const { columns, symbols } = await tableOf(context)
      for (const rule of COLUMN_RULES) failIf(brokenColumn(columns, rule, symbols))
      failIf(brokenLegacyColumn(columns))
      failIf(brokenPrices(columns, symbols))
      const unknown = Object.keys(columns)
        .filter((name) => !KNOWN_COLUMNS.has(name))
        .map((name) => `The column ${name} is unknown.`)
      return passedUnless(unknown, `${symbols.length} symbols, all columns as the specification has them.`)
    },
  },
  {
    name: 'symbolsUnauthorizedRequest',
    area: 'symbols',
    rule: 'GET /symbol_info without a token answers 401.',
    lane: 'data',
    run: (context) => unauthorized(context, '/symbol_info'),
  },
  {
    name: 'symbolsNames',
    area: 'symbols',
    rule: 'Symbols consist of A–Z, 0–9, dot and underscore and are unique; so are tickers.',
    lane: 'data',
    async run(context) {
      const { symbols } = await tableOf(context)
      const odd = symbols.find((symbol) => !/^[A-Z0-9._]+$/.test(symbol))
      hold(
        odd === undefined,
        `GET /symbol_info: symbol "${odd}": expected upper-case letters, digits, dots and underscores only.`,
      )
      const rows = await context.symbols()
      for (const name of ['symbol', 'key'] as const) {
        const twice = [...Map.groupBy(rows, (row) => row[name])].find(([, same]) => same.length > 1)
        hold(
          twice === undefined,
          () =>
            `GET /symbol_info: ${name === 'key' ? 'ticker' : 'symbol'} "${twice?.[0]}": expected once, received ${twice?.[1].length} times.`,
        )
      }
      return passed(`${symbols.length} different symbols.`)
    },
  },
  {
    name: 'symbolsColumnLengths',
    area: 'symbols',
    rule: 'Every column is one value for all symbols, or a list as long as symbol.',
    lane: 'data',
    async run(context) {
      const { columns, symbols } = await tableOf(context)
      for (const [name, column] of Object.entries(columns)) {
        const isPerSymbol =
          Array.isArray(column) && !(name.startsWith('supported') || name.startsWith('intraday'))
        hold(
          !isPerSymbol || column.length === symbols.length,
          () =>
            `GET /symbol_info: ${name}: expected ${symbols.length} values, one per symbol, received ${(column as unknown[]).length}.`,
        )
      }
      return passed(`${Object.keys(columns).length - 1} columns of ${symbols.length} values, or of one.`)
    },
  },
  {
    name: 'symbolsSessions',
    area: 'symbols',
    rule: 'Session strings parse and do not overlap, and trading days have no breaks (a warning).',
    lane: 'data',
    async run(context) {
      const { columns, symbols } = await tableOf(context)
      const breaks: string[] = []
      let parsed = 0
      for (const [index, symbol] of symbols.entries())
        for (const name of [
          'session-regular',
          'session-extended',
          'session-premarket',
          'session-postmarket',
        ]) {
          const text = cell(columns, name, index) ?? null
          if (text === null) continue
          const session = parseSession(String(text))
          if (typeof session === 'string')
            throw new Violation(`GET /symbol_info: ${name} of ${symbol}: ${session}.`)
          parsed += 1
          const overlaps = overlap(session)
          hold(overlaps === undefined, `GET /symbol_info: ${name} of ${symbol}, "${text}": ${overlaps}.`)
          const day = dayWithBreak(session)
          if (day !== undefined) breaks.push(`${name} of ${symbol}, "${text}", has a break on day ${day}.`)
        }
      hold(parsed > 0, 'GET /symbol_info: session-regular: expected hours of trading, received none.')
      return passedUnless(breaks, `The sessions of ${symbols.length} symbols parse, and none overlaps.`)
    },
  },
  {
    name: 'symbolsAssetClasses',
    area: 'symbols',
    rule: 'Futures have root, root-description and expiration (CFDs on them without one are a warning), pairs a base-currency, crypto with volume a volume-type.',
    lane: 'data',
    async run(context) {
      const { columns, symbols } = await tableOf(context)
      const undated = holdAssetClasses(columns, symbols)
      const types = new Set(symbols.map((_, index) => String(cell(columns, 'type', index))))
      return passedUnless(undated, `Asset classes: ${[...types].join(', ')}.`)
    },
  },
]
