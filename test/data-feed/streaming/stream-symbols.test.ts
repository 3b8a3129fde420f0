import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { createStreamSymbols, type StreamSymbols } from '../../../src/data-feed/streaming/stream-symbols.ts'
import { alwaysOpen } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import { createGroups } from '../../../src/data-feed/symbols/groups.ts'
import { createSymbolBook, type SymbolBook } from '../../../src/data-feed/symbols/symbols.ts'
import { aFeedInstrument } from '../../support/samples.ts'

/** What the stream knows of symbols, and how often it asks. */

const bookOf = (...names: readonly string[]) =>
  createSymbolBook(
    names.map((name) => aFeedInstrument({ name })),
    { overrides: {}, groups: createGroups('acme', []), daysOf: () => alwaysOpen, warn: () => undefined },
  )

let now: number
let reads: number
let told: SymbolBook | undefined
let last: SymbolBook | undefined
let symbols: StreamSymbols

function start(): void {
  ;[now, reads] = [1_000_000, 0]
  const list = {
    async read() {
      reads += 1
      const answer = await Promise.resolve(told)
      if (answer === undefined) throw new Error('The broker tells no symbols.')
      last = answer
      return answer
    },
    last: () => last,
  }
  symbols = createStreamSymbols(list, () => now)
}

beforeEach(async () => {
  last = undefined
  told = await bookOf('A', 'B')
})

/** @returns the id of a symbol as it is known now, and how often the list has been read by then */
async function lookUp(name: string, ...afterMs: readonly number[]) {
  const ids: (string | undefined)[] = []
  for (const ms of afterMs) {
    now += ms
    ids.push(symbols.of(name)?.id)
    await nextTurn()
  }
  return { ids, reads }
}

describe('the symbols of the stream', () => {
  it('are read at once and then once a minute, behind the ticks that need them', async () => {
    start()
    expect(symbols.of('A')).toBeUndefined()
    await nextTurn()
    expect(await lookUp('A', 0, 1_000, 59_000)).toEqual({ ids: ['A', 'A', 'A'], reads: 1 })
    told = await bookOf('B')
    // The first one that comes after a minute still finds what was known.
    expect(await lookUp('A', 1, 1)).toEqual({ ids: ['A', undefined], reads: 2 })
  })

  it('are read again within five seconds for a name that is none of them, not sooner', async () => {
    start()
    await nextTurn()
    told = await bookOf('A', 'B', 'NEW')
    expect(await lookUp('NEW', 1, 4_999)).toEqual({ ids: [undefined, undefined], reads: 1 })
    expect(await lookUp('NEW', 1, 1)).toEqual({ ids: [undefined, 'NEW'], reads: 2 })
  })

  it('stay what they are while they cannot be read, which is tried every five seconds', async () => {
    start()
    await nextTurn()
    const known = told
    told = undefined
    expect(await lookUp('A', 60_001, 5_001, 1, 5_001)).toEqual({ ids: ['A', 'A', 'A', 'A'], reads: 4 })
    told = known
    expect(await lookUp('A', 5_001, 5_001, 50_000)).toEqual({ ids: ['A', 'A', 'A'], reads: 5 })
  })
})
