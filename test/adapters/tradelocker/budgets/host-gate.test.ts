import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HostGate } from '../../../../adapters/tradelocker/budgets/host-gate.ts'
import type { Ticket } from '../../../../adapters/tradelocker/budgets/waiting-room.ts'
import { CHANGED_PRIORITY, READ_SHARES, ROUTES } from '../../../../adapters/tradelocker/transport/routes.ts'
import { failureOf } from '../transport/loopback.ts'
import { ann, bob, setUp } from './fake-budgets.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const STATE = ROUTES.getState.priority
const QUOTES = ROUTES.getQuotes.priority
const CANCEL = ROUTES.cancelOrder.priority

/** A gate of one call per second before which so many wait, each for a turn of its own. */
function gateWith(waiting: Readonly<Record<number, number>>): HostGate {
  const gate = new HostGate({ maxRps: 1, elapsed: () => 0 })
  let owners = 0
  for (const [priority, count] of Object.entries(waiting)) {
    for (let n = 0; n < count; n += 1) {
      owners += 1
      const owner = String(owners)
      const ticket: Ticket = {
        priority: Number(priority),
        owner,
        laneOwner: owner,
        deadline: 0,
        refuse: () => undefined,
      }
      gate.room.enter(ticket)
    }
  }
  return gate
}

it.each([
  ['nobody', {}, STATE, 0],
  ['actions, all of which go first', { [CANCEL]: 7 }, STATE, 7],
  ['equals, of whom each has a turn', { [STATE]: 5 }, STATE, 5],
  [
    'what others look at, which has its share meanwhile',
    { [QUOTES]: 50, [STATE]: 4 },
    STATE,
    4 + share(4, STATE, QUOTES),
  ],
  ['an action, for which no poll is in the way', { [CANCEL]: 2, [STATE]: 50, [QUOTES]: 50 }, CANCEL, 2],
  [
    'changes, equals and others',
    { [CANCEL]: 3, [STATE]: 50, [QUOTES]: 2 },
    QUOTES,
    3 + 2 + share(2, QUOTES, STATE),
  ],
] as const)('behind %s a call passes after so many seconds', (_, waiting, priority, seconds) => {
  expect(gateWith(waiting).opensFor(priority, 'new')).toBe(seconds * 1_000)
})

/** Of another kind of reads so many go in the time that `equals` of the own kind take. */
function share(equals: number, own: number, other: number): number {
  return Math.ceil((equals * (READ_SHARES.get(other) ?? 0)) / (READ_SHARES.get(own) ?? 1))
}

it('what was changed is a kind of reads by itself', () => {
  expect([...READ_SHARES.keys()]).toEqual(expect.arrayContaining([CHANGED_PRIORITY, STATE, QUOTES]))
})

it('has room for five thousand who wait: then who has most of it waiting gives way', async () => {
  const { call, refused, started } = setUp()
  const users = Array.from({ length: 25 }, (_, n) => ({ user: `user-${n}`, accNum: '1' }))
  const calls = users.flatMap((key) =>
    Array.from({ length: 201 }, () => call(key, 'getOrders', key.user, 400_000)),
  )
  const all = Promise.allSettled(calls)
  await vi.advanceTimersByTimeAsync(0)
  expect([started.length, refused.length]).toEqual([25, 0])
  const newcomer = { user: 'newcomer', accNum: '1' }
  expect([await call(newcomer, 'getOrders', 'newcomer', 400_000), refused.length]).toEqual(['newcomer', 0])
  const second = call(newcomer, 'getOrders', 'newcomer', 400_000)
  await vi.advanceTimersByTimeAsync(0)
  expect(refused).toHaveLength(1)
  const lane = calls[200]
  expect(lane && (await failureOf(lane))).toMatchObject({ code: 'too_busy', delivery: 'not_sent' })
  await vi.advanceTimersByTimeAsync(400_000)
  expect((await all).filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(await second).toBe('newcomer')
})

it('counts a call before those that it asks for itself while it starts', async () => {
  const { call, times } = setUp({ maxRps: 1 })
  const calls = [call(ann, 'getQuotes')]
  const asks = () => void calls.push(call(ann, 'getState'))
  calls.push(call(bob, 'getQuotes', 'asks', 60_000, {}, asks))
  await vi.advanceTimersByTimeAsync(5_000)
  await Promise.all(calls)
  expect(times()).toEqual([0, 1_000, 2_000])
})
