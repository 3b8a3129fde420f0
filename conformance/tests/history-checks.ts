import { moment } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Bar, History } from '../market/bars.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import { overEach } from '../over-each.ts'
import type { Test } from '../test.ts'
import { hold, passedUnless, type Verdict, Violation } from '../verdict.ts'

/** Notices of one symbol that make the verdict a warning. @throws NotRun where there is nothing of it to compare */
export type Check = (context: Context, row: SymbolRow) => Promise<readonly string[]>

/** Runs a check for one symbol after the other. */
export async function overSymbols(
  context: Context,
  rows: readonly SymbolRow[],
  check: Check,
  holds: string,
): Promise<Verdict> {
  const { checked, notices } = await overEach(rows, (row) => check(context, row))
  const names = checked.map(({ key }) => key)
  return passedUnless(
    notices,
    `${holds} (${names.length > 6 ? `${names.length} symbols` : names.join(', ')}).`,
  )
}

export const none: readonly string[] = []

/** Every bar must lie in the range, both ends included. */
export function holdInRange({ request, bars }: History, from: number, to: number): void {
  const outside = bars.find(({ t }) => t < from || t > to)
  hold(
    outside === undefined,
    () =>
      `${request}: the bar of ${moment(outside?.t ?? 0)} (${outside?.t}) lies outside the range asked for.`,
  )
}

/** A bar that was answered before, and has been closed since, must be answered again. */
export function holdHas({ request, bars }: History, bar: Bar): void {
  hold(
    bars.some(({ t }) => t === bar.t),
    () => `${request}: the bar of ${moment(bar.t)}, which was answered before, is missing.`,
  )
}

/** Clocks need not agree to the second. */
const SKEW = 2

/** No bar may begin later than now. */
export function holdNotInFuture({ request, bars }: History, now: number): void {
  const future = bars.find(({ t }) => t > now + SKEW)
  hold(
    future === undefined,
    () => `${request}: the bar of ${moment(future?.t ?? 0)} is in the future; it was ${moment(now)}.`,
  )
}

/**
 * Nothing must have been answered, in today's form or the older one.
 * @param older the latest bar before the range, where there is one: the older form's `nb` must name it
 */
export function holdEmpty({ request, bars, noData }: History, older: Bar | undefined): void {
  hold(
    bars.length === 0,
    () => `${request}: expected no bars, received ${bars.length}, the first of ${moment(bars[0]?.t ?? 0)}.`,
  )
  if (noData === undefined || older === undefined) return
  hold(
    noData.nb !== undefined,
    `${request}: no_data without nb says that nothing older exists, but there is a bar of ${moment(older.t)}.`,
  )
  hold(
    noData.nb === older.t,
    `${request}: nb: expected ${older.t}, the time of the next older bar, received ${noData.nb}.`,
  )
}

/** The longest stretch of minutes without a hole, the latest of those that are equally long. */
export function longestRun(bars: readonly Bar[]): readonly Bar[] {
  let best: readonly Bar[] = []
  let start = 0
  for (const [index, bar] of bars.entries()) {
    if (index > 0 && bar.t !== (bars[index - 1]?.t ?? 0) + 60) start = index
    if (index - start + 1 >= best.length) best = bars.slice(start, index + 1)
  }
  return best
}

/** The last closed minute bar, and all of its day. */
export async function dayOf(context: Context, row: SymbolRow): Promise<{ bars: readonly Bar[]; last: Bar }> {
  const bars = await context.recentMinutes(row)
  const last = bars.at(-1)
  if (last === undefined) throw new Violation(`${row.key}: expected minute bars, received none.`)
  return { bars, last }
}

/** A test of minute bars: symbol by symbol. */
export function minuteTest(name: string, rule: string, check: Check, holds: string): Test {
  return {
    name,
    area: 'history',
    rule,
    lane: 'data',
    run: async (context) => overSymbols(context, await context.minuteSymbols(), check, holds),
  }
}
