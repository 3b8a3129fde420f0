import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen, parseTradingSession } from '../../../../adapters/tradelocker/instruments/trading-sessions.ts'

const at = (iso: string) => Date.parse(iso)
const openAt = (d: unknown, iso: string) => isOpen(parseTradingSession(d), at(iso))

const allDay = [{ open: '00:00', close: '24:00' }]
/** Sunday 17:00 to Friday 17:00 in New York. */
const forex = {
  blockTrading: false,
  holidays: [{ date: '2026-12-25', name: 'Christmas Day' }, { date: null }, 'x'],
  session: {
    name: 'Forex',
    timeZone: 'America/New_York',
    monday: allDay,
    tuesday: allDay,
    wednesday: allDay,
    thursday: allDay,
    friday: [{ open: '00:00', close: '17:00' }],
    saturday: [],
    sunday: [{ open: '17:00', close: '24:00' }],
  },
}

describe('a trading session', () => {
  it.each([
    ['2026-01-07T12:00:00Z', true, 'on a Wednesday'],
    ['2026-01-09T21:59:00Z', true, 'one minute before the close on Friday, New York winter time'],
    ['2026-01-09T22:00:00Z', false, 'at the close'],
    ['2026-01-10T12:00:00Z', false, 'on a Saturday'],
    ['2026-01-11T21:59:00Z', false, 'before the opening on Sunday'],
    ['2026-01-11T22:00:00Z', true, 'at the opening on Sunday'],
    ['2026-07-10T20:59:00Z', true, 'before the close on Friday, New York summer time'],
    ['2026-07-10T21:00:00Z', false, 'at the close in summer'],
    ['2026-12-25T15:00:00Z', false, 'on a holiday'],
    ['2026-12-25T04:59:00Z', true, 'while the holiday has not begun in New York'],
    ['2026-12-26T04:59:00Z', false, 'while it is still the holiday in New York'],
  ])('at %s is open: %s (%s)', (iso, expected) => {
    expect(openAt(forex, iso)).toBe(expected)
  })

  it('is closed while the broker blocks trading, whatever the hours', () => {
    expect(openAt({ ...forex, blockTrading: true }, '2026-01-07T12:00:00Z')).toBe(false)
    expect(openAt({ blockTrading: true }, '2026-01-07T12:00:00Z')).toBe(false)
  })

  /** Open on Monday from 09:00 to 17:30 UTC, in the shapes that an undocumented answer may have. */
  it.each([
    [{ session: { MONDAY: [{ startTime: '09:00', endTime: '17:30' }] } }],
    [{ session: { Mon: { from: '9:00', to: '17:30:00' } } }],
    [{ sessions: [{ day: 'monday', openTime: '09:00', closeTime: '17:30' }] }],
    [{ periods: [{ dayOfWeek: 1, begin: '09:00', finish: '17:30' }] }],
    [{ periods: [{ dayOfWeek: '1', begin: '09:00', finish: '17:30' }] }],
    [{ days: [{ name: 'Monday', periods: [{ start: '09:00', end: '17:30' }] }] }],
    [{ session: { 1: [{ close: '17:30', open: '09:00' }] } }],
    [{ session: { monday: '09:00-17:30' } }],
    [{ session: { monday: ['09:00 – 17:30'] } }],
    [{ tz: 'UTC', session: { monday: [{ open: '09:00', close: '17:30', name: 'main' }] } }],
    [{ rollover: '22:00', session: { monday: [{ open: '09:00', close: '17:30' }] } }],
  ])('is understood as %j', (d) => {
    expect(openAt(d, '2026-01-05T08:59:00Z')).toBe(false)
    expect(openAt(d, '2026-01-05T09:00:00Z')).toBe(true)
    expect(openAt(d, '2026-01-05T17:29:00Z')).toBe(true)
    expect(openAt(d, '2026-01-05T17:30:00Z')).toBe(false)
    expect(openAt(d, '2026-01-06T12:00:00Z')).toBe(false)
  })

  it('may run over midnight and over the end of the week', () => {
    const d = { session: { saturday: [{ open: '22:00', close: '06:00' }] } }
    expect(openAt(d, '2026-01-10T21:59:00Z')).toBe(false)
    expect(openAt(d, '2026-01-10T23:00:00Z')).toBe(true)
    expect(openAt(d, '2026-01-11T05:59:00Z')).toBe(true)
    expect(openAt(d, '2026-01-11T06:00:00Z')).toBe(false)
  })

  it('may run from one day to another', () => {
    const d = [{ startDay: 'SUNDAY', startTime: '22:00', endDay: 'FRIDAY', endTime: '21:00' }]
    expect(openAt({ session: d }, '2026-01-04T21:59:00Z')).toBe(false)
    expect(openAt({ session: d }, '2026-01-07T03:00:00Z')).toBe(true)
    expect(openAt({ session: d }, '2026-01-09T21:00:00Z')).toBe(false)
  })

  it.each([
    [undefined],
    [null],
    ['closed'],
    [{}],
    [{ blockTrading: null, holidays: null, session: null }],
    [{ session: { monday: [], tuesday: [] } }],
    [{ session: { monday: [{ open: '09:00', close: 'late' }] } }],
    [{ session: { monday: [{ open: '09:00', close: '25:00' }] } }],
    [{ session: { monday: [{ a: '09:00', b: '17:30' }] } }],
    [{ session: [{ open: '09:00', close: '17:30' }] }],
    [{ timeZone: 'Mars/Olympus', session: { monday: allDay } }],
  ])('is not judged where its hours are not understood: %j', (d) => {
    expect(openAt(d, '2026-01-05T12:00:00Z')).toBeUndefined()
  })

  it('is closed on a holiday even where its hours are not understood', () => {
    expect(openAt({ holidays: [{ date: '2026-01-05' }] }, '2026-01-05T12:00:00Z')).toBe(false)
  })

  it('never throws, whatever the broker answers', () => {
    fc.assert(
      fc.property(fc.anything(), fc.integer({ min: 0, max: 4e12 }), (d, ms) => {
        expect([true, false, undefined]).toContain(isOpen(parseTradingSession(d), ms))
      }),
    )
  })

  it('is open exactly between opening and closing, on every minute of the week', () => {
    const minutes = fc.integer({ min: 0, max: 1_439 })
    const clockText = (m: number) =>
      `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
    fc.assert(
      fc.property(minutes, minutes, fc.integer({ min: 0, max: 10_079 }), (open, close, minute) => {
        const session = parseTradingSession({ wednesday: { open: clockText(open), close: clockText(close) } })
        const from = 3 * 1_440 + open
        const length = (close - open + 1_440) % 1_440 || 1_440
        const expected = (minute - from + 10_080) % 10_080 < length
        expect(isOpen(session, at('2026-01-04T00:00:00Z') + minute * 60_000)).toBe(expected)
      }),
    )
  })
})
