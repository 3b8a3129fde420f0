import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import {
  readExecutions,
  readLiveOrders,
  readOrders,
  readPositions,
} from '../../../../adapters/tradelocker/book/order-records.ts'
import { BrokerError } from '../../../../src/broker/errors.ts'

const captured = readFileSync(new URL('../../../fixtures/trade-config.json', import.meta.url), 'utf8')
const { columns } = parseTradeConfig(JSON.parse(captured).d)

type Cells = Readonly<Record<string, unknown>>
type Table = 'orders' | 'positions' | 'filledOrders'

/** A row in the columns of a real account; a cell that is not named is null. */
const rowOf = (table: Table, cells: Cells): unknown[] =>
  [...columns[table].keys()].map((column) => cells[column] ?? null)

const order = (cells: Cells) => {
  const [record] = readOrders(
    [rowOf('orders', { id: '501', tradableInstrumentId: '278', ...cells })],
    columns.orders,
  )
  return record
}
const position = (cells: Cells) => {
  const [record] = readPositions(
    [rowOf('positions', { id: '900', tradableInstrumentId: '278', side: 'buy', qty: '1', ...cells })],
    columns.positions,
  )
  return record
}
const execution = (cells: Cells) => {
  const [record] = readExecutions(
    [rowOf('filledOrders', { id: '7001', tradableInstrumentId: '278', ...cells })],
    columns.filledOrders,
  )
  return record
}

describe('an order row', () => {
  const cells = {
    id: '7277816997898587502',
    tradableInstrumentId: '206',
    routeId: '9912',
    qty: '0.01',
    side: 'sell',
    type: 'stop',
    status: 'New',
    filledQty: '0',
    avgPrice: null,
    price: '0',
    stopPrice: '42950.5',
    validity: 'GTC',
    expireDate: null,
    createdDate: '1741012345678',
    lastModified: '1741012349999',
    isOpen: 'true',
    positionId: null,
    stopLoss: '43000',
    stopLossType: 'absolute',
    takeProfit: '250',
    takeProfitType: 'offset',
    strategyId: 'tv1',
  }

  it('is read from the texts TradeLocker writes', () => {
    expect(order(cells)).toEqual({
      id: '7277816997898587502',
      instrumentId: '206',
      side: 'sell',
      type: 'stop',
      trailing: false,
      status: 'New',
      qty: 0.01,
      filledQty: 0,
      avgPrice: undefined,
      price: undefined,
      stopPrice: 42950.5,
      validity: 'GTC',
      createdAt: 1741012345678,
      lastModified: 1741012349999,
      positionId: undefined,
      stopLoss: { value: 43000, type: 'absolute' },
      takeProfit: { value: 250, type: 'offset' },
      strategyId: 'tv1',
    })
  })

  it('means the same in reordered columns and with bare numbers', () => {
    const shuffled = [...columns.orders.keys()].toReversed()
    const reordered = new Map(shuffled.map((column, index) => [column, index]))
    const bare = {
      ...cells,
      qty: 0.01,
      filledQty: 0,
      price: 0,
      stopPrice: 42950.5,
      createdDate: 1741012345678,
      stopLoss: 43000,
      tradableInstrumentId: 206,
    }
    const row = shuffled.map((column) => bare[column as keyof typeof bare])
    expect(readOrders([row], reordered)).toEqual([order(cells)])
  })

  it.each(['', null, '0', 0, undefined])('belongs to no position when the cell holds %j', (positionId) => {
    expect(order({ positionId })?.positionId).toBeUndefined()
  })

  it.each([7277816997, '7277816997'])('keeps the position id %j as text', (positionId) => {
    expect(order({ positionId })?.positionId).toBe('7277816997')
  })

  it.each(['', null, '0', 0])('has no price, average or level where %j stands', (nothing) => {
    const record = order({
      type: 'limit',
      price: nothing,
      stopPrice: nothing,
      avgPrice: nothing,
      stopLoss: nothing,
      stopLossType: 'absolute',
      takeProfit: nothing,
      takeProfitType: null,
    })
    expect(record).toMatchObject({
      price: undefined,
      stopPrice: undefined,
      avgPrice: undefined,
      stopLoss: undefined,
      takeProfit: undefined,
    })
  })

  it('was last modified when it was created, as long as nobody says otherwise', () => {
    expect(order({ createdDate: '1741012345678', lastModified: '' })?.lastModified).toBe(1741012345678)
  })

  it.each([
    ['SELL', 'sell'],
    ['Sell', 'sell'],
    ['BUY', 'buy'],
  ])('is on the side %s = %s', (side, expected) => {
    expect(order({ side })?.side).toBe(expected)
  })

  it.each([null, '', 'B', 'long', 1])('is on no side for %j: it might as well be a sale', (side) => {
    const row = rowOf('orders', { id: '501', tradableInstrumentId: '278', side })
    expect(order({ side })?.side).toBeUndefined()
    expect(() => readLiveOrders([row], columns.orders)).toThrow('upstream_malformed')
  })

  it.each([
    ['MARKET', {}, 'market'],
    ['Limit', { price: '1.1' }, 'limit'],
    ['STOP', { stopPrice: '1.1' }, 'stop'],
    ['TRAILING_STOP', { stopPrice: '1.1' }, 'stop'],
    ['STOP_LIMIT', { price: '1.1', stopPrice: '1.2' }, 'stop'],
    ['oco', { price: '1.1' }, 'limit'],
    ['oco', { stopPrice: '1.1' }, 'stop'],
    [null, {}, 'market'],
  ])('of type %s with %j is a %s order', (type, prices, expected) => {
    expect(order({ type, ...prices })?.type).toBe(expected)
  })

  it('trails when its type says so', () => {
    expect(order({ type: 'TRAILING_STOP' })?.trailing).toBe(true)
    expect(order({ type: 'stop' })?.trailing).toBe(false)
  })

  it.each([
    ['gtc', 'GTC'],
    ['IOC', 'IOC'],
    ['GTD', undefined],
    [null, undefined],
  ])('has the validity %s = %s', (validity, expected) => {
    expect(order({ validity })?.validity).toBe(expected)
  })

  // A distance of 20 ticks that is taken for a price of 20 would be shown, and sent back, as a price.
  it.each([
    ['offset', 'offset'],
    ['OFFSET', 'offset'],
    ['trailingOffset', 'trailingOffset'],
    ['TrailingOffset', 'trailingOffset'],
    ['absolute', 'absolute'],
    [null, 'absolute'],
  ])('has a stop loss of the type %s = %s', (stopLossType, type) => {
    expect(order({ stopLoss: '20', stopLossType })?.stopLoss).toEqual({ value: 20, type })
  })

  it.each([{}, { id: '' }, { id: null }, { id: 'abc' }, { tradableInstrumentId: '' }])(
    'without usable ids is refused: %j',
    (cells) => {
      const row = rowOf('orders', { ...cells })
      expect(() => readOrders([row], columns.orders)).toThrow('upstream_malformed')
    },
  )
})

