import type { Context } from '../context.ts'
import { isOpen } from '../market/session-hours.ts'
import type { SymbolRow } from '../market/symbol-table.ts'
import { openStream } from '../stream/connection.ts'
import { objectOf, quoted, type StreamLine, tickOf } from '../stream/feed.ts'
import { checkLine } from '../stream/line-shapes.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, passed, passedUnless, summary, type Verdict, Violation, warning } from '../verdict.ts'
import { FOREIGN_TOKEN } from './unauthorized.ts'

/** Gives the first connection's lines to an observer, from the moment the feed opens. */
function watchMain({ feed }: Context, observe: (line: StreamLine) => void): void {
  feed.watch((line) => {
    if (line.connection === 0) observe(line)
  })
}

const openNow = ({ clock }: Context, rows: readonly SymbolRow[]): readonly SymbolRow[] =>
  rows.filter(({ session, timezone }) => isOpen(session, timezone, clock.now()))

/** @throws NotRun when every market is closed: then nothing can be expected to tick */
async function symbolsOpen(context: Context): Promise<readonly SymbolRow[]> {
  const rows = openNow(context, await context.symbols())
  if (rows.length === 0) throw new NotRun('All sessions are closed now, so no tick can be expected.')
  return rows
}

async function existence(context: Context): Promise<Verdict> {
  const missing = new Set(['asks', 'bids', 'trades'])
  watchMain(context, ({ text }) => {
    const tick = tickOf(text)
    if (tick?.f === 't') missing.delete('trades')
    if (tick?.f === 'a' || (tick?.f === 'q' && 'ap' in tick.fields)) missing.delete('asks')
    if (tick?.f === 'b' || (tick?.f === 'q' && 'bp' in tick.fields)) missing.delete('bids')
  })
  await symbolsOpen(context)
  const { defaultDuration } = context.options
  await context.feed.run(defaultDuration, () => missing.size === 0)
  hold(
    missing.size === 0,
    `GET /streaming: expected asks, bids and trades within ${defaultDuration} s, received no ${[...missing].join(' and no ')}.`,
  )
  return passed('Asks, bids and trades appear.')
}

async function dailyBarsUpdate(context: Context): Promise<Verdict> {
  const daily = new Set<string>()
  watchMain(context, ({ text }) => {
    const tick = tickOf(text)
    if (tick?.f === 'd') daily.add(tick.id)
  })
  const { defaultDuration } = context.options
  const rows = await context.symbols()
  const unexpected = (): SymbolRow | undefined =>
    rows.find(({ key, hasDaily }) => !hasDaily && daily.has(key))
  const wanted = openNow(context, rows).filter(({ hasDaily }) => hasDaily)
  const missing = () => wanted.filter(({ key }) => !daily.has(key))
  await context.feed.run(defaultDuration)
  hold(
    unexpected() === undefined,
    () => `GET /streaming: a daily line came for ${unexpected()?.key}, whose has-daily is false.`,
  )
  if (wanted.length === 0) throw new NotRun('No symbol with has-daily is in its session now.')
  const late = missing()
  if (late.length === 0) return passed(`A daily line came for each of ${wanted.length} symbols.`)
  return warning(
    `Within ${defaultDuration} s no daily line came for ${late.length} of ${wanted.length} symbols, such as ${late[0]?.key}.`,
  )
}

async function fieldsFormat(context: Context): Promise<Verdict> {
  let lines = 0
  let ticks = 0
  let mistake: unknown
  const notices = new Set<string>()
  watchMain(context, (line) => {
    lines += 1
    if (tickOf(line.text) !== undefined) ticks += 1
    if (mistake !== undefined) return
    try {
      const value = objectOf(line.text)
      if (value === undefined)
        throw new Violation(`GET /streaming: expected one JSON object per line, received ${quoted(line)}.`)
      for (const extra of checkLine(value, `GET /streaming, ${quoted(line)}`, line.at))
        if (notices.size < 3) notices.add(extra)
    } catch (error) {
      mistake = error
    }
  })
  const { defaultDuration } = context.options
  await context.feed.run(defaultDuration, () => mistake !== undefined)
  if (mistake !== undefined) throw mistake
  hold(
    lines > 0,
    `GET /streaming: expected lines, at least heartbeats, received none in ${defaultDuration} s.`,
  )
  if (ticks === 0)
    throw new NotRun(`Within ${defaultDuration} s only heartbeats came, ${lines}, and no line of a symbol.`)
  return passedUnless([...notices], `${lines} lines are as the specification has them.`)
}

