import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { symbolFields } from '../data-feed/contract/symbol-info.ts'
import { groupTypes } from '../data-feed/symbols/groups.ts'
import { parseJson } from './clients.ts'

const name = z.string('a text').min(1, 'a text that is not empty')

const restriction = z.strictObject(
  {
    servers: z.array(name, 'a list of servers').optional(),
    accounts: z.array(name, 'a list of account ids').optional(),
  },
  { error: (issue) => onlyOf(issue, 'an object {servers, accounts}') },
)

const group = z.strictObject(
  {
    id: z.string('a text').regex(/^[a-z_]+$/, 'lower-case Latin letters and underscores'),
    types: z.array(z.enum(groupTypes, `one of ${groupTypes.join(', ')}`), 'a list of types').optional(),
    symbols: z.array(name, 'a list of broker symbols').optional(),
    /** Whose logins may see it. */
    restricted: restriction.optional(),
  },
  { error: (issue) => onlyOf(issue, 'an object {id, types, symbols, restricted}') },
)

const overrides = z.strictObject(symbolFields, {
  error: (issue) => onlyOf(issue, 'an object of symbol_info fields'),
})

const symbols = z.strictObject(
  {
    /** Broker symbol → TradingView symbol whose prices it follows. */
    mapping: z
      .record(name, z.string('EXCHANGE:NAME').regex(/^[^\s:]+:[^\s:]+$/, 'EXCHANGE:NAME'), 'an object')
      .default({}),
    /** Groups of symbols with permissions of their own. */
    groups: z.array(group, 'a list of groups').default([]),
    /** Broker symbol → symbol_info fields that replace the derived ones. */
    symbols: z.record(name, overrides.partial(), 'an object').default({}),
  },
  { error: (issue) => onlyOf(issue, 'a readable file that holds a JSON object') },
)

export type SymbolsFile = z.output<typeof symbols>

/** A path → what the file says. */
export const symbolsFile = z.string().transform(readJsonFile).pipe(symbols)

/** What a JSON file holds; undefined, which no schema takes, when it cannot be read. */
export function readJsonFile(path: string): unknown {
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Names the members that nobody knows. */
function onlyOf(issue: { readonly code?: string; readonly keys?: unknown }, expected: string): string {
  if (issue.code !== 'unrecognized_keys' || !Array.isArray(issue.keys)) return expected
  return `${expected} without ${issue.keys.join(', ')}`
}
