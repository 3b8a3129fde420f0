import { expect, it } from 'vitest'
import { type Beat, Membership } from '../../../adapters/redis/heartbeat.ts'

const ALONE: Beat = {
  now: 5_000,
  birth: 0,
  isApart: false,
  isNew: false,
  missed: [],
  agreed: [],
  names: ['me'],
}

function membershipOf(name: string, ...beats: readonly Partial<Beat>[]): Membership {
  const membership = new Membership(name, () => 0)
  for (const [i, beat] of beats.entries()) membership.seen({ ...ALONE, ...beat }, i, i, false)
  return membership
}

const missing = { missed: ['b'], agreed: ['a', 'b', 'c'], names: ['a', 'd'] }

it('needs no turns while it can talk to all, and its own one when it can talk to nobody', () => {
  const membership = membershipOf('b', { names: ['c', 'b', 'a'] })
  expect(membership.turns(true)).toBeUndefined()
  expect(membership.turns(false)).toEqual({ count: 3, places: [1], clockOffsetMs: 5_000 })
  expect(membershipOf('b').turns(false)).toBeUndefined()
})

it("while one is missed, takes any turn but that one's, also that of one that has left, and also if it came later", () => {
  for (const name of ['a', 'd']) expect(membershipOf(name, missing).turns(true)?.places).toEqual([0, 2])
})

it('when it is lost as well, keeps to its own turn among those the missed one knows, and has none if it is not among them', () => {
  expect(membershipOf('a', missing).turns(false)).toMatchObject({ count: 3, places: [0] })
  expect(membershipOf('d', missing).turns(false)).toMatchObject({ count: 3, places: [] })
  const all = { missed: ['a', 'b'], agreed: ['a', 'b'], names: ['d'] }
  expect(membershipOf('d', all).turns(true)).toMatchObject({ count: 2, places: [] })
})

it('knows when somebody was missed, and when no more, by its own clock', () => {
  expect(membershipOf('a', ALONE)).toMatchObject({ missedAt: undefined, returnedAt: undefined })
  expect(membershipOf('a', ALONE, missing, missing)).toMatchObject({ missedAt: 1, returnedAt: undefined })
  const two = { ...missing, missed: ['b', 'c'] }
  expect(membershipOf('a', missing, two, two, missing, missing)).toMatchObject({ missedAt: 1, returnedAt: 3 })
  expect(membershipOf('a', missing, ALONE)).toMatchObject({ missedAt: 0, returnedAt: 1 })
})
