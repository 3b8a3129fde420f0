import { Decimal } from 'decimal.js'

/**
 * The number without the noise of binary arithmetic: 0.1 + 0.2 is 0.3. Fifteen digits are what a double always keeps,
 * so a price or an amount that was exact stays exact.
 */
export const plain = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(15))

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
