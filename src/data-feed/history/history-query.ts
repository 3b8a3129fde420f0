import type { BarResolution } from '../../broker/market-data.ts'
import type { FormFields } from '../../http/form.ts'
import { RequestError } from '../../http/request-error.ts'
import type { Expectation } from '../../i18n/translate.ts'

/** What /history is asked for. */
export interface HistoryQuery {
  /** Ticker, or the symbol where there is none. */
  readonly id: string
  readonly resolution: BarResolution
  /** Seconds since 1970, inclusive. Before 1970 there is nothing, but TradingView asks back to 1800. */
  readonly from: number
  /** Seconds since 1970, inclusive; may lie in the future. */
  readonly to: number
  /** So many bars that end at `to`, whatever `from`. */
  readonly countback: number | undefined
}

const RESOLUTIONS: Readonly<Record<string, BarResolution>> = {
  1: '1m',
  5: '5m',
  15: '15m',
  30: '30m',
  60: '1h',
  240: '4h',
  D: '1d',
  '1D': '1d',
  W: '1w',
  '1W': '1w',
  M: '1M',
  '1M': '1M',
}

const MOST_COUNTBACK = 2_500
/** Longest symbol that is looked for. */
const MAX_CHARS = 200
/** 32,000 years: who gives more gives something else than seconds. */
const MAX_SECONDS = 1e12

/** @throws RequestError field_missing, field_invalid */
export function historyQuery(fields: FormFields): HistoryQuery {
  const id = textOf(fields, 'symbol')
  const resolution = resolutionOf(textOf(fields, 'resolution'))
  const to = secondsOf(fields, 'to')
  const countback = countOf(fields.countback)
  if (countback !== undefined) return { id, resolution, from: to, to, countback }
  const from = secondsOf(fields, 'from')
  if (from > to) throw invalid('to', 'not_before_from')
  return { id, resolution, from, to, countback }
}

function textOf(fields: FormFields, field: string): string {
  const value = fields[field]
  if (value === undefined || value.trim() === '') throw new RequestError('field_missing', { field })
  if (value.length > MAX_CHARS) throw invalid(field, 'characters', { max: MAX_CHARS })
  return value
}

function resolutionOf(text: string): BarResolution {
  const resolution = Object.hasOwn(RESOLUTIONS, text) ? RESOLUTIONS[text] : undefined
  if (resolution !== undefined) return resolution
  // Not in the order of an object's keys.
  const choices = '1, 5, 15, 30, 60, 240, D, 1D, W, 1W, M, 1M'
  throw invalid('resolution', 'one_of', { choices })
}

function secondsOf(fields: FormFields, field: string): number {
  const text = textOf(fields, field)
  const seconds = /^-?\d{1,13}$/.test(text) ? Number(text) : Number.NaN
  if (Math.abs(seconds) <= MAX_SECONDS) return seconds
  throw invalid(field, 'whole_seconds')
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MOST_COUNTBACK) return count
  throw invalid('countback', 'count_to', { max: MOST_COUNTBACK })
}

function invalid(
  field: string,
  expected: Expectation,
  params: Readonly<Record<string, string | number>> = {},
) {
  return new RequestError('field_invalid', { ...params, field, expected })
}