/** What the test fails above, and what the specification wants besides the rounding of times to seconds. */
const MOST_DELAY = 5
const GOOD_DELAY = 2

async function noDelays(context: Context): Promise<Verdict> {
  let worst = { delay: 0, line: '' }
  let ahead = { by: 0, line: '' }
  let ticks = 0
  watchMain(context, (line) => {
    const tick = tickOf(line.text)
    if (tick === undefined || tick.f === 'd') return
    ticks += 1
    const delay = line.at - tick.t
    if (delay > worst.delay) worst = { delay, line: quoted(line) }
    if (-delay > ahead.by) ahead = { by: -delay, line: quoted(line) }
  })
  const { defaultDuration } = context.options
  await symbolsOpen(context)
  await context.feed.run(defaultDuration)
  hold(ticks > 0, `GET /streaming: expected ticks within ${defaultDuration} s, received none.`)
  const delay = worst.delay.toFixed(1)
  hold(
    worst.delay <= MOST_DELAY,
    `GET /streaming: expected ticks at most ${MOST_DELAY} s old, received ${worst.line} ${delay} s after its time.`,
  )
  hold(
    ahead.by <= GOOD_DELAY,
    `GET /streaming: ${ahead.line} came ${ahead.by.toFixed(1)} s before its time. Compare the clocks.`,
  )
  const told = `Of ${ticks} ticks none was older than ${delay} s.`
  return worst.delay <= GOOD_DELAY
    ? passed(told)
    : warning(`${told} A tick should be at most 1 s old: ${worst.line}.`)
}

async function permanentConnection({ feed, options }: Context): Promise<Verdict> {
  await feed.run(options.defaultDuration)
  const ended = feed.ends[0]
  hold(
    ended === undefined,
    () =>
      `GET /streaming: connection ${(ended?.connection ?? 0) + 1} ended after ${ended?.after.toFixed(0)} s: ${ended?.reason}. The server must never close it.`,
  )
  return passed(`The connections lived for ${options.defaultDuration} s.`)
}

async function symbolsCheck(context: Context): Promise<Verdict> {
  const seen = new Map<string, string>()
  const ticked = new Set<string>()
  watchMain(context, (line) => {
    const tick = tickOf(line.text)
    if (tick === undefined) return
    if (!seen.has(tick.id)) seen.set(tick.id, quoted(line))
    if (tick.f !== 'd') ticked.add(tick.id)
  })
  const { defaultDuration, symbolsDuration } = context.options
  const rows = await context.symbols()
  const keys = new Set(rows.map(({ key }) => key))
  const open = openNow(context, rows).filter(({ hasIntraday }) => hasIntraday)
  const silent = (): readonly SymbolRow[] => open.filter(({ key }) => !ticked.has(key))
  await context.feed.run(Math.min(defaultDuration, symbolsDuration))
  await context.feed.run(symbolsDuration, () => silent().length === 0)
  const [id, line] = [...seen].find(([key]) => !keys.has(key)) ?? []
  hold(
    id === undefined,
    `GET /streaming: ${line}: expected a symbol of GET /symbol_info (its ticker, where it has one), received "${id}".`,
  )
  if (seen.size === 0 && open.length === 0)
    throw new NotRun('All sessions are closed now, so no tick can be expected.')
  const late = silent().map(({ key }) => key)
  hold(
    late.length === 0,
    `Within ${symbolsDuration} s no tick came for ${late.length} of ${open.length} symbols that are in their sessions: ${summary(late, ', ')}.`,
  )
  return passed(`Every tick is of a symbol that is listed, and all ${open.length} in their sessions ticked.`)
}

async function timeGrow(context: Context): Promise<Verdict> {
  const latest = new Map<string, number>()
  let mistake = ''
  watchMain(context, (line) => {
    const tick = tickOf(line.text)
    if (tick === undefined) return
    const key = `${tick.f} ${tick.id}`
    const before = latest.get(key) ?? 0
    if (tick.t < before && mistake === '')
      mistake = `GET /streaming: ${quoted(line)} came after one of the same symbol and type with t = ${before}.`
    latest.set(key, tick.t)
  })
  const { defaultDuration } = context.options
  await symbolsOpen(context)
  await context.feed.run(defaultDuration, () => mistake !== '')
  hold(mistake === '', mistake)
  hold(latest.size > 0, `GET /streaming: expected ticks within ${defaultDuration} s, received none.`)
  return passed(`Times never decreased for ${latest.size} pairs of symbol and type.`)
}

