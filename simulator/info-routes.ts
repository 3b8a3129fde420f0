import type { Instrument } from './instruments.ts'

/** The route ids a user sees. */
export interface RouteIds {
  readonly trade: number
  readonly info: number
  /** The INFO route that is listed first where there are two. */
  readonly spareInfo: number
  readonly cryptoTrade: number
  readonly cryptoInfo: number
}

interface Route {
  readonly id: number
  readonly type: 'INFO' | 'TRADE'
}

/** The routes of one user, and which INFO routes are dead. */
export interface InfoRoutes {
  /** The routes of an instrument in the order the wire lists them: TRADE and INFO come first by turns. */
  of(instrument: Instrument): readonly Route[]
  /** Whether a route carries market data of the instrument. */
  isAlive(routeId: number, instrument: Instrument): boolean
  /** Kills or revives an INFO route, for one instrument or for all. */
  setDead(routeId: number, dead: boolean, instrument?: Instrument): void
}

export function createInfoRoutes(ids: RouteIds, spareIsDead: boolean): InfoRoutes {
  const everywhere = new Map<number, boolean>([[ids.spareInfo, spareIsDead]])
  const single = new Map<string, boolean>()
  const keyOf = (routeId: number, { tradableInstrumentId }: Instrument) =>
    `${routeId} ${tradableInstrumentId}`
  const routesOf = (instrument: Instrument): Route[] => {
    const isCrypto = instrument.type === 'CRYPTO'
    const trade: Route = { id: isCrypto ? ids.cryptoTrade : ids.trade, type: 'TRADE' }
    const info: Route = { id: isCrypto ? ids.cryptoInfo : ids.info, type: 'INFO' }
    if (instrument.twoInfoRoutes) return [{ id: ids.spareInfo, type: 'INFO' }, trade, info]
    return instrument.index % 2 === 0 ? [trade, info] : [info, trade]
  }
  return {
    of: routesOf,
    isAlive(routeId, instrument) {
      const isInfo = routesOf(instrument).some((route) => route.id === routeId && route.type === 'INFO')
      return isInfo && !(single.get(keyOf(routeId, instrument)) ?? everywhere.get(routeId) ?? false)
    },
    setDead(routeId, dead, instrument) {
      if (instrument) single.set(keyOf(routeId, instrument), dead)
      else everywhere.set(routeId, dead)
    },
  }
}
