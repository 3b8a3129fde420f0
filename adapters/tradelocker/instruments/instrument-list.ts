import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { malformed } from '../transport/upstream-error.ts'

/** An instrument as one user's list shows it. Route ids may differ from user to user. */
export interface ListedInstrument {
  /** `tradableInstrumentId`: the id every other call uses. */
  readonly id: string
  readonly name: string
  readonly description: string
  /** e.g. `FOREX`, `EQUITY_CFD`. */
  readonly type: string
  /** Routes that answer market data; the last is tried first, since the first may be dead. */
  readonly infoRoutes: readonly [string, ...string[]]
  /** Route that orders take. */
  readonly tradeRoute: string
  /** Which prices its bars are made of. */
  readonly barSource: 'bid' | 'ask' | 'trade'
  readonly hasIntraday: boolean
  readonly hasDaily: boolean
}

const idText = z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(/^\d+$/))

const routeSchema = z.object({ id: idText, type: z.string() })

const instrumentSchema = z.object({
  tradableInstrumentId: idText,
  name: z.string().min(1),
  description: z.string().nullish(),
  localizedName: z.string().nullish(),
  type: z.string().nullish(),
  routes: z.array(z.unknown()),
  barSource: z.unknown().optional(),
  hasIntraday: z.unknown().optional(),
  hasDaily: z.unknown().optional(),
})

const answerSchema = z.object({ instruments: z.array(z.unknown()) })

/** Entries between which everything else gets its turn: a list can have thousands. */
const PORTION = 250

/**
 * Reads /instruments. Entries that cannot be traded through (no name, no INFO or no TRADE route) are left out; where a
 * name stands twice the first entry keeps it, because a name is all TradingView ever sends back.
 */
export async function readInstrumentList(answer: unknown): Promise<ListedInstrument[]> {
  const parsed = answerSchema.safeParse(answer)
  if (!parsed.success) throw malformed('the list of instruments is not readable')
  const byName = new Map<string, ListedInstrument>()
  for (const [index, entry] of parsed.data.instruments.entries()) {
    if (index % PORTION === PORTION - 1) await nextTurn()
    const instrument = listedInstrument(entry)
    if (instrument !== undefined && !byName.has(instrument.name)) byName.set(instrument.name, instrument)
  }
  return [...byName.values()]
}

function listedInstrument(entry: unknown): ListedInstrument | undefined {
  const parsed = instrumentSchema.safeParse(entry)
  if (!parsed.success) return undefined
  const { tradableInstrumentId: id, name, description, localizedName, type } = parsed.data
  const routes = parsed.data.routes.flatMap((route) => routeSchema.safeParse(route).data ?? [])
  const ids = (wanted: string) => routes.filter((route) => route.type === wanted).map((route) => route.id)
  const [firstInfo, ...moreInfo] = ids('INFO')
  const [tradeRoute] = ids('TRADE')
  if (firstInfo === undefined || tradeRoute === undefined) return undefined
  return {
    id,
    name,
    description: description || localizedName || name,
    type: type ?? '',
    infoRoutes: [firstInfo, ...moreInfo],
    tradeRoute,
    barSource: barSourceOf(parsed.data.barSource),
    // Only an explicit no is a no.
    hasIntraday: !isNo(parsed.data.hasIntraday),
    hasDaily: !isNo(parsed.data.hasDaily),
  }
}

/** TradeLocker makes bars of bids where it does not say otherwise. */
function barSourceOf(value: unknown): ListedInstrument['barSource'] {
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  return text === 'ask' || text === 'trade' ? text : 'bid'
}

const isNo = (value: unknown): boolean => value === false || value === 'false' || value === 0
