import type { BarChoice } from '../../broker/market-data.ts'

/** The fields of /symbol_info that say something about bars. */
interface BarFields {
  readonly 'bar-source'?: BarChoice['barSource'] | undefined
  readonly 'has-intraday'?: boolean | undefined
  readonly 'has-daily'?: boolean | undefined
}

/**
 * What SYMBOLS_FILE says of bars is no matter of words alone: which bars there are, and which prices make them, decides what
 * is read, what /history answers and which lines the stream has.
 * @param overrides by the broker's names
 */
export function barChoicesOf(
  overrides: Readonly<Record<string, BarFields>> = {},
): Readonly<Record<string, BarChoice>> {
  return Object.fromEntries(
    Object.entries(overrides).map(([name, fields]) => {
      const { 'bar-source': barSource, 'has-intraday': hasIntraday, 'has-daily': hasDaily } = fields
      return [
        name,
        {
          ...(barSource !== undefined && { barSource }),
          ...(hasIntraday !== undefined && { hasIntraday }),
          ...(hasDaily !== undefined && { hasDaily }),
        },
      ]
    }),
  )
}
