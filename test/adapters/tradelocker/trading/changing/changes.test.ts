import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import type { AccountBook } from '../../../../../adapters/tradelocker/book/account-book.ts'
import type { OrderRecord } from '../../../../../adapters/tradelocker/book/order-records.ts'
import type { Parts } from '../../../../../adapters/tradelocker/parts.ts'
import { inTurn } from '../../../../../adapters/tradelocker/trading/changing/in-turn.ts'
import { cancelOrder } from '../../../../../adapters/tradelocker/trading/changing/order-changes.ts'
import { patchOrder } from '../../../../../adapters/tradelocker/trading/changing/patch-order.ts'
import { closePosition } from '../../../../../adapters/tradelocker/trading/changing/position-changes.ts'
import type { SharedCloses } from '../../../../../adapters/tradelocker/trading/changing/shared-closes.ts'
import { UpstreamError } from '../../../../../adapters/tradelocker/transport/upstream-error.ts'
import {
  absolute,
  book,
  contract,
  fill,
  listedInstrument,
  names,
  orderRecord,
  positionRecord,
} from '../../../../support/records.ts'

/** Changes of an account whose last known book, and what is read of it after the change, the test sets. */

let now: number
let known: { book: AccountBook; liveAt: number; isSettled: boolean } | undefined
let after: AccountBook
let parts: Parts

/** @param send what becomes of the change of somebody who is logged in by a session of his own */
const login = (send: () => Promise<unknown>) =>
  ({ key: 'S|1', id: '1', accNum: '1', client: { call: send } }) as unknown as AccountContext
const lost = async () => {
  throw new UpstreamError('upstream_unavailable', { delivery: 'unknown' })
}

beforeEach(() => {
  now = 1_000_000
  known = undefined
  after = book()
  const fakes = {
    clock: () => now,
    elapsed: () => now,
    books: {
      lastKnown: () => known && { ...known, holdsUntil: 0 },
      async bookForAction() {
        // Nobody waits here for what does not come.
        now += 3_000
        return after
      },
      changed: () => undefined,
    },
    reads: { changed: () => undefined },
    tellOthers: async () => undefined,
    directory: { rules: async () => ({ partialClose: true }) },
    instruments: {
      names: async () => names(),
      known: async () => ({ listed: listedInstrument(), contract: contract() }),
    },
    changesUnderWay: new Map(),
    changeTurns: new Map(),
    sharedCloses: undefined,
  }
  parts = fakes as unknown as Parts
})

describe('a partial close whose answer got lost', () => {
  const close = (qty: number) => closePosition(parts, login(lost), '900', qty)
  const before = book({ positions: [positionRecord({ qty: 1 })] })

  it.each([
    ['shows as carried out by what is left', { liveAt: 999_000, isSettled: true }, 0.7, true],
    ['does not when more is gone than it would close', { liveAt: 999_000, isSettled: true }, 0.4, false],
    ['may be taken for a close before it that shows late', { liveAt: 999_000, isSettled: false }, 0.7, false],
    ['may be taken for another since the account was read', { liveAt: 980_000, isSettled: true }, 0.7, false],
  ])('%s', async (_, readAs, left, isDone) => {
    known = { book: before, ...readAs }
    after = book({ positions: [positionRecord({ qty: left })] })
    if (isDone) await close(0.3)
    else await expect(close(0.3)).rejects.toMatchObject({ code: 'outcome_unknown' })
  })

  it('has nothing left to do when the position is gone', async () => {
    known = { book: before, liveAt: 980_000, isSettled: true }
    await close(0.3)
  })
})

it('a part that is more than an earlier close may have left is compared with the account as it is now', async () => {
  known = { book: book({ positions: [positionRecord({ qty: 1 })] }), liveAt: 999_000, isSettled: false }
  after = book({ positions: [positionRecord({ qty: 0.3 })] })
  const close = closePosition(parts, login(lost), '900', 0.7)
  await expect(close).rejects.toMatchObject({ code: 'close_qty_above_position', params: { open: 0.3 } })
})

