import type { BarChoice } from '../../broker/market-data.ts'
import { MINUTES_PER_WEEK, readSessions } from '../trading-hours/session-text.ts'

/** The fields of /symbol_info that say something about bars, and about the days they belong to. */
interface BarFields {
  readonly 'bar-source'?: BarChoice['barSource'] | undefined
  readonly 'has-intraday'?: boolean | undefined
  readonly 'has-daily'?: boolean | undefined
  /** These two belong together. */
  readonly timezone?: string | undefined
  readonly 'session-regular'?: string | undefined
}

/**
 * What SYMBOLS_FILE says of bars is no matter of words alone: which bars there are, which prices make them and when there is
 * trading decides what is read and when, what /history answers, which lines the stream has and which day they are of.
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
          ...hoursOf(fields),
        },
      ]
    }),
  )
}

function hoursOf({ timezone, 'session-regular': text }: BarFields): Pick<BarChoice, 'hours'> {
  const sessions = text === undefined ? undefined : readSessions(text)
  if (timezone === undefined || sessions === undefined) return {}
  const stretches = sessions.map(({ from, to }) => {
    // A session may begin on the last evening of the week before.
    const shift = from < 0 ? MINUTES_PER_WEEK : 0
    return { from: from + shift, to: to + shift }
  })
  return { hours: { timeZone: timezone, stretches } }
}
