import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TO_SHOW_MS, turnAfter } from '../../../../../adapters/tradelocker/trading/placing/placement-turns.ts'

const NOW = Date.UTC(2026, 10, 26)
const moments = fc.integer({ min: 0, max: 300_000 }).map((ms) => NOW + ms)
const offsets = fc.integer({ min: -400_000, max: 400_000 })
const others = fc.integer({ min: 2, max: 5 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    places: fc.shuffledSubarray([...Array(count).keys()], { minLength: 2, maxLength: 2 }),
  }),
)

it('what one replica sends in its turn shows before any other looks, whenever they are asked and however their clocks are off', () => {
  fc.assert(
    fc.property(
      others,
      fc.string(),
      fc.array(moments, { minLength: 2, maxLength: 2 }),
      fc.tuple(offsets, offsets),
      ({ count, places }, key, agreed, clocksOff) => {
        const turns = places.map((place, i) => {
          const clockOffsetMs = clocksOff[i] ?? 0
          const { from, sendBy } = turnAfter(
            (agreed[i] ?? 0) - clockOffsetMs,
            { count, places: [place], clockOffsetMs },
            key,
          )
          return { from: from + clockOffsetMs, sendBy: sendBy + clockOffsetMs }
        })
        const [first, second] = turns.sort((a, b) => a.from - b.from)
        if (first === undefined || second === undefined) throw new Error('There are two.')
        expect(second.from).toBeGreaterThanOrEqual(first.sendBy + TO_SHOW_MS)
      },
    ),
    { numRuns: 2_000 },
  )
})

it('of several places it may take the one that comes first', () => {
  fc.assert(
    fc.property(others, fc.string(), moments, offsets, ({ count, places }, key, after, clockOffsetMs) => {
      const turn = turnAfter(after, { count, places, clockOffsetMs }, key)
      const each = places.map((place) => turnAfter(after, { count, places: [place], clockOffsetMs }, key))
      expect(each).toContainEqual(turn)
      for (const { from } of each) expect(turn.from).toBeLessThanOrEqual(from)
    }),
  )
})

it('comes within a round, never before it is asked for, and leaves time for a look', () => {
  fc.assert(
    fc.property(others, fc.string(), moments, offsets, ({ count, places }, key, after, clockOffsetMs) => {
      const place = places[0] ?? 0
      const { from, sendBy } = turnAfter(after, { count, places: [place], clockOffsetMs }, key)
      expect(from).toBeGreaterThanOrEqual(after)
      expect(from - after).toBeLessThan(count * (2_000 * count + 1_000 + TO_SHOW_MS))
      expect(sendBy - from).toBeGreaterThan(1_000 * count)
      // The one after it is another one.
      const next = turnAfter(sendBy + 1, { count, places: [place], clockOffsetMs }, key)
      expect(next.from).toBeGreaterThan(sendBy)
    }),
  )
})

it('is always there for a replica that has no others', () => {
  const turn = turnAfter(NOW, { count: 1, places: [0], clockOffsetMs: 5 }, 'tv1')
  expect(turn).toEqual({ from: NOW, sendBy: Number.POSITIVE_INFINITY })
})

it('never comes for a replica that has no place among the others', () => {
  for (const count of [1, 3])
    expect(turnAfter(NOW, { count, places: [], clockOffsetMs: 5 }, 'tv1').from).toBe(Number.POSITIVE_INFINITY)
})
