import { describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountDirectory } from '../../../../../adapters/tradelocker/account/account-directory.ts'
import { parseTradeConfig } from '../../../../../adapters/tradelocker/account/trade-config.ts'
import type { AccountBook } from '../../../../../adapters/tradelocker/book/account-book.ts'
import type {
  OrderRecord,
  OrderRow,
  PositionRecord,
} from '../../../../../adapters/tradelocker/book/order-records.ts'
import {
  createAccountReader,
  findPlacement,
  isSameOrder,
  type Placement,
} from '../../../../../adapters/tradelocker/trading/placing/placement-search.ts'
import { outcomeOf } from '../../../../../adapters/tradelocker/trading/placing/placement-watch.ts'
import { BrokerError } from '../../../../../src/broker/errors.ts'
import type { OrderTicket } from '../../../../../src/broker/order.ts'
import {
  absolute,
  contract,
  fill,
  listedInstrument,
  offset,
  orderRecord,
  positionRecord,
  stopOrder,
  trailingOffset,
} from '../../../../support/records.ts'
import { tradeConfigAnswer } from '../../../../support/trade-config.ts'

const config = parseTradeConfig(tradeConfigAnswer())

const readerOf = (answers: Readonly<Record<string, () => Promise<object>>>, told = () => config) => {
  const directory = {
    readBy: async (_: unknown, __: unknown, read: (c: typeof config) => unknown) => read(told()),
  }
  const login = () => ({ call: (route: string) => answers[route]?.() })
  const usual = login()
  const read = createAccountReader(directory as unknown as AccountDirectory, {
    clock: Date.now,
    elapsed: () => performance.now(),
  })
  const readAs = (client: object) =>
    read({ client, id: '1', accNum: '1', key: 'S|1' } as unknown as AccountContext)
  return Object.assign(() => readAs(usual), { byAnother: () => readAs(login()) })
}

/** An account whose readings the test lets end, one after the other. */
function setUp() {
  const begun: PromiseWithResolvers<void>[] = []
  const answers: Record<string, () => Promise<object>> = {
    async getOrders() {
      const reading = Promise.withResolvers<void>()
      begun.push(reading)
      await reading.promise
      return { orders: [] }
    },
    getOrdersHistory: async () => ({ ordersHistory: [] }),
    getPositions: async () => ({ positions: [] }),
  }
  return { begun, read: readerOf(answers) }
}

const isOpen = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => false), new Promise((resolve) => setTimeout(() => resolve(true), 20))])

describe('a reading of the account', () => {
  it('is shared by those who ask at the same time, and only by those who asked before it began', async () => {
    const { begun, read } = setUp()
    const first = read()
    const later = [read(), read()]
    expect(begun).toHaveLength(1)
    begun[0]?.resolve()
    await first
    expect(await isOpen(Promise.race(later))).toBe(true)
    expect(begun).toHaveLength(2)
    begun[1]?.resolve()
    expect(new Set(await Promise.all(later)).size).toBe(1)
    expect(begun).toHaveLength(2)
    void read()
    expect(begun).toHaveLength(3)
  })

  it('that fails because its login has ended is no failure of those who share it, only of its own', async () => {
    const { begun, read } = setUp()
    void read.byAnother()
    const [own, others] = [read(), [read.byAnother(), read.byAnother(), read.byAnother()]]
    begun[0]?.resolve()
    expect(await isOpen(own)).toBe(true)
    begun[1]?.reject(new BrokerError('session_expired'))
    await expect(own).rejects.toThrow('session_expired')
    expect(await isOpen(Promise.race(others))).toBe(true)
    expect(begun).toHaveLength(3)
    begun[2]?.resolve()
    expect(new Set(await Promise.all(others)).size).toBe(1)
    expect(begun).toHaveLength(3)
  })

  it.each(['session_expired', 'too_busy', 'rate_limited'] as const)(
    'that fails (%s) is not tried again for each of those who share it and its login',
    async (code) => {
      let calls = 0
      const read = readerOf({
        async getOrders() {
          calls += 1
          throw new BrokerError(code)
        },
      })
      const ends = await Promise.allSettled(Array.from({ length: 10 }, read))
      expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual(Array(10).fill(code))
      expect(calls).toBe(2)
    },
  )

  it('fails as often as there are logins in trouble, and then answers all the others', async () => {
    const { begun, read } = setUp()
    const first = read.byAnother()
    const ended = [read.byAnother(), read.byAnother()]
    const live = [read(), read(), read()]
    begun[0]?.reject(new BrokerError('session_expired'))
    await expect(first).rejects.toThrow('session_expired')
    for (const [n, own] of ended.entries()) {
      expect(await isOpen(Promise.race(live))).toBe(true)
      begun[n + 1]?.reject(new BrokerError('session_expired'))
      await expect(own).rejects.toThrow('session_expired')
    }
    expect(await isOpen(Promise.race(live))).toBe(true)
    begun[3]?.resolve()
    expect(new Set(await Promise.all(live)).size).toBe(1)
    expect(begun).toHaveLength(4)
  })

  it('that fails is no failure of those who wait for the next one', async () => {
    const { begun, read } = setUp()
    const first = read()
    const later = read()
    begun[0]?.reject(new Error('no answer'))
    await expect(first).rejects.toThrow('no answer')
    expect(await isOpen(later)).toBe(true)
    begun[1]?.resolve()
    expect(await later).toMatchObject({ book: { working: [], positions: [] } })
  })
})

