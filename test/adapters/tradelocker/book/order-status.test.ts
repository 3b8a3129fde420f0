import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finalStatus, workingStatus } from '../../../../adapters/tradelocker/book/order-status.ts'
import { orderRecord } from '../../../support/records.ts'

const FINAL = ['filled', 'cancelled', 'rejected']
const LIVE = ['placing', 'working']

const ended = (status: string, qty = 1, filledQty = 0) => finalStatus(orderRecord({ status, qty, filledQty }))
const live = (status: string) => workingStatus(orderRecord({ status }))

/** Everything TradeLocker has been seen to say or is documented to say, and anything else. */
const anyWord = fc.oneof(
  fc.constantFrom('New', 'Filled', 'Cancelled', 'Refused', 'Unplaced', 'Removed', 'Rejected', 'Expired'),
  fc.constantFrom('PENDING', 'STATUS_PENDING_NEW', 'STATUS_ACCEPTED', 'STATUS_REPLACED', 'PartiallyFilled'),
  fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', ''),
  fc.string(),
)
const anyCase = fc
  .tuple(anyWord, fc.constantFrom('toUpperCase' as const, 'toLowerCase' as const, 'toString' as const))
  .map(([word, change]) => word[change]())

describe('the status of an ended order', () => {
  it.each([
    ['Filled', 'filled', undefined],
    ['Cancelled', 'cancelled', undefined],
    ['CANCELED', 'cancelled', undefined],
    ['Removed', 'cancelled', undefined],
    ['Expired', 'cancelled', 'note_expired'],
    ['Refused', 'rejected', 'note_refused_by_broker'],
    ['rejected', 'rejected', 'note_refused_by_broker'],
    ['Unplaced', 'rejected', 'note_refused_by_broker'],
  ])('%s is %s', (word, status, note) => {
    expect(ended(word)).toEqual({ status, note })
  })

  it('of an unknown word is filled when the whole quantity was, otherwise cancelled', () => {
    expect(ended('Executed', 0.3, 0.3).status).toBe('filled')
    expect(ended('Executed', 0.3, 0.2).status).toBe('cancelled')
    expect(ended('Executed', 0, 0).status).toBe('cancelled')
  })

  it('is final, whatever upstream calls it', () => {
    fc.assert(
      fc.property(anyCase, fc.double(), fc.double(), (word, qty, filledQty) => {
        expect(FINAL).toContain(ended(word, qty, filledQty).status)
      }),
    )
  })
})

describe('the status of a live order', () => {
  it.each(['New', 'Accepted', 'Replaced', 'PartiallyFilled', ''])('%j is working', (word) => {
    expect(live(word)).toEqual({ status: 'working', note: undefined })
  })

  it.each(['PendingNew', 'PENDING_NEW', 'STATUS_PENDING_NEW', 'pending new'])(
    '%s is placing: the market has not seen it yet',
    (word) => {
      expect(live(word).status).toBe('placing')
    },
  )

  // TradeLocker's own texts let an order go from PENDING to FILLED: it rests, and can be moved and cancelled.
  it.each(['Pending', 'PENDING', 'PendingReplace', 'PENDING_CANCEL'])('%s is working', (word) => {
    expect(live(word).status).toBe('working')
  })

  it('is never final, whatever upstream calls it', () => {
    fc.assert(
      fc.property(anyCase, (word) => {
        expect(LIVE).toContain(live(word).status)
      }),
    )
  })
})
