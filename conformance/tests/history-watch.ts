import { moment } from '../clock.ts'
import { type Context, DAY } from '../context.ts'
import { type Bar, difference, firstDifference } from '../market/bars.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, passed } from '../verdict.ts'
import { dayOf, holdEmpty, holdHas } from './history-checks.ts'
import { unauthorized } from './unauthorized.ts'

const MINUTE = 60

/** Seconds that a bar which has just closed may still take in late trades. */
const SETTLE = 5

/** How many symbols are watched. */
const WATCHED = 2

/** How often a watched symbol is read, at most. */
const READINGS = 10

const isClosedAt = (bar: Bar, time: number): boolean => bar.t + MINUTE + SETTLE <= time

/** The last 30 minutes; where the market is closed, those that end with the last bar. */
async function lastMinutes(context: Context, row: SymbolRow) {
  const { last } = await dayOf(context, row)
  const now = Math.floor(context.clock.now())
  const to = last.t < now - 1800 ? last.t : now
  return { last, from: to - 1800, to }
}

/** The first answer is the beginning of a second one, later. */
async function noDataChanges(context: Context) {
  const { historyDuration } = context.options
  const rows = await context.minuteSymbols()
  const firsts = []
  for (const row of rows) {
    const { last, from, to } = await lastMinutes(context, row)
    const at = context.clock.now()
    const answer = await context.history(row, { resolution: '1', from, to })
    holdHas(answer, last)
    firsts.push({ row, from, to, at, answer })
  }
  await context.clock.sleep(historyDuration)
  let compared = 0
  for (const { row, from, to, at, answer } of firsts) {
    const later = to + (at - to < 2 ? Math.ceil(historyDuration) : 0)
    const second = await context.history(row, { resolution: '1', from, to: later })
    const closed = answer.bars.filter((bar) => isClosedAt(bar, at))
    const end = closed.at(-1)?.t ?? 0
    const differs = firstDifference(
      closed,
      second.bars.filter(({ t }) => t <= end),
    )
    hold(differs === undefined, `${second.request}, ${historyDuration} s after the first answer: ${differs}.`)
    compared += closed.length
  }
  if (compared === 0) throw new NotRun('No bar of the last half hour had closed long enough to be compared.')
  return passed(
    `After ${historyDuration} s the ${compared} bars of the last half hour are the same (${rows.length} symbols).`,
  )
}

/** Every reading must agree with all before it on bars that were closed by then. */
async function noChangesInData(context: Context) {
  const { clock, options } = context
  const rows = (await context.minuteSymbols()).slice(0, WATCHED)
  const known = new Map<string, Bar>()
  const end = clock.now() + options.historyDuration
  const pause = Math.max(MINUTE / 4, options.historyDuration / READINGS)
  let compared = 0
  for (;;) {
    for (const row of rows) {
      const { to } = await lastMinutes(context, row)
      const at = clock.now()
      const { request, bars } = await context.history(row, { resolution: '1', from: to - 600, to })
      for (const bar of bars.filter((one) => isClosedAt(one, at))) {
        const before = known.get(`${row.key} ${bar.t}`)
        const differs = before && difference(before, bar)
        hold(differs === undefined, `${request}: a closed bar has changed: ${differs}.`)
        if (before === undefined) known.set(`${row.key} ${bar.t}`, bar)
        else compared += 1
      }
      const present = new Set(bars.map(({ t }) => t))
      const gone = [...known].find(
        ([key, { t }]) => key === `${row.key} ${t}` && t >= to - 600 && !present.has(t),
      )
      hold(
        gone === undefined,
        () => `${request}: the bar of ${moment(gone?.[1].t ?? 0)} was there before and is missing.`,
      )
    }
    if (clock.now() >= end) break
    await clock.sleep(Math.min(pause, Math.max(1, end - clock.now())))
  }
  if (compared === 0) throw new NotRun(`Within ${options.historyDuration} s no closed bar was seen twice.`)
  return passed(`Closed bars did not change within ${options.historyDuration} s (${compared} comparisons).`)
}

async function beyondLeftBoundary(context: Context) {
  const { left } = context.options
  if (left === undefined)
    throw new NotRun('The beginning of history is not known: give it with --left (a date, or Unix seconds).')
  const to = left - 10 * MINUTE
  const rows = await context.minuteSymbols()
  for (const row of rows) {
    const answer = await context.history(row, { resolution: '1', from: to - DAY, to })
    holdEmpty(answer, undefined)
    hold(
      answer.noData?.nb === undefined,
      `${answer.request}: nothing older exists before --left, expected no nb, received ${answer.noData?.nb}.`,
    )
  }
  return passed(`Before ${moment(to)} there are no bars.`)
}

/** What does not exist is an error with a sentence, or empty. */
async function badRequests(context: Context) {
  const { deployment, access } = context
  const token = await access.dataToken()
  const [row] = await context.minuteSymbols()
  if (row === undefined) throw new NotRun('There is no symbol to ask for.')
  // But for what is wrong about it, each would be answered with bars.
  const { last } = await dayOf(context, row)
  const good = { symbol: row.key, resolution: '1', from: last.t - 600, to: last.t }
  const wrong = [
    { ...good, symbol: 'NO_SUCH_SYMBOL_0' },
    { ...good, resolution: 'nonsense' },
    { ...good, from: last.t, to: last.t - 600 },
    { ...good, from: 'yesterday' },
  ]
  for (const query of wrong) {
    const answer = await deployment.send('/history', { query, token })
    const { s, errmsg, t } = readable(answer.text)
    const isError = s === 'error' && typeof errmsg === 'string' && errmsg !== ''
    const isEmpty = s === 'no_data' || (s === 'ok' && Array.isArray(t) && t.length === 0)
    hold(
      answer.status === 200 && (isError || isEmpty),
      `${answer.request}: expected status 200 with {"s":"error","errmsg":"…"} or no bars, received status ${answer.status}, ${JSON.stringify(answer.text.slice(0, 80))}.`,
    )
  }
  return passed(`${wrong.length} requests that make no sense are answered with an error or empty.`)
}

function readable(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

export const watchTests: readonly Test[] = [
  {
    name: 'historyUnauthorizedRequest',
    area: 'history',
    rule: 'GET /history without a token answers 401.',
    lane: 'data',
    async run(context) {
      await context.access.demandsToken()
      const [row] = await context.symbols()
      const to = Math.floor(context.clock.now())
      return unauthorized(context, '/history', {
        symbol: row?.key ?? '',
        resolution: '1',
        from: to - 600,
        to,
      })
    },
  },
  {
    name: 'historyBeyondLeftBoundary',
    area: 'history',
    rule: 'Before the beginning of history (--left) there are no bars and no nb.',
    lane: 'data',
    run: beyondLeftBoundary,
  },
  {
    name: 'historyBadRequests',
    area: 'history',
    rule: 'Unknown symbols, resolutions and times are answered with status 200 and an error sentence, or empty.',
    lane: 'data',
    run: badRequests,
  },
  {
    name: 'historyNoDataChanges',
    area: 'history',
    rule: 'The last 30 minutes, asked again --history-duration later, are unchanged.',
    lane: 'historyNoDataChanges',
    run: noDataChanges,
  },
  {
    name: 'historyNoChangesInData',
    area: 'history',
    rule: 'A bar never changes after it has closed, watched for --history-duration.',
    lane: 'historyNoChangesInData',
    run: noChangesInData,
  },
]
