import { describe, expect, it } from 'vitest'
import { fillsByPosition, positionSides } from '../../../../adapters/tradelocker/book/account-book.ts'
import {
  book,
  DAY,
  fill,
  HOUR,
  NOW,
  orderRecord,
  positionRecord,
  stopOrder,
} from '../../../support/records.ts'

const opening = fill({ id: '1', side: 'sell', createdAt: NOW - 2 * HOUR, lastModified: NOW - 2 * HOUR })
const closing = fill({ id: '2', side: 'buy', createdAt: NOW - HOUR, lastModified: NOW - HOUR })

describe('the side of a position', () => {
  it('is told by the position as long as it is open', () => {
    const sides = positionSides(book({ positions: [positionRecord({ id: '900', side: 'sell' })] }), new Map())
    expect(sides.get('900')).toBe('sell')
  })

  it('is remembered when this replica saw the position close', () => {
    const closed = new Map([['900', positionRecord({ id: '900', side: 'sell' })]])
    expect(positionSides(book(), closed).get('900')).toBe('sell')
  })

  it.each([
    ['oldest first', [opening, closing]],
    ['newest first', [closing, opening]],
  ])('of an ended one is that of the order that opened it (history %s)', (_, final) => {
    expect(positionSides(book({ final }), new Map()).get('900')).toBe('sell')
  })

  it('stays unknown when fills of only one side are seen: the opening may be older than the history', () => {
    expect(positionSides(book({ final: [closing] }), new Map()).has('900')).toBe(false)
  })

  it('is told for hedged positions of one instrument apart', () => {
    const positions = [
      positionRecord({ id: '900', side: 'buy' }),
      positionRecord({ id: '901', side: 'sell' }),
    ]
    expect([...positionSides(book({ positions }), new Map())]).toEqual([
      ['900', 'buy'],
      ['901', 'sell'],
    ])
  })

  it('is right when stop loss and opening order were created in the same millisecond', () => {
    const created = NOW - 2 * HOUR
    const entry = fill({ id: '1', side: 'buy', createdAt: created, lastModified: created })
    const stopLoss = stopOrder({
      ...fill({ id: '2', side: 'sell' }),
      type: 'stop',
      createdAt: created,
      lastModified: NOW,
    })
    expect(positionSides(book({ final: [stopLoss, entry] }), new Map()).get('900')).toBe('buy')
  })
})

describe('the fills of a position', () => {
  it('are its filled orders, oldest first, without those that never filled', () => {
    const cancelled = orderRecord({ id: '3', status: 'Cancelled', positionId: '900' })
    const other = fill({ id: '4', positionId: '901', createdAt: NOW - DAY })
    const groups = fillsByPosition([closing, cancelled, other, opening])
    expect(groups.get('900')?.map(({ id }) => id)).toEqual(['1', '2'])
    expect(groups.get('901')?.map(({ id }) => id)).toEqual(['4'])
  })
})
