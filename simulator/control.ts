import type { Account } from './accounts.ts'
import type { Counters } from './counters.ts'
import type { FaultRule } from './faults.ts'
import { findInstrument, type Instrument } from './instruments.ts'
import type { MarketSwitch, Quote } from './market.ts'
import type { OperationName } from './operations.ts'
import { createRateLimiter, rateLimitsOf } from './rate-limits.ts'
import type { Simulation } from './simulation.ts'
import type { User } from './users.ts'

/**
 * The hand that moves the simulated world. The HTTP control server offers the same operations:
 *
 *     POST   /faults           {operation, kind, count?, …}           addFault
 *     DELETE /faults           ?operation=                            clearFaults
 *     GET    /prices           ?instrument=                           quote
 *     POST   /prices           {instrument, bid}                      setPrice
 *     DELETE /prices           ?instrument=                           releasePrice
 *     GET    /time                                                    now
 *     POST   /time             {ms}                                   advanceTime
 *     POST   /tokens/expire    {email, refresh?}                      expireTokens
 *     POST   /users/lock       {email}                                lockUser
 *     POST   /users/unlock     {email}                                unlockUser
 *     POST   /users/password   {email, password}                      setPassword
 *     POST   /sessions/open    {instrument?}                          setMarket(open)
 *     POST   /sessions/close   {instrument?}                          setMarket(closed)
 *     POST   /sessions/close-only {instrument?}                       setMarket(closeOnly)
 *     POST   /sessions/schedule   {instrument?}                       setMarket(schedule)
 *     POST   /routes           {email, routeId, dead, instrument?}    setInfoRoute
 *     POST   /balance          {accountId, balance}                   setBalance
 *     POST   /history-rows     {rows}                                 setHistoryRows
 *     POST   /rate-limits      {times}                                setRateLimits
 *     GET    /counters                                                counters
 *     POST   /reset-counters                                          resetCounters
 *
 * An instrument is its tradableInstrumentId (number) or its name (text). Answers are JSON; what cannot be done is
 * answered with 400 and `{message}`.
 */
export interface SimulatorControl {
  /** Lets the next requests of an operation fail. */
  addFault(rule: FaultRule): void
  /** Removes the faults of one operation, or all. */
  clearFaults(operation?: OperationName | '*'): void
  /** The bid and ask of the moment. */
  quote(instrument: InstrumentRef): Quote
  /** Sets the bid (nearest price of the tick grid); the ask follows at the spread. Holds until released. */
  setPrice(instrument: InstrumentRef, bid: number): void
  /** Lets one price, or all prices, move again. */
  releasePrice(instrument?: InstrumentRef): void
  /** Simulator time, epoch milliseconds. */
  now(): number
  /** Moves simulator time forward; tells the new time. */
  advanceTime(ms: number): number
  /** Makes the access tokens of a user invalid, with `refresh` the refresh tokens too. */
  expireTokens(email: string, options?: { readonly refresh?: boolean }): void
  /** Refuses the logins of a user and makes every token issued so far invalid. */
  lockUser(email: string): void
  unlockUser(email: string): void
  /** Changes the password of a user; what was issued stays valid. */
  setPassword(email: string, password: string): void
  /** Opens or closes one market, or all; `schedule` gives them back to the calendar. */
  setMarket(state: MarketSwitch, instrument?: InstrumentRef): void
  /** Kills or revives an INFO route of a user, for one instrument or for all. */
  setInfoRoute(email: string, routeId: number, dead: boolean, instrument?: InstrumentRef): void
  setBalance(accountId: string, balance: number): void
  /** How many rows one answer of the orders history holds, which /trade/config publishes. */
  setHistoryRows(rows: number): void
  /** Allows so many times the published limits from now on, and publishes that in /trade/config. */
  setRateLimits(times: number): void
  counters(): Counters
  resetCounters(): void
}

type InstrumentRef = number | string

export function createControl(simulation: Simulation): SimulatorControl {
  const { clock, faults, tally, tokens, venue } = simulation
  return {
    addFault: (rule) => faults.add(rule),
    clearFaults: (operation) => faults.clear(operation),
    quote: (instrument) => venue.market.quote(instrumentOf(instrument)),
    setPrice(instrument, bid) {
      venue.market.hold(instrumentOf(instrument), bid)
      simulation.match()
    },
    releasePrice(instrument) {
      venue.market.release(optionalInstrument(instrument))
      simulation.match()
    },
    now: () => clock.now(),
    advanceTime(ms) {
      clock.advance(ms)
      simulation.match()
      return clock.now()
    },
    expireTokens(email, { refresh = false } = {}) {
      const user = userOf(simulation, email)
      tokens.expire(user, 'access')
      if (refresh) tokens.expire(user, 'refresh')
    },
    lockUser(email) {
      const user = userOf(simulation, email)
      user.isLocked = true
      tokens.expire(user, 'access')
      tokens.expire(user, 'refresh')
    },
    unlockUser(email) {
      userOf(simulation, email).isLocked = false
    },
    setPassword(email, password) {
      userOf(simulation, email).password = password
    },
    setMarket(state, instrument) {
      venue.market.force(state, optionalInstrument(instrument))
      simulation.match()
    },
    setInfoRoute(email, routeId, dead, instrument) {
      userOf(simulation, email).routes.setDead(routeId, dead, optionalInstrument(instrument))
    },
    setBalance(accountId, balance) {
      accountOf(simulation, accountId).balance = balance
    },
    setHistoryRows(rows) {
      simulation.historyRows = rows
    },
    setRateLimits(times) {
      simulation.rateLimits = rateLimitsOf(times)
      simulation.rateLimiter = createRateLimiter(times, clock)
    },
    counters: () => tally.read(),
    resetCounters: () => tally.reset(),
  }
}

function instrumentOf(reference: InstrumentRef): Instrument {
  const instrument = findInstrument(reference)
  if (!instrument) throw new Error(`There is no instrument ${reference}.`)
  return instrument
}

function optionalInstrument(reference: InstrumentRef | undefined): Instrument | undefined {
  return reference === undefined ? undefined : instrumentOf(reference)
}

function userOf({ users }: Simulation, email: string): User {
  const user = users.find(email)
  if (!user) throw new Error(`There is no user ${email}.`)
  return user
}

function accountOf({ users }: Simulation, accountId: string): Account {
  for (const user of users.all())
    for (const account of user.accounts) if (account.id === accountId) return account
  throw new Error(`There is no account ${accountId}.`)
}
