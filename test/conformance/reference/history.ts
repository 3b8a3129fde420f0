import { type Answer, type Breaks, notFound, refused } from './answer.ts'
import {
  type Candle,
  DAY,
  dayCandles,
  LISTINGS,
  type Listing,
  minuteCandles,
  START,
  tradingDay,
} from './market.ts'

interface Range {
  readonly from: number
  readonly to: number
  readonly countback: number | undefined
}

const broken: Answer = { status: 500, body: {} }

let requests = 0

/** GET /history */
export function historyAnswer(query: URLSearchParams, now: number, breaks: Breaks): Answer {
  requests += 1
  const listing = LISTINGS.find(({ ticker }) => ticker === query.get('symbol'))
  if (listing === undefined)
    return breaks('unknown symbol is 404') ? notFound : refused('There is no such symbol.')
  const countback = query.get('countback')
  const range = {
    from: Number(query.get('from')),
    to: Number(query.get('to')),
    countback: countback === null ? undefined : Number(countback),
  }
  if (range.from > range.to && breaks('from after to breaks it')) return broken
  if (!Number.isFinite(range.from) && breaks('times that are none break it')) return broken
  if (!Number.isFinite(range.from) || !Number.isFinite(range.to) || range.from > range.to)
    return refused('The range makes no sense.')
  const resolution = query.get('resolution')
  if (resolution === '1' || breaks('unknown resolutions are minutes'))
    return answerOf(listing, minutes(listing, range, now, breaks), range, now, breaks)
  if (resolution === 'D') return answerOf(listing, days(listing, range, now, breaks), range, now, breaks)
  return refused('There is no such resolution.')
}

function answerOf(
  listing: Listing,
  bars: readonly Candle[],
  { from }: Range,
  now: number,
  breaks: Breaks,
): Answer {
  if (bars.length === 0) {
    if (breaks('no_data without nb')) return { status: 200, body: { s: 'no_data' } }
    const older = minuteCandles(listing, from - DAY, from - 1, now).at(-1)
    if (breaks('nb is after from')) return { status: 200, body: { s: 'no_data', nb: from + 60 } }
    if (breaks('older form of empty answers'))
      return { status: 200, body: { s: 'no_data', ...(older && { nb: older.t }) } }
  }
  const column = (name: keyof Candle): number[] => bars.map((bar) => bar[name])
  const body = {
    s: 'ok',
    t: column('t'),
    o: column('o'),
    h: column('h'),
    l: column('l'),
    c: column('c'),
    v: column('v'),
  }
  return { status: 200, body }
}

function minutes(listing: Listing, range: Range, now: number, breaks: Breaks): Candle[] {
  const bars = counted(listing, range, now, breaks)
  return MINUTE_DEFECTS.reduce(
    (current, [defect, spoil]) => (breaks(defect) ? spoil(current, { listing, now, ...range }) : current),
    bars,
  )
}

function counted(listing: Listing, { from, to, countback }: Range, now: number, breaks: Breaks): Candle[] {
  if (countback === undefined || breaks('countback ignored')) return minuteCandles(listing, from, to, now)
  const wanted = breaks('countback answers one more') ? countback + 1 : countback
  const end = breaks('countback goes on after "to"') ? to + 60 : to
  return minuteCandles(listing, to - 4 * DAY, end, now).slice(-wanted)
}

interface Circumstances extends Range {
  readonly listing: Listing
  readonly now: number
}

type Spoil = (bars: Candle[], circumstances: Circumstances) => Candle[]

const flat = (t: number, price: number, v: number): Candle => ({
  t,
  o: price,
  h: price,
  l: price,
  c: price,
  v,
})

