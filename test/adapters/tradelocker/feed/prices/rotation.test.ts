import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountContext } from '../../../../../adapters/tradelocker/account/account-context.ts'
import type { Untimed } from '../../../../../adapters/tradelocker/feed/prices/price-readings.ts'
import { createReadingSchedule } from '../../../../../adapters/tradelocker/feed/prices/reading-schedule.ts'
import {
  type AccountReader,
  createRotation,
} from '../../../../../adapters/tradelocker/feed/prices/rotation.ts'
import type { ListedInstrument } from '../../../../../adapters/tradelocker/instruments/instrument-list.ts'
import { UpstreamError } from '../../../../../adapters/tradelocker/transport/upstream-error.ts'
import type { FeedUpdate } from '../../../../../src/broker/market-data.ts'
import { aFeedInstrument } from '../../../../support/samples.ts'

const MINUTE = 60_000
const START = 1_700_000_040_000

const now = { elapsed: 0, clock: START }
const pass = (ms: number) => {
  now.elapsed += ms
  now.clock += ms
}
let isMarketOpen = true
let answer: () => Untimed | undefined
let emitted: FeedUpdate[]
let warnings: string[]
let pauses: number[]
let reading: string[]

const price = (name: string, bid: number): Untimed => ({
  kind: 'price',
  name,
  bid,
  ask: bid + 1,
  bidSize: 1,
  askSize: 1,
})

function start(names: readonly string[]) {
  const rotation = createRotation({
    schedule: createReadingSchedule({ stateOf: () => (isMarketOpen ? 'open' : 'edge'), shortestMs: 100 }),
    async read(_account, _listed, { name }) {
      reading.push(name)
      return answer()
    },
    emit: (update) => emitted.push(update),
    log: { info() {}, warn: (message) => warnings.push(message), error() {} },
    clock: () => now.clock,
    elapsed: () => now.elapsed,
  })
  rotation.keep(names.map((name) => aFeedInstrument({ name })))
  return rotation
}

function readerOf(names: readonly string[]): AccountReader {
  const client = { server: 'MAIN' }
  return {
    account: { client } as AccountContext,
    listed: new Map(names.map((name) => [name, {} as ListedInstrument])),
    pause: (ms) => pauses.push(ms),
  }
}

beforeEach(() => {
  Object.assign(now, { elapsed: 0, clock: START })
  isMarketOpen = true
  emitted = []
  warnings = []
  pauses = []
  reading = []
  answer = () => price('A', 1)
})

describe('a reading', () => {
  it('is an update at the time its answer came, which never goes back', async () => {
    const [rotation, reader] = [start(['A']), readerOf(['A'])]
    await rotation.turn(reader)
    pass(1_000)
    now.clock -= 10_000
    await rotation.turn(reader)
    expect(emitted.map(({ time }) => time)).toEqual([START, START])
  })

  it("that began in another minute than it ended is nobody's, and is repeated at once", async () => {
    const [rotation, reader] = [start(['A', 'B']), readerOf(['A', 'B'])]
    answer = () => {
      pass(MINUTE)
      return price('A', 1)
    }
    await rotation.turn(reader)
    expect(emitted).toEqual([])
    answer = () => price('A', 2)
    await rotation.turn(reader)
    expect(reading).toEqual(['A', 'A'])
    expect(emitted).toMatchObject([{ bid: 2, time: START + MINUTE }])
  })

  it('of a closed market is told only when the price has moved', async () => {
    isMarketOpen = false
    const [rotation, reader] = [start(['A']), readerOf(['A'])]
    await rotation.turn(reader)
    pass(MINUTE)
    await rotation.turn(reader)
    expect(emitted).toEqual([])
    pass(MINUTE)
    answer = () => price('A', 2)
    await rotation.turn(reader)
    expect(emitted).toMatchObject([{ bid: 2 }])
  })

  it('is left to accounts that list the symbol', async () => {
    const rotation = start(['A', 'B'])
    answer = () => price('B', 1)
    await rotation.turn(readerOf(['B']))
    expect(reading).toEqual(['B'])
    expect(rotation.turn(readerOf(['B']))).toBeUndefined()
  })

  it('that brings nothing is no update', async () => {
    answer = () => undefined
    await start(['A']).turn(readerOf(['A']))
    expect(emitted).toEqual([])
  })
})

describe('a failure', () => {
  const failing = (error: unknown) => () => {
    throw error
  }

  it("that is the symbol's costs only the symbol its turns", async () => {
    const [rotation, reader] = [start(['A', 'B']), readerOf(['A', 'B'])]
    answer = failing(new UpstreamError('rejected', { delivery: 'answered' }))
    await rotation.turn(reader)
    answer = () => price('B', 1)
    for (let n = 0; n < 5; n += 1) {
      await rotation.turn(reader)
      pass(200)
    }
    expect(reading).toEqual(['A', 'B', 'B', 'B', 'B', 'B'])
    expect(pauses).toEqual([])
  })

  it("that cannot be understood is the symbol's as well", async () => {
    answer = failing(new UpstreamError('upstream_malformed', { delivery: 'unknown' }))
    await start(['A']).turn(readerOf(['A']))
    expect(pauses).toEqual([])
  })

  it('of the way lets the account pause, longer each time, is told once, and is forgotten with a success', async () => {
    const [rotation, reader] = [start(['A', 'B', 'C']), readerOf(['A', 'B', 'C'])]
    answer = failing(new UpstreamError('upstream_timeout', { delivery: 'unknown' }))
    // Two under way together.
    await Promise.all([rotation.turn(reader), rotation.turn(reader)])
    expect(pauses).toEqual([500])
    pass(500)
    await rotation.turn(reader)
    expect(pauses).toEqual([500, 1_000])
    expect(warnings).toHaveLength(1)
    pass(1_000)
    answer = () => price('A', 1)
    await rotation.turn(reader)
    pass(1_000)
    answer = failing(new UpstreamError('session_expired', { delivery: 'answered' }))
    await rotation.turn(reader)
    expect(pauses).toEqual([500, 1_000, 500])
  })
})