describe('a close among replicas', () => {
  it.each([
    ['in full waits for nobody', undefined, 1, undefined],
    ['of a part is one that must not be made twice', 0.4, 1, true],
    ['of all that is left, by its quantity, may be made twice', 1, 1, false],
    ['of nobody knows how much is taken for that of a part', 0.4, undefined, true],
  ])('%s', async (_, qty, open, isPart) => {
    known = open === undefined ? undefined : { book: withPosition(open), liveAt: now, isSettled: true }
    after = withPosition(1)
    const asked: unknown[] = []
    const sharedCloses: SharedCloses = {
      once(what, part, close) {
        asked.push([what, part])
        return close()
      },
    }
    const account = login(async () => undefined)
    await closePosition({ ...parts, sharedCloses }, account, '900', qty)
    expect(asked).toEqual(isPart === undefined ? [] : [[JSON.stringify(['S|1', '900', qty]), isPart]])
  })

  const withPosition = (qty: number) => book({ positions: [positionRecord({ qty })] })
})

describe('a cancel whose answer got lost', () => {
  it.each(['Filled', 'filled'])(
    'is no cancel of an order that ended as %s, however much it tells',
    async (status) => {
      known = { book: book({ working: [orderRecord()] }), liveAt: now, isSettled: true }
      after = book({ final: [orderRecord({ status, filledQty: 0 })] })
      const cancel = cancelOrder(parts, login(lost), '501')
      await expect(cancel).rejects.toMatchObject({ code: 'outcome_unknown' })
    },
  )
})

describe('taking a stop loss off an order', () => {
  const record = orderRecord({ stopLoss: absolute(1.09) })
  const takeOff = () =>
    patchOrder(
      parts,
      login(async () => undefined),
      record,
      { stopLoss: null },
    )
  const ended = (changes: Partial<OrderRecord>) => orderRecord({ stopLoss: absolute(1.09), ...changes })

  it.each([
    ['is gone from the order', { working: [orderRecord()] }],
    ['ended together with the order', { final: [ended({ status: 'Cancelled' })] }],
    ['is not at the position the order opened', { final: [fill()], positions: [positionRecord()] }],
    ['went with the position', { final: [fill()] }],
  ])('is done when it %s', async (_, seen) => {
    after = book(seen)
    await takeOff()
  })

  it.each([
    ['still is at the order', { working: [record] }, 'bracket_not_removed'],
    [
      'is at the position that the order has opened',
      { final: [fill()], positions: [positionRecord({ stopLossId: '601' })] },
      'bracket_not_removed',
    ],
    ['went where nobody can see', {}, 'outcome_unknown'],
  ])('is not when it %s', async (_, seen, code) => {
    after = book(seen)
    await expect(takeOff()).rejects.toMatchObject({ code })
  })
})

describe('a change that two logins ask for at once', () => {
  const sessionEnded = async () => {
    throw new UpstreamError('session_expired', { delivery: 'not_sent' })
  }

  it.each([
    ['a close', (account: AccountContext) => closePosition(parts, account, '900', undefined)],
    [
      'levels',
      ({ client }: AccountContext) =>
        inTurn(
          parts.changeTurns,
          'position 900',
          'levels',
          async () => void (await client.call('modifyPosition', {})),
        ),
    ],
  ])('is made by the second when the session of the first has ended: %s', async (_, change) => {
    known = { book: book({ positions: [positionRecord()] }), liveAt: now, isSettled: true }
    let sent = 0
    const first = change(login(sessionEnded))
    const second = change(login(async () => (sent += 1)))
    await expect(first).rejects.toMatchObject({ code: 'session_expired' })
    await second
    expect(sent).toBe(1)
  })

  it('is not sent again when the broker refused it', async () => {
    known = { book: book({ positions: [positionRecord()] }), liveAt: now, isSettled: true }
    let sent = 0
    const refuse = async () => {
      sent += 1
      throw new UpstreamError('rejected', { delivery: 'not_sent' })
    }
    const both = [1, 2].map(() => closePosition(parts, login(refuse), '900', undefined))
    for (const change of both) await expect(change).rejects.toMatchObject({ code: 'rejected' })
    expect(sent).toBe(1)
  })
})
