/** One span of trading within a day, local wall-clock time; `close` 24:00 runs into the next day. */
export interface Period {
  readonly open: string
  readonly close: string
}

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
type Weekday = (typeof weekdays)[number]

/** The trading hours of a group of instruments. */
export interface TradingSession {
  readonly id: number
  readonly name: string
  readonly timeZone: string
  readonly week: Readonly<Record<Weekday, readonly Period[]>>
  readonly holidays: readonly { readonly date: string; readonly name: string }[]
}

const closed: readonly Period[] = []
const allDay: readonly Period[] = [{ open: '00:00', close: '24:00' }]

function weekOf(sunday: readonly Period[], midweek: readonly Period[], friday: readonly Period[]) {
  return {
    monday: midweek,
    tuesday: midweek,
    wednesday: midweek,
    thursday: midweek,
    friday,
    saturday: closed,
    sunday,
  }
}

/** From Sunday 17:00 to Friday 17:00 in New York, around the clock. */
const roundTheClock = weekOf([{ open: '17:00', close: '24:00' }], allDay, [{ open: '00:00', close: '17:00' }])

/** As above with a daily break from 17:00 to 18:00. */
const withDailyBreak = weekOf(
  [{ open: '18:00', close: '24:00' }],
  [
    { open: '00:00', close: '17:00' },
    { open: '18:00', close: '24:00' },
  ],
  [{ open: '00:00', close: '17:00' }],
)

function exchangeHours(...periods: Period[]) {
  return weekOf(closed, periods, periods)
}

const yearEnds = [2024, 2025, 2026, 2027, 2028, 2029, 2030].flatMap((year) => [
  { date: `${year}-01-01`, name: 'New Year' },
  { date: `${year}-12-25`, name: 'Christmas Day' },
])

/** Ten days without trading around the accession of an emperor. */
const goldenWeek2019 = ['04-29', '04-30', '05-01', '05-02', '05-03', '05-06'].map((day) => ({
  date: `2019-${day}`,
  name: 'Golden Week',
}))

const newYork = 'America/New_York'

export const sessions = {
  fx: { id: 1547, name: 'Forex', timeZone: newYork, week: roundTheClock, holidays: yearEnds },
  index: {
    id: 1549,
    name: 'Indices and metals',
    timeZone: newYork,
    week: withDailyBreak,
    holidays: yearEnds,
  },
  crypto: {
    id: 1548,
    name: 'Crypto',
    timeZone: 'UTC',
    week: { ...weekOf(allDay, allDay, allDay), saturday: allDay },
    holidays: [],
  },
  newYork: {
    id: 1550,
    name: 'US stocks',
    timeZone: newYork,
    week: exchangeHours({ open: '09:30', close: '16:00' }),
    holidays: yearEnds,
  },
  frankfurt: {
    id: 1551,
    name: 'European stocks',
    timeZone: 'Europe/Berlin',
    week: exchangeHours({ open: '09:00', close: '17:30' }),
    holidays: yearEnds,
  },
  hongKong: {
    id: 1552,
    name: 'Hong Kong stocks',
    timeZone: 'Asia/Hong_Kong',
    week: exchangeHours({ open: '09:30', close: '12:00' }, { open: '13:00', close: '16:00' }),
    holidays: yearEnds,
  },
  tokyo: {
    id: 1553,
    name: 'Tokyo stocks',
    timeZone: 'Asia/Tokyo',
    week: exchangeHours({ open: '09:00', close: '11:30' }, { open: '12:30', close: '15:30' }),
    holidays: [...goldenWeek2019, ...yearEnds],
  },
} satisfies Record<string, TradingSession>

export type SessionName = keyof typeof sessions

/** The same session around the clock, every day. */
export function alwaysOpen(session: TradingSession): TradingSession {
  return { ...session, week: { ...weekOf(allDay, allDay, allDay), saturday: allDay }, holidays: [] }
}

/** The wire form of a session. */
export function renderSession(session: TradingSession, blockTrading: boolean): object {
  const { name, timeZone, week, holidays } = session
  return { blockTrading, holidays, session: { name, timeZone, ...week } }
}
