import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createDayOpenings } from '../../../src/data-feed/streaming/day-openings.ts'
import { createMemoryMarketData } from '../../support/memory-market-data.ts'
import { aFeedInstrument, aFeedSymbol } from '../../support/samples.ts'
import { daysOf, every } from '../../support/trading-days.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Tuesday, 22:00 UTC. */
const OPENED = Date.UTC(2026, 0, 13, 22)
const symbol = aFeedSymbol()
const stocks = aFeedSymbol(daysOf('Europe/Berlin', every([1, 2, 3, 4, 5], 540, 1_050)))

function setUp(opened = OPENED) {
  const bar = { open: 1, high: 1, low: 1, close: 1, volume: 1 }
  const market = createMemoryMarketData([aFeedInstrument({ name: symbol.instrument.name })])
  market.allBars = [{ ...bar, time: opened }]
  let now = 0
  const openings = createDayOpenings(market, () => now)
  return {
    market,
    calls: () => market.asked.length,
    /** As time goes on, with what has been asked before answered. */
    async of(at: number, since = Number.NEGATIVE_INFINITY, one = symbol) {
      await nextTurn()
      now = at
      return openings.of(one, at, since)
    },
    begin: (time: number) => {
      market.allBars = [{ ...bar, time }]
    },
  }
}

it('is known once the broker has been asked, of all symbols with the same hours, and of the days after', async () => {
  const { of, calls } = setUp()
  expect(await of(OPENED + HOUR)).toBeUndefined()
  expect(await of(OPENED + HOUR)).toBe(OPENED)
  expect(await of(OPENED + HOUR, undefined, aFeedSymbol(symbol.days))).toBe(OPENED)
  expect(calls()).toBe(1)
  expect(await of(OPENED + 3 * DAY + 1)).toBe(OPENED + 3 * DAY)
  expect(await of(OPENED + 3 * DAY + 1, undefined, stocks)).toBeUndefined()
})

it('is asked once an hour, and after a failure a minute later', async () => {
  const { of, calls, market } = setUp()
  market.failure = new Error('no')
  const at = OPENED + HOUR
  for (const after of [0, MINUTE / 2, MINUTE]) expect(await of(at + after)).toBeUndefined()
  expect(calls()).toBe(1)
  market.failure = undefined
  expect(await of(at + MINUTE + 1)).toBeUndefined()
  expect(await of(at + 2 * MINUTE)).toBe(OPENED)
  expect(await of(at + HOUR)).toBe(OPENED)
  expect(calls()).toBe(2)
  await of(at + HOUR + 2 * MINUTE)
  await of(at + HOUR + 3 * MINUTE)
  expect(calls()).toBe(3)
})

it('is in doubt where another bar was read later, until the broker has been asked again', async () => {
  const { of, begin } = setUp()
  await of(OPENED + HOUR)
  // Clocks have gone forward: the day after begins an hour earlier.
  const early = OPENED + DAY - HOUR
  begin(early)
  const since = early - 1
  expect(await of(early + 1, since)).toBeUndefined()
  expect(await of(early + 10, since)).toBe(early)
  // A broker that goes on saying so is right.
  const later = early + HOUR
  expect(await of(later + 1, later)).toBeUndefined()
  expect(await of(later + 10, later)).toBe(early)
})
