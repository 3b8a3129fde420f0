import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type BarSeries, createBarChunks } from '../../../../../adapters/tradelocker/feed/bars/bar-chunks.ts'
import { GRIDS, type Range, SETTLE_MS } from '../../../../../adapters/tradelocker/feed/bars/bar-grid.ts'
import { barsOf, readBarRows } from '../../../../../adapters/tradelocker/feed/bars/bar-rows.ts'
import type { Bar } from '../../../../../src/broker/market-data.ts'
import { eventually } from '../../../../support/eventually.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
/** Midnight. */
const TODAY = Date.UTC(2026, 0, 15)

/**
 * A broker of minute bars in a time of its own: they change while they are open and for a moment after they have closed;
 * every 13th minute has none.
 */
function world({
  now = TODAY + 600 * MINUTE,
  maxBytes = 10_000_000,
  chunksPerCall = 13,
  firstTime = 0,
  settleMs = SETTLE_MS,
  aheadMs = 0,
} = {}) {
  const calls: Range[] = []
  const state = { now, latencyMs: 0, failure: undefined as Error | undefined, empty: false }
  /** Our clock may be ahead of the broker's. */
  const brokerNow = () => state.now - aheadMs

  const closeOf = (time: number): number => {
    const settledAt = time + MINUTE + settleMs - 1
    const isSettled = brokerNow() >= settledAt
    return isSettled ? time : time + 0.001 + (state.now % 1_000_000) / 1_000_000
  }

  const series: BarSeries = {
    key: 'a',
    grid: GRIDS['1m'],
    chunksPerCall,
    firstTime,
    async read(range) {
      calls.push(range)
      await Promise.resolve()
      state.now += state.latencyMs
      if (state.failure !== undefined) throw state.failure
      const last = Math.min(range.before - 1, brokerNow())
      const barDetails: object[] = []
      for (let t = Math.ceil(range.from / MINUTE) * MINUTE; t <= last && !state.empty; t += MINUTE) {
        if ((t / MINUTE) % 13 !== 0) barDetails.push({ t, o: 1, h: 2, l: 1, c: closeOf(t), v: 1 })
      }
      return readBarRows({ barDetails }, range)
    },
  }
  const chunks = createBarChunks({
    clock: () => state.now,
    sleep: async (ms) => {
      state.now += ms
    },
    maxBytes,
  })
  return {
    calls,
    state,
    bars: async (from: number, to: number, changes: Partial<BarSeries> = {}): Promise<Bar[]> =>
      barsOf(await chunks.bars({ ...series, ...changes }, from, Math.min(to, state.now))),
  }
}

const isMinuteOf = (from: number, to: number) => (t: number) =>
  t >= from && t <= to && (t / MINUTE) % 13 !== 0
const minutesOf = (from: number, to: number) =>
  Array.from(
    { length: Math.floor((to - from) / MINUTE) + 2 },
    (_, n) => (Math.floor(from / MINUTE) + n) * MINUTE,
  ).filter(isMinuteOf(from, to))

describe('a day of minutes', () => {
  it('is one call, wherever it begins, and none when it is asked for again', async () => {
    const { bars, calls } = world()
    const from = TODAY - 10 * DAY + 7 * MINUTE
    const first = await bars(from, from + DAY - 1)
    expect(first.map(({ time }) => time)).toEqual(minutesOf(from, from + DAY - 1))
    expect(calls).toHaveLength(1)
    expect(await bars(from, from + DAY - 1)).toEqual(first)
    expect(calls).toHaveLength(1)
  })

  it('brings those before along, so that walking backwards costs a call a week', async () => {
    const { bars, calls } = world()
    for (let day = 1; day <= 28; day += 1) await bars(TODAY - day * DAY, TODAY - (day - 1) * DAY - 1)
    expect(calls.length).toBeLessThanOrEqual(5)
  })

  it('but never what lies before the first bar', async () => {
    const { bars, calls } = world({ firstTime: TODAY - 10 * DAY })
    await bars(TODAY - 9 * DAY, TODAY - 8 * DAY - 1)
    expect(calls).toEqual([{ from: TODAY - 10 * DAY, before: TODAY - 8 * DAY }])
  })

  it('is one call for all who ask at the same time', async () => {
    const { bars, calls } = world()
    const ask = () => bars(TODAY - DAY, TODAY - 1)
    const [first, ...others] = await Promise.all([ask(), ask(), ask()])
    for (const other of others) expect(other).toEqual(first)
    expect(calls).toHaveLength(1)
  })

  it('that cannot be read is nobody’s: nothing of it is kept', async () => {
    const { bars, calls, state } = world()
    state.failure = new Error('no')
    await expect(bars(TODAY - DAY, TODAY - 1)).rejects.toThrow('no')
    state.failure = undefined
    expect(await bars(TODAY - DAY, TODAY - 1)).not.toEqual([])
    expect(calls).toHaveLength(2)
  })

  it('of two series are two', async () => {
    const { bars, calls } = world()
    await bars(TODAY - DAY, TODAY - 1)
    await bars(TODAY - DAY, TODAY - 1, { key: 'b' })
    expect(calls).toHaveLength(2)
  })
})

