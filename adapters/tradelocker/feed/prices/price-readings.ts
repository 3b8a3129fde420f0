import { z } from 'zod'
import type { FeedInstrument, FeedUpdate } from '../../../../src/broker/market-data.ts'
import type { AccountContext } from '../../account/account-context.ts'
import { toNumber } from '../../account/rows.ts'
import type { InfoRoutes } from '../../instruments/info-routes.ts'
import type { ListedInstrument } from '../../instruments/instrument-list.ts'
import { readQuote } from '../../instruments/quotes.ts'
import { NO_DATA } from '../../transport/http.ts'
import { malformed } from '../../transport/upstream-error.ts'

/** An update without the time, which the broker does not tell. */
export type Untimed<U = FeedUpdate> = U extends FeedUpdate ? Omit<U, 'time'> : never

/** One call: what the broker tells of an instrument now; undefined when there is nothing to tell. */
export type Read = (
  account: AccountContext,
  listed: ListedInstrument,
  instrument: FeedInstrument,
) => Promise<Untimed | undefined>

export function readPrices(infoRoutes: InfoRoutes): Read {
  return async (account, listed, { name }) => {
    const answer = await infoRoutes.through(account, listed, (routeId) =>
      account.client.call('getQuotes', {
        accNum: account.accNum,
        query: { routeId, tradableInstrumentId: listed.id },
      }),
    )
    return { kind: 'price', name, ...readQuote(answer) }
  }
}

export function readDays(infoRoutes: InfoRoutes): Read {
  return async (account, listed, { name, barSource }) => {
    const answer = await infoRoutes.through(account, listed, (routeId) =>
      account.client.call('getDailyBar', {
        accNum: account.accNum,
        query: { routeId, tradableInstrumentId: listed.id, barType: barTypeOf(barSource) },
      }),
    )
    if (answer === NO_DATA) return undefined
    const parsed = barSchema.safeParse(answer)
    if (!parsed.success) throw malformed('the bar of the day is not readable')
    const { o: open, h: high, l: low, c: close, v: volume } = parsed.data
    return { kind: 'day', name, open, high, low, close, volume }
  }
}

/** TradeLocker has no bars of the middle. */
const barTypeOf = (source: FeedInstrument['barSource']): string =>
  source === 'mid' ? 'BID' : source.toUpperCase()

const price = z.preprocess(toNumber, z.number().positive())
const volume = z.preprocess(toNumber, z.number().nonnegative()).catch(0)
const barSchema = z.object({ o: price, h: price, l: price, c: price, v: volume })
