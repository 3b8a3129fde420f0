import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarketState } from '../../../../../adapters/tradelocker/feed/prices/market-hours.ts'
import {
  createReadingSchedule,
  type ReadingSchedule,
} from '../../../../../adapters/tradelocker/feed/prices/reading-schedule.ts'

const SHORTEST_MS = 100

function scheduleOf(names: readonly string[], stateOf: (name: string) => MarketState = () => 'open') {
  const schedule = createReadingSchedule({ stateOf, shortestMs: SHORTEST_MS })
  schedule.keep(names)
  return schedule
}

/** Reads every `stepMs` for `durationMs`. @returns the instants at which each symbol was read */
function run(
  schedule: ReadingSchedule,
  {
    stepMs,
    durationMs,
    moves,
  }: { stepMs: number; durationMs: number; moves: (name: string, now: number) => boolean },
): Map<string, number[]> {
  const readings = new Map<string, number[]>()
  for (let now = 0; now < durationMs; now += stepMs) {
    const name = schedule.next(now)
    if (name === undefined) continue
    schedule.done(name, now, moves(name, now) ? 'moved' : 'still')
    readings.set(name, [...(readings.get(name) ?? []), now])
  }
  return readings
}

const namesOf = (count: number, prefix = 's') => Array.from({ length: count }, (_, n) => `${prefix}${n}`)
const longestGap = (instants: readonly number[], end: number) =>
  Math.max(...[...instants, end].map((instant, n) => instant - (instants[n - 1] ?? 0)))

describe('turns', () => {
  it('go round evenly while all are alike', () => {
    const readings = run(scheduleOf(namesOf(7)), { stepMs: 50, durationMs: 7_000, moves: () => true })
    for (const instants of readings.values()) expect(instants).toHaveLength(20)
  })

  it('starve nobody, whoever moves and however many there are', () => {
    const scenario = fc.record({
      count: fc.integer({ min: 1, max: 40 }),
      stepMs: fc.integer({ min: 5, max: 200 }),
      moving: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    })
    fc.assert(
      fc.property(scenario, ({ count, stepMs, moving }) => {
        const names = namesOf(count)
        const durationMs = Math.max(count * stepMs, SHORTEST_MS) * 30
        const moves = (name: string) => moving[names.indexOf(name)] === true
        const readings = run(scheduleOf(names), { stepMs, durationMs, moves })
        // Nobody comes round more rarely than four times as slowly as if all were alike.
        const bound = 4 * Math.max(count * stepMs, SHORTEST_MS + stepMs) + 2 * stepMs
        for (const name of names)
          expect(longestGap(readings.get(name) ?? [], durationMs)).toBeLessThanOrEqual(bound)
      }),
    )
  })

  it('come more often to those who move', () => {
    const names = [...namesOf(10, 'moving'), ...namesOf(30, 'still')]
    const moves = (name: string) => name.startsWith('moving')
    const readings = run(scheduleOf(names), { stepMs: 100, durationMs: 200_000, moves })
    const countOf = (name: string) => readings.get(name)?.length ?? 0
    expect(countOf('moving3')).toBeGreaterThan(3 * countOf('still3'))
    expect(countOf('moving3')).toBeLessThan(5 * countOf('still3'))
  })

  it('miss no price of who is read just often enough', () => {
    const names = [...namesOf(20, 'moving'), ...namesOf(53, 'still')]
    // Four times a second, and some seven readings each.
    const seen = new Map<string, number>()
    const moves = (name: string, now: number) => {
      const price = name.startsWith('moving') ? Math.floor(now / 250) : 0
      const hasMoved = seen.get(name) !== price
      seen.set(name, price)
      return hasMoved
    }
    const readings = run(scheduleOf(names), { stepMs: 4.5, durationMs: 60_000, moves })
    const gaps = names.slice(0, 20).flatMap((name) => {
      const settled = readings.get(name)?.slice(20) ?? []
      return settled.slice(1).map((instant, n) => instant - (settled[n] ?? 0))
    })
    expect(gaps.length).toBeGreaterThan(20 * 350)
    expect(Math.max(...gaps)).toBeLessThan(200)
  })

  it('miss no price of who moves when many that are refused become due together', () => {
    const names = [...namesOf(20, 'moving'), ...namesOf(53, 'refused')]
    const schedule = scheduleOf(names)
    const readings = new Map<string, number[]>(names.map((name) => [name, []]))
    for (let now = 0; now < 300_000; now += 5) {
      const name = schedule.next(now)
      if (name === undefined) continue
      readings.get(name)?.push(now)
      schedule.done(name, now, name.startsWith('moving') ? 'moved' : 'refused')
    }
    for (const [name, [, ...instants]] of readings) {
      const gaps = instants.slice(1).map((instant, n) => instant - (instants[n] ?? 0))
      expect(Math.max(...gaps), name).toBeLessThan(name.startsWith('moving') ? 150 : 65_000)
    }
  })

  it('come at once to who begins to move again', () => {
    const names = namesOf(20)
    const moves = (name: string, now: number) => name === 's3' && now > 100_000
    const readings = run(scheduleOf(names), { stepMs: 100, durationMs: 200_000, moves }).get('s3') ?? []
    const before = readings.filter((at) => at <= 100_000).length
    expect(readings.length - before).toBeGreaterThan(2.5 * before)
  })

  it('do not come to a symbol more often than it makes sense', () => {
    const readings = run(scheduleOf(['only']), { stepMs: 10, durationMs: 10_000, moves: () => true })
    expect(readings.get('only')).toHaveLength(100)
  })
})