const MINUTE_DEFECTS: readonly (readonly [string, Spoil])[] = [
  ['"to" is exclusive', (bars, { to }) => bars.filter(({ t }) => t < to)],
  [
    'a bar in the future',
    (bars, { to, now }) => (to > now ? [...bars, flat(Math.ceil(now / 60) * 60 + 60, 1, 1)] : bars),
  ],
  ['the open bar is missing', (bars, { now }) => bars.filter(({ t }) => t + 60 <= now)],
  ['a bar vanishes', (bars, { now }) => bars.filter(({ t }) => !(t < now - 600 && t > now - 700))],
  [
    'an empty range answers the bar before',
    (bars, { listing, from, now }) =>
      bars.length > 0 ? bars : minuteCandles(listing, from - DAY, from, now).slice(-1),
  ],
  [
    'the bar that "from" lies in is answered too',
    (bars, { listing, from, now }) =>
      from % 60 === 0 ? bars : [...minuteCandles(listing, from - 60, from, now), ...bars],
  ],
  ['volumes differ every time', (bars) => bars.map((bar) => ({ ...bar, v: bar.v + (requests % 97) }))],
  [
    'large answers are thinned',
    (bars, { from, to }) => (to - from > 6000 ? bars.filter((_, index) => index % 9 > 0) : bars),
  ],
  ['short ranges are empty', (bars, { from, to }) => (to - from < DAY - 1 ? [] : bars)],
  ['a bar twice', (bars) => [...bars.slice(0, 1), ...bars]],
  [
    'half minutes in a whole day',
    (bars, { from, to }) =>
      to - from === DAY - 1 && from % DAY === 0
        ? bars.flatMap((bar) => [bar, { ...bar, t: bar.t + 30 }])
        : bars,
  ],
  [
    'a range that ends in a gap loses its last bar',
    (bars, { to }) => (to - (bars.at(-1)?.t ?? to) > 29 && bars.length > 1 ? bars.slice(0, -1) : bars),
  ],
  [
    'closed bars change',
    (bars, { now }) =>
      bars.map((bar) => (bar.t > now - 900 && bar.t + 66 < now ? { ...bar, h: bar.h + now - bar.t } : bar)),
  ],
  [
    'a closed bar is taken back',
    (bars, { now }) => bars.filter(({ t }) => now < START + 60 || t !== Math.floor(START / 60) * 60 - 300),
  ],
  ['minutes off the minute', (bars) => bars.map((bar) => ({ ...bar, t: bar.t + 7 }))],
  ['a bar outside the range', (bars, { from }) => [flat(Math.floor(from / 60) * 60 - 60, 1, 1), ...bars]],
  [
    'a range that begins in a gap loses its first bar',
    (bars, { from }) => ((bars[0]?.t ?? from) - from > 29 && bars.length > 1 ? bars.slice(1) : bars),
  ],
  ['low above open', (bars) => bars.map((bar) => ({ ...bar, l: bar.h + 1 }))],
  [
    'bars before the beginning',
    (bars, { to }) => (bars.length > 0 ? bars : [flat(Math.floor(to / 60) * 60, 1, 1)]),
  ],
  [
    'quiet minutes are filled',
    (bars, { listing, from, to, now }) => {
      const known = new Map(bars.map((bar) => [bar.t, bar]))
      const filled: Candle[] = []
      for (let t = Math.ceil(from / 60) * 60; t <= Math.min(to, now); t += 60)
        if (tradingDay(listing, t) !== undefined) filled.push(known.get(t) ?? flat(t, listing.price, 0))
      return filled
    },
  ],
]

function days(listing: Listing, { from, to }: Range, now: number, breaks: Breaks): Candle[] {
  if (breaks('no daily bars')) return []
  const bars = dayCandles(listing, from, to, now)
  const last = bars.at(-1)
  if (breaks('a day in the future') && last !== undefined && to > now)
    bars.push({ ...last, t: last.t + 2 * DAY })
  if (breaks('a day twice')) return [...bars.slice(0, 1), ...bars]
  if (breaks('days close at the open')) return bars.map((bar) => ({ ...bar, c: bar.o }))
  if (breaks('days open at the close')) return bars.map((bar) => ({ ...bar, o: bar.c }))
  if (breaks('days begin with the session')) return bars.map((bar) => ({ ...bar, t: bar.t - 7200 }))
  if (breaks('a bar of Sunday') && bars[0] !== undefined)
    return [...bars, { ...bars[0], t: Date.UTC(2026, 0, 11) / 1000 }].toSorted((a, b) => a.t - b.t)
  return bars
}
