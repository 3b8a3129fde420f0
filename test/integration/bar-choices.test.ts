import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/** What an operator says of bars in SYMBOLS_FILE holds for /symbol_info, /history and the stream alike. */

const folder = mkdtempSync(join(tmpdir(), 'bar-choices-'))
let stack: Stack | undefined
let reader: StreamReader | undefined
afterAll(async () => {
  reader?.close()
  await stack?.close()
  rmSync(folder, { recursive: true })
})

type Answer = Readonly<Record<string, unknown>> & { readonly t?: readonly number[] }

it('bars that the operator chooses are those of the list, of the history and of the stream', async () => {
  const path = join(folder, 'symbols.json')
  const symbols = {
    // The broker says bid, bid, ask and daily bars.
    BTCUSD: { 'bar-source': 'ask' },
    ETHUSD: { 'bar-source': 'mid' },
    XAUUSD: { 'bar-source': 'bid' },
    EURUSD: { 'has-daily': false },
  }
  writeFileSync(path, JSON.stringify({ symbols }))
  // At noon nobody has to wait for midnight to know which day it is.
  const aheadMs = new Date().setUTCHours(12, 0, 0, 0) - Date.now()
  const clock = () => Date.now() + aheadMs
  stack = await startStack(
    { rateLimits: 20, now: clock() },
    { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password', SYMBOLS_FILE: path },
    { clock },
  )
  const { gateway, simulator } = stack
  const get = async (address: string) => (await (await fetch(gateway.origin + address)).json()) as Answer
  const info = await eventually(
    () => get('/symbol_info'),
    ({ s }) => expect(s).toBe('ok'),
  )
  const told = (name: string, column: string) => {
    const values = info[column]
    return Array.isArray(values) ? values[(info.symbol as string[]).indexOf(name)] : values
  }
  expect(Object.keys(symbols).map((name) => told(name, 'bar-source'))).toEqual(['ask', 'mid', 'bid', 'bid'])
  expect(['BTCUSD', 'EURUSD'].map((name) => told(name, 'has-daily'))).toEqual([true, false])

  const days = (name: string) => get(`/history?symbol=${name}&resolution=D&from=1700000000&to=1701000000`)
  expect((await days('BTCUSD')).t).not.toHaveLength(0)
  expect(await days('EURUSD')).toEqual({
    s: 'error',
    errmsg: expect.stringMatching(/does not offer bars of days/),
  })

  const { control } = simulator
  for (const name of Object.keys(symbols)) control.setPrice(name, control.quote(name).bid)
  const priceOf = {
    BTCUSD: control.quote('BTCUSD').ask,
    ETHUSD: (control.quote('ETHUSD').bid + control.quote('ETHUSD').ask) / 2,
    XAUUSD: control.quote('XAUUSD').bid,
    EURUSD: control.quote('EURUSD').bid,
  }
  const stream = await readStream(`${gateway.origin}/streaming`)
  reader = stream
  const last = (f: string, id: string) => stream.ticks().findLast((line) => line.f === f && line.id === id)
  for (const [name, price] of Object.entries(priceOf)) {
    await eventually(
      async () => last('t', name)?.p,
      (p) => expect(p).toBeCloseTo(price, 6),
    )
  }
  // Every symbol that has daily bars has had its line before any has a second one.
  await eventually(
    async () =>
      ['BTCUSD', 'XAUUSD', 'GBPUSD', 'US500', 'AAPL'].filter((name) => last('d', name) === undefined),
    (missing) => expect(missing).toEqual([]),
  )
  expect(last('d', 'EURUSD')).toBeUndefined()
  // A day's bar closes with the price of the side that was chosen.
  const close = (name: string) => last('d', name)?.c
  expect([close('BTCUSD'), close('XAUUSD')]).toEqual([priceOf.BTCUSD, priceOf.XAUUSD])
})
