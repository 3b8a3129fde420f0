import { moment } from '../clock.ts'
import type { Context } from '../context.ts'
import { type Bar, difference } from '../market/bars.ts'
import { isOpen } from '../market/session-hours.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import { createBarBuilder } from '../stream/bar-builder.ts'
import { tickOf } from '../stream/feed.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, passed, summary, type Verdict, warning } from '../verdict.ts'

const MINUTE = 60

/** Seconds that history gets to close its bars after the last minute. */
const SETTLE = 5

/** How many symbols are compared at most: each costs a request. */
const MOST_SYMBOLS = 20

/** The share of bars that may differ. */
const BOUND = 0.05

async function historyEquality(context: Context): Promise<Verdict> {
  const built = createBarBuilder()
  const active = new Set<string>()
  context.feed.watch(({ connection, text }) => {
    if (connection !== 0) return
    const tick = tickOf(text)
    if (tick?.f !== 't') return
    active.add(tick.id)
    built.trade(tick.id, tick.t, Number(tick.fields.p), Number(tick.fields.s))
  })
  const { historyDuration } = context.options
  if (historyDuration < 2 * MINUTE)
    throw new NotRun(
      `--history-duration is ${historyDuration} s; a whole minute is certain from ${2 * MINUTE} s on.`,
    )
  const symbols = await context.symbols()
  const { openedAt } = await context.feed.run(historyDuration)
  // A tick of the minute's first second may have come before the stream was open.
  const first = Math.ceil((openedAt + 1) / MINUTE) * MINUTE
  const end = Math.floor((context.clock.now() - 1) / MINUTE) * MINUTE
  await context.clock.sleep(Math.max(0, end + SETTLE - context.clock.now()))
  const rows = compared(context, symbols, active)
  const different: string[] = []
  let bars = 0
  for (const row of rows) {
    const answer = await context.history(row, { resolution: '1', from: first, to: end - 1 })
    for (let minute = first; minute < end; minute += MINUTE) {
      const fromStream = built.bar(row.key, minute)
      const told = answer.bars.find(({ t }) => t === minute)
      if (fromStream === undefined && told === undefined) continue
      bars += 1
      const differs = disagreement(row, fromStream, told)
      if (differs !== undefined) different.push(`${row.key}: ${differs}.`)
    }
  }
  hold(bars > 0, `Within ${historyDuration} s the stream told no whole minute of any symbol.`)
  const share = different.length / bars
  const told = `${different.length} of ${bars} bars built from the stream differ from /history`
  hold(share <= BOUND, () => `${told}, more than ${BOUND * 100} %: ${summary(different)}`)
  return different.length === 0
    ? passed(`${bars} bars built from the stream equal /history (${rows.length} symbols).`)
    : warning(`${told}: ${summary(different)}`)
}

/** Where symbols have no volume only the prices count. */
function disagreement(
  { hasNoVolume }: SymbolRow,
  fromStream: Bar | undefined,
  told: Bar | undefined,
): string | undefined {
  if (fromStream === undefined)
    return told && `/history has the bar of ${moment(told.t)}, the stream had no trade`
  if (told === undefined) return `the stream had trades at ${moment(fromStream.t)}, /history has no bar`
  const differs = difference(fromStream, told, hasNoVolume ? ['o', 'h', 'l', 'c'] : undefined)
  return differs && `/history, ${differs} (expected is what the stream told)`
}

/** Symbols in their sessions: those that traded first. */
function compared(
  { clock }: Context,
  symbols: readonly SymbolRow[],
  active: ReadonlySet<string>,
): readonly SymbolRow[] {
  const open = symbols.filter(
    ({ hasIntraday, session, timezone }) => hasIntraday && isOpen(session, timezone, clock.now()),
  )
  if (open.length === 0) throw new NotRun('All sessions are closed now, so nothing is traded.')
  const traded = (row: SymbolRow): number => (active.has(row.key) ? 0 : 1)
  return open.toSorted((a, b) => traded(a) - traded(b)).slice(0, MOST_SYMBOLS)
}

export const equalityTests: readonly Test[] = [
  {
    name: 'streamingHistoryEquality',
    area: 'streaming',
    rule: 'Minute bars built from the trades of --history-duration equal /history; at most 5 % may differ.',
    lane: 'streamingHistoryEquality',
    run: historyEquality,
  },
]
