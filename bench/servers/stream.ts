import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FeedUpdate } from '../../src/broker/market-data.ts'
import { createBroadcast } from '../../src/data-feed/streaming/broadcast.ts'
import { createLines } from '../../src/data-feed/streaming/lines.ts'
import { alwaysOpen } from '../../src/data-feed/symbols/days-of-symbols.ts'

/*
 * The fan-out of /streaming, fed with as many ticks a second as it is told to. Each price is the time at which it was told,
 * so whoever reads it knows how long it was on its way. /stats tells what has become of the lines.
 */

const SYMBOLS = 200
const STEP_MS = 2
const rate = Number(process.env.TICKS_PER_SECOND ?? 0)

const listeners = new Set<(update: FeedUpdate) => void>()
const counts = { written: 0, conflated: 0, dropped: 0 }
const symbols = new Map(
  Array.from({ length: SYMBOLS }, (_, n) => {
    const name = `S${n}`
    return [
      name,
      { id: name, instrument: { name, barSource: 'bid', hasDaily: true }, days: alwaysOpen },
    ] as const
  }),
)

const broadcast = createBroadcast({
  prices: {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  },
  isTold: (name) => symbols.has(name),
  linesOf: createLines((name) => symbols.get(name), { of: () => undefined }),
  events: {
    connections() {},
    written(lines) {
      counts.written += lines
    },
    conflated(lines) {
      counts.conflated += lines
    },
    dropped() {
      counts.dropped += 1
    },
  },
  clock: Date.now,
})

const startedAt = performance.now()
let told = 0
setInterval(() => {
  const due = Math.floor(((performance.now() - startedAt) * rate) / 1_000)
  // Nobody can follow what a pause has left undone.
  if (due - told > rate) told = due
  for (; told < due; told += 1) {
    const bid = performance.timeOrigin + performance.now()
    const name = `S${told % SYMBOLS}`
    const update: FeedUpdate = {
      kind: 'price',
      name,
      bid,
      ask: bid + 1,
      bidSize: 1,
      askSize: 1,
      time: Date.now(),
    }
    for (const listener of listeners) listener(update)
  }
}, STEP_MS)

const server = createServer((request, response) => {
  if (request.url === '/stats') {
    globalThis.gc?.()
    const { rss, heapUsed, external } = process.memoryUsage()
    response.end(JSON.stringify({ ...counts, told, rss, live: heapUsed + external }))
    return
  }
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.flushHeaders()
  broadcast.add(response)
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address() as AddressInfo)}\n`)
})
process.once('SIGTERM', () => process.exit(0))
