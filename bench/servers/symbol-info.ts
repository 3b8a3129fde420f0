import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createTokenSealer } from '../../src/auth/sealed-token.ts'
import type { Broker } from '../../src/broker/broker.ts'
import type { FeedInstrument } from '../../src/broker/market-data.ts'
import { loadConfig } from '../../src/config.ts'
import { createSymbolCatalogue } from '../../src/data-feed/symbol-catalogue.ts'
import { createLog } from '../../src/http/log.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createDrain } from '../../src/http/shutdown.ts'
import { createPublicApp } from '../../src/public-app.ts'
import { steadyClock } from '../../src/steady-clock.ts'

/*
 * /symbol_info of five thousand instruments: the gateway, all of it, over a broker that knows them already; or with
 * BODY_OF, an address, Express 5 and nothing else, which sends from memory the bytes that it has read there.
 */

const COUNT = 5_000

function instrument(_: unknown, n: number): FeedInstrument {
  const isPair = n % 3 === 0
  return {
    name: n % 10 === 0 ? `Symbol ${n}` : `SYMBOL${n}`,
    description: `Instrument number ${n} of the measurement`,
    kind: isPair ? 'forex' : 'stock',
    wrapper: isPair ? undefined : 'cfd',
    baseCurrency: isPair ? 'EUR' : undefined,
    quoteCurrency: n % 2 === 0 ? 'USD' : 'JPY',
    lotSize: 1,
    lotStep: 0.01,
    minLot: 0.01,
    maxLot: undefined,
    lastTradeDate: undefined,
    tickBands: [
      { from: 0, tick: 0.00001 },
      { from: 100, tick: 0.0005 },
    ],
    pipSize: 0.0001,
    barSource: n % 5 === 0 ? 'ask' : 'bid',
    hasIntraday: true,
    hasDaily: n % 7 > 0,
    // A zone that has to be looked for, and hours of its own for each instrument.
    tradingWeek: {
      timeZone: 'Europe/Zurich',
      stretches: [1, 2, 3, 4, 5].map((day) => ({ from: day * 1_440 + (n % 600), to: day * 1_440 + 900 })),
      holidays: new Set(),
    },
  }
}

const instruments = Array.from({ length: COUNT }, instrument)
const unused = (): never => {
  throw new Error('Nobody trades here.')
}
const broker: Broker = {
  logIn: unused,
  resume: unused,
  marketData: {
    instruments: async () => instruments,
    bars: unused,
    prices: { listen: () => () => undefined },
  },
  readiness: () => ({ ready: true, detail: {} }),
  close: async () => undefined,
}

/** How long preparing the answers takes, and the longest that anything else would have had to wait meanwhile. */
async function warmUp(): Promise<{ warmUpMs: number; longestTurnMs: number }> {
  const rules = { brokerId: 'bench', mapping: {}, groups: [], overrides: {} }
  const { info } = createSymbolCatalogue({ marketData: broker.marketData, rules, log, clock: Date.now })
  // A gateway has known the broker's list for a while: these instruments must not be garbage collection's news.
  globalThis.gc?.()
  let longestTurnMs = 0
  let isDone = false
  let last = performance.now()
  const turn = () => {
    const now = performance.now()
    longestTurnMs = Math.max(longestTurnMs, now - last)
    last = now
    if (!isDone) setImmediate(turn)
  }
  setImmediate(turn)
  const begun = performance.now()
  await info.body(undefined)
  const warmUpMs = performance.now() - begun
  await new Promise((resolve) => setImmediate(resolve))
  isDone = true
  return { warmUpMs, longestTurnMs }
}

const config = loadConfig({
  GATEWAY_ENV: 'staging',
  TRADELOCKER_BASE_URL: 'http://127.0.0.1:1/backend-api',
  TRADELOCKER_SERVERS: 'BENCH',
})
const log = createLog(config.log)

function gateway() {
  const sealer = createTokenSealer([{ kid: 'bench', key: new Uint8Array(32).fill(1) }], Date.now)
  return createPublicApp({
    config,
    broker,
    log,
    metrics: createMetrics(),
    drain: createDrain(),
    sealer,
    clock: Date.now,
    elapsed: steadyClock,
  })
}

async function bareExpress(bodyOf: string) {
  const body = Buffer.from(await (await fetch(bodyOf)).arrayBuffer())
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }
  return express().get('/symbol_info', (_request, response) => {
    response.set(headers).end(body)
  })
}

const { BODY_OF } = process.env
const told = BODY_OF === undefined ? await warmUp() : {}
const server = createServer(BODY_OF === undefined ? gateway() : await bareExpress(BODY_OF))
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ ...told, port: (server.address() as AddressInfo).port })}\n`)
})
process.once('SIGTERM', () => process.exit(0))
