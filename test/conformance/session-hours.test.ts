import { describe, expect, it } from 'vitest'
import {
  dayWithBreak,
  isOpen,
  lastsAllDay,
  overlap,
  parseSession,
  type SessionHours,
  sessionOfDay,
} from '../../conformance/market/session-hours.ts'

function hours(text: string): SessionHours {
  const parsed = parseSession(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

const at = (text: string): number => Date.parse(`${text}Z`) / 1000

describe('session strings', () => {
  it.each(['0930', '9:30-16:00', '0930-1600:8', '0930-1600:', '0960-1600', '2530-1600', '', '0900-1700|'])(
    '"%s" is none',
    (text) => {
      expect(parseSession(text)).toBeTypeOf('string')
    },
  )

  it('without days mean weekdays', () => {
    expect(hours('0930-1600').spans.map(({ day }) => day)).toEqual([2, 3, 4, 5, 6])
  })

  it('with the start behind the end begin the evening before', () => {
    expect(hours('1700-1600:2').spans).toEqual([{ day: 2, start: 17 * 60, end: 1440 + 16 * 60 }])
  })

  it('with the same time twice last a whole day', () => {
    expect(hours('1700-1700:2').spans).toEqual([{ day: 2, start: 17 * 60, end: 1440 + 17 * 60 }])
    expect(hours('0000-0000:2').spans).toEqual([{ day: 2, start: 1440, end: 2880 }])
    expect(lastsAllDay(hours('1700-1700'))).toBe(true)
    expect(lastsAllDay(hours('0930-1600'))).toBe(false)
  })

  it('overlap within a day, into the next, and around the week', () => {
    expect(overlap(hours('0900-1700:23456|1000-1400:17'))).toBeUndefined()
    expect(overlap(hours('0900-1700:2|1600-1800:2'))).toMatch(/day 2/)
    expect(overlap(hours('0900-2000:2|1800-1000:3'))).toMatch(/day 3 begin before those of day 2/)
    expect(overlap(hours('1700-1600:1|1800-2300:7'))).toMatch(/day 1/)
  })

  it('have a break when a day has two parts', () => {
    expect(dayWithBreak(hours('0900-1200:2|1300-1700:2'))).toBe(2)
    expect(dayWithBreak(hours('0900-1200:2|1200-1700:2'))).toBeUndefined()
  })
})

describe('times of sessions', () => {
  it('are local: half past nine in New York is another time of the world in summer', () => {
    const stock = hours('0930-1600')
    expect(sessionOfDay(stock, 'America/New_York', at('2026-01-14T00:00'))).toEqual({
      start: at('2026-01-14T14:30'),
      end: at('2026-01-14T21:00'),
    })
    expect(sessionOfDay(stock, 'America/New_York', at('2026-07-15T00:00'))?.start).toBe(
      at('2026-07-15T13:30'),
    )
    expect(sessionOfDay(stock, 'America/New_York', at('2026-01-17T00:00'))).toBeUndefined()
  })

  it('of an overnight session belong to the day on which it ends, across a change of the clocks too', () => {
    // New York changes its clocks on Sunday, 8 March 2026, at 2 in the morning.
    expect(sessionOfDay(hours('1700-1700'), 'America/New_York', at('2026-03-09T00:00'))).toEqual({
      start: at('2026-03-08T21:00'),
      end: at('2026-03-09T21:00'),
    })
    expect(sessionOfDay(hours('1700-1700:1'), 'America/New_York', at('2026-03-08T00:00'))?.start).toBe(
      at('2026-03-07T22:00'),
    )
  })

  it('tell whether a market is open', () => {
    const forex = hours('1700-1700')
    expect(isOpen(forex, 'America/New_York', at('2026-01-11T21:59'))).toBe(false)
    expect(isOpen(forex, 'America/New_York', at('2026-01-11T22:00'))).toBe(true)
    expect(isOpen(forex, 'America/New_York', at('2026-01-16T21:59'))).toBe(true)
    expect(isOpen(forex, 'America/New_York', at('2026-01-16T22:00'))).toBe(false)
    expect(isOpen(hours('24x7'), 'Etc/UTC', at('2026-01-17T12:00'))).toBe(true)
    // Sunday's session began on Saturday evening.
    expect(isOpen(hours('2200-0600:1'), 'Etc/UTC', at('2026-01-17T23:00'))).toBe(true)
  })
})
