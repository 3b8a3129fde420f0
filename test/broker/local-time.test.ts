import { describe, expect, it } from 'vitest'
import { dateOf, isTimeZone, localTime, weekdayOf } from '../../src/broker/local-time.ts'

describe('local time', () => {
  it.each([
    ['UTC', '2026-03-08T23:59:59.999Z', '2026-03-08', 23 * 60 + 59],
    ['America/New_York', '2026-03-08T06:59:00Z', '2026-03-08', 1 * 60 + 59],
    // Clocks go forward there: 02:00 is 03:00.
    ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08', 3 * 60],
    ['America/New_York', '2026-01-01T04:59:00Z', '2025-12-31', 23 * 60 + 59],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-02', 0],
    ['Europe/London', '2026-07-01T23:00:00Z', '2026-07-02', 0],
  ])('of %s at %s is %s, %i minutes after midnight', (zone, at, date, minute) => {
    expect(localTime(zone, Date.parse(at))).toEqual({ day: Date.parse(`${date}T00:00:00Z`), minute })
  })

  it.each([
    ['1969-12-31', 3],
    ['1970-01-01', 4],
    ['2026-02-28', 6],
    ['2026-03-01', 0],
  ])('the weekday of %s is %i, Sunday being 0', (date, weekday) => {
    const day = Date.parse(`${date}T00:00:00Z`)
    expect(weekdayOf(day)).toBe(weekday)
    expect(dateOf(day)).toBe(date)
  })

  it('knows which zones there are', () => {
    expect(isTimeZone('Europe/Athens')).toBe(true)
    expect(isTimeZone('Europe/Atlantis')).toBe(false)
    expect(isTimeZone('')).toBe(false)
  })
})
