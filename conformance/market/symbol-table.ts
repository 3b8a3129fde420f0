import { show } from '../shape.ts'
import { Violation } from '../verdict.ts'
import { parseSession, type SessionHours } from './session-hours.ts'

/** One symbol of /symbol_info, as far as other tests need it. */
export interface SymbolRow {
  readonly symbol: string
  /** What /history and /streaming call it: the ticker where there is one. */
  readonly key: string
  readonly type: string
  readonly timezone: string
  readonly session: SessionHours
  readonly hasIntraday: boolean
  readonly hasDaily: boolean
  readonly hasNoVolume: boolean
  /** Bars without volume fill the gaps. */
  readonly barFillgaps: boolean
}

/** The columns of /symbol_info, each one value for all or one per symbol. */
export type Columns = Readonly<Record<string, unknown>>

/** The value of a column for one symbol. */
export function cell(columns: Columns, name: string, index: number): unknown {
  const column = columns[name]
  return Array.isArray(column) ? column[index] : column
}

/** The symbols; nothing when the column is no list of strings. */
export function symbolsOf(columns: Columns): readonly string[] | undefined {
  const { symbol } = columns
  return Array.isArray(symbol) && symbol.every((one) => typeof one === 'string') ? symbol : undefined
}

/**
 * Reads the table generously: what is malformed has tests of its own.
 * @throws Violation when symbols cannot be told
 */
export function readSymbols(columns: Columns): readonly SymbolRow[] {
  const symbols = symbolsOf(columns)
  if (symbols === undefined || symbols.length === 0)
    throw new Violation(
      `GET /symbol_info: symbol: expected a list of symbols, received ${show(columns.symbol)}.`,
    )
  return symbols.map((symbol, index) => {
    const ticker = cell(columns, 'ticker', index)
    const session = parseSession(String(cell(columns, 'session-regular', index)))
    return {
      symbol,
      key: typeof ticker === 'string' && ticker !== '' ? ticker : symbol,
      type: String(cell(columns, 'type', index)),
      timezone: knownTimezone(cell(columns, 'timezone', index)),
      // A session that cannot be read is told by its own tests; here it then tells nothing.
      session: typeof session === 'string' ? { text: '24x7', isAlways: true, spans: [] } : session,
      hasIntraday: cell(columns, 'has-intraday', index) !== false,
      hasDaily: cell(columns, 'has-daily', index) !== false,
      hasNoVolume: cell(columns, 'has-no-volume', index) === true,
      barFillgaps: cell(columns, 'bar-fillgaps', index) === true,
    }
  })
}

function knownTimezone(value: unknown): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: String(value) }).resolvedOptions().timeZone
  } catch {
    return 'Etc/UTC'
  }
}

/** How many symbols stand for all in the tests of history. */
const SAMPLE = 4

/** A few symbols of types as different as possible, in the table's order within each type. */
export function sampleOf(rows: readonly SymbolRow[]): readonly SymbolRow[] {
  const byType = [...Map.groupBy(rows, ({ type }) => type).values()]
  const sample: SymbolRow[] = []
  for (let round = 0; sample.length < Math.min(SAMPLE, rows.length); round++)
    for (const rowsOfType of byType) {
      const row = rowsOfType[round]
      if (row !== undefined && sample.length < SAMPLE) sample.push(row)
    }
  return sample
}
