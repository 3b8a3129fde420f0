import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { MINIMAL, mistakesOf } from '../support/environments.ts'

const folder = mkdtempSync(join(tmpdir(), 'symbols-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function envWith(file: unknown): Record<string, string> {
  const path = join(folder, 'symbols.json')
  writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file))
  return { ...MINIMAL, BROKER_ID: 'acme', SYMBOLS_FILE: path }
}

const mistakesIn = (file: unknown) => mistakesOf(envWith(file))

const group = (n: number) => ({ id: `acme_${'abcdefghijk'[n]}` })

const hours = (more: Readonly<Record<string, string>>) => ({
  timezone: 'America/New_York',
  'session-regular': '0930-1600',
  ...Object.fromEntries(Object.entries(more).map(([kind, text]) => [`session-${kind}`, text])),
})

describe('a symbols file', () => {
  it('may hold everything', () => {
    const file = {
      mapping: { 'GBPUSD.r': 'FX:GBPUSD' },
      groups: [
        { id: 'acme_stocks', types: ['stock', 'stock_cfd'], restricted: { servers: ['MAIN'], accounts: [] } },
        { id: 'acme_mine', symbols: ['US 30'] },
      ],
      symbols: {
        'US 30': {
          symbol: 'US30',
          ticker: 'US30',
          timezone: 'America/New_York',
          'session-regular': '1800-1700',
          'base-currency': null,
        },
        BOND: { fractional: true, pricescale: 32, minmovement: 1 },
        AAPL: hours({ extended: '0400-2000', premarket: '0400-0930', postmarket: '1600-2000' }),
      },
    }
    expect(loadConfig(envWith(file)).dataFeed.symbols).toEqual(file)
  })

  it('may be what the operators’ page shows', () => {
    const page = readFileSync(new URL('../../docs/operators.md', import.meta.url), 'utf8')
    const example = /```json\n({\n {2}"groups"[^`]+)```/.exec(page)?.[1] ?? ''
    expect(mistakesIn(example)).toEqual([])
    expect(loadConfig(envWith(example)).dataFeed.symbols).toEqual(JSON.parse(example))
  })

  it('may hold nothing', () => {
    expect(loadConfig(envWith({})).dataFeed.symbols).toEqual({ mapping: {}, groups: [], symbols: {} })
  })

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'SYMBOLS_FILE: expected the path of a readable JSON file'],
    ['a list', [], 'SYMBOLS_FILE: expected the path of a readable JSON file'],
    ['an unknown part', { symbol: {} }, 'SYMBOLS_FILE: expected the path of a readable JSON file'],
    [
      'a mapping without an exchange',
      { mapping: { A: 'GBPUSD' } },
      'SYMBOLS_FILE.mapping.A: expected EXCHANGE:NAME, received "GBPUSD"',
    ],
    [
      'a mapping to a number',
      { mapping: { A: 1 } },
      'SYMBOLS_FILE.mapping.A: expected EXCHANGE:NAME, received 1',
    ],
    [
      'a group in capitals',
      { groups: [{ id: 'acme_FX' }] },
      'SYMBOLS_FILE.groups[0].id: expected lower-case Latin letters and underscores, received "acme_FX"',
    ],
    [
      'a group without the prefix',
      { groups: [{ id: 'fx' }] },
      'SYMBOLS_FILE.groups[0].id: expected an id that begins with acme_, after BROKER_ID, received "fx"',
    ],
    [
      'a group that is the prefix',
      { groups: [{ id: 'acme_' }] },
      'SYMBOLS_FILE.groups[0].id: expected an id that begins with acme_',
    ],
    [
      'a group twice',
      { groups: [group(0), group(0)] },
      'SYMBOLS_FILE.groups[1].id: expected an id of its own: it is also groups[0].id',
    ],
    [
      'an unknown type',
      { groups: [{ id: 'acme_a', types: ['fx'] }] },
      'SYMBOLS_FILE.groups[0].types[0]: expected one of forex, stock, stock_cfd,',
    ],
    [
      'a type in two groups',
      {
        groups: [
          { ...group(0), types: ['forex'] },
          { ...group(1), types: ['forex'] },
        ],
      },
      'SYMBOLS_FILE.groups[1].types[0]: expected a type that no other group has: it is also groups[0].types[0], received "forex"',
    ],
    [
      'a symbol in two groups',
      {
        groups: [
          { ...group(0), symbols: ['A'] },
          { ...group(1), symbols: ['B', 'A'] },
        ],
      },
      'SYMBOLS_FILE.groups[1].symbols[1]: expected a symbol that no other group has: it is also groups[0].symbols[0], received "A"',
    ],
    [
      'an unknown part of a group',
      { groups: [{ id: 'acme_a', type: 'forex' }] },
      'SYMBOLS_FILE.groups[0]: expected an object {id, types, symbols, restricted} without type',
    ],
    [
      'an account id that is a number',
      { groups: [{ id: 'acme_a', restricted: { accounts: [7080] } }] },
      'SYMBOLS_FILE.groups[0].restricted.accounts[0]: expected a text, received 7080',
    ],
    [
      'a restriction to something unknown',
      { groups: [{ id: 'acme_a', restricted: { emails: [] } }] },
      'SYMBOLS_FILE.groups[0].restricted: expected an object {servers, accounts} without emails',
    ],
    [
      'a restriction to a server that is none',
      { groups: [{ id: 'acme_a', restricted: { servers: ['MAIN', 'main'] } }] },
      'SYMBOLS_FILE.groups[0].restricted.servers[1]: expected a server of TRADELOCKER_SERVERS, received "main"',
    ],
    [
      'eleven groups, counting that of the rest',
      { groups: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(group) },
      'SYMBOLS_FILE.groups: expected at most 10 groups, counting acme_other for the symbols of types that none names, received 11',
    ],
    [
      'an unknown field',
      { symbols: { A: { minmov: 1 } } },
      'SYMBOLS_FILE.symbols.A: expected an object of symbol_info fields without minmov, received {"minmov":1}',
    ],
    [
      'a field of another type',
      { symbols: { A: { pricescale: '100', minmovement: 1 } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a whole number, received "100"',
    ],
    [
      'a type that TradingView does not know',
      { symbols: { A: { type: 'fx' } } },
      'SYMBOLS_FILE.symbols.A.type: expected a type of symbol that TradingView knows',
    ],
    [
      'a time zone that TradingView does not know',
      { symbols: { A: { timezone: 'EET', 'session-regular': '0900-1700' } } },
      'SYMBOLS_FILE.symbols.A.timezone: expected a time zone that TradingView knows',
    ],
    [
      'hours with a break',
      { symbols: { A: { timezone: 'Asia/Tokyo', 'session-regular': '0900-1200:2|1300-1700:2' } } },
      'SYMBOLS_FILE.symbols.A.session-regular: expected hours such as',
    ],
    [
      'a symbol in small letters',
      { symbols: { A: { symbol: 'us30' } } },
      'SYMBOLS_FILE.symbols.A.symbol: expected capital letters, digits, dots and underscores',
    ],
    [
      'a ticker with a comma',
      { symbols: { A: { ticker: 'A,B' } } },
      'SYMBOLS_FILE.symbols.A.ticker: expected a text without commas',
    ],
    [
      'a symbol twice',
      { symbols: { A: { symbol: 'X' }, B: { ticker: 'X' } } },
      'SYMBOLS_FILE.symbols.B.ticker: expected a text that is no other symbol or ticker: it is also symbols.A.symbol, received "X"',
    ],
    [
      'a scale that is no power of ten',
      { symbols: { A: { pricescale: 32, minmovement: 1 } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a power of ten, unless fractional is true, received 32',
    ],
    [
      'a fraction without a scale',
      { symbols: { A: { fractional: true } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a power of two, because prices are fractional, received nothing',
    ],
    [
      'a fraction of ten',
      { symbols: { A: { fractional: true, pricescale: 100, minmovement: 1 } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a power of two',
    ],
    [
      'a scale without a movement',
      { symbols: { A: { pricescale: 100 } } },
      'SYMBOLS_FILE.symbols.A.minmovement: expected a value, because there is pricescale, received nothing',
    ],
    [
      'a movement without a scale',
      { symbols: { A: { minmovement: 25 } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a value, because there is minmovement, received nothing',
    ],
    [
      'a pip that is no power of ten',
      { symbols: { A: { minmovement2: 25 } } },
      'SYMBOLS_FILE.symbols.A.minmovement2: expected 0 or a power of ten, received 25',
    ],
    [
      'a second fraction that is no power of two',
      { symbols: { A: { fractional: true, pricescale: 128, minmovement: 1, minmovement2: 10 } } },
      'SYMBOLS_FILE.symbols.A.minmovement2: expected 0 or a power of two, received 10',
    ],
    [
      'a future without a last day',
      { symbols: { A: { type: 'futures', root: 'A', 'root-description': 'Letters' } } },
      'SYMBOLS_FILE.symbols.A.expiration: expected a value, because type is futures, and no CFD, received nothing',
    ],
    [
      'a CFD on a future without a root',
      { symbols: { A: { type: 'futures', typespecs: 'cfd', root: null, 'root-description': 'Letters' } } },
      'SYMBOLS_FILE.symbols.A.root: expected a value, because type is futures, received null',
    ],
    [
      'a last day that there is not',
      { symbols: { A: { expiration: 20300230 } } },
      'SYMBOLS_FILE.symbols.A.expiration: expected a day that there is, received 20300230',
    ],
    [
      'forex without its first currency',
      { symbols: { A: { type: 'forex' } } },
      'SYMBOLS_FILE.symbols.A.base-currency: expected a value, because type is forex, received nothing',
    ],
    [
      'a pair of crypto without its first currency',
      { symbols: { A: { type: 'swap', typespecs: 'crypto' } } },
      'SYMBOLS_FILE.symbols.A.base-currency: expected a value, because it is a pair of crypto',
    ],
    [
      'a CFD that is none',
      { symbols: { A: { 'is-cfd': true, typespecs: 'crypto' } } },
      'SYMBOLS_FILE.symbols.A.typespecs: expected cfd among them, because is-cfd is true, received "crypto"',
    ],
    [
      'hours without a zone',
      { symbols: { A: { 'session-regular': '0900-1700' } } },
      'SYMBOLS_FILE.symbols.A.timezone: expected a value, because hours and their zone belong together',
    ],
    [
      'a zone without hours',
      { symbols: { A: { timezone: 'Asia/Tokyo' } } },
      'SYMBOLS_FILE.symbols.A.session-regular: expected a value, because hours and their zone',
    ],
    [
      'trading that never rests, in a zone',
      { symbols: { A: { timezone: 'Asia/Tokyo', 'session-regular': '24x7' } } },
      'SYMBOLS_FILE.symbols.A.timezone: expected Etc/UTC, whose days are those of trading that never rests',
    ],
    [
      'extended hours that begin after the first',
      { symbols: { A: hours({ extended: '0830-2000', premarket: '0800-0930', postmarket: '1600-2000' }) } },
      'SYMBOLS_FILE.symbols.A.session-extended: expected hours from the beginning of session-premarket',
    ],
    [
      'extended hours on fewer days',
      { symbols: { A: hours({ extended: '0800-1600:2345', premarket: '0800-0930' }) } },
      'SYMBOLS_FILE.symbols.A.session-extended: expected hours from the beginning of session-premarket',
    ],
    [
      'hours before that end too late',
      { symbols: { A: hours({ extended: '0800-1600', premarket: '0800-0931' }) } },
      'SYMBOLS_FILE.symbols.A.session-premarket: expected hours that end before session-regular begins',
    ],
    [
      'hours after that begin too early',
      { symbols: { A: hours({ extended: '0930-2000', postmarket: '1559-2000' }) } },
      'SYMBOLS_FILE.symbols.A.session-postmarket: expected hours that begin after session-regular',
    ],
    [
      'hours before without the whole day',
      { symbols: { A: hours({ premarket: '0800-0930' }) } },
      'SYMBOLS_FILE.symbols.A.session-extended: expected the whole day, because there is session-premarket',
    ],
    [
      'extended hours without the regular ones',
      { symbols: { A: { 'session-extended': '0800-1600' } } },
      'SYMBOLS_FILE.symbols.A.session-regular: expected hours, because there is session-extended',
    ],
  ])('is refused for %s', (_what, file, expected) => {
    const mistakes = mistakesIn(file)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(expected)
  })

  it('may declare ten groups when they name every type', () => {
    const types = [
      ['forex', 'stock'],
      ['stock_cfd'],
      ['etf'],
      ['index'],
      ['commodity'],
      ['crypto'],
      ['futures'],
      ['option'],
      ['other'],
      [],
    ]
    const groups = types.map((some, n) => ({ ...group(n), types: some }))
    expect(mistakesIn({ groups })).toEqual([])
    expect(mistakesIn({ groups: [...groups, group(10)] })).toEqual([
      'SYMBOLS_FILE.groups: expected at most 10 groups, received 11',
    ])
  })

  it('is refused with every mistake at once, those between its parts and in other variables included', () => {
    const file = {
      mapping: { A: 'B' },
      groups: [
        { id: 'fx', types: ['nothing'] },
        { id: 'fx', symbols: 5 },
      ],
      symbols: { A: { type: 1, symbol: 'X' }, B: { symbol: 'X', unknown: true } },
    }
    const places = mistakesOf({ ...envWith(file), PORT: 'x' }).map((line) => line.split(': expected')[0])
    expect(places.sort()).toEqual([
      'PORT',
      'SYMBOLS_FILE.groups[0].id',
      'SYMBOLS_FILE.groups[0].types[0]',
      'SYMBOLS_FILE.groups[1].id',
      'SYMBOLS_FILE.groups[1].id',
      'SYMBOLS_FILE.groups[1].symbols',
      'SYMBOLS_FILE.mapping.A',
      'SYMBOLS_FILE.symbols.A.type',
      'SYMBOLS_FILE.symbols.B',
      'SYMBOLS_FILE.symbols.B.symbol',
    ])
  })
})
