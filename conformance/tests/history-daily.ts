import { moment } from '../clock.ts'
import { DAY } from '../context.ts'
import { type Bar, difference, type History } from '../market/bars.ts'
import { sessionOfDay } from '../market/session-hours.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import type { Test } from '../test.ts'
import { hold, NotRun } from '../verdict.ts'
import { type Check, none, overSymbols } from './history-checks.ts'

const today = (now: number): number => Math.floor(now / DAY) * DAY

/** 00:00 UTC, on a day of trading. */
function holdDayTimes({ session }: SymbolRow, { request, bars }: History): void {
  const odd = bars.find(({ t }) => t % DAY !== 0)
  hold(
    odd === undefined,
    () =>
      `${request}: daily bars have the time 00:00 UTC of their trading day, received ${moment(odd?.t ?? 0)} (${odd?.t}).`,
  )
  if (session.isAlways) return
  const idle = bars.find(
    ({ t }) => !session.spans.some(({ day }) => day === new Date(t * 1000).getUTCDay() + 1),
  )
  hold(
    idle === undefined,
    () =>
      `${request}: the bar of ${moment(idle?.t ?? 0)} is on a day without trading by the session "${session.text}".`,
  )
}

const availability: Check = async (context, row) => {
  const to = Math.floor(context.clock.now())
  const month = await context.history(row, { resolution: 'D', from: today(to) - 30 * DAY, to })
  if (month.bars.length > 0) {
    holdDayTimes(row, month)
    return none
  }
  const older = await context.history(row, {
    resolution: 'D',
    from: today(to) - 730 * DAY,
    to: today(to) - 31 * DAY,
  })
  const last = older.bars.at(-1)
  hold(
    last !== undefined,
    `${row.key}: has-daily promises daily bars, but ${month.request} and two years before it have none.`,
  )
  if (month.noData !== undefined)
    hold(
      month.noData.nb === last.t,
      `${month.request}: nb: expected ${last.t}, the time of the next older bar, received ${month.noData.nb ?? 'none'}.`,
    )
  return none
}

const dayTimes: Check = async (context, row) => {
  const to = Math.floor(context.clock.now())
  const answer = await context.history(row, { resolution: 'D', from: today(to) - 60 * DAY, to })
  holdDayTimes(row, answer)
  const { bars } = answer
  if (bars.length === 0) throw new NotRun(`${answer.request} has no bar whose time could be checked.`)
  const back = bars.findIndex(({ t }, index) => index > 0 && t <= (bars[index - 1]?.t ?? 0))
  hold(
    back < 0,
    () =>
      `${answer.request}: times must increase strictly, but ${moment(bars[back]?.t ?? 0)} follows a later or equal one.`,
  )
  return none
}

/** The trading day may have begun the evening before its date. */
const futureDaily: Check = async (context, row) => {
  const asked = Math.floor(context.clock.now())
  const answer = await context.history(row, {
    resolution: 'D',
    from: today(asked) - 10 * DAY,
    to: asked + 5 * DAY,
  })
  if (answer.bars.length === 0) throw new NotRun(`${answer.request} has no bar whose time could be checked.`)
  const now = context.clock.now()
  const begun = (t: number): boolean =>
    t <= now || (sessionOfDay(row.session, row.timezone, today(t))?.start ?? t) <= now
  const future = answer.bars.find(({ t }) => !begun(t))
  hold(
    future === undefined,
    () => `${answer.request}: the bar of ${moment(future?.t ?? 0)} is in the future; it was ${moment(now)}.`,
  )
  return none
}

const priceMatch: Check = async (context, row) => {
  const now = context.clock.now()
  const answer = await context.history(row, {
    resolution: 'D',
    from: today(now) - 10 * DAY,
    to: Math.floor(now),
  })
  const day = lastEnded(row, answer.bars, now)
  if (day === undefined)
    throw new NotRun(`${row.key}: no trading day of the last ten has ended and has a daily bar.`)
  const minutes = await context.history(row, { resolution: '1', from: day.start, to: day.end - 1 })
  const [first] = minutes.bars
  const last = minutes.bars.at(-1)
  if (first === undefined || last === undefined)
    return [`${minutes.request} has no bar, although the day of ${moment(day.bar.t)} has one.`]
  const expected = { ...day.bar, o: first.o, c: last.c }
  const differs = difference(expected, day.bar, ['o', 'c'])
  hold(
    differs === undefined,
    `${row.key}, daily ${differs}: the open is that of the first minute of the session (${moment(first.t)}), the close that of the last (${moment(last.t)}).`,
  )
  return none
}

function lastEnded({ session, timezone }: SymbolRow, bars: readonly Bar[], now: number) {
  for (const bar of bars.toReversed()) {
    const hours = sessionOfDay(session, timezone, today(bar.t))
    if (hours !== undefined && hours.end + 60 < now) return { bar, ...hours }
  }
  return undefined
}

function dailyTest(name: string, rule: string, check: Check, holds: string): Test {
  return {
    name,
    area: 'history',
    rule,
    lane: 'data',
    run: async (context) => overSymbols(context, await context.dailySymbols(), check, holds),
  }
}

export const dailyTests: readonly Test[] = [
  dailyTest(
    'historyDailyHistoryAvailability',
    'Symbols with has-daily have daily bars, at 00:00 UTC of days that the session trades on.',
    availability,
    'Daily bars exist',
  ),
  dailyTest(
    'historyDailyTimes',
    'Daily bars have the time 00:00 UTC of the trading day, each day once.',
    dayTimes,
    'Daily bars are at 00:00 UTC',
  ),
  dailyTest(
    'historyFutureDaily',
    'With "to" in the future no daily bar is of a day that has not begun.',
    futureDaily,
    'No daily bar is in the future',
  ),
  {
    name: 'historyPriceMatch',
    area: 'history',
    rule: 'A daily bar opens with the first minute of the session and closes with its last.',
    lane: 'data',
    async run(context) {
      const rows = (await context.dailySymbols()).filter(({ hasIntraday }) => hasIntraday)
      if (rows.length === 0) throw new NotRun('None of the symbols tested has both minutes and days.')
      return overSymbols(context, rows, priceMatch, 'Days open and close with their minutes')
    },
  },
]