describe('a long range', () => {
  it('is cut into calls of at most what one may span', async () => {
    const { bars, calls } = world({ chunksPerCall: 3 })
    await bars(TODAY - 20 * DAY, TODAY - 13 * DAY - 1)
    expect(calls.length).toBeLessThanOrEqual(4)
    for (const { from, before } of calls) expect((before - from) / DAY).toBeLessThanOrEqual(3)
  })

  it('takes no more memory than it may', async () => {
    const { bars, calls } = world({ maxBytes: 3 * 1_440 * 48 })
    await bars(TODAY - 9 * DAY, TODAY - 1)
    const before = calls.length
    await bars(TODAY - 9 * DAY, TODAY - 8 * DAY - 1)
    await bars(TODAY - 2 * DAY, TODAY - DAY - 1)
    expect(calls.length).toBeGreaterThan(before)
  })
})

describe('the present', () => {
  it('is read at every request, from where it is not final yet', async () => {
    const { bars, calls, state } = world({ now: TODAY + 600.5 * MINUTE })
    const first = await bars(TODAY, state.now)
    expect(first.at(-1)?.time).toBe(TODAY + 600 * MINUTE)
    state.now += 5_000
    const second = await bars(TODAY, state.now)
    expect(calls).toHaveLength(2)
    expect((calls[1]?.before ?? 0) - (calls[1]?.from ?? 0)).toBeLessThan(3 * MINUTE)
    expect(second.slice(0, -1)).toEqual(first.slice(0, -1))
    expect(second.at(-1)).not.toEqual(first.at(-1))
  })

  it('brings nothing before along, which would be read again and again', async () => {
    const { bars, calls, state } = world()
    await bars(state.now - 5 * MINUTE, state.now)
    expect(calls.map(({ from }) => from)).toEqual([TODAY])
  })

  it('keeps what was final when the broker knows less for a moment', async () => {
    const { bars, calls, state } = world()
    const ask = () => bars(state.now - 5 * MINUTE, state.now)
    await ask()
    state.now += MINUTE
    state.empty = true
    await ask()
    state.empty = false
    await ask()
    expect(calls).toHaveLength(3)
    expect(calls[2]?.from).toBe(calls[1]?.from)
  })

  it('is not asked for where all that is wanted is final', async () => {
    const { bars, calls, state } = world({ now: TODAY + 600.5 * MINUTE })
    await bars(TODAY, state.now)
    await bars(TODAY, TODAY + 599 * MINUTE)
    expect(calls).toHaveLength(1)
  })

  it('is asked for where the last bar that is wanted opens at the very end of the range', async () => {
    const { bars, calls, state } = world({ now: TODAY + 600.5 * MINUTE })
    await bars(TODAY, state.now)
    state.now += 5_000
    const all = await bars(TODAY, TODAY + 600 * MINUTE)
    expect(all.at(-1)?.time).toBe(TODAY + 600 * MINUTE)
    expect(calls).toHaveLength(2)
    expect((await bars(TODAY, TODAY + 599 * MINUTE)).at(-1)?.time).toBe(TODAY + 599 * MINUTE)
    expect(calls).toHaveLength(2)
  })

  it('waits until what has just closed has settled', async () => {
    const { bars, state } = world({ now: TODAY + 600 * MINUTE + 200 })
    const all = await bars(TODAY, state.now)
    expect(state.now).toBeGreaterThanOrEqual(TODAY + 600 * MINUTE + SETTLE_MS)
    const closed = all.find(({ time }) => time === TODAY + 599 * MINUTE)
    expect(closed?.close).toBe(TODAY + 599 * MINUTE)
  })

  it('is read anew when a bar closed while it was being read', async () => {
    const { bars, calls, state } = world({ now: TODAY + 600 * MINUTE - 100 })
    state.latencyMs = 300
    const all = await bars(TODAY, TODAY + 2 * DAY)
    expect(calls).toHaveLength(2)
    expect(all.at(-1)?.close).toBe(all.at(-1)?.time)
  })

  it('is whole also when what was kept of it made room for others while it was read', async () => {
    const { bars, state } = world({ now: TODAY + 600.5 * MINUTE, maxBytes: 2 * 1_440 * 48 })
    await bars(TODAY, state.now)
    state.now += 30 * MINUTE
    const ask = () => bars(TODAY, state.now)
    await Promise.all([ask(), bars(TODAY - 9 * DAY, TODAY - 5 * DAY - 1, { key: 'b' })])
    expect((await ask()).map(({ time }) => time)).toEqual(minutesOf(TODAY, state.now))
  })

  it.each([1_000, 10_000, 59_000])(
    'of a broker whose clock is %i ms behind ours keeps no bar that is still open',
    async (aheadMs) => {
      const { bars, state } = world({ now: TODAY + 600.5 * MINUTE, settleMs: 0, aheadMs })
      for (let n = 0; n < 60; n += 1) {
        await bars(TODAY + 590 * MINUTE, state.now)
        state.now += 3_100
      }
      state.now += 5 * MINUTE
      for (const { time, close } of await bars(TODAY + 590 * MINUTE, state.now - 3 * MINUTE)) {
        expect(close).toBe(time)
      }
    },
  )

  it('that takes longer to read than a bar is open is told only as far as it is final', async () => {
    const { bars, state } = world({ now: TODAY + 600.5 * MINUTE })
    state.latencyMs = 90_000
    const all = await bars(TODAY, TODAY + 2 * DAY)
    for (const { time, close } of all) expect(close).toBe(time)
  })

  it('without bars is looked at again after an hour, a time long past as well', async () => {
    const { bars, state } = world()
    state.empty = true
    expect(await bars(TODAY - DAY, TODAY - 1)).toEqual([])
    state.empty = false
    expect(await bars(TODAY - DAY, TODAY - 1)).toEqual([])
    const inAnHour = performance.now() + 61 * MINUTE
    const elapsed = vi.spyOn(performance, 'now').mockReturnValue(inAnHour)
    await eventually(
      () => bars(TODAY - DAY, TODAY - 1),
      (all) => expect(all).not.toEqual([]),
    )
    elapsed.mockRestore()
  })
})

