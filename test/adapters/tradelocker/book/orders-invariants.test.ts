import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountBook } from '../../../../adapters/tradelocker/book/account-book.ts'
import { parseBracketId } from '../../../../adapters/tradelocker/book/brackets.ts'
import { joinOrders } from '../../../../adapters/tradelocker/book/orders.ts'
import type { Order } from '../../../../src/broker/order.ts'
import { DAY, memory, NOW, names, orderRecord, positionRecord } from '../../../support/records.ts'

describe('whatever upstream lists, in whatever order it was read', () => {
  const orderId = fc.integer({ min: 1, max: 12 }).map(String)
  const positionId = fc.integer({ min: 900, max: 903 }).map(String)
  const level = fc.option(
    fc.record({
      value: fc.integer({ min: 1, max: 500 }),
      type: fc.constantFrom('absolute' as const, 'offset' as const, 'trailingOffset' as const),
    }),
    { nil: undefined },
  )
  const anyRecord = fc
    .record({
      id: orderId,
      side: fc.constantFrom('buy' as const, 'sell' as const),
      type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
      status: fc.constantFrom('New', 'PendingNew', 'Filled', 'Cancelled', 'Refused', 'Odd'),
      filledQty: fc.constantFrom(0, 0.5, 1),
      lastModified: fc.integer({ min: NOW - 2 * DAY, max: NOW }),
      createdAt: fc.integer({ min: NOW - 3 * DAY, max: NOW }),
      positionId: fc.option(positionId, { nil: undefined }),
      stopLoss: level,
      takeProfit: level,
      price: fc.constantFrom(undefined, 1.1),
      stopPrice: fc.constantFrom(undefined, 1.2),
    })
    .map(orderRecord)
  const records = fc.uniqueArray(anyRecord, { selector: ({ id }) => id, maxLength: 8 })
  const anyPosition = fc
    .record({
      id: positionId,
      side: fc.constantFrom('buy' as const, 'sell' as const),
      stopLossId: fc.option(orderId, { nil: undefined }),
      takeProfitId: fc.option(orderId, { nil: undefined }),
    })
    .map(positionRecord)
  const anyBook = fc.record({
    working: records,
    positions: fc.uniqueArray(anyPosition, { selector: ({ id }) => id }),
    final: records,
    unsided: fc.constant([]),
  })
  const forEveryJoin = (check: (orders: Order[], read: AccountBook) => void) =>
    fc.assert(fc.property(anyBook, (read) => check(joinOrders(read, memory(), names(), NOW), read)))

  it('every id is kept exactly once, and no other is made up but brackets of those', () => {
    forEveryJoin((orders, read) => {
      const listed = [...read.working, ...read.final.filter((record) => record.lastModified >= NOW - DAY)]
      const ids = orders.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      const own = ids.filter((id) => parseBracketId(id) === undefined)
      expect(new Set(own)).toEqual(new Set(listed.map(({ id }) => id)))
    })
  })

  it('a parent is a position that is named upstream or an order in the list, never the order itself', () => {
    forEveryJoin((orders, read) => {
      const positions = new Set([
        ...read.positions.map(({ id }) => id),
        ...[...read.working, ...read.final].map((record) => record.positionId),
      ])
      for (const { id, parent } of orders) {
        if (parent === undefined) continue
        expect(parent.id).not.toBe(id)
        const known = parent.type === 'position' ? positions : new Set(orders.map((order) => order.id))
        expect(known).toContain(parent.id)
      }
    })
  })

  it('an order that has ended is never reported live', () => {
    forEveryJoin((orders, { final }) => {
      const ended = new Set(final.filter((record) => record.lastModified >= NOW - DAY).map(({ id }) => id))
      for (const order of orders) {
        if (ended.has(order.id)) expect(['filled', 'cancelled', 'rejected']).toContain(order.status)
      }
    })
  })

  it('a bracket waits for its order exactly as long as that is live', () => {
    forEveryJoin((orders) => {
      const status = new Map(orders.map((order) => [order.id, order.status]))
      for (const { status: own, parent } of orders) {
        if (parent?.type !== 'order') continue
        const waits = ['working', 'placing'].includes(status.get(parent.id) ?? '')
        expect(own).toBe(waits ? 'inactive' : 'cancelled')
      }
    })
  })

  it('prices stand only where the type has one', () => {
    forEveryJoin((orders) => {
      for (const { type, limitPrice, stopPrice } of orders) {
        if (type !== 'limit') expect(limitPrice).toBeUndefined()
        if (type !== 'stop') expect(stopPrice).toBeUndefined()
      }
    })
  })
})
