import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenStretch } from '../../../src/broker/market-data.ts'
import { sessionsOf } from '../../../src/data-feed/trading-hours/session-hours.ts'
import { readSessions, writeSessions } from '../../../src/data-feed/trading-hours/session-text.ts'

const DAY = 1_440
const WEEK = 7 * DAY

const sessionHours = (stretches: readonly OpenStretch[]): string => writeSessions(sessionsOf(stretches))

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Minutes since Sunday 00:00 of "mon 09:30". */
const at = (text: string): number => {
  const [day = '', time = ''] = text.split(' ')
  const [hours, minutes] = time.split(':').map(Number)
  return days.indexOf(day) * DAY + (hours ?? 0) * 60 + (minutes ?? 0)
}

/** A stretch; one that ends before it starts runs into the next week. */
const open = (from: string, to: string): OpenStretch => {
  const end = at(to)
  return { from: at(from), to: end > at(from) ? end : end + WEEK }
}

const on = (some: string, from: string, to: string) =>
  some.split(' ').map((day) => open(`${day} ${from}`, `${day} ${to}`))

const weekdays = 'mon tue wed thu fri'

describe('trading hours', () => {
  it.each<[string, readonly OpenStretch[], string]>([
    ['an exchange', on(weekdays, '09:30', '16:00'), '0930-1600:23456'],
    [
      'days that differ, in any order',
      [...on('fri', '09:00', '13:00'), ...on('thu tue mon', '09:00', '17:00')],
      '0900-1700:235|0900-1300:6',
    ],
    [
      'a lunch break, which cannot be told',
      [...on(weekdays, '09:30', '12:00'), ...on(weekdays, '13:00', '16:00')],
      '0930-1600:23456',
    ],
    ['forex, one stretch all week', [open('sun 17:00', 'fri 17:00')], '1700-1700:23456'],
    [
      'forex, day by day, touching at midnight',
      [
        open('sun 17:00', 'sun 24:00'),
        ...on('mon tue wed thu', '00:00', '24:00'),
        open('fri 00:00', 'fri 17:00'),
      ],
      '1700-1700:23456',
    ],
    [
      'an hour closed every evening',
      [open('sun 18:00', 'mon 17:00'), open('mon 18:00', 'tue 17:00'), open('tue 18:00', 'wed 17:00')],
      '1800-1700:234',
    ],
    [
      'a last day that closes later than the week has opened',
      [open('sun 17:00', 'fri 21:00')],
      '1700-2100:1|2100-2100:23456',
    ],
    ['a last day that closes earlier', [open('sun 17:05', 'fri 16:55')], '1705-1705:2345|1705-1655:6'],
    ['days from midnight to midnight', on(weekdays, '00:00', '24:00'), '0000-2400:23456'],
    ['days that end at midnight', on(weekdays, '01:00', '24:00'), '0100-2400:23456'],
    ['days whose end is written as 23:59', on(weekdays, '00:00', '23:59'), '0000-2400:2345|0000-2359:6'],
    ['seconds', [{ from: at('mon 09:30') + 0.5, to: at('mon 16:00') - 0.5 }], '0930-1600:2'],
    ['a stretch over the end of the week', [open('sat 22:00', 'sun 06:00')], '2200-0600:1'],
    [
      'stretches that touch over the end of the week',
      [open('sat 22:00', 'sat 24:00'), open('sun 00:00', 'sun 06:00')],
      '2200-0600:1',
    ],
    [
      'all but two hours a week, whose days are not those of the break',
      [open('sat 10:00', 'sat 08:00')],
      '0000-2400:1234567',
    ],
    ['all but the night to Sunday', [open('sun 00:00', 'sat 22:00')], '0000-2400:123456|0000-2200:7'],
    ['every day but for an hour', on(days.join(' '), '01:00', '24:00'), '0100-2400:1234567'],
    [
      'an empty stretch',
      [open('mon 09:00', 'mon 17:00'), { from: at('tue 09:00'), to: at('tue 09:00') }],
      '0900-1700:2',
    ],
    [
      'a night session, which belongs to the day after',
      [...on('mon tue', '09:00', '15:15'), open('sun 20:00', 'mon 03:00'), open('mon 20:00', 'tue 03:00')],
      '2000-1515:23',
    ],
    [
      'nights and long days, which fit only into calendar days',
      [open('mon 20:00', 'tue 02:00'), open('tue 09:00', 'tue 23:00')],
      '2000-2400:2|0000-2300:3',
    ],
    ['every minute', [{ from: 0, to: WEEK }], '24x7'],
    ['every minute, from any day on', [{ from: at('wed 12:00'), to: at('wed 12:00') + WEEK }], '24x7'],
    ['every day written to 23:59', on(days.join(' '), '00:00', '23:59'), '24x7'],
    ['none that are known', [], '24x7'],
  ])('of %s', (_what, stretches, expected) => {
    expect(sessionHours(stretches)).toBe(expected)
    expect(readSessions(expected)).toBeDefined()
  })
})

