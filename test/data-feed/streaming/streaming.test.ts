import { connect, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { BrokerError } from '../../../src/broker/errors.ts'
import { loadConfig } from '../../../src/config.ts'
import { dataContract } from '../../../src/data-feed/contract/index.ts'
import { createStreaming } from '../../../src/data-feed/streaming/streaming.ts'
import { createSymbolCatalogue } from '../../../src/data-feed/symbol-catalogue.ts'
import { createGateway } from '../../../src/gateway.ts'
import { closeServer } from '../../../src/http/shutdown.ts'
import { DATA_ENV, PASSWORD_CLIENT } from '../../support/data-clients.ts'
import { eventually } from '../../support/eventually.ts'
import { type HttpServer, serve } from '../../support/http-server.ts'
import { readableLog } from '../../support/log-lines.ts'
import { createMemoryMarketData, type MemoryMarketData } from '../../support/memory-market-data.ts'
import { aFeedInstrument } from '../../support/samples.ts'
import { startStopwatch } from '../../support/stopwatch.ts'
import { readStream, type StreamReader } from '../../support/stream-reader.ts'
import { STAGING_ENV, startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

let gateway: TestGateway
let market: MemoryMarketData
const readers: StreamReader[] = []

beforeEach(async () => {
  gateway = await startTestGateway()
  market = gateway.broker.marketData as MemoryMarketData
})
afterEach(async () => {
  vi.useRealTimers()
  for (const reader of readers.splice(0)) reader.close()
  await gateway.close()
})

async function open(): Promise<StreamReader> {
  const reader = await readStream(`${gateway.origin}/streaming`)
  readers.push(reader)
  return reader
}

const NAME = aFeedInstrument().name
let time = 1_700_000_000_000
const tick = (bid: number, name = NAME) => {
  time += 1
  market.emit({ kind: 'price', name, bid, ask: bid + 1, bidSize: 1, askSize: 1, time })
}
/** The bar of a day, and what has to be known to date it. */
const tellDay = async () => {
  const bar = { open: 1, high: 2, low: 1, close: 2, volume: 3 }
  market.allBars = [{ ...bar, time: time - (time % 86_400_000) }]
  market.emit({ kind: 'day', name: NAME, ...bar, time })
  await nextTurn()
}
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${gateway.admin.origin}/metrics`)).text()
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
}

describe('GET /streaming', () => {
  it('is chunked JSON lines that nobody on the way may keep, gather or compress', async () => {
    const { status, headers } = await open()
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'transfer-encoding': 'chunked',
      'content-type': 'application/json',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(headers['content-encoding']).toBeUndefined()
  })

  it('shows what happens from now on, to every connection the same lines within a fraction of a second', async () => {
    tick(1)
    const all = await Promise.all([open(), open(), open(), open()])
    const elapsed = startStopwatch()
    tick(2)
    for (const reader of all) await reader.until((ticks) => expect(ticks).toHaveLength(2))
    expect(elapsed()).toBeLessThan(1_000)
    tick(3)
    for (const { until } of all) {
      expect(await until((ticks) => expect(ticks).toHaveLength(4))).toMatchObject([
        { f: 't', p: 2 },
        { f: 'q', bp: 2, ap: 3 },
        { f: 't', p: 3 },
        { f: 'q', bp: 3, ap: 4 },
      ])
    }
  })

  it('shows a connection that comes late nothing of before', async () => {
    const first = await open()
    await tellDay()
    tick(1)
    await first.until((ticks) => expect(ticks).toHaveLength(3))
    const late = await open()
    tick(2)
    expect(await late.until((ticks) => expect(ticks).toHaveLength(2))).toMatchObject([
      { f: 't', p: 2 },
      { f: 'q', bp: 2 },
    ])
    expect(late.lines).toHaveLength(3)
    expect(late.lines[0]).toHaveProperty('heartbeat')
  })

  it('is begun twenty times for one network where everybody may read, until somebody goes', async () => {
    const from = (network: number) => ({ 'x-forwarded-for': `192.0.2.${network}` })
    const openFrom = async (network: number) => {
      const reader = await readStream(`${gateway.origin}/streaming`, from(network))
      readers.push(reader)
      return reader
    }
    const all = await Promise.all(Array.from({ length: 20 }, () => openFrom(1)))
    const ask = (network: number) => fetch(`${gateway.origin}/streaming`, { headers: from(network) })
    const refused = await ask(1)
    expect(refused.headers.get('retry-after')).toBe('10')
    expect(await refused.json()).toMatchObject({ s: 'error' })
    // A stranger takes nothing from anybody else.
    const other = await openFrom(2)
    tick(1)
    for (const { until } of [...all, other]) await until((ticks) => expect(ticks).toHaveLength(2))
    all[0]?.close()
    await eventually(
      () => metric('gateway_stream_connections'),
      (count) => expect(count).toBe(20),
    )
    const next = await openFrom(1)
    tick(2)
    await next.until((ticks) => expect(ticks).toHaveLength(2))
  })

  it('is refused to nobody where only TradingView’s servers may read', async () => {
    const guarded = await startTestGateway(DATA_ENV)
    const { d } = (await (await guarded.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
    const headers = { authorization: `Bearer ${d.access_token}` }
    const all = await Promise.all(
      Array.from({ length: 101 }, () => readStream(`${guarded.origin}/streaming`, headers)),
    )
    readers.push(...all)
    expect(all.map(({ headers: told }) => told['transfer-encoding'])).toEqual(Array(101).fill('chunked'))
    for (const reader of all) reader.close()
    await guarded.close()
  })

  it('is nothing for a client that goes before it is known who asks', async () => {
    const guarded = await startTestGateway(DATA_ENV)
    onTestFinished(() => guarded.close())
    const { d } = (await (await guarded.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
    const headers = { authorization: `Bearer ${d.access_token}` }
    guarded.server.prependOnceListener('request', ({ socket }) => socket.destroy())
    await expect(fetch(`${guarded.origin}/streaming`, { headers })).rejects.toThrow()
    const reader = await readStream(`${guarded.origin}/streaming`, headers)
    reader.close()
    const prices = guarded.broker.marketData as MemoryMarketData
    await eventually(
      async () => prices.listeners(),
      (count) => expect(count).toBe(0),
    )
  })

  it('keeps to the contract', async () => {
    const reader = await open()
    await tellDay()
    tick(1)
    await reader.until((ticks) => expect(ticks).toHaveLength(3))
    for (const line of reader.lines)
      expect(dataContract['GET /streaming']?.safeParse(line).error).toBeUndefined()
  })

  it('beats every five seconds, also while ticks flow, with the time of now', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const reader = await open()
    const beats = () => reader.lines.flatMap((line) => line.heartbeat ?? [])
    const seen: unknown[] = []
    for (const seconds of [0, 5, 10]) {
      gateway.now = (1_700_000_000 + seconds) * 1_000
      seen.push(1_700_000_000 + seconds)
      if (seconds > 0) {
        vi.advanceTimersByTime(4_999)
        tick(seconds)
        vi.advanceTimersByTime(1)
      }
      await eventually(
        async () => beats().length,
        (count) => expect(count).toBe(seen.length),
      )
    }
    expect(beats().slice(1)).toEqual(seen.slice(1))
  })

  it('outlives the times after which requests are given up', async () => {
    gateway.server.requestTimeout = 50
    gateway.server.headersTimeout = 50
    gateway.server.keepAliveTimeout = 50
    const reader = await open()
    await new Promise((resolve) => setTimeout(resolve, 300))
    tick(1)
    await reader.until((ticks) => expect(ticks).toHaveLength(2))
  })

  it('listens to the prices once for all, and not while nobody reads', async () => {
    expect(market.listeners()).toBe(0)
    const [first, second] = [await open(), await open()]
    expect(market.listeners()).toBe(1)
    expect(await metric('gateway_stream_connections')).toBe(2)
    first.close()
    second.close()
    await eventually(
      async () => market.listeners(),
      (count) => expect(count).toBe(0),
    )
    expect(await metric('gateway_stream_connections')).toBe(0)
    const third = await open()
    tick(1)
    await third.until((ticks) => expect(ticks).toHaveLength(2))
  })

  it('stays open while the service account cannot be reached, and goes on with the first tick', async () => {
    market.failure = new BrokerError('data_feed_unavailable')
    const reader = await open()
    expect(reader.status).toBe(200)
    await eventually(
      async () => reader.lines,
      (lines) => expect(lines).toHaveLength(1),
    )
    market.failure = undefined
    tick(1)
    await reader.until((ticks) => expect(ticks).toHaveLength(2))
  })

  it('answers HEAD and ends', async () => {
    const response = await fetch(`${gateway.origin}/streaming`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(market.listeners()).toBe(0)
  })

  it('is streamed to HTTP/1.0 as well, as old proxies ask for it', async () => {
    const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1')
    socket.write('GET /streaming HTTP/1.0\r\nHost: x\r\n\r\n')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    await eventually(
      async () => text,
      (seen) => expect(seen).toContain('{"heartbeat"'),
    )
    tick(1)
    await eventually(
      async () => text,
      (seen) => expect(seen).toContain('\n{"f":"t"'),
    )
    expect(text).not.toMatch(/transfer-encoding/i)
    socket.destroy()
  })
})

describe('a token that ends while its stream is open', () => {
  it('leaves it open: only the next request is refused', async () => {
    const guarded = await startTestGateway(DATA_ENV)
    const { d } = (await (await guarded.logIn(PASSWORD_CLIENT)).json()) as { d: { access_token: string } }
    const headers = { authorization: `Bearer ${d.access_token}` }
    const reader = await readStream(`${guarded.origin}/streaming`, headers)
    readers.push(reader)
    expect(reader.status).toBe(200)
    guarded.now += 21 * 60_000
    expect((await fetch(`${guarded.origin}/streaming`, { headers })).status).toBe(401)
    const prices = guarded.broker.marketData as MemoryMarketData
    prices.emit({ kind: 'price', name: NAME, bid: 1, ask: 2, bidSize: 1, askSize: 1, time: guarded.now })
    await reader.until((ticks) => expect(ticks).toHaveLength(2))
    reader.close()
    await guarded.close()
  })
})

describe('one connection of a whole gateway that reads nothing', () => {
  it('is kept no more than the latest of each symbol, is dropped after half a minute, and costs nobody a line', async () => {
    const sockets: Socket[] = []
    gateway.server.on('connection', (socket: Socket) => void sockets.push(socket))
    // Long lines fill what the system buffers soon.
    const names = ['A', 'B'].map((letter) => letter.repeat(1_500))
    market.list = names.map((name) => aFeedInstrument({ name }))
    const slow = await open()
    const fast = await open()
    const [slowSocket] = sockets
    if (slowSocket === undefined) throw new Error('Nobody has connected.')
    // Learns the names.
    await fetch(`${gateway.origin}/symbol_info`)

    let last = 0
    const send = async (count: number) => {
      for (let n = 0; n < count; n += 1) for (const name of names) tick(++last, name)
      await fast.until(() => expect(fast.ticks().at(-1)).toMatchObject({ bp: last }))
    }
    slow.pause()
    // There is no such figure before the first one.
    const conflated = () => metric('gateway_stream_lines_total{outcome="conflated"}')
    while (!((await conflated()) >= 1_000)) await send(200)
    const buffered = slowSocket.writableLength
    await send(1_000)
    expect(slowSocket.writableLength).toBe(buffered)
    const trades = fast.ticks().flatMap(({ p }) => p ?? [])
    expect(trades).toEqual(Array.from({ length: last }, (_, n) => n + 1))

    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 31_000)
    await send(1)
    clock.mockRestore()
    await eventually(
      () => metric('gateway_stream_connections'),
      (count) => expect(count).toBe(1),
    )
    expect(slowSocket.destroyed).toBe(true)
    await send(10)
    slow.resume()
    expect(await slow.ended).toBe('cut')
  })
})

describe('a stop', () => {
  it('ends streams at once, in good order, and takes no new ones', async () => {
    const all = [await open(), await open()]
    tick(1)
    for (const { until } of all) await until((ticks) => expect(ticks).toHaveLength(2))
    gateway.drain.begin()
    const late = await open()
    expect(late.headers.connection).toBe('close')
    const elapsed = startStopwatch()
    expect(await closeServer(gateway.server, 10_000)).toBe(true)
    expect(elapsed()).toBeLessThan(5_000)
    for (const { ended } of [...all, late]) expect(await ended).toBe('ended')
  })
})

it('is open with heartbeats where no service account feeds it', async () => {
  const alone = createGateway(loadConfig(STAGING_ENV), { log: readableLog().log })
  const server = await serve(alone.app)
  const reader = await readStream(`${server.origin}/streaming`)
  await eventually(
    async () => reader.lines,
    (lines) => expect(lines).toEqual([{ heartbeat: expect.any(Number) }]),
  )
  reader.close()
  await server.close()
  await alone.close()
})

describe('somebody who does not read', () => {
  /** Long lines fill what the system buffers soon. */
  const id = 'X'.repeat(2_000)
  const stop = new AbortController()
  const conflated = { lines: 0 }
  const source = createMemoryMarketData()
  let server: HttpServer

  beforeEach(async () => {
    source.list = [aFeedInstrument({ name: id })]
    const rules = { brokerId: 'broker', mapping: {}, groups: [], overrides: { [id]: { ticker: id } } }
    const log = { warn() {} }
    const app = express().get(
      '/streaming',
      createStreaming({
        marketData: source,
        symbols: createSymbolCatalogue({ marketData: source, rules, log, clock: Date.now }).list,
        events: {
          connections() {},
          written() {},
          dropped() {},
          conflated(lines) {
            conflated.lines += lines
          },
        },
        clock: Date.now,
        signal: stop.signal,
      }),
    )
    server = await serve(app)
  })
  afterEach(() => server.close())

  const send = (bid: number) =>
    source.emit({ kind: 'price', name: id, bid, ask: bid + 1, bidSize: 1, askSize: 1, time: Date.now() })

  it('gets the latest of what was missed, costs nobody else a line, and does not hold up a stop', async () => {
    const [slow, fast] = await Promise.all([
      readStream(`${server.origin}/streaming`),
      readStream(`${server.origin}/streaming`),
    ])
    const pricesOf = (reader: StreamReader) => reader.ticks().flatMap(({ p }) => p ?? [])
    slow.pause()
    let last = 0
    while (conflated.lines < 1_000) {
      for (let n = 0; n < 100; n += 1) send(++last)
      await fast.until(() => expect(pricesOf(fast).length).toBe(last))
    }
    expect(pricesOf(fast)).toEqual(Array.from({ length: last }, (_, n) => n + 1))

    slow.resume()
    await slow.until(() => expect(pricesOf(slow).at(-1)).toBe(last))
    const seen = pricesOf(slow)
    expect(seen.length).toBeLessThan(last)
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a) - Number(b)))

    slow.pause()
    const before = conflated.lines
    while (conflated.lines === before) {
      for (let n = 0; n < 100; n += 1) send(++last)
      await fast.until(() => expect(pricesOf(fast).at(-1)).toBe(last))
    }
    stop.abort()
    expect(await closeServer(server.server, 10_000)).toBe(true)
  })
})