describe('whatever is asked for, whenever', () => {
  const step = fc.record({
    waitMs: fc.oneof(fc.nat({ max: 5_000 }), fc.nat({ max: 10 * MINUTE }), fc.nat({ max: 2 * DAY })),
    latencyMs: fc.constantFrom(0, 0, 50, 2_000, 70_000),
    back: fc.oneof(fc.nat({ max: 30 * MINUTE }), fc.nat({ max: 2 * DAY })),
    length: fc.nat({ max: DAY }),
    twice: fc.boolean(),
  })

  /** What is wrong with an answer by itself. */
  const mistakesOf = (answer: readonly Bar[], from: number, to: number, askedAt: number): string[] => {
    const times = answer.map(({ time }) => time)
    const there = new Set(times)
    const isWanted = isMinuteOf(from, to)
    return [
      ...times.filter((time) => !isWanted(time)).map((time) => `${time} was not asked for`),
      ...times
        .filter((time, index) => time <= (times[index - 1] ?? 0))
        .map((time) => `${time} is out of order`),
      // What had settled when it was asked for is there.
      ...minutesOf(from, Math.min(to, askedAt - 2 * MINUTE))
        .filter((time) => !there.has(time))
        .map((time) => `${time} is missing`),
    ]
  }

  /** Bars that had closed when they were told, and were told differently before. */
  const changesIn = (answer: readonly Bar[], told: Map<number, number>, now: number): Bar[] => {
    const closed = answer.filter(({ time }) => time + MINUTE <= now)
    const changed = closed.filter(({ time, close }) => (told.get(time) ?? close) !== close)
    for (const { time, close } of closed) told.set(time, close)
    return changed
  }

  it('answers are in range, in order, complete, and a bar that has closed never changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { bars, state } = world({ now: TODAY + 10 * DAY })
        const told = new Map<number, number>()
        for (const { waitMs, latencyMs, back, length, twice } of steps) {
          state.now += waitMs
          state.latencyMs = latencyMs
          const askedAt = state.now
          const from = askedAt - back
          const ask = () => bars(from, from + length)
          for (const answer of await Promise.all(twice ? [ask(), ask()] : [ask()])) {
            expect(mistakesOf(answer, from, Math.min(from + length, state.now), askedAt)).toEqual([])
            expect(changesIn(answer, told, state.now)).toEqual([])
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
