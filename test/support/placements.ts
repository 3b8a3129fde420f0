import PQueue from 'p-queue'
import { expect } from 'vitest'
import { strategyIdOf } from '../../adapters/tradelocker/trading/placing/strategy-id.ts'
import { type Simulator, startSimulator } from '../../simulator/simulator.ts'
import type { Broker, BrokerSession } from '../../src/broker/broker.ts'
import { BrokerError } from '../../src/broker/errors.ts'
import type { OrderTicket } from '../../src/broker/order.ts'
import type { SharedStore } from '../../src/broker/shared-store.ts'
import { eventually } from './eventually.ts'
import { quietBroker } from './quiet-broker.ts'
import { type SharedStores, startSharedStores } from './shared-stores.ts'

/*
 * Replicas that place orders of one account at one simulator, and what has to hold of every request whatever happens.
 */

const ACCOUNT = '700101'
/** A repeat may wait for its turn, and then for the end of another one. */
const UNTIL_TRUTH_MS = 150_000
/** Making a broker takes much of the processor; several at once, and others would take their Redis for lost. */
const starts = new PQueue({ concurrency: 1 })

interface Replica {
  /** What it shares with the other replica; undefined for one that is alone. */
  readonly store: SharedStore | undefined
  broker: Broker
  session: BrokerSession
}

/** All that a run of the model has to itself. */
export interface Placements {
  readonly simulator: Simulator
  /** Undefined for a replica that is alone. */
  readonly stores: SharedStores | undefined
  readonly replicas: readonly Replica[]
  /** Redis may go, so that an order may find no turn, or what became of it cannot be told. */
  readonly mayLoseRedis: boolean
  /** No request id is that of another run. */
  run: number
}

/** What the trader has been told of a request so far. */
export interface Told {
  readonly ticket: OrderTicket
  readonly orderIds: Set<string>
  wasRefused: boolean
  /** Nobody knew what became of it. */
  wasUnknown: boolean
}

/** One of them, whichever the number falls on. */
export function pick<T>(all: readonly T[], number: number): T {
  const found = all[number % all.length]
  if (found === undefined) throw new Error('There is nothing to pick from.')
  return found
}

const brokerOf = (simulator: Simulator, store: SharedStore | undefined): Broker =>
  quietBroker({ store, baseUrl: simulator.url, searchMs: 1_200, arrivesWithinMs: 1_000 })

export async function startPlacements(kind: 'alone' | 'two' | 'outages'): Promise<Placements> {
  const [simulator, stores] = await Promise.all([
    startSimulator({ rateLimits: 100 }),
    kind === 'alone' ? undefined : startSharedStores(),
  ])
  simulator.control.setPrice('EURUSD', 1.1)
  const shared = stores === undefined ? [undefined] : [stores.one, stores.other]
  const replicas = await starts.add(async () => {
    const brokers = shared.map((store) => ({ store, broker: brokerOf(simulator, store) }))
    const credentials = { email: 'anna@example.com', password: 'demo-password', server: 'SIM-DEMO' }
    const { grant } = await pick(brokers, 0).broker.logIn(credentials)
    return brokers.map(({ store, broker }) => ({ store, broker, session: broker.resume(grant) }))
  })
  return { simulator, stores, replicas, mayLoseRedis: kind === 'outages', run: 0 }
}

export async function endPlacements({ simulator, stores, replicas }: Placements): Promise<void> {
  await Promise.all(replicas.map(({ broker }) => broker.close()))
  await Promise.all([simulator.close(), stores?.close()])
}

export async function restart({ simulator, replicas }: Placements, number: number): Promise<Replica> {
  const replica = pick(replicas, number)
  const { grant } = replica.session
  await replica.broker.close()
  replica.broker = brokerOf(simulator, replica.store)
  replica.session = replica.broker.resume(grant)
  return replica
}

export async function bringRedisBack(stores: SharedStores | undefined): Promise<void> {
  if (stores === undefined || (stores.one.status.connected && stores.other.status.connected)) return
  if (stores.server.isPaused) stores.server.resume()
  else await stores.server.restart()
  await stores.areConnected(true)
}

