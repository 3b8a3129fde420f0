import { moment } from '../clock.ts'
import { type Context, DAY } from '../context.ts'
import { type Bar, firstDifference } from '../market/bars.ts'
import { isOpen, lastsAllDay, sessionOfDay } from '../market/session-hours.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, Violation } from '../verdict.ts'
import {
  type Check,
  holdEmpty,
  holdInRange,
  holdNotInFuture,
  longestRun,
  none,
  overSymbols,
} from './history-checks.ts'

const MINUTE = 60
const COUNTBACK = 100
const WINDOW = 50

/** Seconds that the first trade of a minute may take. */
const FIRST_TRADE = 20

/** The last closed bar, and all of its day. */
async function dayOf(context: Context, row: SymbolRow): Promise<{ bars: readonly Bar[]; last: Bar }> {
  const bars = await context.recentMinutes(row)
  const last = bars.at(-1)
  if (last === undefined) throw new Violation(`${row.key}: expected minute bars, received none.`)
  return { bars, last }
}

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
  const asked = context.clock.now()
  const answer = await context.history(row, {
    resolution: '1',
    from: Math.floor(asked) - 1800,
    to: Math.floor(asked) + 3600,
  })
  const now = context.clock.now()
  holdNotInFuture(answer, now)
  if (!isOpen(row.session, row.timezone, asked)) return none
  const last = answer.bars.at(-1)
  if (last !== undefined && last.t + MINUTE + FIRST_TRADE > asked) return none
  return [`${answer.request}: the last bar should be the open one, it is that of ${moment(last?.t ?? 0)}.`]
}

const noDataWithNb: Check = async (context, row) => {
  const { bars, last } = await dayOf(context, row)
  const start = sessionStart(row, last) ?? (bars[0] as Bar).t
  const asked = await context.history(row, { resolution: '1', from: start, to: start + 500 * MINUTE - 1 })
  const minutes = asked.bars.length > 0 ? asked.bars : bars
  for (const { older, from, to } of gapsOf(minutes).slice(0, 3))
    holdEmpty(await context.history(row, { resolution: '1', from, to }), older)
  return none
}

/** Where the session of a bar's trading day began. */
function sessionStart({ session, timezone }: SymbolRow, { t }: Bar): number | undefined {
  const today = Math.floor(t / DAY) * DAY
  const days = [today, today + DAY, today - DAY].map((day) => sessionOfDay(session, timezone, day))
  return days.find((hours) => hours !== undefined && hours.start <= t && t < hours.end)?.start
}

/** Ranges without a bar, the widest first; the inside of a minute is one everywhere. */
function gapsOf(bars: readonly Bar[]): { older: Bar; from: number; to: number }[] {
  const holes = bars.flatMap((bar, index) => {
    const next = bars[index + 1]
    return next !== undefined && next.t > bar.t + MINUTE
      ? [{ older: bar, from: bar.t + MINUTE, to: next.t - 1 }]
      : []
  })
  const widest = holes.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, 2)
  const inside = bars[Math.floor(bars.length / 2)]
  return inside === undefined ? widest : [...widest, { older: inside, from: inside.t + 1, to: inside.t + 59 }]
}

const gaps: Check = async (context, row) => {
  const { bars } = await dayOf(context, row)
  const [gap] = gapsOf(bars)
  if (gap === undefined) return none
  const next = bars.find(({ t }) => t > gap.to)
  const inside = Math.min(gap.from + 30, gap.to)
  holdEmpty(await context.history(row, { resolution: '1', from: gap.from, to: gap.to }), gap.older)
  const before = await context.history(row, { resolution: '1', from: gap.older.t - 10 * MINUTE, to: inside })
  hold(
    before.bars.at(-1)?.t === gap.older.t,
    () =>
      `${before.request} ends in a gap: expected the bar of ${moment(gap.older.t)} as the last, received ${told(before.bars.at(-1))}.`,
  )
  if (next === undefined) return none
  const after = await context.history(row, { resolution: '1', from: inside, to: next.t + 10 * MINUTE })
  hold(
    after.bars[0]?.t === next.t,
    () =>
      `${after.request} begins in a gap: expected the bar of ${moment(next.t)} as the first, received ${told(after.bars[0])}.`,
  )
  return none
}

const told = (bar: Bar | undefined): string => (bar === undefined ? 'none' : `that of ${moment(bar.t)}`)

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
  const differs = firstDifference(first.bars, (await context.history(row, query)).bars)
  hold(differs === undefined, `${first.request}, asked twice: ${differs}.`)
  return none
}

const shortQueries: Check = async (context, row) => {
  const { last } = await dayOf(context, row)
  const start = last.t - 200 * MINUTE + MINUTE
  const large = await context.history(row, { resolution: '1', from: start, to: start + 200 * MINUTE - 1 })
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
  holdInRange(await context.history(row, { resolution: '1', from, to: last.t }), from, last.t)
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
  if (day === undefined) return none
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

function minuteTest(name: string, rule: string, check: Check, holds: string): Test {
  return {
    name,
    area: 'history',
    rule,
    lane: 'data',
    run: async (context) => overSymbols(context, await context.minuteSymbols(), check, holds),
  }
}

export const minuteTests: readonly Test[] = [
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
    'historyNoDataWithNb',
    'Gaps among 500 minutes, each asked for alone, are answered empty; where no_data is used, nb is the next older bar.',
    noDataWithNb,
    'Gaps are answered empty',
  ),
  minuteTest(
    'historyGapsTest',
    'A range that ends in a gap answers the bars before it, one that begins there those behind it.',
    gaps,
    'Ranges that end or begin in a gap answer the bars around it',
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
