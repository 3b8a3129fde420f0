import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { catalogue } from '../../simulator/instrument-catalogue.ts'
import { eventually } from '../support/eventually.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { readStream, type StreamReader } from '../support/stream-reader.ts'

/** Hours decide which prices are read: those that TradeLocker tells, and those that an operator puts in their place. */

const SATURDAY = Date.UTC(2027, 0, 16, 12)
/** 17:00 in New York. */
const SUNDAY_OPENING = Date.UTC(2027, 0, 17, 22)
const TEN_DAYS_S = 864_000

const folder = mkdtempSync(join(tmpdir(), 'market-hours-'))
let stack: Stack | undefined
let reader: StreamReader | undefined
afterAll(async () => {
  reader?.close()
  await stack?.close()
  rmSync(folder, { recursive: true })
})

it('markets that are closed are not read, also by hours of SYMBOLS_FILE, which date bars and lines as well', async () => {
  const path = join(folder, 'symbols.json')
  // To TradeLocker these are open always.
  const crypto = catalogue.filter(({ session }) => session === 'crypto').map(({ name }) => name)
  expect(crypto).toContain('BTCUSD')
  const hours = { timezone: 'America/New_York', 'session-regular': '1700-1600:23456' }
  writeFileSync(path, JSON.stringify({ symbols: Object.fromEntries(crypto.map((name) => [name, hours])) }))
  const startedAt = Date.now()
  let begun = SATURDAY
  stack = await startStack(
    {
      rateLimits: 20,
      now: SATURDAY,
      enforceSessions: true,
      accessTokenSeconds: TEN_DAYS_S,
      refreshTokenSeconds: TEN_DAYS_S,
    },
    { DATA_FEED_EMAIL: 'feed@example.com', DATA_FEED_PASSWORD: 'demo-password', SYMBOLS_FILE: path },
    { clock: () => begun + Date.now() - startedAt },
  )
  const { gateway, simulator } = stack
  const jump = (to: number) => {
    simulator.control.advanceTime(to - begun)
    begun = to
  }
  const get = async (address: string) =>
    (await (await fetch(gateway.origin + address)).json()) as Readonly<Record<string, unknown>>
  await eventually(
    () => get('/symbol_info'),
    ({ s }) => expect(s).toBe('ok'),
  )

  // A week of the broker has seven bars. Those of a Saturday and a Sunday belong to Monday.
  const to = SATURDAY / 1_000
  const { t } = await get(`/history?symbol=BTCUSD&resolution=D&from=${to - 14 * 86_400}&to=${to}`)
  const weekdays = (t as number[]).map((time) => new Date(time * 1_000).getUTCDay())
  expect(new Set(weekdays)).toEqual(new Set([1, 2, 3, 4, 5]))

  const stream = await readStream(`${gateway.origin}/streaming`)
  reader = stream
  // Whoever reads nothing still sends heartbeats.
  await eventually(
    async () => stream.lines,
    (lines) => expect(lines).toMatchObject([{}, { heartbeat: expect.any(Number) }]),
  )
  const { getQuotes = 0, getDailyBar = 0 } = simulator.control.counters().requests
  expect({ getQuotes, getDailyBar }).toEqual({ getQuotes: 0, getDailyBar: 0 })

  jump(SUNDAY_OPENING)
  const last = (f: string, id: string) => stream.ticks().findLast((line) => line.f === f && line.id === id)
  for (const id of ['BTCUSD', 'EURUSD']) {
    await eventually(
      async () => Number(last('q', id)?.t) * 1_000,
      (time) => expect(time).toBeGreaterThanOrEqual(SUNDAY_OPENING),
    )
  }
  // To who opens at five in the evening, that Sunday is Monday, also where the broker's day is a Sunday of UTC.
  await eventually(
    async () => last('d', 'BTCUSD')?.t,
    (time) => expect(time).toBe(Date.UTC(2027, 0, 18) / 1_000),
  )
}, 120_000)