export const accountAt = ({ replicas }: Placements, number: number) =>
  pick(replicas, number).session.account(ACCOUNT)

export function acceptedFor({ simulator }: Placements, requestId: string): string[] {
  const strategyId = strategyIdOf(`SIM-DEMO|${ACCOUNT}`, requestId)
  const { ordersAccepted } = simulator.control.counters()
  return ordersAccepted.filter((order) => order.strategyId === strategyId).map(({ id }) => id)
}

/** @param at the replicas it reaches, all at the same time */
const placeAt = (real: Placements, ticket: OrderTicket, requestId: string, at: readonly number[]) =>
  Promise.allSettled(at.map(async (number) => (await accountAt(real, number)).placeOrder(ticket, requestId)))

function codeOf(reason: unknown): string {
  if (!(reason instanceof BrokerError)) throw reason
  return reason.code
}

/** What may be answered though nothing has gone wrong with the order itself. */
const HONEST = ['no_turn', 'too_busy', 'outcome_unknown']

type Settled = readonly PromiseSettledResult<unknown>[]

/** Of an order that is there already. Where the account cannot even be opened, nothing is said of the order. */
function nobodyDenies(answers: Settled, opened: Settled): void {
  for (const [i, answer] of answers.entries()) {
    if (answer.status === 'rejected' && opened[i]?.status === 'fulfilled')
      expect(codeOf(answer.reason), 'told of an order that is there').toBe('outcome_unknown')
  }
}

/** Places it at some replicas at once: at most one order, and all that anybody is told of it is true. */
export async function placeAndCompare(
  real: Placements,
  told: Told,
  requestId: string,
  { isFaulty, at }: { readonly isFaulty: boolean; readonly at: readonly number[] },
): Promise<void> {
  const mustSucceed = !isFaulty && !told.wasRefused && !told.wasUnknown
  const before = acceptedFor(real, requestId)
  const opened = await Promise.allSettled(at.map((number) => accountAt(real, number)))
  const answers = await placeAt(real, told.ticket, requestId, at)
  let wasNotSent = true
  for (const answer of answers) {
    if (answer.status === 'fulfilled') {
      told.orderIds.add(answer.value)
      wasNotSent = false
      continue
    }
    const code = codeOf(answer.reason)
    const isExpected = !mustSucceed || (real.mayLoseRedis && HONEST.includes(code))
    expect(isExpected, `without a fault: ${answer.reason}`).toBe(true)
    if (code === 'closing_only') told.wasRefused = true
    if (code === 'outcome_unknown') {
      told.wasUnknown = true
      wasNotSent = false
    }
  }
  if (before.length > 0) nobodyDenies(answers, opened)
  const accepted = acceptedFor(real, requestId)
  expect(accepted.length, 'orders for one request').toBeLessThanOrEqual(1)
  if (told.orderIds.size > 0) expect([...told.orderIds]).toEqual(accepted)
  if (told.wasRefused) expect(accepted).toEqual([])
  if (wasNotSent) expect(accepted, 'all were told that nothing was sent').toEqual(before)
}

/**
 * Whoever repeats a request, at whichever replica, is told what has become of it: the one order there is, or that nobody
 * knows where none can be found of one that may have left.
 */
export async function endsInTruth(real: Placements, told: Told, requestId: string): Promise<void> {
  await eventually(
    () =>
      placeAt(
        real,
        told.ticket,
        requestId,
        real.replicas.map((_, number) => number),
      ),
    (answers) => {
      const truths = answers.map((answer) =>
        answer.status === 'fulfilled' ? answer.value : codeOf(answer.reason),
      )
      const [orderId, ...others] = acceptedFor(real, requestId)
      expect(others, 'orders for one request').toEqual([])
      const isUnknown = orderId === undefined && told.wasUnknown
      expect(new Set(truths)).toEqual(new Set([isUnknown ? 'outcome_unknown' : orderId]))
    },
    UNTIL_TRUTH_MS,
  )
  const accepted = acceptedFor(real, requestId)
  for (const orderId of told.orderIds) expect(accepted).toEqual([orderId])
}
