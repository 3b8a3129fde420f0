import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { BrokerError } from '../../../src/broker/errors.ts'
import type { Depth, DepthLevel, Quote } from '../../../src/broker/quote.ts'
import type { Soon } from '../../../src/broker/soon.ts'
import type { AccountContext } from '../account/account-context.ts'
import { toNumber } from '../account/rows.ts'
import type { Haste } from '../budgets/route-budgets.ts'
import { createSnapshots } from '../snapshots.ts'
import type { RouteName } from '../transport/routes.ts'
import { malformed, UpstreamError } from '../transport/upstream-error.ts'
import type { InfoRoutes } from './info-routes.ts'
import type { ListedInstrument } from './instrument-list.ts'

/** Best prices and depth; shared by all users who read the same INFO route of the same server. */
export interface Quotes {
  /** @param haste of the reading, where this call begins one */
  quote(account: AccountContext, listed: ListedInstrument, haste?: Haste): Soon<Quote>
  depth(account: AccountContext, listed: ListedInstrument): Soon<Depth>
}

/** A panel polls twice a second; prices are read once in two polls, just before the second one is due. */
const PRICES = {
  freshMs: 950,
  staleMs: 2_000,
  lastResortMs: 5_000,
  // Hundreds of panels may look at what is not to be had any more.
  isForAll: (refusal: BrokerError) => !isAboutWhoAsked(refusal),
  max: 20_000,
} as const

/** Refusals that are about who asked: those of all users and symbols together. */
const MAX_REFUSALS = 10_000

export function createQuotes(infoRoutes: InfoRoutes): Quotes {
  const quotes = createSnapshots<Quote>(PRICES)
  const depths = createSnapshots<Depth>(PRICES)

  const refusals = new LRUCache<string, BrokerError>({ max: MAX_REFUSALS, ttl: PRICES.freshMs })

  /** What a user has been refused for himself none of his panels asks for again before a price would be; an order does. */
  const call = async (
    route: RouteName,
    account: AccountContext,
    listed: ListedInstrument,
    routeId: string,
    haste: Haste = {},
  ) => {
    const { client, userKey, accNum } = account
    const asked = [userKey, accNum, route, routeId, listed.id].join('|')
    const refusal = haste.urgent?.aborted ? undefined : refusals.get(asked)
    if (refusal !== undefined) throw refusal
    try {
      return await client.call(route, {
        accNum,
        query: { routeId, tradableInstrumentId: listed.id },
        ...haste,
      })
    } catch (error) {
      if (isAboutWhoAsked(error)) refusals.set(asked, error)
      throw error
    }
  }

  const keyOf = (account: AccountContext, listed: ListedInstrument, routeId: string) =>
    `${account.client.server}|${routeId}|${listed.id}`

  return {
    quote: (account, listed, haste) =>
      infoRoutes.through(account, listed, (routeId) =>
        quotes.get(
          keyOf(account, listed, routeId),
          async () => readQuote(await call('getQuotes', account, listed, routeId, haste)),
          undefined,
          haste?.urgent?.aborted,
        ),
      ),

    depth: (account, listed) =>
      infoRoutes.through(account, listed, (routeId) =>
        depths.get(keyOf(account, listed, routeId), async () =>
          readDepth(await call('getDepth', account, listed, routeId)),
        ),
      ),
  }
}

/** A prohibition, and an account that is not there. A 403 without the broker's words comes from something before it. */
function isAboutWhoAsked(error: unknown): error is BrokerError {
  if (!(error instanceof BrokerError)) return false
  const isForbidden = error instanceof UpstreamError && error.status === 403
  return error.code === 'account_not_found' || (isForbidden && error.code !== 'upstream_unavailable')
}

const price = z.preprocess(toNumber, z.number().positive())
const size = z.preprocess(toNumber, z.number().nonnegative()).catch(0)
const quoteSchema = z.object({ ap: price, bp: price, as: size, bs: size })

export function readQuote(answer: unknown): Quote {
  const parsed = quoteSchema.safeParse(answer)
  if (!parsed.success) throw malformed('a quote has no prices')
  const { ap, bp, as, bs } = parsed.data
  return { ask: ap, bid: bp, askSize: as, bidSize: bs }
}

const side = z.array(z.tuple([price], size))
const depthSchema = z.object({ asks: side, bids: side })

/** Both sides ascending by price; upstream's order is not documented. */
export function readDepth(answer: unknown): Depth {
  const parsed = depthSchema.safeParse(answer)
  if (!parsed.success) throw malformed('the market depth is not readable')
  return { asks: levels(parsed.data.asks), bids: levels(parsed.data.bids) }
}

function levels(rows: readonly (readonly [number, ...number[]])[]): DepthLevel[] {
  return rows
    .map(([level, volume]) => ({ price: level, size: volume ?? 0 }))
    .sort((a, b) => a.price - b.price)
}
