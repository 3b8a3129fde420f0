import type { Account } from '../accounts.ts'
import type { AccountCall } from '../calls.ts'
import { findInstrument, type Instrument, instruments } from '../instruments.ts'
import type { MarketState } from '../market.ts'
import { leverageOf } from '../money.ts'
import { requiredInteger } from '../parameters.ts'
import { HttpProblem, Refusal } from '../problems.ts'
import { ok } from '../replies.ts'
import { alwaysOpen, renderSession, sessions } from '../sessions.ts'
import type { Simulation } from '../simulation.ts'
import type { User } from '../users.ts'

/** Flags of operations: open, modify, close. Flags of order types: market, limit, stop, and three the API cannot send. */
const sessionStatuses = {
  normal: { id: 20, allowedOperations: [1, 1, 1], allowedOrderTypes: [1, 1, 1, 1, 1, 1] },
  closeOnly: { id: 21, allowedOperations: [0, 1, 1], allowedOrderTypes: [1, 1, 1, 1, 1, 1] },
  noStops: { id: 22, allowedOperations: [1, 1, 1], allowedOrderTypes: [1, 1, 0, 0, 0, 0] },
  closed: { id: 23, allowedOperations: [0, 0, 0], allowedOrderTypes: [0, 0, 0, 0, 0, 0] },
}

/** The list of instruments, their details, trading sessions and session statuses. */
export function instrumentHandlers({ venue }: Simulation) {
  return {
    getInstruments({ user }: AccountCall) {
      return ok({ instruments: instruments.map((instrument) => renderListed(instrument, user)) })
    },

    getInstrumentDetails({ user, account, parameters, query }: AccountCall) {
      const instrument = findInstrument(Number(parameters.tradableInstrumentId))
      const routeId = requiredInteger(query, 'routeId')
      if (!instrument || !user.routes.of(instrument).some((route) => route.id === routeId))
        throw new Refusal('Instrument not found!')
      return ok(renderDetails(instrument, account, venue.market.state(instrument)))
    },

    getTradeSession({ parameters }: AccountCall) {
      const session = Object.values(sessions).find(({ id }) => id === Number(parameters.sessionId))
      if (!session) throw new HttpProblem(404, 'There is no such trade session.')
      // What is published is what holds: without a calendar every market is always open.
      return ok(renderSession(venue.market.followsCalendar ? session : alwaysOpen(session), false))
    },

    getSessionStatusUsingGET({ parameters }: AccountCall) {
      const wanted = Number(parameters.sessionStatusId)
      const status = Object.values(sessionStatuses).find(({ id }) => id === wanted)
      if (!status) throw new HttpProblem(404, 'There is no such session status.')
      const { allowedOperations, allowedOrderTypes } = status
      return ok({ allowedOperations, allowedOrderTypes })
    },
  }
}

function renderListed(instrument: Instrument, user: User): object {
  return {
    tradableInstrumentId: instrument.tradableInstrumentId,
    id: instrument.id,
    name: instrument.name,
    description: instrument.description,
    type: instrument.type,
    tradingExchange: instrument.exchange,
    marketDataExchange: instrument.exchange,
    country: null,
    logoUrl: null,
    localizedName: instrument.name,
    routes: user.routes.of(instrument),
    barSource: instrument.barSource,
    hasIntraday: true,
    hasDaily: true,
    contractMonth: instrument.contractMonth ?? null,
  }
}

function renderDetails(instrument: Instrument, account: Account, state: MarketState): object {
  const leverage = leverageOf(account, instrument)
  const isForex = instrument.type === 'FOREX'
  return {
    barSource: instrument.barSource,
    baseCurrency: instrument.base,
    betSize: null,
    betStep: null,
    bettingCurrency: null,
    contractMonth: instrument.contractMonth ?? null,
    country: null,
    deliveryStatus: null,
    description: instrument.description,
    exerciseStyle: null,
    firstTradeDate: null,
    hasDaily: true,
    hasIntraday: true,
    industry: null,
    isin: instrument.isin,
    lastTradeDate: instrument.contractMonth ?? null,
    leverage: leverage === null ? null : leverage.toFixed(2),
    localizedName: instrument.name,
    logoUrl: null,
    lotSize: instrument.lotSize,
    lotStep: instrument.lotStep,
    margin_hedging_type: isForex ? 'fx_cfd' : 'none',
    marketCap: null,
    marketDataExchange: instrument.exchange,
    maxLot: instrument.maxLot,
    minLot: instrument.minLot,
    name: instrument.name,
    noticeDate: null,
    quotingCurrency: instrument.quote,
    sector: null,
    settlementDate: null,
    settlementSystem: 'Immediate',
    strikePrice: null,
    strikeType: null,
    symbolStatus: state === 'closed' ? 'CLOSED' : 'FULLY_OPEN',
    // The real figure is often 0 as well: clients must not compute results from it.
    tickCost: instrument.ticks.map(({ leftRangeLimit }) => ({ leftRangeLimit, tickCost: 0 })),
    tickSize: instrument.ticks,
    tradeSessionId: sessions[instrument.session].id,
    tradeSessionStatusId: sessionStatuses[statusOf(instrument, state)].id,
    tradingExchange: instrument.exchange,
    type: instrument.type,
  }
}

function statusOf(instrument: Instrument, state: MarketState): keyof typeof sessionStatuses {
  if (state !== 'open') return state
  return instrument.noStopOrders ? 'noStops' : 'normal'
}
