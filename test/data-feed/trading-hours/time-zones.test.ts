import { expect, it } from 'vitest'
import { listTimeZones, timeZones } from '../../../src/data-feed/trading-hours/time-zones.ts'

const FROM = Date.UTC(2026, 5, 1)

it.each([
  ['America/New_York', { name: 'America/New_York', shifts: [0] }],
  ['Australia/ACT', { name: 'Australia/ACT', shifts: [0] }],
  ['US/Eastern', { name: 'America/New_York', shifts: [0] }],
  ['Europe/Zurich', { name: 'Europe/Berlin', shifts: [0] }],
  ['EET', { name: 'Europe/Athens', shifts: [0] }],
  ['UTC', { name: 'Etc/UTC', shifts: [0] }],
  ['Asia/Calcutta', { name: 'Asia/Kolkata', shifts: [0] }],
  ['Etc/GMT-2', { name: 'Africa/Johannesburg', shifts: [0] }],
  // Clocks that never change, at an offset that no zone of the list has: hours are told in UTC.
  ['Asia/Yangon', { name: 'Etc/UTC', shifts: [-390] }],
  ['Etc/GMT+11', { name: 'Etc/UTC', shifts: [660] }],
  // Clocks that change as no zone of the list does.
  ['America/Halifax', { name: 'Etc/UTC', shifts: [180, 240] }],
  ['America/Santiago', { name: 'Etc/UTC', shifts: [240, 180] }],
  ['Nowhere/Nowhere', { name: 'Etc/UTC', shifts: [] }],
  ['', { name: 'Etc/UTC', shifts: [] }],
])('%s becomes %j', async (zone, expected) => {
  expect((await listTimeZones([zone], FROM)).get(zone)).toEqual(expected)
})

it('knows every zone of the list', async () => {
  const listed = await listTimeZones(timeZones, FROM)
  expect([...listed].map(([zone, { name }]) => [zone, name])).toEqual(timeZones.map((name) => [name, name]))
})

it('finds the same zone on whichever weekday it is asked', async () => {
  // Clocks go forward on a Friday in Jerusalem, and on the Sunday after in Athens.
  const names = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6].map(async (day) => {
      const listed = await listTimeZones(['Asia/Jerusalem'], FROM + day * 86_400_000)
      return listed.get('Asia/Jerusalem')?.name
    }),
  )
  expect(names).toEqual(Array(7).fill('Europe/Athens'))
})
