import { type Answer, type Breaks, ok, refused } from './answer.ts'
import { LISTINGS, type Listing } from './market.ts'

/** GET /groups */
export function groupsAnswer(breaks: Breaks): Answer {
  const ids = [...new Set(LISTINGS.map(({ group }) => group))]
  if (breaks('group in upper case')) ids.push('broker_FOREX')
  if (breaks('group of another prefix')) ids.push('exchange_forex')
  if (breaks('eleven groups')) ids.push(...'abcdefgh'.split('').map((letter) => `broker_${letter}`))
  if (breaks('group without a prefix')) ids.unshift('forex')
  if (breaks('no groups')) ids.splice(0)
  if (breaks('group twice')) ids.push(...ids.slice(0, 1))
  return ok({ groups: ids.map((id) => ({ id })) })
}

/** GET /symbol_info */
export function symbolInfoAnswer(group: string | null, breaks: Breaks): Answer {
  const listings = LISTINGS.filter(
    (listing) => group === null || listing.group === group || isMisplaced(listing, group, breaks),
  ).filter(({ symbol }) => !(symbol === 'ACME' && isHidden(group, breaks)) && !breaks('no symbols'))
  if (group !== null && !LISTINGS.some((listing) => listing.group === group) && !breaks('eleven groups'))
    return refused(`There is no group ${group}.`)
  const body = { ...columnsOf(listings), ...brokenColumns(listings, breaks) }
  return { status: 200, body, ...(breaks('symbols as HTML') && { type: 'text/html' }) }
}

const isHidden = (group: string | null, breaks: Breaks): boolean =>
  group === null ? breaks('symbol of a group alone') : breaks('symbol in no group')

const isMisplaced = ({ symbol }: Listing, group: string, breaks: Breaks): boolean =>
  breaks('symbol in two groups') && symbol === 'ACME' && group === 'broker_forex'

function columnsOf(listings: readonly Listing[]): Record<string, unknown> {
  return {
    s: 'ok',
    symbol: listings.map(({ symbol }) => symbol),
    ticker: listings.map(({ ticker }) => ticker),
    description: listings.map(({ symbol }) => `The ${symbol}`),
    currency: 'USD',
    'base-currency': listings.map(({ base }) => base),
    'exchange-listed': 'BROKER',
    'exchange-traded': 'BROKER',
    minmovement: 1,
    minmovement2: listings.map(({ type }) => (type === 'forex' ? 10 : 0)),
    pricescale: 10_000,
    type: listings.map(({ type }) => type),
    typespecs: listings.map(({ typespecs }) => typespecs),
    'volume-type': listings.map(({ volumeType }) => volumeType),
    timezone: listings.map(({ timezone }) => timezone),
    'session-regular': listings.map(({ session }) => session),
    'has-intraday': true,
    'has-daily': listings.map(({ hasDaily }) => hasDaily),
    'has-no-volume': listings.map(({ hasNoVolume }) => hasNoVolume),
  }
}

function brokenColumns(listings: readonly Listing[], breaks: Breaks): Record<string, unknown> {
  const first = (value: unknown, rest: (listing: Listing) => unknown): unknown[] =>
    listings.map((listing, index) => (index === 0 ? value : rest(listing)))
  const acme = (value: unknown, rest: (listing: Listing) => unknown): unknown[] =>
    listings.map((listing) => (listing.symbol === 'ACME' ? value : rest(listing)))
  const broken: Record<string, Record<string, unknown>> = {
    'pricescale of 300': { pricescale: 300 },
    'no currency': { currency: null },
    'unknown symbol type': { type: first('fund', ({ type }) => type) },
    'unknown timezone': { timezone: 'Europe/Atlantis' },
    'comma in a ticker': { ticker: first('EUR,USD', ({ ticker }) => ticker) },
    'ticker twice': { ticker: listings.map(({ ticker }) => (ticker === 'ACME' ? 'EURUSD' : ticker)) },
    'no description': { description: undefined },
    'exchange in lower case': { 'exchange-listed': 'broker' },
    'minmovement of a half': { minmovement: 0.5 },
    'minmovement2 of three': { minmovement2: 3 },
    'flags as text': { 'has-intraday': 'true' },
    'unknown bar-source': { 'bar-source': 'last' },
    'resolutions as text': { 'supported-resolutions': '1' },
    'gaps in spite of bar-fillgaps': { 'bar-fillgaps': true },
    'unknown column': { colour: 'blue' },
    'symbol in lower case': { symbol: first('eurusd', ({ symbol }) => symbol) },
    'symbol twice': { symbol: listings.map(({ symbol }) => (symbol === 'JP225' ? 'ACME' : symbol)) },
    'short column': { description: ['Only one'] },
    'sessions overlap': { 'session-regular': '0000-0000:23|1700-1700:4|2000-2100:3' },
    'nonsense session': { 'session-regular': '0930-1675' },
    'no hours of trading': { 'session-regular': null },
    'trade on Thursdays alone': { 'session-regular': '1700-1700:5' },
    'markets are closed': { 'session-regular': '0000-0001:1' },
    'minutes or days': {
      'has-intraday': listings.map(({ hasDaily }) => !hasDaily),
      'has-daily': listings.map(({ hasDaily }) => hasDaily),
    },
    'session with a break': { 'session-regular': '0000-1200:1234567|1300-2359:1234567' },
    'crypto without its base': { 'base-currency': null },
    'futures without a root': { type: acme('futures', ({ type }) => type) },
    'a CFD on futures without its end': {
      type: acme('futures', ({ type }) => type),
      typespecs: acme('cfd', ({ typespecs }) => typespecs),
      root: 'ROOT',
      'root-description': 'The root',
    },
  }
  return Object.assign(
    {},
    ...Object.entries(broken).map(([defect, columns]) => (breaks(defect) ? columns : {})),
  )
}
