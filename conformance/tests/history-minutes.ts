import { moment } from '../clock.ts'
import { DAY } from '../context.ts'
import { lastsAllDay, sessionOfDay } from '../market/session-hours.ts'
import type { Test } from '../test.ts'
import { hold, NotRun } from '../verdict.ts'
import { type Check, dayOf, holdHas, holdInRange, minuteTest, none, overSymbols } from './history-checks.ts'

const MINUTE = 60

const timeCorrectness: Check = async (context, row) => {
  const { bars, last } = await dayOf(context, row)
  const back = bars.findIndex(({ t }, index) => index > 0 && t <= (bars[index - 1]?.t ?? 0))
  hold(
    back < 0,
    () =>
      `${row.key}: times must increase strictly, but ${moment(bars[back]?.t ?? 0)} follows ${moment(bars[back - 1]?.t ?? 0)}.`,
  )
  const odd = bars.find(({ t }) => t % MINUTE !== 0)
  hold(odd === undefined, `${row.key}: a minute bar has the time ${odd?.t}, which is no whole minute.`)
  const from = last.t - 600 * MINUTE
  const answer = await context.history(row, { resolution: '1', from, to: last.t })
  holdHas(answer, last)
  holdInRange(answer, from, last.t)
  return none
}

const prices: Check = async (context, row) => {
  const { bars } = await dayOf(context, row)
  const odd = bars.find(({ o, h, l, c }) => l <= 0 || h < Math.max(o, c, l) || l > Math.min(o, c))
  hold(
    odd === undefined,
    () => `${row.key}: prices of a bar must be low ≤ open, close ≤ high, received ${JSON.stringify(odd)}.`,
  )
  return none
}

const zeroVolume: Check = async (context, row) => {
  const { bars } = await dayOf(context, row)
  const odd = bars.find(({ v }) => v <= 0)
  hold(
    odd === undefined,
    () =>
      `${row.key}: bars without volume are left out, but that of ${moment(odd?.t ?? 0)} has v = ${odd?.v}.`,
  )
  return none
}

/** Of the last whole day. Minutes without trades have no bar unless bar-fillgaps promises them. */
const wholeDay: Check = async (context, row) => {
  const today = Math.floor(context.clock.now() / DAY) * DAY
  const days = Array.from({ length: 5 }, (_, back) =>
    sessionOfDay(row.session, row.timezone, today - back * DAY),
  )
  const day = days.find(
    (hours) => hours !== undefined && hours.end <= context.clock.now() && hours.end - hours.start === DAY,
  )
  if (day === undefined) throw new NotRun(`${row.key}: none of the last days lasted 24 hours.`)
  const answer = await context.history(row, { resolution: '1', from: day.start, to: day.end - 1 })
  const count = answer.bars.length
  hold(count <= 1440, `${answer.request}: a day has 1440 minutes, received ${count} bars.`)
  hold(
    count === 1440 || !row.barFillgaps,
    `${answer.request}: bar-fillgaps promises a bar for every minute, expected 1440, received ${count}.`,
  )
  hold(count > 0, `${answer.request}: expected up to 1440 bars of a whole day of trading, received none.`)
  return count >= 720 ? none : [`${answer.request}: more than half of the day's minutes have no bar.`]
}

/** What minute bars look like. */
export const minuteTests: readonly Test[] = [
  minuteTest(
    'historyTimeCorrectness',
    'Times increase strictly, lie on whole minutes and in the range.',
    timeCorrectness,
    'Times increase',
  ),
  minuteTest('historyPrices', 'Low ≤ open, close ≤ high, all above zero.', prices, 'Prices of bars agree'),
  {
    name: 'historyZeroVolumeBars',
    area: 'history',
    rule: 'Bars without volume are left out unless bar-fillgaps or has-no-volume is set.',
    lane: 'data',
    async run(context) {
      const rows = (await context.minuteSymbols()).filter((row) => !row.hasNoVolume && !row.barFillgaps)
      if (rows.length === 0) throw new NotRun('All symbols tested have has-no-volume or bar-fillgaps.')
      return overSymbols(context, rows, zeroVolume, 'No bar has zero volume')
    },
  },
  {
    name: 'historyCheck1440',
    area: 'history',
    rule: 'A day of 24 hours has 1440 minute bars: never more, and fewer only where minutes had no trade.',
    lane: 'data',
    async run(context) {
      const rows = (await context.minuteSymbols()).filter(({ session }) => lastsAllDay(session))
      if (rows.length === 0) throw new NotRun('None of the symbols tested trades for 24 hours a day.')
      return overSymbols(context, rows, wholeDay, 'No day has more than 1440 bars')
    },
  },
]
