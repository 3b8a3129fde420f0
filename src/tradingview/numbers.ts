import { Decimal } from 'decimal.js'
import { plain } from '../broker/grid.ts'

export { plain }

/** The number in plain digits, never with an exponent: 0.0000001, not 1e-7. */
export const digits = (value: number): string => new Decimal(plain(value)).toFixed()

/** Text with a fixed number of decimals; empty for a figure that is missing. */
export function fixed(value: number | undefined, decimals: number): string {
  if (value === undefined || !Number.isFinite(value)) return ''
  const text = plain(value).toFixed(decimals)
  return Number(text) === 0 && text.startsWith('-') ? text.slice(1) : text
}

/** Unix seconds, whole, as TradingView counts time. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)