async function chunkedHeader({ feed }: Context): Promise<Verdict> {
  const { main } = await feed.open()
  if (!main.httpVersion.startsWith('1'))
    throw new NotRun('The stream came over HTTP/2, which has no such header.')
  hold(main.httpVersion === '1.1', `GET /streaming: expected HTTP/1.1, received HTTP/${main.httpVersion}.`)
  const encoding = main.headers['transfer-encoding'] ?? 'none'
  hold(
    encoding.toLowerCase() === 'chunked',
    `GET /streaming: Transfer-Encoding: expected chunked, received ${encoding}.`,
  )
  const compression = main.headers['content-encoding'] ?? 'identity'
  hold(
    compression === 'identity',
    `GET /streaming: expected no compression, which holds lines back, received ${compression}.`,
  )
  return passed('Transfer-Encoding is chunked.')
}

async function unauthorizedStream({ access, options }: Context): Promise<Verdict> {
  await access.demandsToken()
  for (const token of [undefined, FOREIGN_TOKEN]) {
    const connection = await openStream(`${options.url}/streaming`, token, options.timeout * 1000)
    connection.close()
    hold(
      connection.status === 401,
      `GET /streaming ${token ? 'with a token that was never issued' : 'without a token'}: expected status 401, received ${connection.status}.`,
    )
  }
  return passed('GET /streaming without a token and with a foreign one is answered 401.')
}

/** Seconds between heartbeats, and how late one may be. */
const HEARTBEAT = 5
const HEARTBEAT_SLACK = 2

async function heartbeats(context: Context): Promise<Verdict> {
  const times: number[] = []
  watchMain(context, ({ at, text }) => {
    if (objectOf(text)?.heartbeat !== undefined) times.push(at)
  })
  const { defaultDuration } = context.options
  if (defaultDuration < 2 * HEARTBEAT)
    throw new NotRun(`--default-duration is shorter than the ${2 * HEARTBEAT} s this takes.`)
  const { openedAt } = await context.feed.run(defaultDuration)
  const moments = [openedAt, ...times, openedAt + defaultDuration]
  const longest = Math.max(...moments.slice(1).map((time, index) => time - (moments[index] ?? time)))
  hold(
    longest <= HEARTBEAT + HEARTBEAT_SLACK,
    `GET /streaming: expected a heartbeat every ${HEARTBEAT} s, received ${times.length} in ${defaultDuration} s with a pause of ${longest.toFixed(1)} s.`,
  )
  return passed(`${times.length} heartbeats in ${defaultDuration} s.`)
}

function streamTest(name: string, rule: string, run: Test['run']): Test {
  return { name, area: 'streaming', rule, lane: name, run }
}

export const streamingTests: readonly Test[] = [
  streamTest(
    'streamingAskBidQuoteTradeExistence',
    'Asks, bids and trades all appear within --default-duration.',
    existence,
  ),
  streamTest(
    'streamingDailyBarsUpdate',
    'A daily line appears for every symbol with has-daily (its absence is a warning), and for no other.',
    dailyBarsUpdate,
  ),
  streamTest('streamingFieldsFormat', 'Every line matches the specification.', fieldsFormat),
  streamTest(
    'streamingNoDelays',
    'Ticks arrive within 5 s of their time; above 2 s, rounding included, is a warning.',
    noDelays,
  ),
  streamTest(
    'streamingPermanentConnection',
    'The server does not close the stream within --default-duration.',
    permanentConnection,
  ),
  streamTest(
    'streamingSymbolsCheck',
    'Every tick is of a symbol of /symbol_info, and every symbol in its session ticks within --symbols-duration.',
    symbolsCheck,
  ),
  streamTest('streamingTimeGrow', 'Times never decrease per symbol and type of line.', timeGrow),
  streamTest(
    'streamingTransferEncodingHeader',
    'Transfer-Encoding is chunked, over HTTP/1.1.',
    chunkedHeader,
  ),
  streamTest(
    'streamingUnauthorizedRequest',
    'GET /streaming without a token answers 401.',
    unauthorizedStream,
  ),
  streamTest('streamingHeartbeat', 'A heartbeat comes every 5 s.', heartbeats),
]
