import type { AccountBook, InstrumentNames } from '../../adapters/tradelocker/book/account-book.ts'
import type {
  ExecutionRecord,
  Level,
  OrderRecord,
  PositionRecord,
} from '../../adapters/tradelocker/book/order-records.ts'
import type { AccountMemory } from '../../adapters/tradelocker/book/orders.ts'
import type { ListedInstrument } from '../../adapters/tradelocker/instruments/instrument-list.ts'
import { tickAt } from '../../src/broker/grid.ts'
import type { Instrument } from '../../src/broker/instrument.ts'
import { aContract } from './samples.ts'

/*
 * Plain examples of what the adapter reads from TradeLocker; a test names only what it is about. The instrument is a
 * forex pair of five decimals unless a test says otherwise.
 */

/** The instant the tests take for now, in Unix milliseconds. */
export const NOW = Date.UTC(2026, 0, 15, 12)
export const HOUR = 60 * 60_000
export const DAY = 24 * HOUR

export const orderRecord = (changes: Partial<OrderRecord> = {}): OrderRecord => ({
  id: '501',
  instrumentId: '278',
  side: 'buy',
  type: 'limit',
  trailing: false,
  status: 'New',
  qty: 1,
  filledQty: 0,
  avgPrice: undefined,
  price: 1.1,
  stopPrice: undefined,
  validity: 'GTC',
  createdAt: NOW - HOUR,
  lastModified: NOW - HOUR,
  positionId: undefined,
  stopLoss: undefined,
  takeProfit: undefined,
  strategyId: undefined,
  ...changes,
})

export const stopOrder = (changes: Partial<OrderRecord> = {}): OrderRecord =>
  orderRecord({ type: 'stop', price: undefined, stopPrice: 1.2, ...changes })

/** A filled market order, as the history shows it. */
export const fill = (changes: Partial<OrderRecord> = {}): OrderRecord => {
  const qty = changes.qty ?? 1
  return orderRecord({
    type: 'market',
    status: 'Filled',
    validity: 'IOC',
    price: undefined,
    avgPrice: 1.1,
    filledQty: qty,
    positionId: '900',
    ...changes,
  })
}

export const positionRecord = (changes: Partial<PositionRecord> = {}): PositionRecord => ({
  id: '900',
  instrumentId: '278',
  side: 'buy',
  qty: 1,
  avgPrice: 1.1,
  stopLossId: undefined,
  takeProfitId: undefined,
  openedAt: NOW - HOUR,
  unrealizedPl: 12.5,
  strategyId: undefined,
  ...changes,
})

export const executionRecord = (changes: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  id: '7001',
  instrumentId: '278',
  side: 'buy',
  qty: 1,
  price: 1.1,
  time: NOW - HOUR,
  orderId: '501',
  positionId: '900',
  ...changes,
})

export const absolute = (value: number): Level => ({ value, type: 'absolute' })
export const offset = (ticks: number): Level => ({ value: ticks, type: 'offset' })
export const trailingOffset = (ticks: number): Level => ({ value: ticks, type: 'trailingOffset' })

export const book = (parts: Partial<AccountBook> = {}): AccountBook => ({
  working: [],
  positions: [],
  final: [],
  unsided: [],
  ...parts,
})

/** What this replica remembers of an account. */
export const memory = (parts: Partial<AccountMemory> = {}): AccountMemory => ({
  removedBrackets: new Map(),
  closedPositions: new Map(),
  refusals: new Map(),
  ...parts,
})

export const contract = (changes: Partial<Instrument> = {}): Instrument =>
  aContract({ name: 'EURUSD', ...changes })

export const yenPair: Partial<Instrument> = {
  name: 'USDJPY',
  baseCurrency: 'USD',
  quoteCurrency: 'JPY',
  tickBands: [{ from: 0, tick: 0.001 }],
  pipSize: 0.01,
}

/** Ticks of 0.01 below 100, of 0.05 from there on. */
export const twoBands: Partial<Instrument> = {
  name: 'ACME',
  kind: 'stock',
  tickBands: [
    { from: 0, tick: 0.01 },
    { from: 100, tick: 0.05 },
  ],
  pipSize: 0.01,
}

/** Names and steps of the given contracts by id; instrument 278 is the forex pair unless named otherwise. */
export function names(
  contracts: Readonly<Record<string, Instrument>> = { 278: contract() },
): InstrumentNames {
  return {
    nameOf: (id) => contracts[id]?.name ?? id,
    stepsOf(id, price) {
      const known = contracts[id]
      return known && { tick: tickAt(known.tickBands, price), pip: known.pipSize }
    },
  }
}

export const listedInstrument = (changes: Partial<ListedInstrument> = {}): ListedInstrument => ({
  id: '278',
  name: 'EURUSD',
  description: 'Euro against US Dollar',
  type: 'FOREX',
  infoRoutes: ['452'],
  tradeRoute: '9912',
  barSource: 'bid',
  hasIntraday: true,
  hasDaily: true,
  ...changes,
})