it.each(['getOrders', 'getPositions'])(
  'an account whose answer to %s is not readable tells nothing',
  async (route) => {
    const answers = {
      getOrders: async () => ({ orders: [] }),
      getOrdersHistory: async () => ({ ordersHistory: [] }),
      getPositions: async () => ({ positions: [] }),
    }
    const read = readerOf({ ...answers, [route]: async () => ({}) })
    await expect(read()).rejects.toMatchObject({ code: 'upstream_malformed' })
  },
)

describe('a history', () => {
  const row = config.columns.ordersHistory
  const order = (id: number) => Array.from({ length: row.size }, (_, n) => (n === row.get('id') ? id : '1'))
  const searched = (history: () => object, told = () => config) => {
    const answers = {
      getOrders: async () => ({ orders: [] }),
      getOrdersHistory: async () => history(),
      getPositions: async () => ({ positions: [] }),
    }
    return readerOf(answers, told)()
  }

  it('is whole when nothing says otherwise', async () => {
    expect(await searched(() => ({ ordersHistory: [order(1)], hasMore: false }))).toMatchObject({
      isWhole: true,
    })
  })

  it('is not whole when more was cut off than can be asked for', async () => {
    let id = 0
    const everNew = () => {
      id += 1
      return { ordersHistory: [order(id)], hasMore: true }
    }
    expect(await searched(everNew)).toMatchObject({ isWhole: false })
    expect(await searched(() => ({ ordersHistory: [order(1)], hasMore: true }))).toMatchObject({
      isWhole: false,
    })
  })

  it('tells what it was read by, unless the broker has changed its tables meanwhile', async () => {
    let told = config
    const history = () => ({ ordersHistory: [] })
    expect(await searched(history, () => told)).toMatchObject({ tables: config.columns })
    const other = { ...config, columns: { ...config.columns, ordersHistory: config.columns.positions } }
    const changing = () => {
      const before = told
      told = other
      return before
    }
    expect(await searched(history, changing)).toMatchObject({ tables: undefined })
  })
})

describe('an order looked for by its tag', () => {
  const order = (id: string, status: string, strategyId: string | undefined) =>
    ({ id, status, strategyId, qty: 0.1, filledQty: status === 'Filled' ? 0.1 : 0 }) as OrderRecord
  const position = (id: string, strategyId: string | undefined) => ({ id, strategyId }) as PositionRecord
  const found = (book: Partial<AccountBook>): Placement | undefined =>
    findPlacement({ working: [], final: [], positions: [], unsided: [], ...book }, 'tv1')
  const endOf = (book: Partial<AccountBook>) => {
    const placement = found(book)
    return placement && outcomeOf(placement)
  }

  it('is not there when nothing bears it, and rows without a tag bear none', () => {
    expect(
      found({
        working: [order('1', 'New', undefined), order('2', 'New', 'tv2')],
        final: [order('3', 'Filled', 'tv3')],
        positions: [position('4', undefined)],
      }),
    ).toBeUndefined()
  })

  it('is the live order, or the ended one before anything else that bears it', () => {
    const live = order('1', 'New', 'tv1')
    expect(endOf({ working: [live], positions: [position('9', 'tv1')] })).toEqual({ orderId: '1' })
    expect(endOf({ working: [live], final: [order('2', 'Filled', 'tv1')] })).toEqual({ orderId: '2' })
    expect(endOf({ final: [order('2', 'Cancelled', 'tv1')] })).toEqual({ orderId: '2' })
  })

  it('is the one that came first, should what protects its position bear the tag as well', () => {
    const entry = { ...order('2', 'Filled', 'tv1'), createdAt: 1_000 }
    const stop = { ...order('3', 'Cancelled', 'tv1'), createdAt: 1_001 }
    const target = { ...order('4', 'New', 'tv1'), createdAt: 1_001 }
    expect(endOf({ working: [target], final: [stop, entry] })).toEqual({ orderId: '2' })
  })

  it.each(['Refused', 'Rejected', 'Unplaced'])('that ended as %s is a refusal', (status) => {
    expect(endOf({ final: [order('2', status, 'tv1')] })).toEqual({
      refusal: 'rejected',
      params: { reason: status },
    })
  })

  it.each(['orders', 'ordersHistory'])('is there when its row in %s tells no side', async (table) => {
    const cells = { id: '5', tradableInstrumentId: '278', type: 'limit', status: 'New', strategyId: 'tv1' }
    const row = [...config.columns.orders.keys()].map((id) => cells[id as keyof typeof cells] ?? null)
    const read = readerOf({
      getOrders: async () => ({ orders: table === 'orders' ? [row] : [] }),
      getOrdersHistory: async () => ({ ordersHistory: table === 'ordersHistory' ? [row] : [] }),
      getPositions: async () => ({ positions: [] }),
    })
    expect(endOf((await read()).book)).toEqual({ orderId: '5' })
  })

  it('that shows as nothing but the position it opened was carried out', () => {
    expect(endOf({ positions: [position('8', 'tv8'), position('9', 'tv1')] })).toEqual({ orderId: '9' })
  })
})