describe('a position row', () => {
  it('is read from the texts TradeLocker writes', () => {
    const record = position({
      id: '7421932185936045277',
      side: 'sell',
      qty: '0.30',
      avgPrice: '1.10005',
      stopLossId: '7421932185936045278',
      takeProfitId: null,
      openDate: '1741012345678',
      unrealizedPl: '-3.21',
      strategyId: '',
    })
    expect(record).toEqual({
      id: '7421932185936045277',
      instrumentId: '278',
      side: 'sell',
      qty: 0.3,
      avgPrice: 1.10005,
      stopLossId: '7421932185936045278',
      takeProfitId: undefined,
      openedAt: 1741012345678,
      unrealizedPl: -3.21,
      strategyId: undefined,
    })
  })

  it.each(['0', 0, '', null])('has no bracket where the id is %j', (nothing) => {
    expect(position({ stopLossId: nothing, takeProfitId: nothing })).toMatchObject({
      stopLossId: undefined,
      takeProfitId: undefined,
    })
  })

  it('without a side is refused: profit, levels and closing depend on it', () => {
    expect(() => position({ side: null })).toThrow('upstream_malformed')
  })

  it.each(['', null, 'many'])('without a quantity (%j) is refused: it would seem to be closed', (qty) => {
    expect(() => position({ qty })).toThrow('upstream_malformed')
  })

  it.each([0.30000000000000004, '0.29999999999999993'])('holds as many lots as are shown: %s', (qty) => {
    expect(position({ qty })?.qty).toBe(0.3)
  })

  it('has an unsigned quantity: the direction is in its side', () => {
    expect(position({ side: 'sell', qty: '-0.3' })?.qty).toBe(0.3)
  })
})

describe('an execution row', () => {
  it('is read from the texts TradeLocker writes', () => {
    const record = execution({
      price: '1.10005',
      side: 'Sell',
      createdDate: '1741012345678',
      qty: '0.3',
      orderId: '7421932185936045278',
      positionId: '7421932185936045277',
    })
    expect(record).toEqual({
      id: '7001',
      instrumentId: '278',
      side: 'sell',
      qty: 0.3,
      price: 1.10005,
      time: 1741012345678,
      orderId: '7421932185936045278',
      positionId: '7421932185936045277',
    })
  })
})

describe('rows of any content', () => {
  const cell = fc.oneof(
    fc.constantFrom(null, '', '0', 'true', '1e400', '-1', 'NaN'),
    fc.string(),
    fc.double(),
    fc.integer().map(String),
    fc.jsonValue(),
  )
  const rows = fc.array(fc.oneof(fc.array(cell, { minLength: 22, maxLength: 22 }), fc.jsonValue()))

  it.each([
    ['orders', (values: unknown[]) => readOrders(values, columns.orders)],
    ['positions', (values: unknown[]) => readPositions(values, columns.positions)],
    ['executions', (values: unknown[]) => readExecutions(values, columns.filledOrders)],
  ])('%s are read with finite numbers or refused with a BrokerError', (_, read) => {
    fc.assert(
      fc.property(rows, (values) => {
        const numbers = attempt(() => read(values))?.flatMap((record) => Object.values(record)) ?? []
        for (const value of numbers) if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite)
      }),
    )
  })
})

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(BrokerError)
    return undefined
  }
}