describe('a market at the edge of its hours', () => {
  const stateOf = (name: string) => (name === 'edge' ? 'edge' : 'open')

  it('gets a rare look', () => {
    const schedule = scheduleOf(['open', 'edge'], stateOf)
    const readings = run(schedule, { stepMs: 100, durationMs: 600_000, moves: () => false })
    expect(readings.get('edge')).toHaveLength(10)
    expect(readings.get('open')?.length).toBeGreaterThan(5_900)
    expect(schedule.ages(600_000)).toEqual([100])
  })

  it('that moves is open, whatever its hours say, until it stands still', () => {
    const schedule = scheduleOf(['edge'], stateOf)
    const moves = (_name: string, now: number) => now > 100_000 && now < 200_000
    const readings = run(schedule, { stepMs: 100, durationMs: 400_000, moves }).get('edge') ?? []
    const within = (from: number, to: number) => readings.filter((at) => at >= from && at < to).length
    expect(within(0, 100_000)).toBe(2)
    expect(within(120_000, 200_000)).toBe(800)
    expect(within(210_000, 400_000)).toBeLessThanOrEqual(4)
  })
})

describe('a closed market', () => {
  it('is not read, not even for a first time', () => {
    const schedule = scheduleOf(['open', 'closed'], (name) => (name === 'open' ? 'open' : 'closed'))
    const readings = run(schedule, { stepMs: 100, durationMs: 600_000, moves: () => false })
    expect([...readings.keys()]).toEqual(['open'])
    expect(schedule.ages(600_000)).toEqual([100])
  })

  it('is not left before what still moves has come to rest', () => {
    let state: MarketState = 'open'
    const schedule = scheduleOf(['a'], () => state)
    run(schedule, { stepMs: 100, durationMs: 1_000, moves: () => true })
    state = 'closed'
    const isDue = (now: number) => schedule.next(now) === 'a'
    for (let n = 1; n <= 4; n += 1) {
      expect(isDue(1_000 * n)).toBe(true)
      schedule.done('a', 1_000 * n, 'still')
    }
    expect(isDue(10_000_000)).toBe(false)
  })

  it('is read as soon as it opens', () => {
    let state: MarketState = 'closed'
    const schedule = scheduleOf(['a', 'b'], () => state)
    run(schedule, { stepMs: 100, durationMs: 30_000, moves: () => false })
    state = 'open'
    expect([schedule.next(30_000), schedule.next(30_000)].toSorted()).toEqual(['a', 'b'])
  })
})

describe('a reading', () => {
  it('is under way once at a time', () => {
    const schedule = scheduleOf(['a'])
    expect(schedule.next(0)).toBe('a')
    expect(schedule.next(10_000)).toBeUndefined()
    schedule.done('a', 10_000, 'moved')
    expect(schedule.next(10_000)).toBe('a')
  })

  it('that the broker refuses is tried again after a minute', () => {
    const schedule = scheduleOf(['a'])
    schedule.next(0)
    schedule.done('a', 0, 'refused')
    expect(schedule.next(59_999)).toBeUndefined()
    expect(schedule.next(60_000)).toBe('a')
  })

  it('that came to nothing is repeated before all others, one that failed waits for its turn', () => {
    const schedule = scheduleOf(['a', 'b'])
    for (const name of [schedule.next(0), schedule.next(1)]) schedule.done(name ?? '', 2, 'still')
    expect(schedule.next(1_000)).toBe('a')
    schedule.done('a', 1_001, 'again')
    expect(schedule.next(1_002)).toBe('a')
    schedule.done('a', 1_003, 'failed')
    expect(schedule.next(1_004)).toBe('b')
  })

  it('leaves out what the reader cannot read', () => {
    const schedule = scheduleOf(['a', 'b'])
    expect(schedule.next(0, (name) => name === 'b')).toBe('b')
    expect(schedule.next(0, (name) => name === 'b')).toBeUndefined()
    expect(schedule.next(0)).toBe('a')
  })

  it('is forgotten with its symbol, and kept with it', () => {
    const schedule = scheduleOf(['a', 'b'])
    for (const name of ['a', 'b']) {
      schedule.next(0)
      schedule.done(name, 0, 'still')
    }
    schedule.keep(['b', 'c'])
    expect(schedule.ages(500)).toEqual([500])
    expect(schedule.next(500)).toBe('c')
  })
})
