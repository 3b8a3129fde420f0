import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, it, vi } from 'vitest'
import { createBroadcast } from '../../../src/data-feed/streaming/broadcast.ts'
import { createLines } from '../../../src/data-feed/streaming/lines.ts'
import { createMemoryMarketData } from '../../support/memory-market-data.ts'
import { aFeedSymbol } from '../../support/samples.ts'

/** A connection that keeps what is written to it. */
function connection() {
  const writes: Buffer[] = []
  const outlet = Object.assign(new EventEmitter(), {
    writableNeedDrain: false,
    write(bytes: Buffer) {
      writes.push(bytes)
      return true
    },
  })
  return { writes, response: outlet as unknown as ServerResponse, close: () => outlet.emit('close') }
}

it('makes the lines of a tick once, and writes the very same bytes to every connection', async () => {
  vi.useFakeTimers()
  const market = createMemoryMarketData()
  const lines = createLines((id) => ({ ...aFeedSymbol(), id }), { of: () => undefined })
  const linesOf = vi.fn(lines)
  const events = { connections() {}, written() {}, conflated() {}, dropped() {} }
  const broadcast = createBroadcast({
    prices: market.prices,
    isTold: () => true,
    linesOf,
    events,
    clock: Date.now,
  })
  const all = Array.from({ length: 50 }, connection)
  for (const { response } of all) broadcast.add(response)
  for (const { writes } of all) writes.splice(0)
  const stringify = vi.spyOn(JSON, 'stringify')
  const from = vi.spyOn(Buffer, 'from')

  for (const bid of [1, 2, 3]) {
    market.emit({ kind: 'price', name: 'A', bid, ask: bid + 1, bidSize: 1, askSize: 1, time: 1_000 * bid })
  }
  await vi.advanceTimersByTimeAsync(100)

  expect(linesOf).toHaveBeenCalledTimes(3)
  expect(from).toHaveBeenCalledTimes(1)
  expect(stringify).toHaveBeenCalledTimes(1)
  const [first] = all.map(({ writes }) => writes[0])
  expect(String(first).split('\n')).toHaveLength(7)
  for (const { writes } of all) {
    expect(writes).toHaveLength(1)
    expect(writes[0]).toBe(first)
  }
  for (const { close } of all) close()
  vi.restoreAllMocks()
  vi.useRealTimers()
})
