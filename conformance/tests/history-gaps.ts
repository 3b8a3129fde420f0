import { moment } from '../clock.ts'
import { DAY } from '../context.ts'
import type { Bar } from '../market/bars.ts'
import { sessionOfDay } from '../market/session-hours.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import type { Test } from '../test.ts'
import { hold } from '../verdict.ts'
import { type Check, dayOf, holdEmpty, minuteTest, none } from './history-checks.ts'

const MINUTE = 60

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

/** Where there are no bars. */
export const gapTests: readonly Test[] = [
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
]
