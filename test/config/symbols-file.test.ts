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

describe('a symbols file', () => {
  it('may hold everything', () => {
    const file = {
      mapping: { 'GBPUSD.r': 'FX:GBPUSD' },
      groups: [
        { id: 'acme_stocks', types: ['stock', 'stock_cfd'], restricted: { servers: ['MAIN'], accounts: [] } },
        { id: 'acme_mine', symbols: ['US 30'] },
      ],
      symbols: {
        'US 30': { symbol: 'US30', ticker: 'US30', 'session-regular': '1800-1700', 'base-currency': null },
        BOND: { fractional: true, pricescale: 32, minmovement: 1 },
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
      { symbols: { A: { pricescale: '100' } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a whole number, received "100"',
    ],
    [
      'a type that TradingView does not know',
      { symbols: { A: { type: 'fx' } } },
      'SYMBOLS_FILE.symbols.A.type: expected a type of symbol that TradingView knows',
    ],
    [
      'a time zone that TradingView does not know',
      { symbols: { A: { timezone: 'EET' } } },
      'SYMBOLS_FILE.symbols.A.timezone: expected a time zone that TradingView knows',
    ],
    [
      'hours with a break',
      { symbols: { A: { 'session-regular': '0900-1200:2|1300-1700:2' } } },
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
      { symbols: { A: { pricescale: 32 } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a power of ten, unless fractional is true, received 32',
    ],
    [
      'a fraction without a scale',
      { symbols: { A: { fractional: true } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a power of two, because prices are fractional, received nothing',
    ],
    [
      'a fraction of ten',
      { symbols: { A: { fractional: true, pricescale: 100 } } },
      'SYMBOLS_FILE.symbols.A.pricescale: expected a power of two',
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