/** Which minutes of the week are open. */
function minutes(stretches: readonly OpenStretch[]): Uint8Array {
  const week = new Uint8Array(WEEK)
  for (const { from, to } of stretches) {
    for (let minute = from; minute < to; minute += 1) week[((minute % WEEK) + WEEK) % WEEK] = 1
  }
  return week
}

/** The minutes at which two weeks differ, as far as one wants to read them. */
const differences = (one: Uint8Array, other: Uint8Array): readonly number[] =>
  [...one.keys()].filter((minute) => one[minute] !== other[minute]).slice(0, 3)

const minutesOf = (text: string): Uint8Array => minutes(readSessions(text) ?? [])

const stretch = fc
  .tuple(fc.integer({ min: 0, max: WEEK - 1 }), fc.integer({ min: 1, max: WEEK }))
  .map(([from, length]) => ({ from, to: from + length }))

describe('any trading week', () => {
  it('becomes sessions that can be read, one per day and apart, and keeps every open minute', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 12 }), (stretches) => {
        const text = sessionHours(stretches)
        expect(readSessions(text), text).toBeDefined()
        const told = minutesOf(text)
        expect(minutes(stretches).every((isOpen, minute) => isOpen === 0 || told[minute] === 1)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('of one stretch that leaves a day for rest is told to the minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: WEEK - 1 }),
        fc.integer({ min: 1, max: WEEK - DAY }),
        (from, length) => {
          const stretches = [{ from, to: from + length }]
          expect(differences(minutesOf(sessionHours(stretches)), minutes(stretches))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('without breaks within a day is told to the minute, however it is cut into stretches', () => {
    const week = fc
      .record({
        isOvernight: fc.boolean(),
        open: fc.integer({ min: 3, max: DAY - 2 }),
        lengths: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 7, maxLength: 7 }),
        isOpen: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
      })
      .map(({ isOvernight, open: opening, lengths, isOpen }) =>
        lengths.flatMap((length, day) => {
          if (!isOpen[day]) return []
          const from = day * DAY + opening
          // Overnight: past midnight, but closed two minutes before the next opening at the latest.
          const least = isOvernight ? DAY - opening + 1 : 1
          const most = isOvernight ? DAY - 2 : DAY - opening
          return [{ from, to: from + least + (length % (most - least + 1)) }]
        }),
      )
    fc.assert(
      fc.property(
        week,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
        (stretches, cuts) => {
          const pieces = stretches.flatMap(({ from, to }) => {
            const edges = [from, ...cuts.map((cut) => Math.round(from + cut * (to - from))), to].sort(
              (a, b) => a - b,
            )
            return edges.slice(1).map((end, index) => ({ from: edges[index] ?? from, to: end }))
          })
          const text = sessionHours(pieces.filter(({ from, to }) => to > from).toReversed())
          if (stretches.length === 0) expect(text).toBe('24x7')
          else expect(differences(minutesOf(text), minutes(stretches)), text).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('a text of sessions', () => {
  it.each(['24x7', '0930-1600', '1700-1700:23456', '0000-2400:1234567', '1700-1600:23456|1700-1200:7'])(
    'can be read: %s',
    (text) => expect(readSessions(text)).toBeDefined(),
  )

  it('means working days where it names none, and the evening before where it ends before it starts', () => {
    expect(minutesOf('1700-1600')).toEqual(
      minutes(['mon', 'tue', 'wed', 'thu', 'fri'].map((day, n) => open(`${days[n]} 17:00`, `${day} 16:00`))),
    )
  })

  it.each([
    ['', 'nothing'],
    ['9:30-16:00', 'colons'],
    ['0930-1600:08', 'days that there are not'],
    ['2500-2600:2', 'hours that there are not'],
    ['0960-1600:2', 'minutes that there are not'],
    ['2400-1600:2', 'a start at the end of a day'],
    ['0930-1600:2|', 'nothing after a bar'],
    ['0930-1600:22', 'a day twice'],
    ['0900-1200:2|1300-1700:2', 'two sessions on one day'],
    ['0900-1800:2|1700-1600:3', 'sessions that overlap'],
    ['1700-0900:1|0800-1700:7|2200-2300:7', 'too many'],
    ['2000-1900:1|0100-2300:7', 'sessions that overlap at the end of the week'],
    ['24x7:1', 'days of all days'],
  ])('cannot be read: %j, %s', (text) => expect(readSessions(text)).toBeUndefined())
})