describe('an order that is found under a request', () => {
  const known = { listed: listedInstrument(), contract: contract() }
  const live = (record: OrderRow) => ({ kind: 'order', record, isLive: true, refusal: undefined }) as const
  const limit: OrderTicket = { instrument: 'EURUSD', side: 'buy', type: 'limit', qty: 1, limitPrice: 1.1 }
  const stop: OrderTicket = { instrument: 'EURUSD', side: 'buy', type: 'stop', qty: 1, stopPrice: 1.2 }
  const market: OrderTicket = { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 1 }

  it.each([
    ['a limit order', orderRecord(), limit],
    ['a stop order', stopOrder(), stop],
    ['a market order, whatever it filled at', fill({ price: 1.3 }), market],
    ['a price that is off by less than half a tick', orderRecord({ price: 1.100004 }), limit],
    ['a price that is not told', orderRecord({ price: undefined }), limit],
    ['a side that is not told', { ...orderRecord(), side: undefined }, limit],
    ['a limit order that filled at a better price', orderRecord({ filledQty: 1, price: 1.09 }), limit],
  ])('is what is asked for: %s', (_what, record, ticket) => {
    expect(isSameOrder(live(record), ticket, known)).toBe(true)
  })

  it.each([
    ['another limit price', { ...limit, limitPrice: 1.10001 }, orderRecord()],
    ['another stop price', { ...stop, stopPrice: 1.20001 }, stopOrder()],
    ['another side', { ...limit, side: 'sell' as const }, orderRecord()],
    ['another quantity', { ...limit, qty: 2 }, orderRecord()],
    ['another type', market, orderRecord()],
    ['another instrument', limit, orderRecord({ instrumentId: '279' })],
  ])('is another one: %s', (_what, ticket, record) => {
    expect(isSameOrder(live(record), ticket, known)).toBe(false)
  })

  it.each([
    ['with its stop loss', { stopLoss: 1.09 }, { stopLoss: absolute(1.090004) }, true],
    ['with another stop loss', { stopLoss: 1.09 }, { stopLoss: absolute(1.08) }, false],
    ['with another take profit', { takeProfit: 1.2 }, { takeProfit: absolute(1.3) }, false],
    ['without the stop loss', { stopLoss: 1.09 }, {}, false],
    ['without the take profit', { takeProfit: 1.2 }, {}, false],
    ['with a stop loss nobody asked for', {}, { stopLoss: absolute(1.09) }, false],
    ['with its trailing stop', { trailingStopPips: 10 }, { stopLoss: trailingOffset(100) }, true],
    ['without the trailing stop', { trailingStopPips: 10 }, {}, false],
    ['with a stop loss told as a distance', { stopLoss: 1.09 }, { stopLoss: offset(1_000) }, true],
    ['whose stop loss has gone to its position', { stopLoss: 1.09 }, { filledQty: 0.5 }, true],
  ])('and rests %s', (_what, levels, changes, isSame) => {
    expect(isSameOrder(live(orderRecord(changes)), { ...limit, ...levels }, known)).toBe(isSame)
  })

  it('is not told by its levels any more once it has ended', () => {
    expect(isSameOrder({ ...live(orderRecord()), isLive: false }, { ...limit, stopLoss: 1.09 }, known)).toBe(
      true,
    )
  })

  it.each([
    ['that it can have opened', {}, true],
    ['of the other side', { side: 'sell' as const }, false],
    ['of another instrument', { instrumentId: '279' }, false],
  ])('and shows as nothing but a position %s', (_what, changes, isSame) => {
    expect(isSameOrder({ kind: 'position', record: positionRecord(changes) }, market, known)).toBe(isSame)
  })
})
