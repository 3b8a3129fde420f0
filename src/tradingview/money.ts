import { LRUCache } from 'lru-cache'

/** A trader meets a handful of currencies; making a formatter costs a thousand times what using it does. */
const formatters = new LRUCache<string, Intl.NumberFormat>({ max: 500 })

/** Intl knows ISO 4217 codes only; an account may also be kept in something like USDT. */
const isIsoCode = (currency: string): boolean => /^[A-Za-z]{3}$/.test(currency)

function formatterOf(currency: string, decimals: number | undefined): Intl.NumberFormat {
  const key = `${currency}/${decimals ?? ''}`
  const known = formatters.get(key)
  if (known) return known
  const formatter = new Intl.NumberFormat('en', {
    ...(isIsoCode(currency)
      ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
      : { minimumFractionDigits: 2, maximumFractionDigits: Math.max(2, decimals ?? 2) }),
    ...(decimals === undefined ? {} : { maximumFractionDigits: Math.max(2, decimals) }),
    // No minus sign before an amount that rounds to zero.
    signDisplay: 'negative',
  })
  formatters.set(key, formatter)
  return formatter
}

/**
 * An amount as a trader reads it: `$1,234.50`, `¥1,235`, `-€3.00`, `12.00 USDT`.
 * @param decimals how many decimals at most, at least two, for small worths such as one pip of a small order
 */
export function money(amount: number, currency: string, decimals?: number): string {
  const text = formatterOf(currency, decimals).format(amount)
  return isIsoCode(currency) ? text : `${text} ${currency}`
}

/** The currency's sign, `$` for USD; the code itself where there is none. */
export function currencySign(currency: string): string {
  if (!isIsoCode(currency)) return currency
  const sign = formatterOf(currency, undefined)
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value
  return sign === undefined || sign === '¤' ? currency : sign
}
