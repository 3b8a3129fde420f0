import { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../../src/data-feed/streaming/lines.ts'
import { batchOf, createReader } from '../../../src/data-feed/streaming/reader.ts'

/** A connection whose other side takes what was written only when it is told to. */
function slowConnection(highWaterMark: number) {
  const taken: string[] = []
  let take: (() => void) | undefined
  const writable = new Writable({
    highWaterMark,
    write(chunk: Buffer, _encoding, done) {
      take = () => {
        take = undefined
        taken.push(...chunk.toString().split('\n').slice(0, -1))
        done()
      }
    },
  })
  return {
    outlet: Object.assign(writable, { socket: null }) as never,
    writable,
    taken,
    /** Takes one write, if one waits. */
    async take() {
      take?.()
      await new Promise(setImmediate)
    },
  }
}

function startReader(highWaterMark: number) {
  const connection = slowConnection(highWaterMark)
  const counts = { written: 0, conflated: 0, dropped: 0, now: 0 }
  const events = {
    written(lines: number) {
      counts.written += lines
    },
    conflated(lines: number) {
      counts.conflated += lines
    },
    dropped() {
      counts.dropped += 1
    },
  }
  return { ...connection, counts, reader: createReader(connection.outlet, events, () => counts.now) }
}

const lineOf = (key: string, text: string): Line => ({ key, text: `${text}\n` })

describe('a reader', () => {
  it('that keeps up is written everything, batch by batch', async () => {
    const { reader, take, taken, counts } = startReader(1_000)
    reader.send(batchOf([lineOf('a', 'a1'), lineOf('a', 'a2')]))
    await take()
    reader.send(batchOf([lineOf('a', 'a3')]))
    await take()
    expect(taken).toEqual(['a1', 'a2', 'a3'])
    expect(counts).toMatchObject({ written: 3, conflated: 0, dropped: 0 })
  })

  it('that does not keep up gets the latest line of each key as soon as it takes more', async () => {
    const { reader, take, taken, counts } = startReader(1)
    reader.send(batchOf([lineOf('a', 'a1')]))
    for (const n of [2, 3, 4]) reader.send(batchOf([lineOf('a', `a${n}`), lineOf('b', `b${n}`)]))
    await take()
    await take()
    expect(taken).toEqual(['a1', 'a4', 'b4'])
    expect(counts).toMatchObject({ written: 3, conflated: 4, dropped: 0 })
  })

  it('is given up when it has been behind for more than half a minute, not sooner', async () => {
    const { reader, writable, counts } = startReader(1)
    reader.send(batchOf([lineOf('a', 'a1')]))
    reader.send(batchOf([lineOf('a', 'a2')]))
    counts.now = 30_000
    reader.send(batchOf([lineOf('a', 'a3')]))
    expect(writable.destroyed).toBe(false)
    counts.now = 30_001
    reader.send(batchOf([lineOf('a', 'a4')]))
    expect(writable.destroyed).toBe(true)
    expect(counts.dropped).toBe(1)
  })

  it('is also given up when it takes something now and then, but never catches up', async () => {
    const { reader, writable, take, counts } = startReader(1)
    for (let n = 0; n <= 31; n += 1) {
      counts.now = n * 1_000
      reader.send(batchOf([lineOf('a', `a${n}`)]))
      reader.send(batchOf([lineOf('b', `b${n}`)]))
      await take()
    }
    expect(writable.destroyed).toBe(true)
  })

  it('has as long again once it has caught up', async () => {
    const { reader, writable, take, counts } = startReader(1)
    for (let n = 0; n < 100; n += 1) {
      counts.now = n * 1_000
      reader.send(batchOf([lineOf('a', `a${n}`)]))
      reader.send(batchOf([lineOf('b', `b${n}`)]))
      await take()
      await take()
    }
    expect(writable.destroyed).toBe(false)
    expect(counts.dropped).toBe(0)
  })

  it('that is stalled does not hold up the end', () => {
    const { reader, writable } = startReader(1)
    reader.send(batchOf([lineOf('a', 'a1')]))
    reader.end()
    expect(writable.destroyed).toBe(true)
  })

  it('sees, however it reads, each key in order, up to its latest line, and costs bounded memory', async () => {
    const KEYS = ['a', 'b', 'c']
    const LONGEST = 8
    const step = fc.oneof(
      fc.constant('take' as const),
      fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 5 }),
    )
    const scenario = fc.tuple(fc.array(step, { maxLength: 80 }), fc.constantFrom(1, 20, 100))
    await fc.assert(
      fc.asyncProperty(scenario, async ([steps, highWaterMark]) => {
        const { reader, writable, take, taken, counts } = startReader(highWaterMark)
        const sent: string[] = []
        for (const what of steps) {
          if (what === 'take') {
            await take()
            continue
          }
          const lines = what.map((key, n) => lineOf(key, `${key}${sent.length + n}`))
          sent.push(...lines.map(({ text }) => text.trim()))
          reader.send(batchOf(lines))
          // What was let through before the connection was full, and one write on top.
          expect(writable.writableLength).toBeLessThanOrEqual(highWaterMark + 5 * LONGEST)
        }
        for (let n = 0; n < steps.length + 2; n += 1) await take()
        for (const key of KEYS) {
          const of = (lines: readonly string[]) => lines.filter((line) => line.startsWith(key))
          const numbers = of(taken).map((line) => Number(line.slice(1)))
          expect(numbers).toEqual(numbers.toSorted((x, y) => x - y))
          expect(of(taken).at(-1)).toBe(of(sent).at(-1))
        }
        expect(new Set(taken).size).toBe(taken.length)
        expect(counts.written).toBe(taken.length)
        expect(counts.written + counts.conflated).toBe(sent.length)
        expect(counts.dropped).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
