import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountBook } from '../../../../adapters/tradelocker/book/account-book.ts'
import { oppositeSide } from '../../../../adapters/tradelocker/book/brackets.ts'
import type { OrderRecord, PositionRecord } from '../../../../adapters/tradelocker/book/order-records.ts'
import { joinPositions } from '../../../../adapters/tradelocker/book/positions.ts'
import {
  book,
  DAY,
  fill,
  HOUR,
  memory,
  NOW,
  names,
  positionRecord,
  stopOrder,
} from '../../../support/records.ts'

const joined = (parts: Partial<AccountBook>, closed: readonly PositionRecord[] = []) => {
  const closedPositions = new Map(closed.map((position) => [position.id, position]))
  return joinPositions(book(parts), memory({ closedPositions }), names(), NOW)
}

const at = (time: number) => ({ createdAt: time, lastModified: time })
const opened = (changes: Partial<OrderRecord> = {}) =>
  fill({ id: '501', side: 'buy', avgPrice: 1.1, ...at(NOW - 3 * HOUR), ...changes })
const closed = (changes: Partial<OrderRecord> = {}) =>
  fill({ id: '502', side: 'sell', avgPrice: 1.12, ...at(NOW - HOUR), ...changes })

describe('an open position', () => {
  it('is reported as it is', () => {
    expect(joined({ positions: [positionRecord({ qty: 0.3, unrealizedPl: -4.2 })] })).toEqual([
      { id: '900', instrument: 'EURUSD', side: 'buy', qty: 0.3, avgPrice: 1.1, unrealizedPl: -4.2 },
    ])
  })

  it('is reported beside the one against it: positions are hedged, not netted', () => {
    const positions = [positionRecord({ id: '900' }), positionRecord({ id: '901', side: 'sell', qty: 3 })]
    expect(joined({ positions }).map(({ id, side, qty }) => [id, side, qty])).toEqual([
      ['900', 'buy', 1],
      ['901', 'sell', 3],
    ])
  })

  it('that was closed in part is open with the rest', () => {
    const final = [opened(), closed({ qty: 0.4 })]
    expect(joined({ final, positions: [positionRecord({ qty: 0.6 })] })).toMatchObject([{ qty: 0.6 }])
  })

  it('is open whatever this replica remembers', () => {
    expect(joined({ positions: [positionRecord()] }, [positionRecord()])).toMatchObject([{ qty: 1 }])
  })
})

describe('a position that has just been opened', () => {
  it('is never reported closed: its fill is in the history, but it was not listed yet', () => {
    expect(joined({ final: [opened()] })).toEqual([])
  })

  it('is not closed by a part of it either', () => {
    expect(joined({ final: [opened(), closed({ qty: 0.4 })] })).toEqual([])
  })
})

describe('a closed position', () => {
  it('is reported with quantity 0 when the history holds the fills that closed it', () => {
    expect(joined({ final: [closed(), opened()] })).toEqual([
      { id: '900', instrument: 'EURUSD', side: 'buy', qty: 0, avgPrice: 1.1, unrealizedPl: 0 },
    ])
  })

  it('is reported with quantity 0 when this replica saw it go', () => {
    const [position] = joined({}, [positionRecord({ side: 'sell', unrealizedPl: 99 })])
    expect(position).toMatchObject({ id: '900', side: 'sell', qty: 0, unrealizedPl: 0 })
  })

  it('is closed by its stop loss as well', () => {
    const stopLoss = stopOrder({
      id: '601',
      side: 'sell',
      status: 'Filled',
      filledQty: 1,
      positionId: '900',
      ...at(NOW - HOUR),
    })
    expect(joined({ final: [opened(), stopLoss] })).toMatchObject([{ id: '900', side: 'buy', qty: 0 }])
  })

  it('is closed by many parts, without remains of binary fractions', () => {
    const parts = ['502', '503', '504'].map((id) => closed({ id, qty: 0.1 }))
    expect(joined({ final: [opened({ qty: 0.3 }), ...parts] })).toMatchObject([{ qty: 0 }])
  })

  it('is not told from closing fills alone: the rest of it may be open', () => {
    expect(joined({ final: [closed({ qty: 0.4 }), closed({ id: '503', qty: 0.4 })] })).toEqual([])
  })

  it('is dropped when the session it was closed in is over', () => {
    const final = [opened(at(NOW - 3 * DAY)), closed(at(NOW - DAY - 1))]
    expect(joined({ final })).toEqual([])
  })

  it('is still reported when a stop loss as old as the position closed it only now', () => {
    const stopLoss = stopOrder({
      ...closed({ id: '601', qty: 0.5 }),
      type: 'stop',
      createdAt: NOW - 5 * DAY,
      lastModified: NOW - HOUR,
    })
    const final = [opened(at(NOW - 5 * DAY)), closed({ qty: 0.5, ...at(NOW - 2 * DAY) }), stopLoss]
    expect(joined({ final })).toMatchObject([{ id: '900', qty: 0 }])
  })
})

describe('whatever was filled', () => {
  const lot = fc.integer({ min: 1, max: 100 }).map((steps) => steps / 100)
  const side = fc.constantFrom('buy' as const, 'sell' as const)

  it('a position is closed exactly when as much was closed as was opened, in whatever order it is listed', () => {
    fc.assert(
      fc.property(
        side,
        fc.array(lot, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (openedSide, parts, complete, keys) => {
          const qty = parts.reduce((sum, part) => sum + Math.round(part * 100), complete ? 0 : 1) / 100
          const entry = opened({ id: '1', side: openedSide, qty })
          const exits = parts.map((part, index) =>
            closed({
              id: String(index + 2),
              side: oppositeSide(openedSide),
              qty: part,
              ...at(NOW - HOUR + index),
            }),
          )
          const shuffled = [entry, ...exits]
            .map((record) => ({ record, key: keys.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ record }) => record)
          const expected = complete ? [{ id: '900', side: openedSide, qty: 0 }] : []
          expect(joined({ final: shuffled }).map(({ id, side, qty }) => ({ id, side, qty }))).toEqual(
            expected,
          )
        },
      ),
    )
  })
})
