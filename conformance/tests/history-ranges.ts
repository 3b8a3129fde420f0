import { moment } from '../clock.ts'
import { DAY } from '../context.ts'
import { type Bar, firstDifference } from '../market/bars.ts'
import { isOpen } from '../market/session-hours.ts'
import type { Test } from '../test.ts'
import { hold } from '../verdict.ts'
import {
  type Check,
  dayOf,
  holdHas,
  holdInRange,
  holdNotInFuture,
  longestRun,
  minuteTest,
  none,
} from './history-checks.ts'

const MINUTE = 60
const COUNTBACK = 100
const WINDOW = 50

/** Seconds that the first trade of a minute may take. */
const FIRST_TRADE = 20

/** `countback` wins over `from`. */
const countback: Check = async (context, row) => {
  const { bars, last } = await dayOf(context, row)
  const to = last.t
  const answer = await context.history(row, {
    resolution: '1',
    from: to - 10 * MINUTE,
    to,
    countback: COUNTBACK,
  })
  const count = answer.bars.length
  hold(count <= COUNTBACK, `${answer.request}: expected at most ${COUNTBACK} bars, received ${count}.`)
  const beyond = answer.bars.find(({ t }) => t > to)
  hold(
    beyond === undefined,
    () => `${answer.request}: the bar of ${moment(beyond?.t ?? 0)} is later than "to".`,
  )
  if (count === COUNTBACK) return none
  const end = (answer.bars[0]?.t ?? to + 1) - 1
  const older =
    bars.findLast(({ t }) => t <= end) ??
    (await context.history(row, { resolution: '1', from: end - DAY, to: end })).bars.at(-1)
  hold(
    older === undefined,
    () =>
      `${answer.request}: expected ${COUNTBACK} bars, received ${count}, although there are older ones, such as that of ${moment(older?.t ?? 0)}.`,
  )
  return none
}

const fromEqTo: Check = async (context, row) => {
  const { bars } = await dayOf(context, row)
  const bar = bars[Math.floor(bars.length / 2)] as Bar
  const answer = await context.history(row, { resolution: '1', from: bar.t, to: bar.t })
  const differs = firstDifference([bar], answer.bars)
  hold(
    differs === undefined,
    `${answer.request}: expected exactly the bar of ${moment(bar.t)}, but ${differs}.`,
  )
  return none
}

const futureMinutes: Check = async (context, row) => {
  const { last: closed } = await dayOf(context, row)
  const asked = context.clock.now()
  const answer = await context.history(row, {
    resolution: '1',
    from: Math.min(Math.floor(asked) - 1800, closed.t),
    to: Math.floor(asked) + 3600,
  })
  const now = context.clock.now()
  holdHas(answer, closed)
  holdNotInFuture(answer, now)
  if (!isOpen(row.session, row.timezone, asked)) return none
  const last = answer.bars.at(-1)
  if (last !== undefined && last.t + MINUTE + FIRST_TRADE > asked) return none
  return [`${answer.request}: the last bar should be the open one, it is that of ${moment(last?.t ?? 0)}.`]
}

const outsideBars: Check = async (context, row) => {
  const { bars, last } = await dayOf(context, row)
  const run = longestRun(bars)
  const first = run.length > WINDOW ? (run[run.length - WINDOW - 1] as Bar).t : last.t - WINDOW * MINUTE
  const from = first + MINUTE / 2
  const to = from + WINDOW * MINUTE
  const answer = await context.history(row, { resolution: '1', from, to })
  hold(
    answer.bars.length <= WINDOW,
    `${answer.request}: expected at most the ${WINDOW} bars that begin in the range, received ${answer.bars.length}.`,
  )
  holdInRange(answer, from, to)
  if (answer.bars.length === WINDOW) return none
  return [`${row.key} has only ${answer.bars.length} bars in ${WINDOW} minutes.`]
}

const repeatability: Check = async (context, row) => {
  const { last } = await dayOf(context, row)
  const query = { resolution: '1', from: last.t - 200 * MINUTE, to: last.t } as const
  const first = await context.history(row, query)
  holdHas(first, last)
  const differs = firstDifference(first.bars, (await context.history(row, query)).bars)
  hold(differs === undefined, `${first.request}, asked twice: ${differs}.`)
  return none
}

const shortQueries: Check = async (context, row) => {
  const { last } = await dayOf(context, row)
  const start = last.t - 200 * MINUTE + MINUTE
  const large = await context.history(row, { resolution: '1', from: start, to: start + 200 * MINUTE - 1 })
  holdHas(large, last)
  const pieces: Bar[] = []
  for (let piece = 0; piece < 10; piece++) {
    const from = start + piece * 20 * MINUTE
    const { bars } = await context.history(row, { resolution: '1', from, to: from + 20 * MINUTE - 1 })
    pieces.push(...bars)
  }
  const differs = firstDifference(large.bars, pieces)
  hold(differs === undefined, `${large.request} against ten requests of 20 minutes: ${differs}.`)
  return none
}

/** Which bars are answered. */
export const rangeTests: readonly Test[] = [
  minuteTest(
    'historyCountbackMinutes',
    'countback=N answers the N minute bars before "to", fewer only when nothing older exists.',
    countback,
    `countback=${COUNTBACK} answers as many bars as there are`,
  ),
  minuteTest(
    'historyFromEqTo',
    '"from" and "to" equal to the time of a bar answer exactly that bar.',
    fromEqTo,
    'One bar is answered alone',
  ),
  minuteTest(
    'historyFutureMinutes',
    'With "to" in the future no bar is; the last one should be the open one (a warning).',
    futureMinutes,
    'No bar is in the future',
  ),
  minuteTest(
    'historyOutsideBarsInclusion',
    'A window of 50 minutes off the minute answers the 50 bars that begin in it; fewer are a warning.',
    outsideBars,
    'No bar outside the range is answered',
  ),
  minuteTest(
    'historyRepeatability',
    'The same request twice answers the same.',
    repeatability,
    'Repeats are equal',
  ),
  minuteTest(
    'historySeveralShortQueriesEqualsLargeQuery',
    'One request of 200 minutes equals ten of 20.',
    shortQueries,
    '200 minutes equal ten times 20',
  ),
]
