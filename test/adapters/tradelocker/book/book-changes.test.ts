import { describe, expect, it } from 'vitest'
import {
  hasStirred,
  removedBrackets,
  vanishedPositions,
} from '../../../../adapters/tradelocker/book/book-changes.ts'
import {
  absolute,
  book,
  NOW,
  names,
  orderRecord,
  positionRecord,
  stopOrder,
  trailingOffset,
} from '../../../support/records.ts'

const resting = orderRecord({ id: '501', stopLoss: absolute(1.09), takeProfit: absolute(1.12) })
const position = positionRecord({ id: '900', qty: 1 })

describe('an account stirs, so that its history is read', () => {
  const before = book({ working: [resting], positions: [position] })

  it.each([
    ['an order has gone', book({ positions: [position] })],
    [
      'an order was partly filled',
      book({ working: [{ ...resting, filledQty: 0.1 }], positions: [position] }),
    ],
    ['a position is new', book({ working: [resting], positions: [position, positionRecord({ id: '901' })] })],
    ['a position has gone', book({ working: [resting] })],
    ['a position has another size', book({ working: [resting], positions: [{ ...position, qty: 0.4 }] })],
    [
      'a position took the place of another',
      book({ working: [resting], positions: [{ ...position, id: '901' }] }),
    ],
  ])('when %s', (_, now) => {
    expect(hasStirred(before, now)).toBe(true)
  })

  it.each([
    ['nothing happened', before],
    ['only prices moved', book({ working: [resting], positions: [{ ...position, unrealizedPl: -7 }] })],
    ['a level was moved', book({ working: [{ ...resting, price: 1.05 }], positions: [position] })],
    ['an order is new', book({ working: [resting, orderRecord({ id: '502' })], positions: [position] })],
  ])('but not when %s', (_, now) => {
    expect(hasStirred(before, now)).toBe(false)
  })
})

describe('a position that is not listed any more', () => {
  it('is remembered as last seen', () => {
    const hedge = positionRecord({ id: '901', side: 'sell' })
    const before = book({ positions: [position, hedge] })
    expect(vanishedPositions(before, book({ positions: [hedge] }))).toEqual([position])
  })
})

describe('a bracket removed from a resting order', () => {
  const removed = (now: Parameters<typeof removedBrackets>[1], before = book({ working: [resting] })) =>
    removedBrackets(before, now, names(), NOW)

  it('is reported cancelled, as it last was', () => {
    const now = book({ working: [{ ...resting, stopLoss: undefined }] })
    expect(removed(now)).toMatchObject([
      {
        id: '501.SL',
        type: 'stop',
        stopPrice: 1.09,
        status: 'cancelled',
        note: 'note_bracket_removed',
        parent: { type: 'order', id: '501' },
        lastModified: NOW,
      },
    ])
  })

  it('is not one that was moved or made to trail', () => {
    expect(removed(book({ working: [{ ...resting, stopLoss: absolute(1.08) }] }))).toEqual([])
    expect(removed(book({ working: [{ ...resting, stopLoss: trailingOffset(100) }] }))).toEqual([])
  })

  it('also ends with its order, should the history not tell of it any more', () => {
    expect(removed(book())).toMatchObject([
      { id: '501.SL', status: 'cancelled', note: 'note_parent_ended' },
      { id: '501.TP', status: 'cancelled', note: 'note_parent_ended' },
    ])
    const filled = { ...resting, status: 'Filled', filledQty: resting.qty, stopLoss: undefined }
    expect(removed(book({ final: [filled] }))).toMatchObject([
      { id: '501.SL', note: 'note_bracket_moved_to_position' },
      { id: '501.TP', note: 'note_bracket_moved_to_position' },
    ])
  })

  // The row of a trailing stop may carry its distance, which goes when the stop is fixed again.
  it.each([
    ['its row names the position', stopOrder({ id: '601', side: 'sell', positionId: '900' })],
    ['the position names it', stopOrder({ id: '601', side: 'sell' })],
  ])('is never one of a stop that protects a position (%s)', (_, stop) => {
    const positions = [{ ...position, stopLossId: '601' }]
    const before = book({ working: [{ ...stop, stopLoss: trailingOffset(100) }], positions })
    expect(removed(book({ working: [stop], positions }), before)).toEqual([])
  })
})
