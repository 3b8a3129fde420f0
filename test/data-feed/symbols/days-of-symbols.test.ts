import { expect, it } from 'vitest'
import type { TradingWeek } from '../../../src/broker/market-data.ts'
import { alwaysOpen, daysOfSymbols } from '../../../src/data-feed/symbols/days-of-symbols.ts'
import type { Overrides } from '../../../src/data-feed/symbols/symbols.ts'
import { readSessions } from '../../../src/data-feed/trading-hours/session-text.ts'
import { tradingDayOf } from '../../../src/data-feed/trading-hours/trading-day.ts'
import { aFeedInstrument } from '../../support/samples.ts'
import { every } from '../../support/trading-days.ts'

const weekIn = (timeZone: string): TradingWeek => ({
  timeZone,
  stretches: every([1, 2, 3, 4, 5], 570, 960),
  holidays: new Set(),
})

async function daysOf(tradingWeek: TradingWeek | undefined, overrides: Overrides = {}) {
  const instrument = aFeedInstrument({ name: 'EURUSD', tradingWeek })
  const warnings: unknown[] = []
  const warn = (_message: string, context: object) => warnings.push(context)
  const find = await daysOfSymbols([instrument], { overrides, clock: () => Date.UTC(2026, 5, 1), warn })
  return { days: find(instrument), warnings }
}

it.each([
  ['a zone of the list', 'America/New_York', 'America/New_York', '0930-1600:23456', 0],
  ['one that is called otherwise there', 'US/Eastern', 'America/New_York', '0930-1600:23456', 0],
  ['one whose clocks never change', 'Asia/Yangon', 'Etc/UTC', '0300-0930:23456', 0],
  ['one whose clocks change as none of the list', 'America/Santiago', 'Etc/UTC', '1230-2000:23456', 1],
  ['one that nobody knows', 'Nowhere/Nowhere', 'Etc/UTC', '24x7', 1],
])('in %s are told and counted by the same hours', async (_what, zone, timeZone, text, count) => {
  const { days, warnings } = await daysOf(weekIn(zone))
  expect(days).toEqual({ timeZone, text, sessions: readSessions(text) })
  expect(warnings).toEqual(Array(count).fill({ timeZone: zone }))
})

it('are those of UTC where nobody knows the hours', async () => {
  expect((await daysOf(undefined)).days).toBe(alwaysOpen)
})

it('are as SYMBOLS_FILE tells them, also where sessions touch', async () => {
  const fields = { timezone: 'Etc/UTC', 'session-regular': '0000-1200:2|1200-1000:3' }
  const { days } = await daysOf(weekIn('Europe/Berlin'), { EURUSD: fields })
  expect(days.sessions).toEqual(readSessions(fields['session-regular']))
  // Tuesday's session begins on Monday at noon.
  expect(tradingDayOf(days, Date.UTC(2026, 0, 12, 12))).toBe(Date.UTC(2026, 0, 13))
  expect(days.text).toBe(fields['session-regular'])
})
